// On the page of an integration map's draft: what is typed is saved by itself, piece by piece.
import { startLiveMap } from './moocmap/liveMap.ts';

startLiveMap();
