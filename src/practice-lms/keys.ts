import {
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type StateFile } from './stateFile.ts';

const key = z.object({
  kid: z.string(),
  jwk: z.record(z.string(), z.unknown()),
  madeAt: z.iso.datetime(),
  /** When a newer key took over; null for the one that signs. */
  retiredAt: z.iso.datetime().nullable(),
});

export const keysSchema = z.object({
  keys: z.array(key).min(1),
  /** Signs the cookies and the form tokens. */
  cookieSecret: z.string().min(32),
});
export type KeysFile = z.infer<typeof keysSchema>;
type StoredKey = z.infer<typeof key>;

/** How long a retired key stays in the key set: a launch signed just before the change must still verify. */
const overlapMs = 24 * 60 * 60 * 1000;

async function makeKey(now: Date): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    kid: randomBytes(10).toString('hex'),
    jwk: { ...jwk },
    madeAt: now.toISOString(),
    retiredAt: null,
  };
}

export async function freshKeys(now: Date): Promise<KeysFile> {
  return { keys: [await makeKey(now)], cookieSecret: randomBytes(32).toString('hex') };
}

/** The platform's signing keys: one signs, the retired ones stay published for a day. */
export class PlatformKeys {
  readonly #file: StateFile<KeysFile>;
  readonly #imported = new Map<string, Promise<CryptoKey>>();

  constructor(file: StateFile<KeysFile>) {
    this.#file = file;
  }

  get cookieSecret(): string {
    return this.#file.value.cookieSecret;
  }

  get current(): StoredKey {
    const signing = this.#file.value.keys.find(one => one.retiredAt === null);
    if (signing === undefined) throw new Error('the practice LMS has no signing key');
    return signing;
  }

  /** Retired keys that are still published. */
  published(now: Date): readonly StoredKey[] {
    return this.#file.value.keys.filter(
      one => one.retiredAt === null || now.getTime() - Date.parse(one.retiredAt) < overlapMs,
    );
  }

  /** The JSON Web Key Set: public parts only. */
  keySet(now: Date): { keys: JWK[] } {
    return {
      keys: this.published(now).map(({ kid, jwk }) => ({
        kty: 'RSA',
        alg: 'RS256',
        use: 'sig',
        kid,
        n: String(jwk.n),
        e: String(jwk.e),
      })),
    };
  }

  /** A new key signs from now on; the old one stays published, or vanishes when `forgetOld`. */
  async rotate(now: Date, options: { readonly forgetOld?: boolean } = {}): Promise<void> {
    const next = await makeKey(now);
    const kept = options.forgetOld ? [] : this.published(now);
    this.#file.value.keys = [
      next,
      ...kept.map(one => ({ ...one, retiredAt: one.retiredAt ?? now.toISOString() })),
    ];
    await this.#file.save();
  }

  async sign(payload: JWTPayload): Promise<string> {
    const { kid } = this.current;
    return new SignJWT(payload)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
      .sign(await this.privateKey());
  }

  privateKey(): Promise<CryptoKey> {
    const { kid, jwk } = this.current;
    let imported = this.#imported.get(kid);
    if (imported === undefined) {
      imported = importJWK(jwk as JWK, 'RS256').then(value => {
        if (value instanceof Uint8Array)
          throw new Error('the practice LMS has a signing key that is not RSA');
        return value;
      });
      this.#imported.set(kid, imported);
    }
    return imported;
  }
}
