import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { silentLog } from '../../src/log.ts';
import { rootFolder } from '../../src/paths.ts';
import {
  type Activity,
  type Person,
  type PracticeLms,
  startPracticeLms,
} from '../../src/practice-lms/index.ts';
import { Browser, fieldsOf } from '../practice-lms/support.ts';
import { type InProcess, startInProcess } from './inProcess.ts';

type Opening = Parameters<PracticeLms['startLaunch']>[1];

/** Where a launch ended. */
export interface Landing {
  readonly status: number;
  /** Below `/l/<launch>`; empty when there is no session. */
  readonly path: string;
  readonly html: string;
  get(path: string): Promise<request.Response>;
  post(path: string, fields?: Record<string, string | string[]>): Promise<request.Response>;
  postJson(path: string, value: object): Promise<request.Response>;
  /** Sends a file as a form's "file". */
  attach(path: string, bytes: Buffer, name: string): Promise<request.Response>;
}

/** The whole tool and the practice LMS, over HTTP in both directions, without a browser. */
export interface PracticePair {
  readonly app: InProcess;
  readonly lms: PracticeLms;
  /** The LMS's pages as this person sees them. */
  atLms(person: Person): Promise<Browser>;
  /** The whole way of a browser: login, authorisation, launch. */
  launch(person: Person, opening: Activity | Opening): Promise<Landing>;
  /** A launch with claims put over the good ones, as this LMS signs them; `undefined` takes one out. */
  craft(person: Person, claims: Readonly<Record<string, unknown>>): Promise<Landing>;
  /** The sample syllabus becomes the course's. */
  acceptSyllabus(teacher: Landing): Promise<void>;
  stop(): Promise<void>;
}

export async function startPracticePair(now: () => Date = () => new Date()): Promise<PracticePair> {
  const dataDir = mkdtempSync(join(tmpdir(), 'practice-pair-'));
  const app = await startInProcess(now);
  const lms = await startPracticeLms({ port: 0, dataDir, toolUrl: app.url, log: silentLog, now });
  await app.tirek.trustPlatform(lms.registration);
  const atLms = (person: Person) => new Browser(lms.url).logIn(person);
  const logIn = async (person: Person, opening: Activity | Opening) => {
    const { fields } = lms.startLaunch(person, opening);
    const login = await request(app.url)
      .post('/lti/login')
      .type('form')
      .send({ ...fields });
    const [set = ''] = (login.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
    return { login, cookie: set.split(';')[0] ?? '' };
  };
  const land = async (cookie: string, form: Readonly<Record<string, string>>): Promise<Landing> => {
    const launched = await request(app.url)
      .post('/lti/launch')
      .set('Cookie', cookie)
      .type('form')
      .send({ ...form });
    const location = launched.headers.location ?? '';
    const base = /^\/l\/[0-9a-f]{24}/.exec(location)?.[0] ?? '';
    return landing(app, { base, cookie, path: location.slice(base.length), launched });
  };
  return {
    app,
    lms,
    atLms,
    async craft(person, claims) {
      const { login, cookie } = await logIn(person, lms.world.link);
      const asked = new URL(login.headers.location ?? '').searchParams;
      const nonce = asked.get('nonce') ?? '';
      const token = await lms.signLaunch({ personId: person.id, nonce, claims });
      return land(cookie, { id_token: token, state: asked.get('state') ?? '' });
    },
    async launch(person, opening) {
      const { login, cookie } = await logIn(person, opening);
      const at = await atLms(person);
      const authorized = await (await at.get((login.headers.location ?? '').slice(lms.url.length))).text();
      return land(cookie, fieldsOf(authorized));
    },
    async acceptSyllabus(teacher) {
      const uploaded = await upload(teacher);
      const accepted = await teacher.post(`/syllabus/drafts/${uploaded}/accept`, { rev: '1' });
      if (accepted.status !== 303) throw new Error(`accepting the syllabus answered ${accepted.status}`);
    },
    async stop() {
      await lms.close();
      await app.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function landing(
  app: InProcess,
  at: { base: string; cookie: string; path: string; launched: request.Response },
): Landing {
  const { base, cookie, path, launched } = at;
  const get = (to: string) =>
    request(app.url).get(`${base}${to}`).set('Cookie', cookie).set('Accept', 'text/html');
  const csrf = async (): Promise<string> => fieldsOf((await get('/privacy')).text)['_csrf'] ?? '';
  const result: Landing = {
    status: launched.status,
    path,
    html: launched.text,
    get: async to => get(to),
    post: async (to, fields = {}) =>
      request(app.url)
        .post(`${base}${to}`)
        .set('Cookie', cookie)
        .set('X-CSRF-Token', await csrf())
        .set('Accept', 'text/html')
        .type('form')
        .send(fields),
    postJson: async (to, value) =>
      request(app.url)
        .post(`${base}${to}`)
        .set('Cookie', cookie)
        .set('X-CSRF-Token', await csrf())
        .send(value),
    attach: async (to, bytes, name) =>
      request(app.url)
        .post(`${base}${to}`)
        .set('Cookie', cookie)
        .set('X-CSRF-Token', await csrf())
        .attach('file', bytes, name),
  };
  return result;
}

async function upload(teacher: Landing): Promise<string> {
  const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'));
  const answer = await teacher.attach('/syllabus/upload', sample, 'силлабус.txt');
  return answer.headers.location?.split('/').at(-1) ?? '';
}
