import { createPrivateKey, type KeyObject } from 'node:crypto';
import { newKeyPair, type PublicJwk, publicJwkOf } from '../../lti/index.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type BadgeKeyStore, type StoredBadgeKey } from './badgeKeyStore.ts';

export interface BadgeKeys {
  /** The key that signs; made when it is asked for the first time, and anew each year. */
  signing(): Promise<{ readonly kid: string; readonly key: KeyObject }>;
  /** Also a key that signs no more: what it has signed is verified for as long as anybody has it. */
  findPublic(kid: string): Promise<PublicJwk | null>;
}

/** So long a key signs. A public half is never withdrawn: certificates have no end. */
const signsMs = 365 * 24 * 3600_000;

export function createBadgeKeys(store: BadgeKeyStore, sealer: Sealer, now: () => Date): BadgeKeys {
  async function make(old: StoredBadgeKey | null): Promise<StoredBadgeKey> {
    const { kid, publicKey, privateKey: pem } = await newKeyPair();
    const privateKey = sealer.seal('badge-key', JSON.stringify([kid, pem]));
    const made = { kid, publicKey, privateKey, madeAt: now() };
    if (await (old === null ? store.add(made) : store.replace(old, made))) return made;
    const others = await store.find();
    if (others === null) throw new Error('the key that signs badges is missing');
    return others;
  }
  const isOld = ({ madeAt }: StoredBadgeKey): boolean => now().getTime() - madeAt.getTime() >= signsMs;
  return {
    async signing() {
      const found = await store.find();
      const stored = found === null || isOld(found) ? await make(found) : found;
      const plain = sealer.open('badge-key', stored.privateKey);
      const [kid, pem] = plain === null ? [] : (JSON.parse(plain.toString('utf8')) as string[]);
      if (kid !== stored.kid || pem === undefined) {
        throw new Error(`the private key ${stored.kid} of badges does not open with this SECRET_KEY`);
      }
      return { kid, key: createPrivateKey(pem) };
    },
    async findPublic(kid) {
      const stored = await store.findPublic(kid);
      return stored === null ? null : publicJwkOf(stored);
    },
  };
}
