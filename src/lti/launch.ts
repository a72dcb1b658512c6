import { type Sealer } from '../secrets/sealer.ts';
import { type PlatformStorage } from '../web/tabSession.ts';
import { type KeySets } from './keySets.ts';
import { type VerifiedLaunch } from './launchMessage.ts';
import { checkUsable } from './login.ts';
import { optionalText, type Parameters } from './parameters.ts';
import { readLaunch } from './readLaunch.ts';
import { deploymentsFull, LtiRefusalError, shown } from './refusal.ts';
import { platformStorage, storageKey } from './platformStorage.ts';
import { type Registration } from './registration.ts';
import { type Registrations } from './registrations.ts';
import { isSameBrowser, type LoginState, openState, stateLifeMs } from './state.ts';
import { type UsedStateStore } from './usedStateStore.ts';
import { verifyToken } from './verify.ts';

export interface LaunchParts {
  readonly registrations: Pick<Registrations, 'findById' | 'recordPendingDeployment'>;
  readonly keySets: KeySets;
  readonly usedStates: UsedStateStore;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly publicUrl: string;
  readonly launchUrl: string;
}

/** What a browser shows with a launch, to prove that it began the login. */
interface ShownByBrowser {
  /** The browser's value (see `BrowserCookie.read`). */
  readonly cookie: string | null;
  /** The value of the cookie that this login has for itself; null: it has none. */
  readonly readLogin: (loginId: string) => string | null;
  /** What our own page got back from the platform's storage: '' when that had nothing; null: not asked yet. */
  readonly kept: string | null;
}

type LaunchVerdict =
  /** A launch that may come in, and the registration that it came by. */
  | (Proven & {
      readonly launch: VerifiedLaunch;
      readonly registration: Registration;
      /** Origin of the login's page; null: unknown. */
      readonly page: string | null;
      /** The login that has a cookie of its own, which has done its work; null: it has none. */
      readonly endedLogin: string | null;
    })
  /** Good in every way, but the platform's storage has yet to be asked whether this browser began it. */
  | (Unproven & { readonly registration: Registration });

interface Proven {
  readonly kind: 'accepted';
  /** The value that the browser's session is bound to: of its cookie, or what the platform kept for it. */
  readonly browser: string;
  /** Where the platform keeps it; null: the cookie does. */
  readonly storage: PlatformStorage | null;
}

interface Unproven {
  readonly kind: 'unproven';
  readonly storage: PlatformStorage;
  /** The name that the value has there. */
  readonly key: string;
}

/**
 * Judges what a platform posts to the redirect URI. Cheap checks come first, the store is written last: a state is
 * used up only by a launch that is good in every other way, so nobody can spend somebody else's.
 *
 * @throws LtiRefusalError
 */
export async function acceptLaunch(
  parts: LaunchParts,
  parameters: Parameters,
  shown: ShownByBrowser,
): Promise<LaunchVerdict> {
  refusePlatformError(parameters);
  const state = checkedState(parts, parameters);
  const registration = await parts.registrations.findById(state.registrationId);
  if (registration === null) {
    throw new LtiRefusalError('registration-unknown', {
      value: 'registration',
      found: 'removed since the login',
      expected: 'the one of the login',
    });
  }
  checkUsable(registration);
  const ofLogin = shown.readLogin(state.id);
  const proof = checkedBrowser(state, registration, { cookie: shown.cookie, ofLogin, kept: shown.kept });
  const token = optionalText(parameters, 'id_token');
  if (token === null || token === '') throw missing('token-missing', 'id_token');
  const claims = await verifyToken(token, {
    registration,
    state,
    now: parts.now(),
    ownAudiences: [parts.publicUrl, parts.launchUrl],
    findKey: kid => parts.keySets.get(registration.jwksUrl, kid),
  });
  const launch = readLaunch(claims, registration, state);
  await checkDeployment(parts, registration, launch.deploymentId);
  if (proof.kind === 'unproven') return { ...proof, registration };
  if (!(await parts.usedStates.use(state.id, parts.now()))) {
    throw new LtiRefusalError('state-used', { value: 'state', found: 'used before', expected: 'one use' });
  }
  const { kind, browser, storage } = proof;
  const endedLogin = ofLogin === null ? null : state.id;
  return { kind, browser, storage, launch, registration, page: state.page, endedLogin };
}

/** Two machines that serve one tool may differ by this much. */
const clockSkewMs = 60_000;

/** The state of a request, when it is one of ours and its time has not passed. */
function checkedState(parts: LaunchParts, parameters: Parameters): LoginState {
  const value = optionalText(parameters, 'state');
  if (value === null || value === '') throw missing('state-missing', 'state');
  const state = openState(parts.sealer, value);
  if (state === null)
    throw new LtiRefusalError('state-invalid', {
      value: 'state',
      found: 'another text',
      expected: 'one that we issued',
    });
  const age = parts.now().getTime() - state.issuedAt.getTime();
  if (age > stateLifeMs || age < -clockSkewMs) {
    throw new LtiRefusalError('state-expired', {
      value: 'state',
      found: `${Math.round(age / 1000)} s old`,
      expected: `at most ${stateLifeMs / 1000} s`,
    });
  }
  return state;
}

/** The platform's own refusal (OpenID Connect Core 1.0, section 3.1.2.6), e.g. that nobody is logged in there. */
function refusePlatformError(parameters: Parameters): void {
  const error = optionalText(parameters, 'error');
  if (error === null) return;
  const description = optionalText(parameters, 'error_description');
  throw new LtiRefusalError('platform-error', {
    value: 'error',
    found: `${shown(error)}${description === null ? '' : `: ${shown(description)}`}`,
    expected: 'an id_token',
  });
}

/**
 * A launch belongs to the browser that began it (OpenID Connect Core 1.0, section 15.5.2): otherwise somebody could be
 * made to work in another person's name. Of first logins at the same time each is proven by its own cookie, while their
 * sessions are bound to the one value that the browser keeps.
 *
 * @throws LtiRefusalError
 */
function checkedBrowser(
  state: LoginState,
  registration: Registration,
  { cookie, ofLogin, kept }: Omit<ShownByBrowser, 'readLogin'> & { readonly ofLogin: string | null },
): Proven | Unproven {
  if (
    cookie !== null &&
    (isSameBrowser(state, cookie) || (ofLogin !== null && isSameBrowser(state, ofLogin)))
  )
    return { kind: 'accepted', browser: cookie, storage: null };
  if (state.storageTarget === null) throw cookie === null ? withoutCookie('cookie') : otherBrowser('cookie');
  const storage = platformStorage(state.storageTarget, registration);
  if (kept === null) return { kind: 'unproven', storage, key: storageKey(state) };
  if (kept === '') throw withoutCookie('platform storage');
  if (!isSameBrowser(state, kept)) throw otherBrowser('platform storage');
  return { kind: 'accepted', browser: kept, storage };
}

const expectedProof = 'that of the browser that began the login';
const withoutCookie = (value: string): LtiRefusalError =>
  new LtiRefusalError('browser-without-cookie', { value, found: 'nothing', expected: expectedProof });
const otherBrowser = (value: string): LtiRefusalError =>
  new LtiRefusalError('browser-other', { value, found: 'another one', expected: expectedProof });
const missing = (code: 'token-missing' | 'state-missing', value: string): LtiRefusalError =>
  new LtiRefusalError(code, { value, found: 'nothing', expected: 'the text that belongs there' });

/** Several deployments of one client are normal; each is approved once. */
export async function checkDeployment(
  { registrations }: { readonly registrations: Pick<Registrations, 'recordPendingDeployment'> },
  registration: Registration,
  id: string,
): Promise<void> {
  const known = registration.deployments.find(deployment => deployment.id === id);
  if (known?.status === 'active') return;
  const waits = known !== undefined || (await registrations.recordPendingDeployment(registration, id));
  if (!waits) throw deploymentsFull(id);
  throw new LtiRefusalError('deployment-unknown', {
    value: 'deployment_id',
    found: shown(id),
    expected: 'an approved deployment; this one waits for approval',
  });
}
