import { randomUUID } from 'node:crypto';
import { type StubPlatform } from './stubPlatform.ts';
import { launchUrl, type TestTool } from './testTool.ts';

const core = 'https://purl.imsglobal.org/spec/lti/claim/';
export const claim = {
  version: `${core}version`,
  messageType: `${core}message_type`,
  deploymentId: `${core}deployment_id`,
  targetLinkUri: `${core}target_link_uri`,
  roles: `${core}roles`,
  roleScopeMentor: `${core}role_scope_mentor`,
  context: `${core}context`,
  resourceLink: `${core}resource_link`,
  custom: `${core}custom`,
  lis: `${core}lis`,
  launchPresentation: `${core}launch_presentation`,
  toolPlatform: `${core}tool_platform`,
  ags: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  nrps: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
} as const;

export const membership = (name: string): string =>
  `http://purl.imsglobal.org/vocab/lis/v2/membership#${name}`;

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly text: string;
}

/** A browser that keeps its cookies. */
export interface Browser {
  /** By name. */
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Answer>;
}

/** Fields of a form; a list is a field given several times. */
export type Fields = Record<string, string | readonly string[]> | URLSearchParams;

export function newBrowser(tool: TestTool): Browser {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const shown = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(shown === '' ? {} : { cookie: shown }) };
    const response = await fetch(new URL(path, tool.url), {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
      redirect: 'manual',
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(set) ?? [];
      if (/; Max-Age=0\b/.test(attributes)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
    };
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, { method: 'GET', headers }),
    post: (path, fields, headers = {}) => send(path, { method: 'POST', body: toForm(fields), headers }),
  };
}

export function toForm(fields: Fields): URLSearchParams {
  if (fields instanceof URLSearchParams) return fields;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(name, one);
  }
  return form;
}

/** What a login of this platform sends, unless a test says otherwise. */
export const loginFields = (platform: StubPlatform): Record<string, string> => ({
  iss: platform.url,
  login_hint: '4',
  target_link_uri: launchUrl,
  lti_message_hint: '{"cmid":3,"launchid":"ltilaunch1_1541976780"}',
  client_id: 'client',
  lti_deployment_id: '1',
});

/** What the platform learns of a login. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly request: URLSearchParams;
}

export async function begin(
  browser: Browser,
  platform: StubPlatform,
  fields: Record<string, string> = loginFields(platform),
): Promise<Begun> {
  const answer = await browser.post('/lti/login', fields);
  if (answer.location === null) throw new Error(`login answered ${answer.status}`);
  const request = new URL(answer.location).searchParams;
  return { state: request.get('state') ?? '', nonce: request.get('nonce') ?? '', request };
}

/** The claims of a good launch of a teacher, as Moodle sends them; `changes` replace, `undefined` takes away. */
export function launchClaims(
  platform: StubPlatform,
  nonce: string,
  now: Date,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims: Record<string, unknown> = {
    iss: platform.url,
    aud: 'client',
    sub: '4',
    nonce,
    iat: seconds,
    exp: seconds + 60,
    jti: randomUUID(),
    name: 'Әсел Қуанышқызы',
    given_name: 'Әсел',
    family_name: 'Қуанышқызы',
    email: 'asel@example.kz',
    [claim.version]: '1.3.0',
    [claim.messageType]: 'LtiResourceLinkRequest',
    [claim.deploymentId]: '1',
    [claim.targetLinkUri]: launchUrl,
    [claim.roles]: [membership('Instructor')],
    [claim.context]: { id: '2', label: 'CM-301', title: 'Кейс-менеджмент', type: ['CourseSection'] },
    [claim.resourceLink]: { id: '7', title: 'Tirek' },
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

export interface LaunchChanges {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  /** Instead of the signed token. */
  readonly token?: (claims: Record<string, unknown>) => string | Promise<string>;
  readonly login?: Record<string, string>;
  /** Changes the form before it is posted. */
  readonly form?: (form: URLSearchParams) => void;
  readonly browser?: Browser;
}

/** A whole launch: login, the platform's token, the post to the redirect URI. */
export async function launch(
  tool: TestTool,
  platform: StubPlatform,
  changes: LaunchChanges = {},
): Promise<Answer> {
  const browser = changes.browser ?? newBrowser(tool);
  const { state, nonce } = await begin(browser, platform, { ...loginFields(platform), ...changes.login });
  const claims = launchClaims(platform, nonce, tool.now(), changes.claims);
  const token = await (changes.token?.(claims) ?? platform.sign(claims, changes.header));
  const form = toForm({ id_token: token, state });
  changes.form?.(form);
  return browser.post('/lti/launch', form);
}

/** The code of a refusal page. */
export const codeOf = (answer: Answer): string | null => /<dd>([a-z-]+)<\/dd>/.exec(answer.text)?.[1] ?? null;
