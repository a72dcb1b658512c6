import { type KeyObject } from 'node:crypto';
import { type RegistrationId } from '../kernel/ids.ts';
import { type StoredKey } from './keyStore.ts';
import { type Registration } from './registration.ts';
import { type RegistrationParts } from './registrationParts.ts';
import {
  isPublished,
  privateKeyOf,
  type PublicJwk,
  publicJwkOf,
  signingTurns,
  type SigningTurn,
} from './toolKeys.ts';

export interface RegistrationKeys {
  /** Public keys of one registration, or of all: those that do not sign yet, and replaced ones during their overlap. */
  publicKeys(id?: RegistrationId): Promise<PublicJwk[]>;
  /** Which key signs now, and which ones will from when on. */
  signingTurns(registration: Registration): Promise<readonly SigningTurn[]>;
  signingKey(registration: Registration): Promise<{ kid: string; key: KeyObject }>;
}

type Parts = Pick<RegistrationParts, 'directory' | 'sealer' | 'now'>;

/** Keys are read from PEM once: a key id never means another key. */
export function createRegistrationKeys({ directory, sealer, now }: Parts): RegistrationKeys {
  const publicJwks = new Map<string, PublicJwk>();
  const privateKeys = new Map<string, KeyObject>();
  /** The registration's newest key and all its keys, of one and the same reading. */
  const present = async (registration: Registration) => {
    const { byId, keys } = await directory.read();
    const { kid } = byId.get(registration.id) ?? registration;
    return { kid, own: keysOf(registration, keys) };
  };
  const jwkOf = (key: StoredKey): PublicJwk => remembered(publicJwks, key.kid, () => publicJwkOf(key));
  return {
    publicKeys: async id => {
      const { all, keys, byId } = await directory.read();
      const one = id === undefined ? null : byId.get(id);
      if (one === undefined) return [];
      const own = one === null ? keys : keysOf(one, keys);
      const newest = new Set(all.map(({ kid }) => kid));
      return own.filter(key => newest.has(key.kid) || isPublished(key, now())).map(jwkOf);
    },
    signingTurns: async registration => {
      const { kid, own } = await present(registration);
      return signingTurns(kid, own, now());
    },
    signingKey: async registration => {
      const { kid: newest, own } = await present(registration);
      const kid = signingTurns(newest, own, now())[0]?.kid ?? newest;
      const stored = own.find(key => key.kid === kid);
      if (stored === undefined) throw new Error(`the key ${kid} of ${registration.issuer} is missing`);
      return { kid, key: remembered(privateKeys, kid, () => privateKeyOf(sealer, stored)) };
    },
  };
}

const keysOf = ({ issuer, clientId }: Registration, keys: readonly StoredKey[]): StoredKey[] =>
  keys.filter(key => key.issuer === issuer && key.clientId === clientId);

function remembered<T>(values: Map<string, T>, name: string, make: () => T): T {
  const known = values.get(name);
  if (known !== undefined) return known;
  const made = make();
  values.set(name, made);
  return made;
}
