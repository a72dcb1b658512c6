import { type RequestHandler, Router } from 'express';

/**
 * A router for each first word of a path. Express asks one path after the other whether it is meant, and there are
 * hundreds: told apart by their first words, a request meets few of them.
 */
export function createWordRouters(): {
  /** Where a route's path belongs. */
  readonly routerOf: (path: string) => Router;
  /** Passes a request on to the router of its word. */
  readonly answer: RequestHandler;
} {
  const routers = new Map<string, Router>();
  return {
    routerOf(path) {
      const word = firstWordOf(path);
      if (word.startsWith(':')) throw new Error(`${path} begins with a parameter`);
      const router = routers.get(word) ?? Router();
      routers.set(word, router);
      return router;
    },
    answer(request, response, next) {
      const router = routers.get(firstWordOf(request.path));
      if (router === undefined) next();
      else router(request, response, next);
    },
  };
}

/** The first word of a path, or the first one within a launch: `/l/1a2b/calendar/week` → `calendar`. */
function firstWordOf(path: string): string {
  const words = path.toLowerCase().split('/', 4);
  return (words[1] === 'l' ? words[3] : words[1]) ?? '';
}
