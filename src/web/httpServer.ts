import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * Longer than proxies keep an idle connection (nginx and most load balancers: 60 s). With Node's own 5 s a proxy may
 * send a request into a connection that is closing in this moment, and the person sees a 502.
 */
const idleMs = 75_000;

/** An HTTP server that does not listen yet. */
export function createHttpServer(listener?: RequestListener): Server {
  return createServer({ keepAliveTimeout: idleMs }, listener);
}
