import { type RequestHandler } from 'express';
import { type Log } from '../log.ts';
import { factsOf } from './mount.ts';

/** One line a request: the route's pattern, never the address itself (it holds the launch's id). */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const { requestId } = factsOf(request, log);
    response.setHeader('X-Request-Id', requestId);
    response.on('finish', () => {
      const route = String(response.locals.route ?? 'asset');
      if (route === 'asset' || route === '/healthz' || route === '/readyz' || route === '/metrics') return;
      const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
      log.info(
        {
          id: requestId,
          method: request.method,
          route,
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
        },
        'request',
      );
    });
    next();
  };
}
