import { type Catalogue } from '../i18n/index.ts';
import { type LoginFields } from './loginFields.ts';
import { type LtiRefusalError } from './refusal.ts';

/** The page of a refusal, as views/lti/refused.ejs prints it. */
export interface RefusalView {
  readonly title: string;
  readonly text: string;
  readonly administrator: string;
  readonly details: readonly { readonly term: string; readonly value: string }[];
  /** A form that begins the same login in a tab of its own, where our cookie is a first-party one. */
  readonly again: {
    readonly action: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly button: string;
  } | null;
}

/** @param login what began the login; null when it is not known */
export function refusalView(
  error: LtiRefusalError,
  t: Catalogue,
  requestId: string,
  login: LoginFields | null,
): RefusalView {
  const words = t.lti;
  const offersTab = error.advice === 'new-tab' && login !== null;
  const fields = Object.entries(login ?? {}).map(([name, value]) => ({ name, value }));
  return {
    title: words.topics[error.topic],
    text: error.advice === 'new-tab' && !offersTab ? words.newTab.courseOnly : words.advice[error.advice],
    administrator: words.administrator[error.code],
    details: [
      { term: words.code, value: error.code },
      { term: words.event, value: requestId },
    ],
    again: offersTab ? { action: '/lti/login', button: words.newTab.button, fields } : null,
  };
}
