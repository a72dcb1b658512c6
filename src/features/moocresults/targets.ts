import { type Column } from '../gradebook/index.ts';
import { type IsoDate } from '../../kernel/dates.ts';
import { overallColumn } from './domain/columns.ts';
import { guessScale, type ResultSource } from './domain/conversion.ts';
import { overall, type Target } from './domain/preview.ts';
import { type FileContent } from './fileStore.ts';
import { type CountingMap } from './ports.ts';
import { type RememberedReading } from './resultStore.ts';

/** The gradebook's names for what the calendar calls a control, where one mark stands for it. */
const controls: Readonly<Record<string, string>> = {
  ...{ 'midterm-1': 'rk1', 'midterm-2': 'rk2', 'midterm-3': 'rk3', 'midterm-4': 'rk4' },
  final: 'exam',
};

/** Rows of the gradebook that results of an online course count for: under model 3 alone. */
export function countedColumns(map: CountingMap, moocKey: string, columns: readonly Column[]): Column[] {
  if (map.model !== 3) return [];
  return map.countedRows
    .filter(row => row.moocKey === moocKey)
    .flatMap(({ rowKey }) => {
      const key = columns.some(column => column.key === rowKey) ? rowKey : controls[rowKey];
      return columns.filter(column => column.key === key);
    });
}

/** What the results of a file can go into, and from where in the file. */
export function targetsOf(
  counted: readonly Column[],
  sources: Readonly<Record<string, ResultSource>>,
  deadlines: ReadonlyMap<string, IsoDate>,
): Target[] {
  const of = (key: string, column: Column | null): Target => ({
    key,
    column,
    source: sources[key] ?? null,
    dueOn: column === null ? null : (deadlines.get(key) ?? null),
  });
  return [of(overall, null), ...counted.map(column => of(column.key, column))];
}

/**
 * Where the file most probably has what: as the last file of this online course had it; else the column of the whole
 * result, for each target.
 */
export function guessSources(
  { platform, table: { headings, rows } }: FileContent,
  counted: readonly Column[],
  remembered: RememberedReading,
): Record<string, ResultSource> {
  const whole = overallColumn(headings);
  const sources: Record<string, ResultSource> = {};
  for (const key of [overall, ...counted.map(column => column.key)]) {
    const known = remembered.sources.get(key);
    const at = known === undefined ? -1 : headings.indexOf(known.heading);
    if (known !== undefined && at !== -1) sources[key] = { column: at, scale: known.scale, of: known.of };
    else if (whole !== null) {
      const values = rows.slice(0, 500).map(({ cells }) => cells[whole] ?? '');
      // Open edX writes fractions, also where nobody has got beyond one percent.
      const scale = platform === 'open-edx' ? 'fraction' : guessScale(values);
      sources[key] = { column: whole, scale, of: '100' };
    }
  }
  return sources;
}
