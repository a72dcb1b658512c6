import { type KeyObject } from 'node:crypto';
import { type RegistrationId } from '../kernel/ids.ts';
import { type Sealer } from '../secrets/sealer.ts';
import { mayUseHttp, type OutboundPolicy, parseHttpUrl } from './addresses.ts';
import { type Directory, type DirectoryReader } from './directory.ts';
import { type Provider } from './provider.ts';
import { maxPendingDeployments, type Registration, type RegistrationValues } from './registration.ts';
import { type RegistrationKey, type RegistrationStore } from './registrationStore.ts';
import {
  isPublished,
  newKeyPair,
  privateKeyOf,
  type PublicJwk,
  publicJwkOf,
  sealPrivateKey,
} from './toolKeys.ts';

/** A value of a registration that cannot be right; `message` is one line for the operator. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
}

/** What may be done with registrations. Those returned carry the status that counts: see `effective`. */
export interface Registrations {
  list(): Promise<Registration[]>;
  find(issuer: string, clientId: string): Promise<Registration | null>;
  findById(id: RegistrationId): Promise<Registration | null>;
  findByIssuer(issuer: string): Promise<readonly Registration[]>;
  /**
   * Connects a platform, or changes a known one's values and adds the deployments. What the operator names works at
   * once, except that a disabled registration stays disabled.
   * @throws RegistrationError
   */
  add(values: RegistrationValues, deploymentIds: readonly string[]): Promise<Registration>;
  /** Approves the registration and the deployment, or all deployments that wait. */
  approve(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  /** A deployment that is disabled waits for approval again. */
  disable(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  enable(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  /** Removes the registration with its keys, or one deployment. */
  remove(key: RegistrationKey, deploymentId?: string): Promise<void>;
  /** A new key signs from now on; the old one is published for some days more. Returns the new key's id. */
  rotateKey(key: RegistrationKey): Promise<string>;
  /** Writes down a deployment that a verified launch named and nobody has approved. */
  recordPendingDeployment(registration: Registration, deploymentId: string): Promise<void>;
  /** Public keys of one registration, or of all. */
  publicKeys(id?: RegistrationId): Promise<PublicJwk[]>;
  signingKey(registration: Registration): Promise<{ kid: string; key: KeyObject }>;
}

export interface RegistrationParts {
  readonly store: RegistrationStore;
  readonly directory: DirectoryReader;
  readonly provider: Provider;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly production: boolean;
  readonly policy: OutboundPolicy;
}

export function createRegistrations(parts: RegistrationParts): Registrations {
  const { store, directory } = parts;
  const privateKeys = new Map<string, KeyObject>();
  const effective = (one: Registration): Registration => withEffectiveStatus(one, parts);
  const current = (): Promise<Directory> => directory.read();
  const get = async (key: RegistrationKey): Promise<Registration> => {
    const found = await store.find(key.issuer, key.clientId);
    if (found === null)
      throw new RegistrationError(`no platform ${key.issuer} with client id ${key.clientId}`);
    return found;
  };
  /** Changes, and returns the registration as it then stands. */
  const changed = async (
    key: RegistrationKey,
    change: (found: Registration) => Promise<void>,
  ): Promise<Registration> => {
    await change(await get(key));
    directory.forget();
    return effective(await get(key));
  };
  const setDeployment = (key: RegistrationKey, deploymentId: string, status: 'active' | 'pending') =>
    changed(key, async found => {
      knownDeployment(found, deploymentId);
      await store.putDeployment(key, { id: deploymentId, status });
    });

  return {
    list: async () => (await current()).all.map(effective),
    find: async (issuer, clientId) => {
      const found = await store.find(issuer, clientId);
      return found === null ? null : effective(found);
    },
    findById: async id => {
      const found = (await current()).byId.get(id);
      return found === undefined ? null : effective(found);
    },
    findByIssuer: async issuer => ((await current()).byIssuer.get(issuer) ?? []).map(effective),
    add: async (values, deploymentIds) => {
      checkValues(values);
      for (const id of deploymentIds) checkDeploymentId(id);
      await addRegistration(parts, values, deploymentIds);
      directory.forget();
      return effective(await get(values));
    },
    approve: (key, deploymentId) =>
      changed(key, async found => {
        const waiting = found.deployments.filter(({ status }) => status === 'pending').map(({ id }) => id);
        if (deploymentId !== undefined) knownDeployment(found, deploymentId);
        if (found.status === 'pending') await store.setStatus(key, 'active');
        for (const id of deploymentId === undefined ? waiting : [deploymentId]) {
          await store.putDeployment(key, { id, status: 'active' });
        }
      }),
    disable: (key, deploymentId) =>
      deploymentId === undefined
        ? changed(key, () => store.setStatus(key, 'disabled'))
        : setDeployment(key, deploymentId, 'pending'),
    enable: (key, deploymentId) =>
      deploymentId === undefined
        ? changed(key, () => store.setStatus(key, 'active'))
        : setDeployment(key, deploymentId, 'active'),
    remove: async (key, deploymentId) => {
      const found = await get(key);
      if (deploymentId === undefined) await removeRegistration(parts, key);
      else {
        knownDeployment(found, deploymentId);
        await store.removeDeployment(key, deploymentId);
      }
      directory.forget();
    },
    rotateKey: async key => {
      await get(key);
      const pair = await newKeyPair();
      const { issuer, clientId } = key;
      const privateKey = sealPrivateKey(parts.sealer, pair.kid, pair.privateKey);
      await store.addKey({
        kid: pair.kid,
        issuer,
        clientId,
        publicKey: pair.publicKey,
        privateKey,
        retiredAt: null,
      });
      await store.setKey(key, pair.kid);
      await store.retireKeys(key, pair.kid, parts.now());
      await removeOldKeys(parts, key);
      directory.forget();
      return pair.kid;
    },
    recordPendingDeployment: async (registration, deploymentId) => {
      const waiting = registration.deployments.filter(({ status }) => status === 'pending');
      if (waiting.length >= maxPendingDeployments) return;
      await store.addPendingDeployment(registration, deploymentId);
      directory.forget();
    },
    publicKeys: async id => {
      const { keys, byId } = await current();
      const one = id === undefined ? null : byId.get(id);
      if (one === undefined) return [];
      const own = keys.filter(
        key => one === null || (key.issuer === one.issuer && key.clientId === one.clientId),
      );
      return own.filter(key => isPublished(key, parts.now())).map(publicJwkOf);
    },
    signingKey: async registration => {
      const { kid } = registration;
      const known = privateKeys.get(kid);
      if (known !== undefined) return { kid, key: known };
      const stored = await store.findKey(kid);
      if (stored === null) throw new Error(`the key ${kid} of ${registration.issuer} is missing`);
      const key = privateKeyOf(parts.sealer, stored);
      privateKeys.set(kid, key);
      return { kid, key };
    },
  };
}

/**
 * In production a registration with http addresses does not work unless the operator allows its hosts: a practice
 * registration that came along with the data must not open a door.
 */
function withEffectiveStatus(registration: Registration, parts: RegistrationParts): Registration {
  if (!parts.production || registration.status === 'disabled') return registration;
  const { issuer, authUrl, tokenUrl, jwksUrl } = registration;
  const plain = [issuer, authUrl, tokenUrl, jwksUrl]
    .map(url => new URL(url))
    .filter(url => url.protocol === 'http:');
  return plain.every(url => mayUseHttp(parts.policy, url))
    ? registration
    : { ...registration, status: 'disabled' };
}

async function addRegistration(
  parts: RegistrationParts,
  values: RegistrationValues,
  deploymentIds: readonly string[],
): Promise<void> {
  const { store, provider } = parts;
  const before = await store.find(values.issuer, values.clientId);
  // The same again (the practice platform at every start) is no reason to load ltijs.
  if (before === null || !sameValues(before, values)) await provider.register(values);
  if (before?.status !== 'active' && before?.status !== 'disabled') await store.setStatus(values, 'active');
  for (const id of deploymentIds) {
    if (before?.deployments.some(known => known.id === id && known.status === 'active') === true) continue;
    await store.putDeployment(values, { id, status: 'active' });
  }
}

function sameValues(a: RegistrationValues, b: RegistrationValues): boolean {
  const texts = ({ name, authUrl, tokenUrl, jwksUrl, tokenAudience }: RegistrationValues) =>
    JSON.stringify([name, authUrl, tokenUrl, jwksUrl, tokenAudience]);
  return texts(a) === texts(b);
}

async function removeRegistration(
  { provider, store }: RegistrationParts,
  key: RegistrationKey,
): Promise<void> {
  await provider.remove(key.issuer, key.clientId);
  // Keys that were rotated away are unknown to ltijs.
  await store.remove(key);
}

async function removeOldKeys(
  { store, now }: RegistrationParts,
  { issuer, clientId }: RegistrationKey,
): Promise<void> {
  for (const key of await store.keys({ issuer, clientId })) {
    if (!isPublished(key, now())) await store.removeKey(key.kid);
  }
}

function knownDeployment(registration: Registration, id: string): void {
  if (!registration.deployments.some(deployment => deployment.id === id)) {
    throw new RegistrationError(`the platform has no deployment ${id}`);
  }
}

const maxLength = 255;

function checkDeploymentId(id: string): void {
  if (id.trim() === '' || id.length > maxLength) {
    throw new RegistrationError(`a deployment id has 1 to ${maxLength} characters`);
  }
}

function checkValues(values: RegistrationValues): void {
  const { issuer, authUrl, tokenUrl, jwksUrl } = values;
  if (values.name.trim() === '') throw new RegistrationError('the name is empty');
  if (values.clientId.trim() === '' || values.clientId.length > maxLength) {
    throw new RegistrationError(`the client id has 1 to ${maxLength} characters`);
  }
  for (const [name, value] of Object.entries({
    issuer,
    'auth-url': authUrl,
    'token-url': tokenUrl,
    'jwks-url': jwksUrl,
  })) {
    if (parseHttpUrl(value) === null || /\s/.test(value)) {
      throw new RegistrationError(`${name} is not an address that starts with https:// or http://`);
    }
  }
  // OpenID Connect Core 1.0, section 2: an issuer has neither query nor fragment.
  if (/[?#]/.test(issuer)) throw new RegistrationError('the issuer has no query and no fragment');
  if (values.tokenAudience?.trim() === '') throw new RegistrationError('the token audience is empty');
}
