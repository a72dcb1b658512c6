import { randomToken, type Sealer } from '../secrets/sealer.ts';
import { parseHttpUrl } from './addresses.ts';
import { maxIdLength } from './claims.ts';
import { type Parameters, requiredText, optionalText } from './parameters.ts';
import { LtiRefusalError, shown } from './refusal.ts';
import { type Registration } from './registration.ts';
import { type Registrations } from './registrations.ts';
import { browserDigest, type LoginState, newState, sealState } from './state.ts';

export interface LoginParts {
  readonly registrations: Pick<Registrations, 'findByIssuer'>;
  readonly sealer: Sealer;
  readonly now: () => Date;
  /** Origin without a trailing slash. */
  readonly publicUrl: string;
  /** Where the platform sends the launch: the redirect URI of every registration. */
  readonly launchUrl: string;
}

export interface LoginAnswer {
  /** The platform's authorisation address with our request. */
  readonly redirectTo: string;
  /** What the browser must show at the launch: the cookie's value that it had, or a new one. */
  readonly browser: string;
  readonly registration: Registration;
  readonly state: LoginState;
}

/** What a login comes from. */
interface LoginBrowser {
  /** The cookie's value; null: the browser showed none. */
  readonly browser: string | null;
  /** The platform's frame that will keep the browser's value; null: its cookie does. */
  readonly storageTarget: string | null;
  /** Origin of the page around it; null: unknown. */
  readonly page: string | null;
}

/**
 * Answers a third-party initiated login (LTI Security Framework 1.0, section 5.1.1): sends the browser back to its
 * platform with a state that only this browser can use, once. Nothing is stored.
 *
 * @throws LtiRefusalError
 */
export async function login(
  parts: LoginParts,
  parameters: Parameters,
  { browser, storageTarget, page }: LoginBrowser,
): Promise<LoginAnswer> {
  const issuer = requiredText(parameters, 'iss');
  const loginHint = requiredText(parameters, 'login_hint');
  const targetLinkUri = ownTarget(requiredText(parameters, 'target_link_uri'), parts.publicUrl);
  const ltiMessageHint = optionalText(parameters, 'lti_message_hint');
  const deploymentId = givenText(parameters, 'lti_deployment_id');
  const clientId = givenText(parameters, 'client_id');
  const registration = chooseRegistration(await parts.registrations.findByIssuer(issuer), {
    issuer,
    clientId,
    deploymentId,
  });
  checkUsable(registration);
  const cookie = browser ?? randomToken();
  const state = newState({
    registrationId: registration.id,
    targetLinkUri,
    deploymentId,
    browser: browserDigest(cookie),
    issuedAt: parts.now(),
    hints: { loginHint, ltiMessageHint },
    storageTarget,
    page,
  });
  const redirectTo = new URL(registration.authUrl);
  const request = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: registration.clientId,
    redirect_uri: parts.launchUrl,
    state: sealState(parts.sealer, state),
    nonce: state.nonce,
    login_hint: loginHint,
    ...(ltiMessageHint === null ? {} : { lti_message_hint: ltiMessageHint }),
  };
  for (const [name, value] of Object.entries(request)) redirectTo.searchParams.append(name, value);
  return { redirectTo: redirectTo.href, browser: cookie, registration, state };
}

/** A field that may be left out; some platforms send it blank instead. */
function givenText(parameters: Parameters, name: string): string | null {
  const value = optionalText(parameters, name);
  return value === null || value.trim() === '' ? null : value;
}

/** Refuses a registration that may not be used now. */
export function checkUsable(registration: Registration): void {
  if (registration.status === 'active') return;
  const code = registration.status === 'pending' ? 'registration-pending' : 'registration-disabled';
  throw new LtiRefusalError(code, {
    value: 'registration',
    found: shown(registration.name),
    expected: 'an active one',
  });
}

/** A launch is for a page of ours: any other target would make us a place that sends people anywhere. */
function ownTarget(value: string, publicUrl: string): string {
  if (parseHttpUrl(value)?.origin !== publicUrl || value.length > longestTarget) {
    throw new LtiRefusalError('target-elsewhere', {
      value: 'target_link_uri',
      found: shown(value),
      expected: `an address that begins with ${publicUrl}/`,
    });
  }
  return value;
}

const longestTarget = 2_000;

interface Wanted {
  readonly issuer: string;
  readonly clientId: string | null;
  readonly deploymentId: string | null;
}

/**
 * The registration that a login means. `client_id` is optional there, so an issuer with one registration needs none;
 * where several schools share an issuer, a deployment that one of them alone has decides too.
 */
function chooseRegistration(candidates: readonly Registration[], wanted: Wanted): Registration {
  const { issuer, clientId, deploymentId } = wanted;
  const fitting = clientId === null ? candidates : candidates.filter(one => one.clientId === clientId);
  const [first, second] = fitting;
  if (first === undefined) {
    throw new LtiRefusalError('registration-unknown', {
      value: clientId === null ? 'iss' : 'iss and client_id',
      found:
        clientId === null ? shown(issuer) : `${shown(issuer)} and ${shown(clientId.slice(0, maxIdLength))}`,
      expected: 'a registered platform',
    });
  }
  if (second === undefined) return first;
  const withDeployment = fitting.filter(one => one.deployments.some(({ id }) => id === deploymentId));
  const [only, another] = withDeployment;
  if (only !== undefined && another === undefined) return only;
  throw new LtiRefusalError('client-id-needed', {
    value: 'client_id',
    found: 'nothing',
    expected: `one of the ${fitting.length} registrations of ${shown(issuer)}`,
  });
}
