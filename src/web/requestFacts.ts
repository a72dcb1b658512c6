import { randomUUID } from 'node:crypto';
import { type Request } from 'express';
import { catalogueOf, langOfAcceptLanguage } from '../i18n/index.ts';
import { type Log } from '../log.ts';
import { type LaunchContext, type RequestFacts } from './context.ts';

/** What the error page needs to know although the request failed somewhere in between. */
export interface Progress {
  facts: RequestFacts;
  context?: LaunchContext;
}

export const progressOf = new WeakMap<Request, Progress>();

/** Whether the client asked for JSON rather than for a page. */
function wantsJson(request: Request): boolean {
  const { accept = '', 'content-type': type = '' } = request.headers;
  // Nearly every request names no JSON, and negotiating is dear for what each of them goes through.
  if (!/json|application\/\*/i.test(accept + type)) return false;
  return request.accepts(['html', 'json']) === 'json' || request.is('json') === 'json';
}

/** The words, the log and the number of this request. */
export function factsOf(request: Request, log: Log): RequestFacts {
  const known = progressOf.get(request);
  if (known !== undefined) return known.facts;
  const lang = langOfAcceptLanguage(request.headers['accept-language']);
  const requestId = newRequestId();
  const facts = { requestId, lang, t: catalogueOf(lang), log, wantsJson: wantsJson(request) };
  progressOf.set(request, { facts });
  return facts;
}

/** Ten digits. Of a UUID, because Node draws those many at a time. */
const newRequestId = (): string => randomUUID().replaceAll('-', '').slice(-10).toUpperCase();

export function contextOf(request: Request): LaunchContext | null {
  return progressOf.get(request)?.context ?? null;
}
