import { type Parameters } from './parameters.ts';
import { type Registration } from './registration.ts';
import { type LoginState } from './state.ts';

/** The parameters that begin a login, by their names. */
export type LoginFields = Readonly<Record<string, string>>;

const names = [
  'iss',
  'client_id',
  'login_hint',
  'lti_message_hint',
  'target_link_uri',
  'lti_deployment_id',
  'lti_storage_target',
] as const;

/** Those of a login request that are texts. */
export function loginFields(parameters: Parameters): LoginFields {
  const known = names.map(name => [name, parameters[name]] as const);
  return Object.fromEntries(
    known.filter((entry): entry is [(typeof names)[number], string] => typeof entry[1] === 'string'),
  );
}

/** Those that began the login of this state; null when its hints were too long to travel. */
export function loginFieldsOf(state: LoginState, registration: Registration): LoginFields | null {
  if (state.hints === null) return null;
  const { loginHint, ltiMessageHint } = state.hints;
  return {
    iss: registration.issuer,
    client_id: registration.clientId,
    login_hint: loginHint,
    target_link_uri: state.targetLinkUri,
    ...(ltiMessageHint === null ? {} : { lti_message_hint: ltiMessageHint }),
    ...(state.deploymentId === null ? {} : { lti_deployment_id: state.deploymentId }),
  };
}
