import { type Sealer } from '../secrets/sealer.ts';
import { type Registration, type RegistrationKey, type RegistrationValues } from './registration.ts';
import { type RegistrationStore } from './registrationStore.ts';
import { openPrivateKey, sealPrivateKey, signingTurns } from './toolKeys.ts';

/** A query or document of ltijs: texts by name. */
type Fields = Readonly<Record<string, unknown>>;

/** The seam that ltijs 5.9.9 offers for its storage (`database.plugin`). */
export interface LtijsDatabase {
  setup(): Promise<true>;
  Close(): Promise<true>;
  Get(key: string | false, collection: string, query?: Fields): Promise<Fields[] | false>;
  Insert(key: string | false, collection: string, item: Fields, index?: Fields): Promise<true>;
  Replace(
    key: string | false,
    collection: string,
    query: Fields,
    item: Fields,
    index?: Fields,
  ): Promise<true>;
  Modify(key: string | false, collection: string, query: Fields, change: Fields): Promise<true>;
  Delete(collection: string, query: Fields): Promise<true>;
}

/** One of ltijs's collections on our documents. */
interface Collection {
  readonly get: (query: Fields) => Promise<Fields[]>;
  readonly replace?: (query: Fields, item: Fields, index: Fields) => Promise<void>;
  readonly modify?: (query: Fields, change: Fields) => Promise<void>;
  readonly remove: (query: Fields) => Promise<void>;
}

/**
 * ltijs's storage on our registrations and keys: its platforms, their status and their key pairs are our own
 * documents, on our own connection, the private keys under our own authenticated encryption. What ltijs keeps
 * besides (nonces, states, id tokens, access tokens) is not ours to lend it and is refused by name.
 */
export function createLtijsDatabase(
  store: RegistrationStore,
  sealer: Sealer,
  now: () => Date,
): LtijsDatabase {
  const collections = new Map<string, Collection>([
    ['platform', platforms(store, now)],
    ['platformStatus', statuses(store)],
    ...keyCollections(store, sealer),
  ]);
  const named = (name: string): Collection => collections.get(name) ?? refuse(name);
  return {
    setup: async () => true,
    Close: async () => true,
    Get: async (_key, collection, query = {}) => {
      const rows = await named(collection).get(query);
      return rows.length === 0 ? false : rows;
    },
    Insert: async (_key, collection) => refuse(collection),
    Replace: async (_key, collection, query, item, index = {}) => {
      await (named(collection).replace ?? refuse(collection))(query, item, index);
      return true;
    },
    Modify: async (_key, collection, query, change) => {
      await (named(collection).modify ?? refuse(collection))(query, change);
      return true;
    },
    Delete: async (collection, query) => {
      await named(collection).remove(query);
      return true;
    },
  };
}

/** The registration that a key belongs to: a key that still signs need not be the registration's newest. */
async function ownerOf(store: RegistrationStore, kid: string): Promise<Registration | null> {
  const key = await store.keys.find(kid);
  return key === null ? null : store.find(key.issuer, key.clientId);
}

function platforms(store: RegistrationStore, now: () => Date): Collection {
  const find = async ({ kid, platformUrl, clientId }: Fields): Promise<(Registration | null)[]> => {
    if (typeof kid === 'string') return [await ownerOf(store, kid)];
    if (typeof platformUrl !== 'string') return store.all();
    if (typeof clientId === 'string') return [await store.find(platformUrl, clientId)];
    return (await store.all()).filter(one => one.issuer === platformUrl);
  };
  return {
    get: async query => {
      const found = (await find(query)).filter(one => one !== null);
      return Promise.all(
        found.map(async one => {
          const [signs] = signingTurns(one.kid, await store.keys.of(one), now());
          return platformRow(one, signs?.kid ?? one.kid);
        }),
      );
    },
    replace: (_query, item) =>
      store.put({ tokenAudience: null, ...changesOf(item) } as RegistrationValues, read(item, 'kid')),
    modify: (query, change) => store.change(keyOf(query), changesOf(change)),
    remove: query => store.remove(keyOf(query)),
  };
}

function statuses(store: RegistrationStore): Collection {
  const find = (query: Fields) => ownerOf(store, read(query, 'id'));
  return {
    get: async query => {
      const found = await find(query);
      return found === null ? [] : [{ id: query['id'], active: found.status === 'active' }];
    },
    replace: async (query, item) => {
      const found = await find(query);
      if (found !== null) await store.setStatus(found, item['active'] === true ? 'active' : 'disabled');
    },
    // The status goes with its registration.
    remove: async () => {},
  };
}

function keyCollections({ keys }: RegistrationStore, sealer: Sealer): [string, Collection][] {
  /** ltijs writes the two halves of a pair one after the other; the pair is stored when both are there. */
  const halves = new Map<string, string>();
  const find = async ({ kid }: Fields) =>
    (typeof kid === 'string' ? [await keys.find(kid)] : await keys.all()).filter(key => key !== null);
  const remove = async ({ kid }: Fields): Promise<void> => {
    if (typeof kid === 'string') await keys.remove(kid);
  };
  const publicKeys: Collection = {
    get: async query => (await find(query)).map(({ kid, publicKey }) => ({ kid, key: publicKey })),
    replace: async (_query, item) => void halves.set(read(item, 'kid'), read(item, 'key')),
    remove,
  };
  const privateKeys: Collection = {
    get: async query => (await find(query)).map(key => ({ kid: key.kid, key: openPrivateKey(sealer, key) })),
    replace: async (_query, item, index) => {
      const kid = read(item, 'kid');
      const publicKey = halves.get(kid);
      if (publicKey === undefined) throw new Error('ltijs wrote a private key without its public one');
      halves.delete(kid);
      const privateKey = sealPrivateKey(sealer, kid, read(item, 'key'));
      await keys.add({ kid, ...keyOf(index), publicKey, privateKey, retiredAt: null });
    },
    remove,
  };
  return [
    ['publickey', publicKeys],
    ['privatekey', privateKeys],
  ];
}

function refuse(collection: string): never {
  throw new Error(`ltijs asked for its collection "${collection}", which Tirek keeps by itself`);
}

function read(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`ltijs left out "${name}"`);
  return value;
}

const keyOf = (query: Fields): RegistrationKey => ({
  issuer: read(query, 'platformUrl'),
  clientId: read(query, 'clientId'),
});

function platformRow(registration: Registration, kid: string): Fields {
  return {
    platformName: registration.name,
    platformUrl: registration.issuer,
    clientId: registration.clientId,
    authEndpoint: registration.authUrl,
    accesstokenEndpoint: registration.tokenUrl,
    authorizationServer: registration.tokenAudience ?? undefined,
    kid,
    authConfig: { method: 'JWK_SET', key: registration.jwksUrl },
  };
}

/** The names that ltijs uses, against ours. */
const names = {
  platformName: 'name',
  platformUrl: 'issuer',
  clientId: 'clientId',
  authEndpoint: 'authUrl',
  accesstokenEndpoint: 'tokenUrl',
} as const satisfies Record<string, keyof RegistrationValues>;

function changesOf(item: Fields): Partial<RegistrationValues> {
  const changes: Record<string, string | null> = {};
  for (const [theirs, ours] of Object.entries(names)) if (theirs in item) changes[ours] = read(item, theirs);
  if ('authConfig' in item) changes['jwksUrl'] = read(item['authConfig'] as Fields, 'key');
  // ltijs takes the token address for the audience when there is none of its own.
  const audience = item['authorizationServer'];
  if ('authorizationServer' in item) {
    changes['tokenAudience'] =
      typeof audience === 'string' && audience !== item['accesstokenEndpoint'] ? audience : null;
  }
  return changes;
}
