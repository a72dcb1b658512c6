import { type ErrorRequestHandler, type Request, type Response } from 'express';
import { catalogueOf } from '../i18n/index.ts';
import { AppError } from '../kernel/errors.ts';
import { type Log } from '../log.ts';
import { setContentPolicy } from './headers.ts';
import { contextOf, factsOf } from './requestFacts.ts';
import { bareFrame, renderPage } from './render.ts';
import { SessionEndedError } from './sessionEnded.ts';

/** The driver's and Mongoose's names for "the store did not answer". */
const storeAwayNames =
  /^(Mongo(ServerSelection|Network|NetworkTimeout|NotConnected|TopologyClosed|PoolCleared|ExpiredSession)\w*Error|MongoPoolClearedError|MongooseServerSelectionError)$/;

/** What a person can be told about any error. A code of our own stays; a missing store is 503; the rest is ours to mend. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error) {
    const buffering = error.name === 'MongooseError' && /initial connection|buffering/.test(error.message);
    if (storeAwayNames.test(error.name) || buffering) return new AppError('store-away', {}, { cause: error });
    if (error instanceof URIError) return new AppError('not-found', {}, { cause: error });
  }
  return new AppError('internal', {}, { cause: error });
}

/** The last handler: an HTML page in the person's language, or JSON where JSON was asked for. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (raw: unknown, request, response, _next) => {
    const error = toAppError(raw);
    const facts = factsOf(request, log);
    const fields = {
      id: facts.requestId,
      code: error.code,
      status: error.status,
      method: request.method,
      route: String(response.locals.route ?? ''),
      ...error.detail,
    };
    if (error.status >= 500) log.error({ ...fields, error: error.cause ?? error }, 'request-failed');
    else log.info(fields, 'request-refused');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    void sendError(error, request, response, log);
  };
}

async function sendError(error: AppError, request: Request, response: Response, log: Log): Promise<void> {
  const { requestId, lang, t, wantsJson } = factsOf(request, log);
  const words = t.errors[error.code];
  if (error.status === 503) response.setHeader('Retry-After', '5');
  if (error.status === 429) response.setHeader('Retry-After', '60');
  if (wantsJson) {
    response
      .status(error.status)
      .json({ error: { code: error.code, id: requestId, title: words.title, message: words.text } });
    return;
  }
  if (error instanceof SessionEndedError) {
    sendEnded(error, request, response, log);
    return;
  }
  const home = contextOf(request) === null ? null : `${contextOf(request)?.base}/`;
  const model = { code: error.code, id: requestId, title: words.title, text: words.text, home };
  response
    .status(error.status)
    .type('html')
    .send(renderPage('error/error', lang, t, bareFrame(words.title), model));
}

/** In the language and in the frame of the session that was, as far as it is still known. */
function sendEnded(
  { code, status, session }: SessionEndedError,
  request: Request,
  response: Response,
  log: Log,
): void {
  const { requestId: id, lang: browserLang } = factsOf(request, log);
  const lang = session?.lang ?? browserLang;
  const t = catalogueOf(lang);
  const { title, text } = t.errors[code];
  if (session !== null) setContentPolicy(response, session.frameAncestors);
  // A tab finds its way back to a page, not to a form that was sent: that came too late.
  const storage = request.method === 'GET' ? (session?.storage ?? null) : null;
  const model = { ended: { code, id, title, text, typed: typedTexts(request.body), storage } };
  response
    .status(status)
    .type('html')
    .send(renderPage('error/ended', lang, t, bareFrame(title), model));
}

/** Fields that no person has typed. */
const ownFields = new Set(['_csrf', '_tab', 'here', 'lang', 'rev']);

/** What somebody typed into a form that came after the end, so that it can at least be copied. */
function typedTexts(body: unknown): string[] {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return fields
    .filter(([name]) => !ownFields.has(name))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}
