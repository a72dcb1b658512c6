/**
 * The keys of a calendar's rows: "srs-2", "midterm-1", "final". A key stays the same while kind and number do; rows of the
 * same kind and number are told apart by their order ("lab~2"). Marks, deadlines and links are kept by them.
 */
export function keysOfRows(
  rows: readonly { readonly kind: string; readonly number: number | null }[],
): string[] {
  const used = new Map<string, number>();
  return rows.map(row => {
    const plain = plainKey(row);
    const times = (used.get(plain) ?? 0) + 1;
    used.set(plain, times);
    return times === 1 ? plain : `${plain}~${times}`;
  });
}

/** The key without what tells rows of the same kind and number apart. */
export const plainKey = ({
  kind,
  number,
}: {
  readonly kind: string;
  readonly number: number | null;
}): string => (number === null ? kind : `${kind}-${number}`);
