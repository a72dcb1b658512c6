import { type KeyObject } from 'node:crypto';
import { type RegistrationId } from '../kernel/ids.ts';
import { type StoredKey } from './keyStore.ts';
import { type Registration } from './registration.ts';
import { type RegistrationParts } from './registrationParts.ts';
import { isPublished, privateKeyOf, type PublicJwk, publicJwkOf } from './toolKeys.ts';

export interface RegistrationKeys {
  /** Public keys of one registration, or of all; during an overlap the replaced ones too. */
  publicKeys(id?: RegistrationId): Promise<PublicJwk[]>;
  signingKey(registration: Registration): Promise<{ kid: string; key: KeyObject }>;
}

type Parts = Pick<RegistrationParts, 'directory' | 'store' | 'sealer' | 'now'>;

/** Keys are read from PEM once: a key id never means another key. */
export function createRegistrationKeys({ directory, store, sealer, now }: Parts): RegistrationKeys {
  const publicJwks = new Map<string, PublicJwk>();
  const privateKeys = new Map<string, KeyObject>();
  const jwkOf = (key: StoredKey): PublicJwk => remembered(publicJwks, key.kid, () => publicJwkOf(key));
  return {
    publicKeys: async id => {
      const { keys, byId } = await directory.read();
      const one = id === undefined ? null : byId.get(id);
      if (one === undefined) return [];
      const own = keys.filter(
        key => one === null || (key.issuer === one.issuer && key.clientId === one.clientId),
      );
      return own.filter(key => isPublished(key, now())).map(jwkOf);
    },
    signingKey: async ({ kid, issuer }) => {
      const known = privateKeys.get(kid);
      if (known !== undefined) return { kid, key: known };
      const stored = await store.keys.find(kid);
      if (stored === null) throw new Error(`the key ${kid} of ${issuer} is missing`);
      return { kid, key: remembered(privateKeys, kid, () => privateKeyOf(sealer, stored)) };
    },
  };
}

function remembered<T>(values: Map<string, T>, name: string, make: () => T): T {
  const known = values.get(name);
  if (known !== undefined) return known;
  const made = make();
  values.set(name, made);
  return made;
}
