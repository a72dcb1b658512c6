import { createPrivateKey, type KeyObject } from 'node:crypto';
import { newKeyPair, type PublicJwk, publicJwkOf } from '../../lti/index.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type BadgeKeyStore, type StoredBadgeKey } from './badgeKeyStore.ts';

export interface BadgeKeys {
  /** The key that signs; made when it is asked for the first time. */
  signing(): Promise<{ readonly kid: string; readonly key: KeyObject }>;
  findPublic(kid: string): Promise<PublicJwk | null>;
}

export function createBadgeKeys(store: BadgeKeyStore, sealer: Sealer): BadgeKeys {
  async function make(): Promise<StoredBadgeKey> {
    const { kid, publicKey, privateKey: pem } = await newKeyPair();
    const made = { kid, publicKey, privateKey: sealer.seal('badge-key', JSON.stringify([kid, pem])) };
    if (await store.add(made)) return made;
    const others = await store.find();
    if (others === null) throw new Error('the key that signs badges is missing');
    return others;
  }
  return {
    async signing() {
      const stored = (await store.find()) ?? (await make());
      const plain = sealer.open('badge-key', stored.privateKey);
      const [kid, pem] = plain === null ? [] : (JSON.parse(plain.toString('utf8')) as string[]);
      if (kid !== stored.kid || pem === undefined) {
        throw new Error(`the private key ${stored.kid} of badges does not open with this SECRET_KEY`);
      }
      return { kid, key: createPrivateKey(pem) };
    },
    async findPublic(kid) {
      const stored = await store.find();
      return stored?.kid === kid ? publicJwkOf(stored) : null;
    },
  };
}
