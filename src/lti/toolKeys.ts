import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Sealer } from '../secrets/sealer.ts';
import { type StoredKey } from './keyStore.ts';

/** A public key as key sets show it; `alg` and `kid` stand on every key, because Moodle refuses sets without them. */
export interface PublicJwk {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

export interface KeyPair {
  readonly kid: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** PEM. */
  readonly privateKey: string;
}

/** For how long platforms may keep our key sets, as these tell them (`Cache-Control: max-age`). */
export const keySetMaxAgeMs = 300_000;

/**
 * For how long a new key is published before it signs: a platform that keeps the key set for as long as it may must know
 * the key by then, also when the clocks of two processes are minutes apart.
 */
export const keyAheadMs = 2 * keySetMaxAgeMs;

/** For how long a replaced key is still published: platforms keep key sets for hours, some for days. */
export const keyOverlapMs = 7 * 24 * 3600_000;

/** A new RSA pair of 2048 bits, made without stopping the process. */
export async function newKeyPair(): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { kid: randomBytes(16).toString('hex'), ...pair };
}

/** Seals a private key together with its id, so that it opens under no other. */
export function sealPrivateKey(sealer: Sealer, kid: string, pem: string): string {
  return sealer.seal('registration-key', JSON.stringify([kid, pem]));
}

/**
 * @returns the private key, PEM
 * @throws Error when the stored key does not open: another SECRET_KEY, or another key's text in its place
 */
export function openPrivateKey(sealer: Sealer, stored: StoredKey): string {
  const plain = sealer.open('registration-key', stored.privateKey);
  const [kid, pem] = plain === null ? [] : (JSON.parse(plain.toString('utf8')) as string[]);
  if (kid !== stored.kid || pem === undefined) {
    throw new Error(`the private key ${stored.kid} does not open with this SECRET_KEY`);
  }
  return pem;
}

export const privateKeyOf = (sealer: Sealer, stored: StoredKey): KeyObject =>
  createPrivateKey(openPrivateKey(sealer, stored));

export function publicJwkOf(stored: Pick<StoredKey, 'kid' | 'publicKey'>): PublicJwk {
  const { kty, n, e } = createPublicKey(stored.publicKey).export({ format: 'jwk' });
  return { kty: kty ?? 'RSA', n: n ?? '', e: e ?? '', kid: stored.kid, alg: 'RS256', use: 'sig' };
}

/** A key of a registration that signs, or will. */
export interface SigningTurn {
  readonly kid: string;
  /** When its turn begins; null: it signs now. */
  readonly from: Date | null;
}

/**
 * The keys of one registration by their turns to sign, the one that signs now first. A replaced key goes on signing until
 * it retires, so the turns follow from the stored instants alone: nothing has to happen at the change, and every process
 * sees it by its own clock.
 *
 * @param kid the newest key, whose turn is the last
 * @param keys all keys of the registration
 */
export function signingTurns(kid: string, keys: readonly StoredKey[], now: Date): readonly SigningTurn[] {
  let from: Date | null = null;
  const turns: SigningTurn[] = [];
  for (const { kid: replaced, retiredAt } of keys.toSorted((a, b) => endOf(a) - endOf(b))) {
    if (replaced === kid || retiredAt === null || retiredAt.getTime() <= now.getTime()) continue;
    turns.push({ kid: replaced, from });
    from = retiredAt;
  }
  return [...turns, { kid, from }];
}

const endOf = ({ retiredAt }: StoredKey): number => retiredAt?.getTime() ?? Number.POSITIVE_INFINITY;

/** Whether a key that no registration names as its newest is still to be published. */
export const isPublished = (key: StoredKey, now: Date): boolean =>
  key.retiredAt === null || now.getTime() - key.retiredAt.getTime() < keyOverlapMs;
