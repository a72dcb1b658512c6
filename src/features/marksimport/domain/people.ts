import { type PersonId } from '../../../kernel/ids.ts';
import { type NameKeys, nameKeysOf } from './names.ts';

/** Somebody of the class, as far as the LMS has told. */
export interface RosterEntry {
  readonly id: PersonId;
  readonly email: string | null;
  /** The number that the university gave (LIS `person_sourcedid`). */
  readonly sourcedId: string | null;
  /** The LMS's own id. */
  readonly sub: string;
  /** Each way in which the name is known, e.g. family name first. */
  readonly names: readonly string[];
  /** Addresses that the person has told us without proof: those of accounts elsewhere. */
  readonly told?: readonly string[];
}

/** What a row of a file says of whom it is about; empty where it says nothing. */
export interface Clues {
  /** Our own id: only our own export has it. */
  readonly tirekId: string;
  readonly email: string;
  readonly sourcedId: string;
  readonly userId: string;
  readonly name: string;
}

export type MatchedBy = 'tirek-id' | 'email' | 'sourced-id' | 'user-id' | 'name';

/**
 * Why somebody has to be asked: what the row says leads to different people; several people have the name or address;
 * the name is only similar; the name is right and the address or number another one; the address is known by the
 * person's own word alone.
 */
export type Doubt = 'contradiction' | 'namesakes' | 'similar-name' | 'other-address' | 'told-address';

export type Match =
  | { readonly kind: 'matched'; readonly id: PersonId; readonly by: MatchedBy }
  | { readonly kind: 'doubtful'; readonly candidates: readonly PersonId[]; readonly why: Doubt }
  | { readonly kind: 'unknown' };

const unknown: Match = { kind: 'unknown' };

class Index {
  private readonly people = new Map<string, Set<PersonId>>();

  add(key: string | null, id: PersonId): void {
    if (key === null || key === '') return;
    const known = this.people.get(key);
    if (known === undefined) this.people.set(key, new Set([id]));
    else known.add(id);
  }

  find(key: string): readonly PersonId[] {
    const found = this.people.get(key);
    return found === undefined ? [] : [...found];
  }
}

const addressOf = (email: string): string => email.trim().toLowerCase();
const codeOf = (code: string): string => code.replace(/\s+/gu, '').toLowerCase();

/**
 * Says of a row whom of the class it is about. An id or an address that one person has decides; a name decides when one
 * person has exactly this name and nothing speaks against it. Everything else is asked or unknown, never guessed.
 * The index is built once, so that 50,000 rows are matched in a moment.
 */
export function createMatcher(roster: readonly RosterEntry[]): (clues: Clues) => Match {
  const byId = new Map<string, RosterEntry>(roster.map(entry => [entry.id, entry]));
  const [emails, numbers, subs, told] = [new Index(), new Index(), new Index(), new Index()];
  const names = { exact: new Index(), pairs: new Index(), loose: new Index(), latin: new Index() };
  for (const { id, email, sourcedId, sub, names: known, told: addresses = [] } of roster) {
    for (const address of addresses) told.add(addressOf(address), id);
    emails.add(email === null ? null : addressOf(email), id);
    numbers.add(sourcedId === null ? null : codeOf(sourcedId), id);
    subs.add(codeOf(sub), id);
    for (const name of known) {
      const keys = nameKeysOf(name);
      if (keys === null) continue;
      names.exact.add(keys.exact, id);
      names.loose.add(keys.loose, id);
      names.latin.add(keys.latin, id);
      for (const pair of keys.pairs.length > 0 ? keys.pairs : [keys.exact]) names.pairs.add(pair, id);
    }
  }

  function byCodes(clues: Clues): Match | null {
    const own = byId.get(clues.tirekId)?.id;
    const found: [MatchedBy, readonly PersonId[]][] = [
      ['tirek-id', own === undefined ? [] : [own]],
      ['email', emails.find(addressOf(clues.email))],
      ['sourced-id', numbers.find(codeOf(clues.sourcedId))],
      ['user-id', subs.find(codeOf(clues.userId))],
    ];
    const told = found.filter(([, people]) => people.length > 0);
    const [first] = told;
    if (first === undefined) return null;
    const everybody = [...new Set(told.flatMap(([, people]) => people))];
    const certain = everybody.filter(id => told.every(([, people]) => people.includes(id)));
    const [only] = certain;
    if (certain.length > 1) return { kind: 'doubtful', candidates: certain, why: 'namesakes' };
    if (only === undefined) return { kind: 'doubtful', candidates: everybody, why: 'contradiction' };
    const named = exactly(clues.name);
    if (first[0] !== 'tirek-id' && named.length > 0 && !named.includes(only))
      return { kind: 'doubtful', candidates: [only, ...named], why: 'contradiction' };
    return { kind: 'matched', id: only, by: first[0] };
  }

  function exactly(name: string): readonly PersonId[] {
    const keys = nameKeysOf(name);
    return keys === null ? [] : names.exact.find(keys.exact);
  }

  /** Whether the file has another address or number than the LMS: two people may have one name. */
  function speaksAgainst(id: PersonId, { email, sourcedId }: Clues): boolean {
    const entry = byId.get(id);
    const isOther = email !== '' && entry?.email != null && !toldBy(email).includes(id);
    return isOther || (sourcedId !== '' && entry?.sourcedId != null);
  }

  const toldBy = (email: string): readonly PersonId[] => told.find(addressOf(email));

  function byName(clues: Clues): Match {
    const keys = nameKeysOf(clues.name);
    if (keys === null) return unknown;
    const exact = names.exact.find(keys.exact);
    const [only] = exact;
    if (only === undefined) return similar(keys);
    if (exact.length > 1) return { kind: 'doubtful', candidates: exact, why: 'namesakes' };
    if (speaksAgainst(only, clues)) return { kind: 'doubtful', candidates: exact, why: 'other-address' };
    return { kind: 'matched', id: only, by: 'name' };
  }

  function similar(keys: NameKeys): Match {
    const pairs = keys.pairs.length > 0 ? keys.pairs : [keys.exact];
    const candidates = new Set([
      ...pairs.flatMap(pair => names.pairs.find(pair)),
      ...names.loose.find(keys.loose),
      ...names.latin.find(keys.latin),
    ]);
    return candidates.size === 0
      ? unknown
      : { kind: 'doubtful', candidates: [...candidates], why: 'similar-name' };
  }

  /** An address that somebody has told is no proof: it decides together with the name, and is asked about without. */
  function byTold({ email }: Clues): Match {
    const candidates = toldBy(email);
    return candidates.length === 0 ? unknown : { kind: 'doubtful', candidates, why: 'told-address' };
  }

  return clues => {
    const found = byCodes(clues) ?? byName(clues);
    return found.kind === 'unknown' ? byTold(clues) : found;
  };
}
