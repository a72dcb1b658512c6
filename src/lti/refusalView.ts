import { type Catalogue } from '../i18n/index.ts';
import { type LtiRefusalError } from './refusal.ts';
import { type Registration } from './registration.ts';
import { type LoginState } from './state.ts';

/** The page of a refusal, as views/lti/refused.ejs prints it. */
export interface RefusalView {
  readonly title: string;
  readonly text: string;
  readonly administrator: string;
  readonly details: readonly { readonly term: string; readonly value: string }[];
  readonly again: {
    readonly action: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly button: string;
  } | null;
}

/** Whose launch was refused, as far as it is known. */
export interface RefusedLaunch {
  readonly registration: Registration;
  readonly state: LoginState;
}

/** @param launch present when the state was one of ours, so that the login can be started again in a new tab */
export function refusalView(
  error: LtiRefusalError,
  t: Catalogue,
  requestId: string,
  launch: RefusedLaunch | null,
): RefusalView {
  const words = t.lti;
  const again =
    error.advice === 'new-tab' && launch !== null ? loginAgain(launch, words.newTab.button) : null;
  return {
    title: words.topics[error.topic],
    text: error.advice === 'new-tab' && again === null ? words.newTab.courseOnly : words.advice[error.advice],
    administrator: words.administrator[error.code],
    details: [
      { term: words.code, value: error.code },
      { term: words.event, value: requestId },
    ],
    again,
  };
}

/**
 * The same login once more, in a tab of its own, where our cookie is a first-party one. Moodle takes each
 * `lti_message_hint` once, so there it ends with Moodle's own error page: the text tells the other way too.
 */
function loginAgain({ registration, state }: RefusedLaunch, button: string): RefusalView['again'] {
  if (state.hints === null) return null;
  const { loginHint, ltiMessageHint } = state.hints;
  const fields = {
    iss: registration.issuer,
    client_id: registration.clientId,
    login_hint: loginHint,
    target_link_uri: state.targetLinkUri,
    ...(ltiMessageHint === null ? {} : { lti_message_hint: ltiMessageHint }),
    ...(state.deploymentId === null ? {} : { lti_deployment_id: state.deploymentId }),
  };
  return {
    action: '/lti/login',
    button,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
  };
}
