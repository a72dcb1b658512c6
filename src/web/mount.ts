import { pipeline } from 'node:stream/promises';
import { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { catalogueOf } from '../i18n/index.ts';
import { AppError } from '../kernel/errors.ts';
import { asId, type CourseId } from '../kernel/ids.ts';
import { abilitiesOf } from '../kernel/permissions.ts';
import { type Log } from '../log.ts';
import { type Sealer, sameText } from '../secrets/sealer.ts';
import { readBody, readUpload } from './body.ts';
import { type BrowserCookie } from './browserCookie.ts';
import { type CourseHead, type LaunchContext } from './context.ts';
import { setContentPolicy } from './headers.ts';
import { frameOf, type FrameParts } from './frame.ts';
import { bareFrame, renderPage } from './render.ts';
import { factsOf, type Progress, progressOf } from './requestFacts.ts';
import {
  type Input,
  type LaunchRoute,
  type PublicReply,
  type PublicRoute,
  type Reply,
  type Route,
} from './route.ts';
import { SessionEndedError } from './sessionEnded.ts';
import { type Session, type SessionStore } from './sessionStore.ts';
import { tabTokenOfForm, tabTokenOfHeader } from './tabSession.ts';
import { createUploadLimit } from './uploadLimit.ts';
import { createWordRouters } from './wordRouters.ts';

/** What the web layer needs from the rest of the house. */
export interface WebParts extends FrameParts {
  readonly publicUrl: string;
  readonly log: Log;
  readonly sealer: Sealer;
  readonly cookie: BrowserCookie;
  readonly sessions: SessionStore;
  readonly now: () => Date;
  readonly findCourse: (id: CourseId) => Promise<CourseHead | null>;
}

/** Puts every route on the Express application; each path answers its methods and no others. */
export function mountRoutes(app: Express, routes: readonly Route[], parts: WebParts): void {
  const { routerOf, answer } = createWordRouters();
  const paths = new Map<string, string[]>();
  for (const route of routes) {
    const { method, path } =
      route.scope === 'launch'
        ? { method: route.shape.method, path: `/l/:launch${route.shape.path}` }
        : route;
    paths.set(path, [...(paths.get(path) ?? []), method.toUpperCase()]);
    routerOf(path)[method](path, async (request, response) => {
      response.locals.route = path;
      if (route.scope === 'launch') await runLaunchRoute(route, request, response, parts);
      else await runPublicRoute(route, request, response, parts);
    });
  }
  for (const [path, methods] of paths) {
    routerOf(path).all(path, (_request, response) => {
      response.locals.route = path;
      response.setHeader('Allow', methods.join(', '));
      throw new AppError('method-not-allowed', { path });
    });
  }
  app.use(answer);
}

async function runPublicRoute(
  route: PublicRoute,
  request: Request,
  response: Response,
  parts: WebParts,
): Promise<void> {
  const facts = factsOf(request, parts.log);
  if (route.method === 'post') await readBody(request, response, route.bodyLimit);
  const tab = tabTokenOfHeader(request.headers) ?? tabTokenOfForm(request.body);
  // Written out, here and below: V8 gives an object that was spread and then added to a shape of its own each time,
  // and whoever reads it pays for that.
  const answer = await route.handler({
    requestId: facts.requestId,
    lang: facts.lang,
    t: facts.t,
    log: facts.log,
    wantsJson: facts.wantsJson,
    query: request.query,
    body: request.body as unknown,
    params: request.params as Record<string, string>,
    headers: request.headers,
    browser: parts.cookie.read(request.headers.cookie),
    tab,
    address: request.ip ?? '',
  });
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  for (const one of parts.cookie.headers(answer)) response.append('Set-Cookie', one);
  if (answer.frameAncestors !== undefined) setContentPolicy(response, answer.frameAncestors);
  if (answer.shell !== undefined && answer.reply.kind === 'page') {
    sendPage(answer.reply, answer.shell, response);
    return;
  }
  await send(answer.reply, request, response, parts);
}

const runUpload = createUploadLimit();

async function runLaunchRoute(
  route: LaunchRoute,
  request: Request,
  response: Response,
  parts: WebParts,
): Promise<void> {
  const context = await openLaunch(route, request, response, parts);
  if (!context.actor.can(route.permission)) {
    throw new AppError('forbidden', { permission: route.permission, role: context.actor.role });
  }
  const { method, upload } = route.shape;
  if (method === 'post' && upload !== undefined) {
    await runUpload(context.launchId, async () => {
      const file = await readUpload(request, response, upload);
      await answerLaunchRoute(route, context, file, request, response, parts);
    });
    return;
  }
  if (method === 'post') await readBody(request, response);
  await answerLaunchRoute(route, context, null, request, response, parts);
}

async function answerLaunchRoute(
  route: LaunchRoute,
  context: LaunchContext,
  file: Input<never, never, never>['file'],
  request: Request,
  response: Response,
  parts: WebParts,
): Promise<void> {
  if (route.shape.method === 'post') checkOwnPage(request, context);
  const input = {
    params: read(route.shape.params, request.params, 'not-found'),
    query: read(route.shape.query, request.query, 'bad-request'),
    body: read(route.shape.body, request.body, 'invalid-input'),
    file,
  };
  await send(await route.handler(context, input as Input<never, never, never>), request, response, parts);
}

function read(
  schema: z.ZodType | undefined,
  value: unknown,
  code: 'not-found' | 'bad-request' | 'invalid-input',
): unknown {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(issue => ({ field: issue.path.join('.'), expected: issue.code }));
  throw new AppError(code, { fields });
}

async function openLaunch(
  route: LaunchRoute,
  request: Request,
  response: Response,
  parts: WebParts,
): Promise<LaunchContext> {
  const { requestId, log, wantsJson } = factsOf(request, parts.log);
  const { session, tab } = await findSession(route, request, response, parts);
  const { lang } = session;
  const t = catalogueOf(lang);
  const progress: Progress = { facts: { requestId, lang, t, log, wantsJson } };
  progressOf.set(request, progress);
  setContentPolicy(response, session.frameAncestors);
  const course = await parts.findCourse(session.courseId);
  if (course === null) throw new AppError('session-ended', { reason: 'course' });
  const abilities = abilitiesOf(session.role);
  const context: LaunchContext = {
    requestId,
    lang,
    t,
    log,
    wantsJson,
    launchId: session.id,
    actor: {
      personId: session.personId,
      courseId: asId<'course'>(session.courseId),
      role: session.role,
      can: ability => abilities.has(ability),
    },
    course,
    base: `/l/${session.id}`,
    csrf: csrfOf(parts.sealer, session.id),
    owner: parts.sealer.sign('owner', `${session.courseId}:${session.personId}`),
    tab,
  };
  progress.context = context;
  return context;
}

/**
 * The session of a launch, by the tab's token or by the browser's cookie. A form without a cookie is read first: the
 * token may be in it. A form with a file is not: its page sends the token in the header.
 * @throws SessionEndedError
 */
async function findSession(
  { shape }: LaunchRoute,
  request: Request,
  response: Response,
  { sessions, cookie, now }: WebParts,
): Promise<{ session: Session; tab: string | null }> {
  const id = String(request.params.launch);
  const header = tabTokenOfHeader(request.headers);
  const session = await sessions.find(id, header ?? cookie.read(request.headers.cookie), now());
  if (session !== null) return { session, tab: header };
  if (header === null && shape.method === 'post' && request.is('urlencoded') !== false) {
    await readBody(request, response);
    const tab = tabTokenOfForm(request.body);
    const found = await sessions.find(id, tab, now());
    if (found !== null) return { session: found, tab };
  }
  throw new SessionEndedError(await sessions.findClosed(id));
}

const csrfOf = (sealer: Sealer, launchId: string): string => sealer.sign('csrf', launchId);

/** Every change carries the proof that one of our own pages of this launch sent it. */
function checkOwnPage(request: Request, context: LaunchContext): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('csrf', { site });
  const field = z.object({ _csrf: z.string() }).safeParse(request.body);
  const header = request.headers['x-csrf-token'];
  const proof = typeof header === 'string' ? header : field.success ? field.data._csrf : '';
  if (!sameText(proof, context.csrf))
    throw new AppError('csrf', { proof: proof === '' ? 'missing' : 'wrong' });
}

/** A page of a public route that brings its own language and frame. */
function sendPage(
  { view, title, model, status = 200 }: Extract<Reply, { kind: 'page' }>,
  { lang, frame }: NonNullable<PublicReply['shell']>,
  response: Response,
): void {
  const html = renderPage(view, lang, catalogueOf(lang), { ...frame, title }, model);
  response.status(status).type('html').send(html);
}

async function send(reply: Reply, request: Request, response: Response, parts: WebParts): Promise<void> {
  switch (reply.kind) {
    case 'page': {
      const { facts, context } = progressOf.get(request) ?? { facts: factsOf(request, parts.log) };
      const path = context === undefined ? '' : request.path.slice(context.base.length);
      const frame =
        context === undefined
          ? bareFrame(reply.title)
          : await frameOf(
              context,
              { title: reply.title, path },
              request.method === 'GET' ? request.originalUrl : `${context.base}/`,
              parts,
            );
      const model =
        context === undefined ? reply.model : Object.assign({}, reply.model, { base: context.base });
      const html = renderPage(reply.view, facts.lang, facts.t, frame, model);
      response
        .status(reply.status ?? 200)
        .type('html')
        .send(html);
      return;
    }
    case 'redirect':
      // Not Express's redirect: it writes a page for browsers that cannot follow, and there are none.
      response.status(303).location(reply.to).end();
      return;
    case 'json':
      response.status(reply.status ?? 200).json(reply.value);
      return;
    case 'text':
      response.type(reply.type).send(reply.body);
      return;
    case 'file':
      response.attachment(reply.name).type(reply.type).send(reply.body);
      return;
    case 'stream':
      response.attachment(reply.name).type(reply.type);
      await pipeline(reply.body, response);
      return;
  }
}
