import {
  type Deployment,
  maxFrames,
  maxPendingDeployments,
  type Registration,
  type RegistrationKey,
  type RegistrationValues,
} from './registration.ts';
import { type RegistrationParts } from './registrationParts.ts';
import { checkDeploymentId, checkFrameOrigin, checkValues, RegistrationError } from './registrationValues.ts';
import { isPublished, keyAheadMs, newKeyPair, sealPrivateKey } from './toolKeys.ts';

export interface RegistrationChanges {
  /**
   * Connects a platform, or changes a known one's values and adds the deployments. What the operator names works at
   * once, except that a disabled registration stays disabled.
   * @throws RegistrationError
   */
  add(values: RegistrationValues, deploymentIds: readonly string[]): Promise<Registration>;
  /** Approves the registration and the deployment, or all deployments that wait. A disabled one stays disabled. */
  approve(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  /** A deployment that is disabled waits for approval again. */
  disable(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  enable(key: RegistrationKey, deploymentId?: string): Promise<Registration>;
  /** Removes the registration with its keys, or one deployment. */
  remove(key: RegistrationKey, deploymentId?: string): Promise<void>;
  /**
   * Publishes a new key, which signs after `keyAheadMs`; until then the old one signs, and it is published for some days
   * more. Returns the new key's id.
   *
   * @param atOnce for a key that has leaked: the new one signs now, and no other is published any more. A platform that
   * keeps the earlier key set refuses us for as long as it keeps it.
   */
  rotateKey(key: RegistrationKey, atOnce?: boolean): Promise<string>;
  /** Lets pages of this origin frame ours. @throws RegistrationError */
  allowFrame(key: RegistrationKey, origin: string): Promise<Registration>;
  /** Forgets an origin, whether it was allowed or waits. */
  removeFrame(key: RegistrationKey, origin: string): Promise<Registration>;
  /** Writes down where a verified launch came from, when nobody has allowed that. */
  recordPendingFrame(registration: Registration, origin: string): Promise<void>;
  /**
   * Writes down a deployment that a verified launch named and nobody has approved.
   * @returns false when as many wait already as may: it was not written down
   */
  recordPendingDeployment(registration: Registration, deploymentId: string): Promise<boolean>;
}

type Effective = (one: Registration) => Registration;

export function createRegistrationChanges(
  parts: RegistrationParts,
  effective: Effective,
): RegistrationChanges {
  const { store, directory } = parts;
  const get = async ({ issuer, clientId }: RegistrationKey): Promise<Registration> => {
    const found = await store.find(issuer, clientId);
    if (found === null) throw new RegistrationError(`no platform ${issuer} with client id ${clientId}`);
    return found;
  };
  /** Changes, and returns the registration as it then stands. */
  const changed = async (key: RegistrationKey, change: (found: Registration) => Promise<void>) => {
    await change(await get(key));
    directory.forget();
    return effective(await get(key));
  };
  const setDeployment = (key: RegistrationKey, id: string, status: Deployment['status']) =>
    changed(key, async found => {
      checkKnownDeployment(found, id);
      await store.putDeployment(key, { id, status });
    });
  return {
    add: async (values, deploymentIds) => {
      checkValues(values);
      deploymentIds.forEach(checkDeploymentId);
      await addRegistration(parts, values, deploymentIds);
      directory.forget();
      return effective(await get(values));
    },
    approve: (key, id) => changed(key, found => approve(parts, found, id)),
    disable: (key, id) =>
      id === undefined
        ? changed(key, () => store.setStatus(key, 'disabled'))
        : setDeployment(key, id, 'pending'),
    enable: (key, id) =>
      id === undefined
        ? changed(key, () => store.setStatus(key, 'active'))
        : setDeployment(key, id, 'active'),
    remove: async (key, id) => {
      await remove(parts, await get(key), id);
      directory.forget();
    },
    rotateKey: async (key, atOnce = false) => {
      const kid = await rotateKey(parts, await get(key), atOnce);
      directory.forget();
      return kid;
    },
    allowFrame: (key, origin) =>
      changed(key, async found => {
        checkFrameOrigin(origin);
        const others = found.frames.filter(one => one.origin !== origin);
        if (others.length >= maxFrames) throw new RegistrationError('there are too many origins already');
        await store.setFrames(key, [...others, { origin, status: 'active' }]);
      }),
    removeFrame: (key, origin) =>
      changed(key, found =>
        store.setFrames(
          key,
          found.frames.filter(one => one.origin !== origin),
        ),
      ),
    recordPendingFrame: async (registration, origin) => {
      if (registration.frames.length >= maxFrames) return;
      await store.addPendingFrame(registration, origin);
      directory.forget();
    },
    recordPendingDeployment: async (registration, id) => {
      const waiting = registration.deployments.filter(({ status }) => status === 'pending');
      if (waiting.length >= maxPendingDeployments) return false;
      await store.addPendingDeployment(registration, id);
      directory.forget();
      return true;
    },
  };
}

async function addRegistration(
  { store, provider }: RegistrationParts,
  values: RegistrationValues,
  deploymentIds: readonly string[],
): Promise<void> {
  const before = await store.find(values.issuer, values.clientId);
  // The same again (the practice platform at every start) is no reason to load ltijs.
  if (before === null || !sameValues(before, values)) await provider.register(values);
  if (before === null || before.status === 'pending') await store.setStatus(values, 'active');
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

async function approve(
  { store }: RegistrationParts,
  found: Registration,
  id: string | undefined,
): Promise<void> {
  if (id !== undefined) checkKnownDeployment(found, id);
  if (found.status === 'pending') await store.setStatus(found, 'active');
  for (const deployment of found.deployments) {
    const isMeant = id === undefined ? deployment.status === 'pending' : deployment.id === id;
    if (isMeant) await store.putDeployment(found, { id: deployment.id, status: 'active' });
  }
}

async function remove(
  { store, provider }: RegistrationParts,
  found: Registration,
  id: string | undefined,
): Promise<void> {
  if (id !== undefined) {
    checkKnownDeployment(found, id);
    await store.removeDeployment(found, id);
    return;
  }
  await provider.remove(found.issuer, found.clientId);
  // Keys that were rotated away are unknown to ltijs.
  await store.keys.removeAll(found);
}

async function rotateKey(
  { store, sealer, now }: RegistrationParts,
  found: Registration,
  atOnce: boolean,
): Promise<string> {
  const { kid, publicKey, privateKey } = await newKeyPair();
  const { issuer, clientId } = found;
  const sealed = sealPrivateKey(sealer, kid, privateKey);
  await store.keys.add({ kid, issuer, clientId, publicKey, privateKey: sealed, retiredAt: null });
  // Before the registration names the new key, or a process that reads in between would sign with it.
  if (!atOnce) await store.keys.retire(found, kid, new Date(now().getTime() + keyAheadMs));
  await store.setKey(found, kid);
  for (const key of await store.keys.of(found)) {
    if (key.kid !== kid && (atOnce || !isPublished(key, now()))) await store.keys.remove(key.kid);
  }
  return kid;
}

function checkKnownDeployment(registration: Registration, id: string): void {
  if (!registration.deployments.some(deployment => deployment.id === id)) {
    throw new RegistrationError(`the platform has no deployment ${id}`);
  }
}
