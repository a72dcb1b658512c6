import { setTimeout as delay } from 'node:timers/promises';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { type Platform } from '../platform.ts';
import { type RequestRecord } from '../requestLog.ts';
import { type ServiceName, strike, type Trouble, type TroubleKind } from '../troubles.ts';

/** Writes down what the tool called, and lets go wrong what is set to go wrong. Stands before every service. */
export function serviceCall(platform: Platform, service: ServiceName): RequestHandler {
  return async (request, response, next) => {
    record(platform, request, response);
    const { method } = request;
    const struck = strike(platform.state.troubles, { service, method }, platform.random);
    response.locals.troubles = struck.map(one => one.kind);
    const slowness = struck.find(one => one.kind === 'slow');
    if (slowness !== undefined) await delay(slowness.seconds * 1000);
    const failure = struck.find(one => one.kind !== 'slow');
    if (failure === undefined) next();
    else fail(platform, failure, request, response, next);
  };
}

/** Adds the call to the request log now; status and time follow when it has ended. `path` as it is to be shown. */
export function record(
  platform: Platform,
  request: Request,
  response: Response,
  path = request.originalUrl,
): void {
  const startedAt = performance.now();
  const entry: RequestRecord = {
    at: platform.trueNow().toISOString(),
    method: request.method,
    path,
    status: 0,
    durationMs: 0,
    detail: '',
    troubles: [],
  };
  platform.requests.add(entry);
  response.once('close', () => {
    entry.status = response.writableFinished ? response.statusCode : 0;
    entry.durationMs = Math.round(performance.now() - startedAt);
    entry.detail = typeof response.locals.detail === 'string' ? response.locals.detail : '';
    entry.troubles = Array.isArray(response.locals.troubles)
      ? (response.locals.troubles as TroubleKind[])
      : [];
  });
}

/** What the request log shows beside the path. */
export function note(response: Response, detail: string): void {
  response.locals.detail = detail;
}

function fail(
  platform: Platform,
  trouble: Trouble,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  switch (trouble.kind) {
    case 'too-many':
      if (trouble.retryAfter !== 'none') response.set('Retry-After', retryAfter(trouble, platform.trueNow()));
      response.status(429).json({ status: 429, reason: 'Too many requests' });
      return;
    case 'server-error':
      response
        .status(trouble.status)
        .type('html')
        .send(errorPage(`${trouble.status}`));
      return;
    case 'html':
      response.status(200).type('html').send(errorPage('Maintenance'));
      return;
    case 'unauthorized':
      platform.tokens.revoke(bearerOf(request));
      response
        .status(401)
        .set('WWW-Authenticate', 'Bearer error="invalid_token"')
        .json({ status: 401, reason: 'Unauthorized' });
      return;
    case 'drop':
      request.socket.destroy();
      return;
    case 'drop-after':
      onEnd(response, () => request.socket.destroy());
      next();
      return;
    case 'truncated':
      onEnd(response, (body, end) => end(body.subarray(0, Math.floor(body.length / 2))));
      next();
      return;
    case 'slow':
      next();
  }
}

function retryAfter(trouble: Trouble, now: Date): string {
  return trouble.retryAfter === 'date'
    ? new Date(now.getTime() + trouble.seconds * 1000).toUTCString()
    : String(Math.ceil(trouble.seconds));
}

const errorPage = (title: string): string =>
  `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** Puts `answer` in the place of the end of the response, with the body that would have been sent. */
function onEnd(response: Response, answer: (body: Buffer, end: (body: Buffer) => void) => void): void {
  const end = response.end.bind(response) as (body: Buffer) => Response;
  response.end = ((chunk: unknown) => {
    const body = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : Buffer.alloc(0);
    answer(body, shortened => {
      response.set('Content-Length', String(shortened.length));
      end(shortened);
    });
    return response;
  }) as Response['end'];
}

/** The bearer token of a request; "" when there is none. */
export function bearerOf(request: Request): string {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
}
