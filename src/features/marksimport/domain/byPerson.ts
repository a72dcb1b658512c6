import { type PersonId } from '../../../kernel/ids.ts';

/** What each person has, in the order in which people appear. */
export function byPerson<T extends { readonly person: PersonId }>(items: readonly T[]): Map<PersonId, T[]> {
  const found = new Map<PersonId, T[]>();
  for (const item of items) {
    const known = found.get(item.person);
    if (known === undefined) found.set(item.person, [item]);
    else known.push(item);
  }
  return found;
}
