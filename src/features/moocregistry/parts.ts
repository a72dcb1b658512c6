import { type RosterStore } from '../roster/index.ts';
import { type MoocCentre } from './centreService.ts';
import { type Desk } from './deskService.ts';
import { type MoocReading } from './moocService.ts';
import { type MoocUsePort } from './usePort.ts';

/** What the pages of the registry work on. */
export interface PageParts {
  readonly reading: MoocReading;
  readonly desk: Desk;
  readonly centre: MoocCentre;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  readonly use: MoocUsePort;
}
