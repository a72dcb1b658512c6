// Runs before the first paint, as a classic script in the head, so that a dark page never flashes white.
import { applyTheme, storedTheme } from './shell/themeChoice.ts';

applyTheme(storedTheme());
