import { maxPendingDeployments } from './registration.ts';

/**
 * Why a login or a launch was refused. The code stands on the page, in the log and in docs/lti-refusals.md; a code
 * without words in the three catalogues does not compile.
 */
export const ltiRefusals = [
  // the request
  'parameter-missing',
  'parameter-repeated',
  'target-elsewhere',
  // the registration
  'registration-unknown',
  'registration-pending',
  'registration-disabled',
  'client-id-needed',
  'deployment-unknown',
  'deployments-full',
  // the way between login and launch
  'platform-error',
  'state-missing',
  'state-invalid',
  'state-expired',
  'state-used',
  'browser-without-cookie',
  'browser-other',
  // the token
  'token-missing',
  'token-malformed',
  'algorithm',
  'key-id-missing',
  'key-unknown',
  'signature',
  'claim-type',
  'claim-missing',
  'issuer',
  'audience',
  'authorized-party',
  'nonce',
  'token-expired',
  'token-too-old',
  'token-from-future',
  // the message
  'version',
  'message-type',
  'message-unsupported',
  'deployment-changed',
  'target-changed',
  'roles-missing',
  'subject-missing',
  'resource-link-missing',
  'id-length',
  // the platform's own servers
  'platform-keys-unreadable',
  'platform-timeout',
] as const;
export type LtiRefusal = (typeof ltiRefusals)[number];

/** What happened, as the person in front of the page is told; the catalogue has the words. */
export type Topic =
  | 'request-broken'
  | 'platform-unknown'
  | 'platform-waiting'
  | 'platform-disabled'
  | 'deployment-waiting'
  | 'deployment-unrecorded'
  | 'platform-refused'
  | 'start-again'
  | 'cookie-blocked'
  | 'message-untrusted'
  | 'message-incomplete'
  | 'message-unsupported'
  | 'platform-away';

/** What the person can do; the catalogue has the words. */
export type Advice = 'reopen' | 'new-tab' | 'wait' | 'tell-administrator';

interface Facts {
  readonly status: number;
  readonly topic: Topic;
  readonly advice: Advice;
}

const badRequest: Facts = { status: 400, topic: 'request-broken', advice: 'tell-administrator' };
const startAgain: Facts = { status: 400, topic: 'start-again', advice: 'reopen' };
const cookie: Facts = { status: 400, topic: 'cookie-blocked', advice: 'new-tab' };
const untrusted: Facts = { status: 400, topic: 'message-untrusted', advice: 'tell-administrator' };
const outdated: Facts = { status: 400, topic: 'message-untrusted', advice: 'reopen' };
const incomplete: Facts = { status: 400, topic: 'message-incomplete', advice: 'tell-administrator' };
const forbidden = (topic: Topic): Facts => ({ status: 403, topic, advice: 'tell-administrator' });

const factsOf: Record<LtiRefusal, Facts> = {
  'parameter-missing': badRequest,
  'parameter-repeated': badRequest,
  'target-elsewhere': badRequest,
  'registration-unknown': forbidden('platform-unknown'),
  'registration-pending': forbidden('platform-waiting'),
  'registration-disabled': forbidden('platform-disabled'),
  'client-id-needed': badRequest,
  'deployment-unknown': forbidden('deployment-waiting'),
  'deployments-full': forbidden('deployment-unrecorded'),
  'platform-error': { status: 400, topic: 'platform-refused', advice: 'reopen' },
  'state-missing': startAgain,
  'state-invalid': startAgain,
  'state-expired': startAgain,
  'state-used': startAgain,
  'browser-without-cookie': cookie,
  'browser-other': cookie,
  'token-missing': incomplete,
  'token-malformed': untrusted,
  algorithm: untrusted,
  'key-id-missing': untrusted,
  'key-unknown': untrusted,
  signature: untrusted,
  'claim-type': incomplete,
  'claim-missing': incomplete,
  issuer: untrusted,
  audience: untrusted,
  'authorized-party': untrusted,
  nonce: outdated,
  'token-expired': outdated,
  'token-too-old': outdated,
  'token-from-future': untrusted,
  version: incomplete,
  'message-type': incomplete,
  'message-unsupported': { status: 400, topic: 'message-unsupported', advice: 'tell-administrator' },
  'deployment-changed': incomplete,
  'target-changed': incomplete,
  'roles-missing': incomplete,
  'subject-missing': incomplete,
  'resource-link-missing': incomplete,
  'id-length': incomplete,
  'platform-keys-unreadable': { status: 502, topic: 'platform-away', advice: 'wait' },
  'platform-timeout': { status: 504, topic: 'platform-away', advice: 'wait' },
};

/** What the person in front of a refusal can do. */
export const adviceFor = (code: LtiRefusal): Advice => factsOf[code].advice;

/** What a refusal tells the log: which value was wrong and what was expected. Never personal data. */
export interface RefusalDetail {
  /** The parameter or claim. */
  readonly value: string;
  readonly found: string;
  readonly expected: string;
}

/**
 * A login or launch that is refused: a page in the person's language, a line in the log, never a session.
 */
export class LtiRefusalError extends Error {
  readonly code: LtiRefusal;
  readonly status: number;
  readonly topic: Topic;
  readonly advice: Advice;
  readonly detail: RefusalDetail;
  constructor(code: LtiRefusal, detail: RefusalDetail, options?: ErrorOptions) {
    super(code, options);
    this.name = 'LtiRefusalError';
    this.code = code;
    ({ status: this.status, topic: this.topic, advice: this.advice } = factsOf[code]);
    this.detail = detail;
  }
}

/** A deployment that could not even be written down: nobody can approve what is not in the console. */
export const deploymentsFull = (id: string): LtiRefusalError =>
  new LtiRefusalError('deployments-full', {
    value: 'deployment_id',
    found: shown(id),
    expected: `an approved deployment; this one was not recorded, because ${maxPendingDeployments} wait already`,
  });

/** A foreign value as the log may show it: short, on one line, by its type when it is no text. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value;
}
