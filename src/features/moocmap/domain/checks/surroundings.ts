import { type IsoDate } from '../../../../kernel/dates.ts';
import { type KeyedRow } from '../../../calendar/index.ts';
import { type RegistryMooc } from '../registryMooc.ts';

/** What a map is compared with. */
export interface MapSurroundings {
  /** The course's own calendar; null without an accepted syllabus. */
  readonly calendar: readonly KeyedRow[] | null;
  readonly credits: number | null;
  /** Codes of the syllabus's outcomes. */
  readonly outcomes: readonly string[];
  /** How many weeks the term has. */
  readonly lastWeek: number;
  /** The days of a week; null while the term has no first day. */
  readonly daysOfWeek: (week: number) => { readonly from: IsoDate; readonly to: IsoDate } | null;
  /** The map's online courses that the registry has, by their ids there. */
  readonly registry: ReadonlyMap<string, RegistryMooc>;
}
