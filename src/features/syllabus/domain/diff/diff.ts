import { type Syllabus } from '../types.ts';
import { type DiffSection, diffSections, type Part, partsOf } from './parts.ts';

export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What happened to one row between two versions. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly section: DiffSection;
  readonly key: string;
  readonly name: string;
  /** Of an added or removed row all that it says; of a moved one nothing. */
  readonly fields: readonly FieldChange[];
}

/**
 * What is different between two versions of a syllabus, row by row in the order of the newer one; removed rows stand at the
 * end of their section. The same row is known by its kind and number (code, letter), so that a renamed topic is a change
 * and not another row. Empty when nothing that a syllabus says is different.
 */
export function diffSyllabi(before: Syllabus, after: Syllabus): Change[] {
  const [older, newer] = [partsOf(before), partsOf(after)];
  const olderByKey = new Map(older.map(part => [part.key, part]));
  const newerKeys = new Set(newer.map(({ key }) => key));
  const order = older.filter(({ key }) => newerKeys.has(key)).map(({ key }) => key);
  const moved = movedKeys(
    order,
    newer.filter(({ key }) => olderByKey.has(key)).map(({ key }) => key),
  );
  const present = newer.flatMap(part =>
    changesOf(olderByKey.get(part.key) ?? null, part, moved.has(part.key)),
  );
  const removed = older
    .filter(({ key }) => !newerKeys.has(key))
    .map(part => changeOf('removed', part, fieldsBetween(part, null)));
  return bySection([...present, ...removed]);
}

function changesOf(before: Part | null, after: Part, isMoved: boolean): Change[] {
  if (before === null) return [changeOf('added', after, fieldsBetween(null, after))];
  const fields = fieldsBetween(before, after);
  if (fields.length > 0) return [changeOf('changed', after, fields)];
  return isMoved ? [changeOf('moved', after, [])] : [];
}

const changeOf = (kind: Change['kind'], part: Part, fields: FieldChange[]): Change => ({
  kind,
  section: part.section,
  key: part.key,
  name: part.name,
  fields,
});

function fieldsBetween(before: Part | null, after: Part | null): FieldChange[] {
  const names = new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})]);
  return [...names]
    .map(field => ({ field, before: before?.fields[field] ?? null, after: after?.fields[field] ?? null }))
    .filter(change => change.before !== change.after);
}

/** The keys that left their place: the fewest whose removal leaves both orders the same. */
function movedKeys(before: readonly string[], after: readonly string[]): Set<string> {
  const places = new Map(before.map((key, index) => [key, index]));
  const numbers = after.map(key => places.get(key) ?? 0);
  const kept = new Set(longestIncreasing(numbers).map(number => before[number]));
  return new Set(before.filter(key => !kept.has(key)));
}

/** The longest increasing run of a list without repeated numbers (patience sorting). */
function longestIncreasing(numbers: readonly number[]): number[] {
  const tops: number[] = [];
  const previous = new Map<number, number | null>();
  for (const number of numbers) {
    const pile = lowerBound(tops, number);
    previous.set(number, tops[pile - 1] ?? null);
    tops[pile] = number;
  }
  const run: number[] = [];
  for (let at = tops.at(-1) ?? null; at !== null; at = previous.get(at) ?? null) run.unshift(at);
  return run;
}

function lowerBound(tops: readonly number[], number: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bySection(changes: readonly Change[]): Change[] {
  return diffSections.flatMap(section => changes.filter(change => change.section === section));
}
