import { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';

/**
 * Headers of every answer. Scripts and styles come from our own origin alone, nothing is inline, no referrer leaves
 * (a launch's address is nobody's business), and a page is never kept by a cache unless it says so itself.
 */
export function securityHeaders(publicUrl: string): RequestHandler[] {
  const https = publicUrl.startsWith('https://');
  return [
    helmet({
      contentSecurityPolicy: false,
      crossOriginEmbedderPolicy: false,
      // A window opened by the LMS must stay able to tell its opener that it is done.
      crossOriginOpenerPolicy: false,
      frameguard: false,
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    }),
    (_request, response, next) => {
      setContentPolicy(response, []);
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader(
        'Permissions-Policy',
        'camera=(), microphone=(), geolocation=(), browsing-topics=()',
      );
      next();
    },
  ];
}

/** @param frameAncestors origins that may frame this answer besides our own; never a wildcard */
export function setContentPolicy(response: Response, frameAncestors: readonly string[]): void {
  response.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
    ].join('; '),
  );
}
