import express, { type Express } from 'express';
import { type Log } from './log.ts';
import { assetsFolder } from './paths.ts';
import { AppError } from './kernel/errors.ts';
import { errorHandler } from './web/errorPages.ts';
import { securityHeaders } from './web/headers.ts';
import { mountRoutes, type WebParts } from './web/mount.ts';
import { type ObservedRequest, requestLog } from './web/requestLog.ts';
import { type Route } from './web/route.ts';

/** The Express application over the given routes; it does not listen. */
export function createApp(
  parts: WebParts & {
    readonly trustProxy: number;
    readonly log: Log;
    readonly observeRequest?: (request: ObservedRequest) => void;
  },
  routes: readonly Route[],
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Only the simple parser: `?a[b]=c` stays a text, `?a=1&a=2` an array.
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.trustProxy);
  app.use(requestLog(parts.log, parts.observeRequest));
  app.use(securityHeaders(parts.publicUrl));
  app.use(
    '/assets/:version',
    express.static(assetsFolder, {
      immutable: true,
      maxAge: '365d',
      index: false,
      redirect: false,
      cacheControl: true,
      setHeaders: cacheForever,
    }),
  );
  mountRoutes(app, routes, parts);
  app.use((request, response) => {
    response.locals.route = 'none';
    throw new AppError('not-found', {});
  });
  app.use(errorHandler(parts.log));
  return app;
}

function cacheForever(response: { setHeader(name: string, value: string): void }): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}
