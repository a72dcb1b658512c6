import { z } from 'zod';
import { catalogueOf, languages } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type Sealer, sameText } from '../../secrets/sealer.ts';
import { type RequestFacts } from '../../web/context.ts';
import { definePublicRoute, type PublicRequest, type PublicRoute, type Reply } from '../../web/route.ts';
import { SessionEndedError } from '../../web/sessionEnded.ts';
import { type Queues } from '../gradesync/index.ts';
import { type ConsoleSession, type ConsoleSessionStore } from './consoleSessionStore.ts';

/** A request of somebody who administers. */
export interface ConsoleContext extends RequestFacts {
  readonly session: ConsoleSession;
  /** Sees all platforms; otherwise the one of `session.registrationId` alone. */
  readonly isOperator: boolean;
  /** The path that all pages of this session begin with. */
  readonly base: string;
  /** The tab's token, where the session has no cookie. */
  readonly tab: string | null;
  /** Writes an action to the log. */
  audit(action: string, fields?: Record<string, unknown>): void;
}

export interface ConsoleRouteParts {
  /** The queues of grades; there is no page of them without. */
  readonly queues?: Queues | undefined;
  readonly sessions: ConsoleSessionStore;
  readonly sealer: Sealer;
  readonly now: () => Date;
}

export type ConsoleTab = 'platforms' | 'queues' | 'invitations' | 'byHand';

interface ConsoleRoute<B extends z.ZodType> {
  readonly method: 'get' | 'post';
  /** Below `/console/:session`. */
  readonly path: string;
  /** Who may use it: the operator alone, or an LMS's administrator for the own platform too. */
  readonly who: 'operator' | 'administrator';
  readonly tab?: ConsoleTab;
  readonly body?: B;
  /** Bytes a body may have; 100 kB unless told. */
  readonly bodyLimit?: number;
  readonly handler: (
    context: ConsoleContext,
    input: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: unknown;
      readonly body: z.output<B>;
    },
  ) => Promise<Reply> | Reply;
}

const paths: Record<ConsoleTab, string> = {
  platforms: '/',
  queues: '/queues',
  invitations: '/invitations',
  byHand: '/by-hand',
};

/**
 * Defines a route of the console. Its sessions are of their own kind, bound to no course: session, permission and the
 * proof of our own page are checked here, before the handler runs.
 */
export function consoleRoute<B extends z.ZodType>(
  parts: ConsoleRouteParts,
  route: ConsoleRoute<B>,
): PublicRoute {
  return definePublicRoute({
    why: `the console's own session is checked (${route.who})`,
    method: route.method,
    path: `/console/:session${route.path}`,
    bodyLimit: route.bodyLimit ?? 100_000,
    handler: async request => {
      const context = await openConsole(parts, request);
      if (route.who === 'operator' && !context.isOperator)
        throw new AppError('forbidden', { console: route.path });
      const csrf = parts.sealer.sign('console-csrf', context.session.id);
      if (route.method === 'post') checkOwnPage(request, csrf);
      const input = {
        params: request.params,
        query: request.query,
        body: readBody(route.body, request.body) as z.output<B>,
      };
      const reply = await route.handler(context, input);
      const { frameAncestors, lang } = context.session;
      return {
        reply,
        frameAncestors,
        shell: { lang, frame: frameOf(context, csrf, route, parts.queues !== undefined) },
      };
    },
  });
}

async function openConsole(
  { sessions, now }: ConsoleRouteParts,
  request: PublicRequest,
): Promise<ConsoleContext> {
  const session = await sessions.find(request.params['session'] ?? '', request.tab ?? request.browser, now());
  if (session === null)
    throw new SessionEndedError(await sessions.findClosed(request.params['session'] ?? ''), {
      console: true,
    });
  const { requestId, log } = request;
  return {
    ...request,
    lang: session.lang,
    t: catalogueOf(session.lang),
    session,
    isOperator: session.registrationId === null,
    base: `/console/${session.id}`,
    audit: (action, fields = {}) =>
      log.info(
        {
          id: requestId,
          action,
          session: session.id,
          scope: session.registrationId ?? 'operator',
          ...fields,
        },
        'console-action',
      ),
  };
}

/** Every change carries the proof that one of our own pages of this session sent it. */
function checkOwnPage(request: PublicRequest, csrf: string): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('csrf', { site });
  const field = z.object({ _csrf: z.string() }).safeParse(request.body);
  if (!sameText(field.success ? field.data._csrf : '', csrf)) throw new AppError('csrf', { proof: 'wrong' });
}

function readBody(schema: z.ZodType | undefined, body: unknown): unknown {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-input', { fields: parsed.error.issues.map(issue => issue.path.join('.')) });
}

function frameOf(
  { t, isOperator, base, session, tab }: ConsoleContext,
  csrf: string,
  route: { method: string; path: string; tab?: ConsoleTab },
  hasQueues: boolean,
) {
  const words = t.console;
  const tabs: readonly ConsoleTab[] = [
    'platforms',
    ...(hasQueues ? (['queues'] as const) : []),
    ...(isOperator ? (['invitations', 'byHand'] as const) : []),
  ];
  return {
    nav: tabs.map(tab => ({
      href: `${base}${paths[tab]}`,
      text: words.nav[tab],
      current: tab === route.tab,
    })),
    course: { title: words.title },
    person: { role: isOperator ? words.operator : words.lmsAdministrator },
    languages: languages.map(code => ({
      code,
      name: t.shell.languageNames[code],
      current: code === session.lang,
      action: `${base}/language`,
    })),
    csrf,
    owner: null,
    tab,
    here: route.tab === undefined ? `${base}/` : `${base}${paths[route.tab]}`,
  };
}
