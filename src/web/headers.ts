import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';

/**
 * Headers of every answer. Scripts and styles come from our own origin alone, nothing is inline, no referrer leaves
 * (a launch's address is nobody's business), and a page is never kept by a cache unless it says so itself.
 */
export function securityHeaders(publicUrl: string): RequestHandler {
  const fixed = new Map([
    ...helmetHeaders(publicUrl.startsWith('https://')),
    ['Cache-Control', 'no-store'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()'],
  ]);
  return (_request, response, next) => {
    response.setHeaders(fixed);
    setContentPolicy(response, []);
    next();
  };
}

/** What helmet says with our choices. It says the same of every answer, so it is asked once. */
function helmetHeaders(https: boolean): [name: string, value: string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    // A window opened by the LMS must stay able to tell its opener that it is done.
    crossOriginOpenerPolicy: false,
    frameguard: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  })(request, response, error => {
    if (error !== undefined) throw error as Error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
].join('; ');

/** An origin and nothing else: no wildcard, and nothing that would end the directive. */
const origin = /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?$/;

/** @param frameAncestors origins that may frame this answer besides our own; whatever is no origin is left out */
export function setContentPolicy(response: Response, frameAncestors: readonly string[]): void {
  const ancestors = ["'self'", ...frameAncestors.filter(one => origin.test(one))].join(' ');
  response.setHeader('Content-Security-Policy', `${policy}; frame-ancestors ${ancestors}`);
}
