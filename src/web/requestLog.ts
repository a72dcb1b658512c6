import { type RequestHandler } from 'express';
import { type Log } from '../log.ts';
import { factsOf } from './requestFacts.ts';

/** What is measured of a request: the route's pattern, never the address itself (it holds the launch's id). */
export interface ObservedRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** One line and one measurement a request; assets and what monitoring asks for are left out. */
export function requestLog(log: Log, observe?: (request: ObservedRequest) => void): RequestHandler {
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const { requestId } = factsOf(request, log);
    response.setHeader('X-Request-Id', requestId);
    // Not at its finish, which never comes when the other side hangs up.
    response.on('close', () => {
      const route = String(response.locals.route ?? 'asset');
      if (route === 'asset' || route === '/healthz' || route === '/readyz' || route === '/metrics') return;
      const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
      observe?.({ route, method: request.method, status: response.statusCode, seconds: ms / 1e3 });
      log.info(
        {
          id: requestId,
          method: request.method,
          route,
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}
