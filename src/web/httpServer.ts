import { createServer, IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http';
import { type Express } from 'express';

/**
 * Longer than proxies keep an idle connection (nginx and most load balancers: 60 s). With Node's own 5 s a proxy may
 * send a request into a connection that is closing in this moment, and the person sees a 502.
 */
const idleMs = 75_000;

export interface HttpServer {
  /** It does not listen yet. */
  readonly server: Server;
  /** From now on the application answers. */
  readonly serve: (app: Express) => void;
}

/**
 * Express changes the prototype of every request and response to the application's. V8 gives each object that this
 * happens to shapes of its own, so that every later reading of a property, in Node's own code too, has to be looked up
 * anew: a fifth of what a launch cost. Here they have the application's prototypes from the beginning, and Express
 * changes nothing.
 *
 * @param first answers until an application does
 */
export function createHttpServer(first?: RequestListener): HttpServer {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  const server = createServer({
    keepAliveTimeout: idleMs,
    IncomingMessage: AppRequest,
    ServerResponse: AppResponse,
  });
  if (first !== undefined) server.on('request', first);
  return {
    server,
    serve(app) {
      app.request = below(app.request, AppRequest.prototype);
      app.response = below(app.response, AppResponse.prototype);
      server.removeAllListeners('request').on('request', app);
    },
  };
}

/** The prototype `own`, which inherits from `parent` now. */
function below<Parent extends object>(parent: Parent, own: object): Parent {
  return Object.setPrototypeOf(own, parent) as Parent;
}
