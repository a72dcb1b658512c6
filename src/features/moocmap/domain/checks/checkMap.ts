import { type IsoDate } from '../../../../kernel/dates.ts';
import { type KeyedRow } from '../../../calendar/index.ts';
import { type CourseMap } from '../courseMap.ts';
import { type MapFinding } from '../findings.ts';
import { type RegistryMooc } from '../registryMooc.ts';
import { checkMatch } from './match.ts';
import { checkModel } from './model.ts';
import { checkModules } from './modules.ts';
import { checkMoocs } from './moocs.ts';
import { checkSchedule } from './schedule.ts';
import { checkWorkload } from './workload.ts';

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

/** The weeks of a term that says nothing else (domain: the calendar has weeks 1 to 15). */
export const usualWeeks = 15;

/** Everything that contradicts, is missing, or needs a look, part by part. */
export function checkMap(map: CourseMap, around: MapSurroundings): MapFinding[] {
  return [
    ...checkMoocs(map, around),
    ...checkWorkload(map, around),
    ...checkMatch(map, around),
    ...checkModel(map, around),
    ...checkSchedule(map, around),
    ...checkModules(map, around),
  ];
}

export const hasErrors = (findings: readonly MapFinding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
