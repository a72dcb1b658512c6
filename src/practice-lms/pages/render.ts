import ejs from 'ejs';
import { type Request, type Response } from 'express';
import { join } from 'node:path';
import { type Lang, languages } from '../../i18n/lang.ts';
import { type Messages } from '../../i18n/messages.ts';
import { practice as en } from '../../i18n/en/practice.ts';
import { practice as kk } from '../../i18n/kk/practice.ts';
import { practice as ru } from '../../i18n/ru/practice.ts';
import { viewsFolder } from '../../paths.ts';
import { type Platform } from '../platform.ts';
import { csrfToken, newSession, readSession, type Session, writeSession } from '../session.ts';
import { type Person } from '../state.ts';
import { findPerson, nameOf } from '../world.ts';

export type Words = Messages<typeof kk>;

const catalogues: Readonly<Record<Lang, Words>> = { kk, ru, en };

/** One request of a browser: who asks, in which language. */
export interface Visit {
  readonly session: Session;
  readonly person: Person | null;
  readonly lang: Lang;
  readonly t: Words;
  readonly csrf: string;
}

function visitWith(platform: Platform, session: Session): Visit {
  const person = session.personId === null ? null : findPerson(platform.state, session.personId);
  const lang = person?.locale ?? session.lang;
  return { session, person, lang, t: catalogues[lang], csrf: csrfToken(session, platform.keys.cookieSecret) };
}

/** The visit of a page of its own; the first one gets its cookie here. */
export function startVisit(platform: Platform, request: Request, response: Response): Visit {
  const session = readSession(request, platform.keys.cookieSecret);
  if (session !== null) return visitWith(platform, session);
  const fresh = newSession('kk');
  writeSession(response, fresh, platform.keys.cookieSecret);
  return visitWith(platform, fresh);
}

/** The visit of an answer inside a frame: it never sets the cookie, which may only have been held back. */
export function peekVisit(platform: Platform, request: Request): Visit {
  return visitWith(platform, readSession(request, platform.keys.cookieSecret) ?? newSession('kk'));
}

export interface PageFrame {
  readonly title: string;
  /** Inside a course: its pages stand in the navigation. */
  readonly course?: { readonly id: string; readonly title: string; readonly seesClass: boolean };
  readonly status?: number;
  /** No header and no navigation: the page stands inside another one. */
  readonly isBare?: boolean;
}

/** Renders `views/practice-lms/<view>.ejs` with the model and what every page needs. */
export async function sendPage(
  request: Request,
  response: Response,
  visit: Visit,
  view: string,
  frame: PageFrame,
  model: object,
): Promise<void> {
  const { person } = visit;
  const page = {
    ...frame,
    isBare: frame.isBare ?? false,
    course: frame.course ?? null,
    lang: visit.lang,
    languages,
    csrf: visit.csrf,
    personName: person === null ? null : nameOf(person),
    path: request.method === 'GET' ? request.originalUrl : '/',
  };
  const html: string = await ejs.renderFile(
    join(viewsFolder, 'practice-lms', `${view}.ejs`),
    { t: visit.t, page, ...model },
    { cache: true, rmWhitespace: true, root: viewsFolder },
  );
  response
    .status(frame.status ?? 200)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(html);
}

/** A form that posts itself: how LMSs and tools hand messages to each other through the browser. */
export async function sendAutopost(
  platform: Platform,
  request: Request,
  response: Response,
  form: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
): Promise<void> {
  const visit = peekVisit(platform, request);
  await sendPage(request, response, visit, 'autopost', { title: visit.t.launch.opening, isBare: true }, form);
}

/** The page for a request of the tool that cannot be answered to the tool. */
export async function sendRefusal(
  platform: Platform,
  request: Request,
  response: Response,
  problem: { readonly status: number; readonly value: string; readonly expected: string },
): Promise<void> {
  const visit = peekVisit(platform, request);
  const frame = { title: visit.t.launch.refused, isBare: true, status: problem.status };
  await sendPage(request, response, visit, 'refusal', frame, problem);
}

/** A message page: not found, not allowed. */
export async function sendMessage(
  platform: Platform,
  request: Request,
  response: Response,
  status: number,
  key: keyof Words['messages'],
): Promise<void> {
  const visit = peekVisit(platform, request);
  await sendPage(
    request,
    response,
    visit,
    'message',
    { title: visit.t.messages[key].title, status },
    { text: visit.t.messages[key].text },
  );
}
