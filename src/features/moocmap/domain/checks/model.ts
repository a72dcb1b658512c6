import { type CourseMap, keyedRows } from '../courseMap.ts';
import { type MapFinding, mapFinding } from '../findings.ts';
import { type MapSurroundings } from './surroundings.ts';

/**
 * The model against the schedule (annex 1, part 3). Model 1 adds to the classes and takes no class's place; only model 3 uses
 * the results of the online course in current and final control.
 */
export function checkModel(map: CourseMap, { calendar }: MapSurroundings): MapFinding[] {
  const { model } = map;
  if (model === null) return [mapFinding('model-none', 'model', null, {})];
  const rows = keyedRows(map);
  const replaced = rows.filter(({ row }) => row.use?.replaces === true).map(({ key }) => key);
  const counted = rows.filter(({ row }) => row.use?.counts === true).map(({ key }) => key);
  const findings: MapFinding[] = [];
  if (model === 1 && replaced.length > 0)
    findings.push(mapFinding('model-replaces', 'model', null, { rows: replaced }));
  if (model !== 3 && counted.length > 0)
    findings.push(mapFinding('model-counts', 'model', null, { model, rows: counted }));
  if (model === 2 && replaced.length === 0) findings.push(mapFinding('model-no-replaced', 'model', null, {}));
  if (model !== 3) return findings;
  if (counted.length === 0) findings.push(mapFinding('model-no-counts', 'model', null, {}));
  if (calendar === null) return findings;
  const graded = new Set(
    calendar
      .filter(({ row }) => row.kind === 'midterm' || row.kind === 'final' || (row.maxPoints ?? 0) > 0)
      .map(({ key }) => key),
  );
  return [
    ...findings,
    ...counted
      .filter(key => !graded.has(key))
      .map(row => mapFinding('counts-no-points', 'schedule', row, { row })),
  ];
}
