import { type DiffSection } from '../diff/parts.ts';
import { type MergeRow } from './rows.ts';

/** The same row in up to three versions, by its place in each; null where a version does not have it. */
export interface Triple {
  readonly read: number | null;
  readonly present: number | null;
  readonly document: number | null;
}

/** What makes two rows the same one; null: nothing to go by. `isUnique`: only where neither side has two of them. */
interface Pass {
  readonly isUnique?: true;
  readonly of: (row: MergeRow) => string | null;
}

const textOf = (value: unknown): string => String(value).toLowerCase().replace(/\s+/gu, ' ').trim();
const value = (name: string) => (row: MergeRow) => textOf(row.values[name]);
const key: Pass = { of: row => row.key };

/**
 * From the surest to the weakest. A topic that stands at another number is still the same class; a number with another topic
 * is the same class under a new name.
 */
const passesOf: Record<DiffSection, readonly Pass[]> = {
  course: [key],
  outcomes: [key],
  policies: [{ of: row => `${row.key} ${value('text')(row)}` }, key],
  scale: [key],
  weights: [key, { of: value('text') }, { isUnique: true, of: value('kind') }],
  calendar: [
    { of: row => `${value('kind')(row)} ${value('number')(row)} ${value('title')(row)}` },
    { isUnique: true, of: row => `${value('kind')(row)} ${value('title')(row)}` },
    { of: row => (row.values.number === null ? null : row.key) },
    { of: row => (row.values.number === null ? `${value('kind')(row)} ${value('week')(row)}` : null) },
  ],
  rubric: [key],
};

/** Pairs of places: which row of one version is which of the other. Every row is in at most one pair. */
function pairsOf(
  section: DiffSection,
  older: ReadonlyMap<number, MergeRow>,
  newer: ReadonlyMap<number, MergeRow>,
): Map<number, number> {
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  for (const pass of passesOf[section]) {
    const left = groupsOf(pass, older, place => pairs.has(place));
    const right = groupsOf(pass, newer, place => taken.has(place));
    for (const [name, places] of left) {
      const others = right.get(name) ?? [];
      if (pass.isUnique === true && (places.length > 1 || others.length > 1)) continue;
      for (const [at, place] of places.entries()) {
        const other = others[at];
        if (other === undefined) break;
        pairs.set(place, other);
        taken.add(other);
      }
    }
  }
  return pairs;
}

function groupsOf(
  pass: Pass,
  rows: ReadonlyMap<number, MergeRow>,
  isTaken: (place: number) => boolean,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [place, row] of rows) {
    const name = isTaken(place) ? null : pass.of(row);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), place]);
  }
  return groups;
}

/** Finds each row in all versions; a row of the last reading that is gone from both others is left out. */
export function triplesOf(
  section: DiffSection,
  read: readonly MergeRow[] | null,
  present: readonly MergeRow[],
  document: readonly MergeRow[],
): Triple[] {
  const placed = (rows: readonly MergeRow[]) => new Map(rows.entries());
  const older = placed(read ?? []);
  const [own, theirs] = [placed(present), placed(document)];
  const toPresent = pairsOf(section, older, own);
  const toDocument = pairsOf(section, older, theirs);
  const known = [...older.keys()].map((place): Triple => ({
    read: place,
    present: toPresent.get(place) ?? null,
    document: toDocument.get(place) ?? null,
  }));
  for (const place of toPresent.values()) own.delete(place);
  for (const place of toDocument.values()) theirs.delete(place);
  const both = pairsOf(section, own, theirs);
  const bothPlaces = new Set(both.values());
  return [
    ...known.filter(one => one.present !== null || one.document !== null),
    ...[...own.keys()].map((place): Triple => ({
      read: null,
      present: place,
      document: both.get(place) ?? null,
    })),
    ...[...theirs.keys()]
      .filter(place => !bothPlaces.has(place))
      .map((place): Triple => ({ read: null, present: null, document: place })),
  ];
}
