import { type CourseMap } from '../courseMap.ts';
import { type MapFinding } from '../findings.ts';
import { checkMatch } from './match.ts';
import { checkModel } from './model.ts';
import { checkModules } from './modules.ts';
import { checkMoocs } from './moocs.ts';
import { checkSchedule } from './schedule.ts';
import { type MapSurroundings } from './surroundings.ts';
import { checkWorkload } from './workload.ts';

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
