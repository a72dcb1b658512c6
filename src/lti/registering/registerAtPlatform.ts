import {
  maxFrames,
  type Registration,
  type RegistrationKey,
  type RegistrationValues,
} from '../registration.ts';
import { checkDeploymentId, checkValues, RegistrationError } from '../registrationValues.ts';
import { type KeyPair, newKeyPair, publicJwkOf, sealPrivateKey } from '../toolKeys.ts';
import { type AnnouncedKeySetStore } from './announcedKeySetStore.ts';
import { RegistrationFailedError } from './failure.ts';
import { type Invitation } from './invitationStore.ts';
import { type PendingOffer } from './offer.ts';
import { type DynamicRegistrationParts } from './parts.ts';
import { asFailure, type PlatformConfiguration } from './platformConfiguration.ts';
import { readRegistrationAnswer, type RegistrationAnswer } from './registrationAnswer.ts';
import { registrationRequest, toolAddresses } from './toolDescription.ts';

/** A registration that came about. */
export interface Registered {
  readonly registration: Registration;
  /** A known registration was changed. */
  readonly isUpdate: boolean;
}

export type RegisteringParts = DynamicRegistrationParts & { readonly keySets: AnnouncedKeySetStore };

/**
 * Posts the registration request and stores what the platform answers. The key pair is made before: platforms may read
 * the key set while they answer, when the client id that ltijs makes a pair for is not known yet.
 *
 * @throws RegistrationFailedError
 */
export async function registerAtPlatform(
  parts: RegisteringParts,
  pending: PendingOffer,
  invitation: Invitation,
): Promise<Registered> {
  const { keySets, now } = parts;
  const pair = await newKeyPair();
  const name = await keySets.announce(publicJwkOf(pair), now());
  try {
    const answer = await postRequest(parts, pending, `${toolAddresses(parts.publicUrl).keysUrl}/${name}`);
    const registered = await store(parts, pending, answer, pair, invitation);
    await keySets.assign(name, registered.registration.id);
    return registered;
  } catch (error) {
    await keySets.withdraw(name);
    throw error;
  }
}

async function postRequest(
  { outbound, publicUrl, words }: RegisteringParts,
  { platform, registrationToken }: PendingOffer,
  keySetUrl: string,
): Promise<RegistrationAnswer> {
  const request = registrationRequest(toolAddresses(publicUrl), words, platform, keySetUrl);
  const answer = await outbound
    .send({
      url: platform.registrationUrl,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // Brightspace gives no token; Moodle wants its own.
        ...(registrationToken === null ? {} : { authorization: `Bearer ${registrationToken}` }),
      },
      body: JSON.stringify(request),
    })
    .catch((error: unknown) => {
      throw asFailure(error, 'answer-unreadable');
    });
  return readRegistrationAnswer(answer);
}

async function store(
  parts: RegisteringParts,
  { platform, closeOrigin }: PendingOffer,
  { clientId, deploymentId }: RegistrationAnswer,
  pair: KeyPair,
  invitation: Invitation,
): Promise<Registered> {
  const { store, directory } = parts;
  const key: RegistrationKey = { issuer: platform.issuer, clientId };
  const before = await store.find(key.issuer, key.clientId);
  const values: RegistrationValues = {
    ...key,
    name: invitation.name ?? before?.name ?? nameOf(platform),
    authUrl: platform.authUrl,
    tokenUrl: platform.tokenUrl,
    jwksUrl: platform.jwksUrl,
    tokenAudience: platform.tokenAudience,
  };
  checkAnswer(values, deploymentId);
  await putWithKey(parts, values, pair);
  await store.setConfigurationUrl(key, platform.url);
  await approve(parts, values, before, deploymentId, invitation);
  await putFrame(parts, values, before, closeOrigin, invitation);
  directory.forget();
  const registration = await parts.registrations.find(key.issuer, key.clientId);
  if (registration === null) throw new Error('the registration was removed while it was made');
  return { registration, isUpdate: before !== null };
}

function checkAnswer(values: RegistrationValues, deploymentId: string | null): void {
  try {
    checkValues(values);
    if (deploymentId !== null) checkDeploymentId(deploymentId);
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error;
    throw new RegistrationFailedError('answer-incomplete', { found: error.message }, { cause: error });
  }
}

/** The announced key signs from now on; an earlier one is published for some days more. */
async function putWithKey(
  { store, sealer, now }: RegisteringParts,
  values: RegistrationValues,
  { kid, publicKey, privateKey }: KeyPair,
): Promise<void> {
  const { issuer, clientId } = values;
  const sealed = sealPrivateKey(sealer, kid, privateKey);
  await store.keys.add({ kid, issuer, clientId, publicKey, privateKey: sealed, retiredAt: null });
  await store.put(values, kid);
  await store.keys.retire(values, kid, now());
}

/**
 * A new registration and a new deployment wait for approval unless the invitation approves them. A known registration
 * goes on working, except when it has moved to other hosts: that is what a stranger with an old link would try.
 */
async function approve(
  { store }: RegisteringParts,
  values: RegistrationValues,
  before: Registration | null,
  deploymentId: string | null,
  { approves }: Invitation,
): Promise<void> {
  if (approves && before?.status !== 'disabled') await store.setStatus(values, 'active');
  if (!approves && before?.status === 'active' && !sameHosts(before, values))
    await store.setStatus(values, 'pending');
  if (deploymentId === null) return;
  if (approves) await store.putDeployment(values, { id: deploymentId, status: 'active' });
  else await store.addPendingDeployment(values, deploymentId);
}

/**
 * The page in which the platform's administrator registered may be on a school's own domain; the same pages will show
 * Tirek. It waits like a deployment.
 */
async function putFrame(
  { store }: RegisteringParts,
  values: RegistrationValues,
  before: Registration | null,
  origin: string,
  { approves }: Invitation,
): Promise<void> {
  const own = [values.issuer, values.authUrl].map(url => new URL(url).origin);
  const frames = before?.frames ?? [];
  const isKnown = frames.some(one => one.origin === origin && (one.status === 'active' || !approves));
  if (own.includes(origin) || isKnown || !origin.startsWith('https://') || frames.length >= maxFrames) return;
  if (!approves) await store.addPendingFrame(values, origin);
  else
    await store.setFrames(values, [
      ...frames.filter(one => one.origin !== origin),
      { origin, status: 'active' },
    ]);
}

function sameHosts(before: RegistrationValues, after: RegistrationValues): boolean {
  const hosts = ({ authUrl, tokenUrl, jwksUrl }: RegistrationValues) =>
    [authUrl, tokenUrl, jwksUrl].map(url => new URL(url).host).join(' ');
  return hosts(before) === hosts(after);
}

/** Product names as `product_family_code` writes them, against how people do. */
const products: Readonly<Record<string, string>> = {
  moodle: 'Moodle',
  canvas: 'Canvas',
  blackboardlearn: 'Blackboard',
  blackboard: 'Blackboard',
  desire2learn: 'Brightspace',
  brightspace: 'Brightspace',
  sakai: 'Sakai',
};

/** What a platform is called until somebody names it: product and host. */
export function nameOf({ productFamily, issuer }: PlatformConfiguration): string {
  const family = productFamily?.trim() ?? '';
  const product = Object.hasOwn(products, family.toLowerCase()) ? products[family.toLowerCase()] : family;
  const { host } = new URL(issuer);
  return product === undefined || product === '' ? host : `${product} (${host})`;
}
