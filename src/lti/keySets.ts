import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Outbound, OutboundError } from './http.ts';
import { LtiRefusalError } from './refusal.ts';

/** The public keys of platforms. */
export interface KeySets {
  /**
   * The RSA key of this id in the key set at this address.
   * @throws LtiRefusalError `key-unknown`, `platform-keys-unreadable` or `platform-timeout`
   */
  get(jwksUrl: string, kid: string): Promise<KeyObject>;
}

export interface KeySetParts {
  readonly outbound: Outbound;
  readonly now: () => Date;
  /** Least time between two fetches of one key set because of an unknown `kid`. */
  readonly cooldownMs: number;
}

interface KeySet {
  readonly jwks: ReadonlyMap<string, JsonWebKey>;
  readonly imported: Map<string, KeyObject>;
  readonly freshUntil: number;
  readonly staleUntil: number;
}

interface Entry {
  set: KeySet | null;
  running: Promise<KeySet> | null;
  /** When an unknown `kid` last caused a fetch that brought an answer. */
  unknownKeyFetchAt: number;
}

const maxBytes = 1_500_000;
const second = 1_000;
const minute = 60 * second;
/** How long a key set is kept whose answer says nothing. */
const silentLife = 15 * minute;
/** How long at least where the answer forbids keeping: one fetch then serves a whole class. */
const uncachedLife = minute;
const shortestLife = 5 * second;
const longestLife = 24 * 60 * minute;
/** When the platform's server fails, known keys go on being used for this long, so that teaching goes on. */
const staleLife = 60 * minute;
const keptSets = 2_000;
/** RS256 wants at least 2048 bits (RFC 7518, section 3.3). */
const leastModulusBytes = 256;

export function createKeySets(parts: KeySetParts): KeySets {
  const entries = new Map<string, Entry>();
  const now = (): number => parts.now().getTime();
  const load = (url: string, entry: Entry): Promise<KeySet> => {
    entry.running ??= fetchKeySet(parts, url)
      .then(set => (entry.set = set))
      .finally(() => (entry.running = null));
    return entry.running;
  };
  return {
    async get(url, kid) {
      const entry = entryFor(entries, url);
      const before = entry.set;
      const known = await usableSet(entry, now(), () => load(url, entry));
      if (known.jwks.has(kid)) return importedKey(known, kid);
      // A set that was fetched just now for this very key has said all there is to say.
      if (known !== before) throw unknownKey(kid);
      const renewed = await renewedSet(entry, now(), parts.cooldownMs, () => load(url, entry));
      if (renewed?.jwks.has(kid) !== true) throw unknownKey(kid);
      return importedKey(renewed, kid);
    },
  };
}

function entryFor(entries: Map<string, Entry>, url: string): Entry {
  let entry = entries.get(url);
  if (entry === undefined) {
    if (entries.size >= keptSets) entries.delete(entries.keys().next().value ?? '');
    entry = { set: null, running: null, unknownKeyFetchAt: Number.NEGATIVE_INFINITY };
    entries.set(url, entry);
  }
  return entry;
}

async function usableSet(entry: Entry, now: number, load: () => Promise<KeySet>): Promise<KeySet> {
  if (entry.set !== null && entry.set.freshUntil > now) return entry.set;
  try {
    return await load();
  } catch (error) {
    if (entry.set !== null && entry.set.staleUntil > now) return entry.set;
    throw error;
  }
}

/** The key set fetched once more because of an unknown key; null when that was done a moment ago. */
async function renewedSet(
  entry: Entry,
  now: number,
  cooldownMs: number,
  load: () => Promise<KeySet>,
): Promise<KeySet | null> {
  // Somebody else's fetch may be running because of the same new key.
  if (entry.running !== null) return entry.running;
  if (now - entry.unknownKeyFetchAt < cooldownMs) return null;
  const renewed = await load();
  entry.unknownKeyFetchAt = now;
  return renewed;
}

const unknownKey = (kid: string): LtiRefusalError =>
  new LtiRefusalError('key-unknown', {
    value: 'kid',
    found: kid.slice(0, 120),
    expected: "a key of the platform's key set",
  });

function importedKey(set: KeySet, kid: string): KeyObject {
  let key = set.imported.get(kid);
  if (key === undefined) {
    try {
      key = createPublicKey({ key: set.jwks.get(kid) ?? {}, format: 'jwk' });
    } catch (error) {
      throw new LtiRefusalError(
        'platform-keys-unreadable',
        { value: 'kid', found: kid.slice(0, 120) },
        { cause: error },
      );
    }
    set.imported.set(kid, key);
  }
  return key;
}

async function fetchKeySet(parts: KeySetParts, url: string): Promise<KeySet> {
  const where = new URL(url).host;
  try {
    const answer = await parts.outbound.send({
      url,
      method: 'GET',
      headers: { accept: 'application/json' },
      maxBytes,
    });
    const jwks = answer.status === 200 ? readKeySet(answer.text) : null;
    if (jwks === null) {
      throw new LtiRefusalError('platform-keys-unreadable', {
        value: where,
        found: `status ${answer.status}`,
        expected: 'a JSON key set',
      });
    }
    const fetchedAt = parts.now().getTime();
    const freshUntil = fetchedAt + lifeOf(answer.headers['cache-control'], answer.headers['age']);
    return { jwks, imported: new Map(), freshUntil, staleUntil: freshUntil + staleLife };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const code = error.failure === 'timeout' ? 'platform-timeout' : 'platform-keys-unreadable';
    throw new LtiRefusalError(code, { value: where, found: error.message }, { cause: error });
  }
}

const jwk = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
});

/** The RSA signing keys of a key set by their id; keys of other kinds are passed over. Null when it is none. */
function readKeySet(text: string): Map<string, JsonWebKey> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const set = z.object({ keys: z.array(z.unknown()) }).safeParse(value);
  if (!set.success) return null;
  const keys = new Map<string, JsonWebKey>();
  for (const raw of set.data.keys) {
    const parsed = jwk.safeParse(raw);
    if (!parsed.success || keys.has(parsed.data.kid)) continue;
    const { kid, n, e } = parsed.data;
    if (Buffer.from(n, 'base64url').length < leastModulusBytes) continue;
    keys.set(kid, { kty: 'RSA', n, e });
  }
  return keys;
}

/** How long a key set may be used, by its Cache-Control (RFC 9111, section 5.2), within bounds. In milliseconds. */
export function lifeOf(cacheControl: string | undefined, age: string | undefined): number {
  if (cacheControl === undefined) return silentLife;
  const maxAge = /(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*"?(\d+)/i.exec(cacheControl)?.[1];
  if (/no-store|no-cache/i.test(cacheControl) || maxAge === '0') return uncachedLife;
  if (maxAge === undefined) return silentLife;
  const left = (Number(maxAge) - (Number(age ?? 0) || 0)) * second;
  return Math.min(Math.max(left, shortestLife), longestLife);
}
