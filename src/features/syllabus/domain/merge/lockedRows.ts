import { plainKey } from '../../../../kernel/rowKeys.ts';
import { type Decision } from './decisions.ts';
import { type Triple } from './match.ts';
import { type MergeRow } from './rows.ts';

/** A row of the merged syllabus with its places in the versions. */
export interface PlacedRow {
  readonly triple: Triple;
  row: MergeRow;
  readonly isLocked: boolean;
}

const plainOf = ({ row }: PlacedRow): string =>
  plainKey(row.values as { kind: string; number: number | null });

/** Rows of one kind and number get their keys by their order: where marks hang on it, it stays the present one. */
export function keepLockedOrder(rows: readonly PlacedRow[]): PlacedRow[] {
  const ordered = [...rows];
  const groups = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    if (row.isLocked) groups.set(plainOf(row), [...(groups.get(plainOf(row)) ?? []), at]);
  }
  for (const places of groups.values()) {
    const own = places
      .flatMap(at => rows[at] ?? [])
      .toSorted((a, b) => (a.triple.present ?? 0) - (b.triple.present ?? 0));
    for (const [index, at] of places.entries()) {
      const row = own[index];
      if (row !== undefined) ordered[at] = row;
    }
  }
  return ordered;
}

/** A row that came to the kind and number of one with marks gets the next free number, and is named. */
export function renumberStrangers(rows: PlacedRow[]): Decision[] {
  const held = new Set(rows.filter(({ isLocked }) => isLocked).map(plainOf));
  const used = new Set(rows.map(plainOf));
  return rows.flatMap((placed): Decision[] => {
    if (placed.isLocked || !held.has(plainOf(placed))) return [];
    const { row, triple } = placed;
    const { kind, number } = row.values as { kind: string; number: number | null };
    let free = number ?? 1;
    while (used.has(plainKey({ kind, number: free }))) free += 1;
    used.add(plainKey({ kind, number: free }));
    placed.row = { ...row, values: { ...row.values, number: free } };
    const { section, key, name } = row;
    return [
      {
        id: `calendar.n${triple.present ?? ''}-${triple.document ?? ''}`,
        section,
        key,
        name,
        field: 'number',
        what: 'value',
        outcome: 'held',
        reason: 'number-taken',
        read: null,
        present: null,
        document: number === null ? null : String(number),
        result: String(free),
        choice: null,
      },
    ];
  });
}
