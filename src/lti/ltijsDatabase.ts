import { type Sealer } from '../secrets/sealer.ts';
import { type Registration, type RegistrationValues } from './registration.ts';
import { type RegistrationStore } from './registrationStore.ts';
import { openPrivateKey, sealPrivateKey } from './toolKeys.ts';

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

/**
 * ltijs's storage on our registrations and keys: its platforms, their status and their key pairs are our own
 * documents, on our own connection, the private keys under our own authenticated encryption. What ltijs keeps
 * besides (nonces, states, id tokens, access tokens) is not ours to lend it and is refused by name.
 */
export function createLtijsDatabase(store: RegistrationStore, sealer: Sealer): LtijsDatabase {
  /** ltijs writes the two halves of a pair one after the other; the pair is stored when both are there. */
  const halves = new Map<string, string>();

  async function replaceKey(collection: string, item: Fields, index: Fields): Promise<void> {
    const kid = read(index, 'kid');
    if (collection === 'publickey') {
      halves.set(kid, read(item, 'key'));
      return;
    }
    const publicKey = halves.get(kid);
    if (publicKey === undefined) throw new Error('ltijs wrote a private key without its public one');
    halves.delete(kid);
    await store.addKey({
      kid,
      issuer: read(index, 'platformUrl'),
      clientId: read(index, 'clientId'),
      publicKey,
      privateKey: sealPrivateKey(sealer, kid, read(item, 'key')),
      retiredAt: null,
    });
  }

  async function keyRows(collection: string, query: Fields): Promise<Fields[]> {
    const kid = query['kid'];
    const keys = typeof kid === 'string' ? [await store.findKey(kid)] : await store.keys({});
    const open = collection === 'privatekey';
    return keys
      .filter(key => key !== null)
      .map(key => ({ kid: key.kid, key: open ? openPrivateKey(sealer, key) : key.publicKey }));
  }

  async function platforms(query: Fields): Promise<Registration[]> {
    const { kid, platformUrl, clientId } = query;
    if (typeof kid === 'string') return [await store.findByKid(kid)].filter(found => found !== null);
    const all =
      typeof platformUrl === 'string' && typeof clientId === 'string'
        ? [await store.find(platformUrl, clientId)]
        : await store.all();
    return all.filter(
      found => found !== null && (platformUrl === undefined || found.issuer === platformUrl),
    ) as Registration[];
  }

  return {
    setup: async () => true,
    Close: async () => true,
    async Get(_key, collection, query = {}) {
      const rows = await rowsOf(collection, query);
      return rows.length === 0 ? false : rows;
    },
    Insert: (_key, collection) => refuse(collection),
    async Replace(_key, collection, query, item, index = {}) {
      if (collection === 'platform') await store.put(valuesOf(item), read(item, 'kid'));
      else if (collection === 'publickey' || collection === 'privatekey')
        await replaceKey(collection, item, index);
      else if (collection === 'platformStatus') await setStatus(query, item);
      else refuse(collection);
      return true;
    },
    async Modify(_key, collection, query, change) {
      if (collection !== 'platform') refuse(collection);
      await store.change(
        { issuer: read(query, 'platformUrl'), clientId: read(query, 'clientId') },
        changesOf(change),
      );
      return true;
    },
    async Delete(collection, query) {
      if (collection === 'platform') {
        await store.remove({ issuer: read(query, 'platformUrl'), clientId: read(query, 'clientId') });
      } else if (collection === 'publickey' || collection === 'privatekey') {
        const kid = query['kid'];
        if (typeof kid === 'string') await store.removeKey(kid);
      } else if (collection !== 'platformStatus') refuse(collection);
      return true;
    },
  };

  async function rowsOf(collection: string, query: Fields): Promise<Fields[]> {
    if (collection === 'platform') return (await platforms(query)).map(platformRow);
    if (collection === 'publickey' || collection === 'privatekey') return keyRows(collection, query);
    if (collection === 'platformStatus') {
      const found = await store.findByKid(read(query, 'id'));
      return found === null ? [] : [{ id: found.kid, active: found.status === 'active' }];
    }
    return refuse(collection);
  }

  async function setStatus(query: Fields, item: Fields): Promise<void> {
    const found = await store.findByKid(read(query, 'id'));
    if (found !== null) await store.setStatus(found, item['active'] === true ? 'active' : 'disabled');
  }
}

function refuse(collection: string): never {
  throw new Error(`ltijs asked for its collection "${collection}", which Tirek keeps by itself`);
}

function read(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`ltijs left out "${name}"`);
  return value;
}

/** The names that ltijs uses, against ours. */
const names = {
  platformName: 'name',
  platformUrl: 'issuer',
  clientId: 'clientId',
  authEndpoint: 'authUrl',
  accesstokenEndpoint: 'tokenUrl',
} as const satisfies Record<string, keyof RegistrationValues>;

function platformRow(registration: Registration): Fields {
  return {
    platformName: registration.name,
    platformUrl: registration.issuer,
    clientId: registration.clientId,
    authEndpoint: registration.authUrl,
    accesstokenEndpoint: registration.tokenUrl,
    authorizationServer: registration.tokenAudience ?? undefined,
    kid: registration.kid,
    authConfig: { method: 'JWK_SET', key: registration.jwksUrl },
  };
}

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

function valuesOf(item: Fields): RegistrationValues {
  return { tokenAudience: null, ...changesOf(item) } as RegistrationValues;
}
