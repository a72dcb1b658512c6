import request from 'supertest';
import { browserCookie } from '../../../src/web/browserCookie.ts';
import { type Lang } from '../../../src/i18n/index.ts';
import { type LaunchDoor, type Registration, type VerifiedLaunch } from '../../../src/lti/index.ts';
import { type Connect } from '../../../src/features/connect/index.ts';
import { randomToken } from '../../../src/secrets/sealer.ts';

/** A tool that listens, and the address that it believes to be at. */
export interface Listening {
  readonly url: string;
  readonly publicUrl: string;
}

/** Somebody in the console. */
export interface ConsoleVisitor {
  readonly base: string;
  readonly cookie: string;
  readonly cookieName: string;
  readonly cookieValue: string;
  get(path: string): request.Test;
  /** Posts a form with the proof of the session's own pages. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<request.Response>;
}

export const csrfOf = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Opens the console by the operator's one-time link, as a browser does. */
export async function openAsOperator(
  app: Listening,
  connect: Connect,
  lang: Lang = 'en',
): Promise<ConsoleVisitor> {
  const { url } = await connect.consoleLink();
  const answer = await request(app.url)
    .post('/console/open')
    .set('Accept-Language', lang)
    .type('form')
    .send({ key: new URL(url).searchParams.get('key') ?? '' });
  const [cookie = ''] = (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
  return visitor(app, answer.headers.location ?? '', (cookie.split(';')[0] ?? '').split('=').at(-1) ?? '');
}

/** As an LMS's administrator, whose launch outside of courses was verified. */
export async function openAsAdministrator(
  app: Listening,
  connect: Connect,
  registration: Registration,
  lang: Lang = 'en',
  tab: { token: string; storage: LaunchDoor['storage'] } | null = null,
): Promise<ConsoleVisitor> {
  const browser = tab?.token ?? randomToken();
  const launch = {
    registrationId: registration.id,
    isAdministrator: true,
    targetLinkUri: `${app.publicUrl}/lti/launch`,
    context: null,
    locale: lang,
  } as VerifiedLaunch;
  const entered = await connect.administrate(launch, {
    browser,
    frameAncestors: ['https://lms.example'],
    storage: tab?.storage ?? null,
  });
  return visitor(app, entered?.redirectTo ?? '', browser);
}

function visitor(app: Listening, path: string, cookieValue: string): ConsoleVisitor {
  const base = path.replace(/\/$/, '');
  const { name: cookieName } = browserCookie(app.publicUrl);
  const cookie = `${cookieName}=${cookieValue}`;
  const get = (page: string): request.Test =>
    request(app.url).get(`${base}${page}`).set('Cookie', cookie).set('Accept', 'text/html');
  return {
    base,
    cookie,
    cookieName,
    cookieValue,
    get,
    async post(page, fields = {}) {
      // Every page has a form: the one that changes the language.
      const home = await get('/').redirects(1);
      return request(app.url)
        .post(`${base}${page}`)
        .set('Cookie', cookie)
        .set('Accept', 'text/html')
        .type('form')
        .send({ _csrf: csrfOf(home.text), ...fields });
    },
  };
}
