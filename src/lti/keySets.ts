import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { systemClock } from '../jobs/clock.ts';
import { inTime, late } from '../jobs/inTime.ts';
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
  /** How long a launch waits for a new key set while an older one may still be used. 1,500 unless told. */
  readonly patienceMs?: number;
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
  /** When the fetch that is under way began. */
  runningSince: number;
  /** How the last fetch failed; null when it brought a key set. */
  failure: Failure | null;
  /** When an unknown `kid` last used up the cooldown. */
  unknownKeyFetchAt: number;
}

interface Failure {
  readonly error: unknown;
  readonly at: number;
  /** The fetch before this one failed too. */
  readonly repeated: boolean;
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
/**
 * How long a failure stands for the platform's answer. Without it every launch, and every forged one, would be a call to
 * a server in trouble; a server that has come back is used again after these few seconds.
 */
const failureLife = 5 * second;
const defaultPatience = 1_500;
const keptSets = 2_000;
/** RS256 wants at least 2048 bits (RFC 7518, section 3.3). */
const leastModulusBytes = 256;

/** A key set's place in memory, with what may be done about it. */
interface Fetching {
  readonly entry: Entry;
  readonly now: number;
  readonly cooldownMs: number;
  readonly patienceMs: number;
  /** Fetches the set, or joins the fetch that is under way. */
  readonly load: () => Promise<KeySet>;
}

export function createKeySets(parts: KeySetParts): KeySets {
  const entries = new Map<string, Entry>();
  const now = (): number => parts.now().getTime();
  const { cooldownMs, patienceMs = defaultPatience } = parts;
  const load = (url: string, entry: Entry): Promise<KeySet> => {
    if (entry.running !== null) return entry.running;
    entry.runningSince = now();
    entry.running = fetchKeySet(parts, url)
      .then(set => {
        entry.failure = null;
        return (entry.set = set);
      })
      .catch((error: unknown) => {
        entry.failure = { error, at: now(), repeated: entry.failure !== null };
        throw error;
      })
      .finally(() => (entry.running = null));
    return entry.running;
  };
  return {
    async get(url, kid) {
      const entry = entryFor(entries, url);
      const before = entry.set;
      const fetching = (): Fetching => {
        return { entry, now: now(), cooldownMs, patienceMs, load: () => load(url, entry) };
      };
      const known = await usableSet(fetching());
      if (known.jwks.has(kid)) return importedKey(known, kid);
      // A set that was fetched just now for this very key has said all there is to say.
      if (known !== before) throw unknownKey(kid);
      const renewed = await renewedSet(fetching());
      if (renewed?.jwks.has(kid) !== true) throw unknownKey(kid);
      return importedKey(renewed, kid);
    },
  };
}

function entryFor(entries: Map<string, Entry>, url: string): Entry {
  let entry = entries.get(url);
  if (entry === undefined) {
    if (entries.size >= keptSets) entries.delete(entries.keys().next().value ?? '');
    entry = {
      set: null,
      running: null,
      runningSince: 0,
      failure: null,
      unknownKeyFetchAt: Number.NEGATIVE_INFINITY,
    };
    entries.set(url, entry);
  }
  return entry;
}

/** Whether the last fetch failed so lately that its failure is the answer. */
const isFailing = ({ entry, now, cooldownMs }: Fetching): boolean =>
  // A clock that is set back must not make a moment last for hours.
  entry.failure !== null && Math.abs(now - entry.failure.at) < Math.min(failureLife, cooldownMs);

async function usableSet(fetching: Fetching): Promise<KeySet> {
  const { entry, now, load } = fetching;
  if (entry.set !== null && entry.set.freshUntil > now) return entry.set;
  const stale = entry.set !== null && entry.set.staleUntil > now ? entry.set : null;
  if (isFailing(fetching)) {
    if (stale !== null) return stale;
    // One failure may be a passing one, and without a set nobody comes in: the next launch asks once more.
    if (entry.failure?.repeated === true) throw entry.failure.error;
  }
  return stale === null ? load() : loadedSoon(fetching, stale);
}

/**
 * The new set where it comes soon, else the older one, so that a platform that hangs costs no launch its whole time
 * limit. The fetch goes on and serves the launches after this one.
 */
async function loadedSoon(fetching: Fetching, stale: KeySet): Promise<KeySet> {
  const { entry, now, patienceMs, load } = fetching;
  const waited = entry.running === null ? 0 : Math.abs(now - entry.runningSince);
  if (waited >= patienceMs) return stale;
  const until = systemClock.elapsed() + patienceMs - waited;
  const set = await inTime(
    systemClock,
    until,
    load().catch(() => stale),
  );
  return set === late ? stale : set;
}

/**
 * The key set fetched once more because of an unknown key; null when that was done a moment ago.
 * @throws LtiRefusalError the platform's failure, also a remembered one
 */
async function renewedSet(fetching: Fetching): Promise<KeySet | null> {
  const { entry, now, cooldownMs, load } = fetching;
  // Somebody else's fetch may be running because of the same new key.
  if (entry.running !== null) return entry.running;
  if (isFailing(fetching)) throw entry.failure?.error;
  if (now - entry.unknownKeyFetchAt < cooldownMs) {
    if (entry.failure !== null) throw entry.failure.error;
    return null;
  }
  try {
    const renewed = await load();
    entry.unknownKeyFetchAt = now;
    return renewed;
  } catch (error) {
    // One failure may be a passing one and is tried again soon; after that forged ids wait as they do otherwise.
    if (entry.failure?.repeated === true) entry.unknownKeyFetchAt = now;
    throw error;
  }
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
        { value: 'kid', found: kid.slice(0, 120), expected: 'the id of an RSA key that can be read' },
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
    const detail = { value: where, found: error.message, expected: 'a key set' };
    throw new LtiRefusalError(code, detail, { cause: error });
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
