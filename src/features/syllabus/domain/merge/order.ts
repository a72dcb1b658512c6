import { type Triple } from './match.ts';

export type Side = 'present' | 'document';

const both = (one: Triple, other: Triple, side: Side | 'read'): number =>
  (one[side] ?? 0) - (other[side] ?? 0);

/** Whether two versions have the rows that both of them have in the same order. */
function isSameOrder(triples: readonly Triple[], one: Side | 'read', other: Side): boolean {
  const shared = triples.filter(triple => triple[one] !== null && triple[other] !== null);
  const [first, second] = [one, other].map(side => shared.toSorted((a, b) => both(a, b, side)));
  return first?.every((triple, index) => triple === second?.[index]) ?? true;
}

/**
 * Whose order the rows follow: that of the side that changed it. `null`: both did, each in its own way, so somebody must say.
 * @param isRead whether the last reading is known
 */
export function orderSide(triples: readonly Triple[], isRead: boolean): Side | null {
  if (isSameOrder(triples, 'present', 'document')) return 'present';
  if (!isRead) return null;
  if (isSameOrder(triples, 'read', 'present')) return 'document';
  return isSameOrder(triples, 'read', 'document') ? 'present' : null;
}

/** Rows in the order of one side; those that only the other side has stand behind the row that they follow there. */
export function inOrderOf(triples: readonly Triple[], side: Side): Triple[] {
  const other = side === 'present' ? 'document' : 'present';
  const placed = (by: Side): Triple[] =>
    triples.filter(triple => triple[by] !== null).toSorted((a, b) => both(a, b, by));
  const ordered = placed(side);
  let above: Triple | null = null;
  for (const triple of placed(other)) {
    if (triple[side] === null) ordered.splice(above === null ? 0 : ordered.indexOf(above) + 1, 0, triple);
    above = triple;
  }
  return ordered;
}
