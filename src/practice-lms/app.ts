import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { assetsFolder } from '../paths.ts';
import { authRoutes } from './pages/authRoutes.ts';
import { courseRoutes } from './pages/courseRoutes.ts';
import { deepLinkingRoutes } from './pages/deepLinkingRoutes.ts';
import { gradebookRoutes } from './pages/gradebookRoutes.ts';
import { homeRoutes } from './pages/homeRoutes.ts';
import { sendMessage } from './pages/render.ts';
import { settingsRoutes } from './pages/settingsRoutes.ts';
import { toolRoutes } from './pages/toolRoutes.ts';
import { troubleRoutes } from './pages/troubleRoutes.ts';
import { type Platform } from './platform.ts';
import { registerToolRoutes } from './registering/registerToolRoutes.ts';
import { registrationRoutes } from './registering/registrationRoutes.ts';
import { sampleFiles, samplesFolder } from './samples.ts';
import { keyRoutes } from './services/keyRoutes.ts';
import { lineItemRoutes } from './services/lineItemRoutes.ts';
import { membershipRoutes } from './services/membershipRoutes.ts';
import { noticeRoutes } from './services/noticeRoutes.ts';
import { scoreRoutes } from './services/scoreRoutes.ts';
import { serviceCall } from './services/serviceCall.ts';
import { tokenRoutes } from './services/tokenRoutes.ts';

/** The platform's Express application: services for the tool first, then pages for people. */
export function practiceLmsApp(platform: Platform): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyAtItsAddress(platform));
  app.use(securityHeaders(platform));
  app.use('/assets', express.static(assetsFolder, { index: false, fallthrough: false }));
  app.use(keyRoutes(platform));
  app.use(tokenRoutes(platform));
  app.use(registrationRoutes(platform));
  app.use('/services', services(platform));
  app.use(authRoutes(platform));
  app.get('/samples/:name', (request, response, next) => {
    if (sampleFiles().includes(request.params.name))
      response.download(join(samplesFolder, request.params.name));
    else next();
  });
  app.use(pages(platform));
  app.use(async (request, response) => sendMessage(platform, request, response, 404, 'notFound'));
  app.use(lastResort(platform));
  return app;
}

function services(platform: Platform): express.Router {
  const router = express.Router();
  router.use('/CourseSection', serviceCall(platform, 'members'));
  router.use(/^\/\d+\/lineitems/, serviceCall(platform, 'grades'));
  router.use(express.text({ type: () => true, limit: '1mb' }));
  router.use(membershipRoutes(platform), lineItemRoutes(platform), scoreRoutes(platform));
  router.use(noticeRoutes(platform));
  return router;
}

function pages(platform: Platform): express.Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '2mb' }));
  router.use(homeRoutes(platform), courseRoutes(platform), gradebookRoutes(platform));
  router.use(toolRoutes(platform), deepLinkingRoutes(platform));
  router.use(settingsRoutes(platform), troubleRoutes(platform), registerToolRoutes(platform));
  return router;
}

/**
 * One address only: under another name (localhost) the LMS would be the same site as the tool, which no real one is;
 * and a foreign name that resolves to loopback (DNS rebinding) gets nothing.
 */
function onlyAtItsAddress(platform: Platform) {
  const { host } = new URL(platform.url);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.get('host') === host) next();
    else if (request.method === 'GET' && request.get('host')?.startsWith('localhost:'))
      response.redirect(302, `${platform.url}${request.originalUrl}`);
    else response.status(421).type('text').send('Misdirected request');
  };
}

function securityHeaders(platform: Platform) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `frame-src 'self' ${platform.tool.origin}`,
    // A launch posts to the tool, and what the tool redirects to counts as well.
    `form-action 'self' ${platform.tool.origin}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ');
  return (_request: Request, response: Response, next: NextFunction): void => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    });
    next();
  };
}

function lastResort(platform: Platform) {
  return async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status =
      typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
        ? error.status
        : 500;
    if (status >= 500) platform.log.error({ error, path: request.path }, 'practice-lms.failed');
    await sendMessage(
      platform,
      request,
      response,
      status,
      status === 404 ? 'notFound' : status < 500 ? 'wrongInput' : 'wentWrong',
    );
  };
}
