import { type z } from 'zod';
import { type Ability } from '../kernel/permissions.ts';
import { type Lang } from '../i18n/lang.ts';
import { type CookieChange } from './browserCookie.ts';
import { type LaunchContext, type RequestFacts } from './context.ts';
import { type PageFrame } from './render.ts';

/** What a handler answers; the web layer alone writes to the socket. */
export type Reply =
  | {
      readonly kind: 'page';
      readonly view: string;
      readonly title: string;
      readonly model: object;
      readonly status?: number;
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'json'; readonly value: unknown; readonly status?: number }
  | { readonly kind: 'text'; readonly type: string; readonly body: string }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly body: Buffer | string }
  /** A file that is written while it is made: its length does not matter. What fails in the middle breaks it off. */
  | {
      readonly kind: 'stream';
      readonly name: string;
      readonly type: string;
      readonly body: AsyncIterable<string>;
    };

export const page = (view: string, title: string, model: object, status = 200): Reply => ({
  kind: 'page',
  view,
  title,
  model,
  status,
});
/** Always "303 See Other": the next request is a GET. */
export const redirect = (to: string): Reply => ({ kind: 'redirect', to });
export const json = (value: unknown, status = 200): Reply => ({ kind: 'json', value, status });

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Present on routes with `upload`, when the person chose a file. */
  readonly file: UploadedFile | null;
}

interface RouteShape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'get' | 'post';
  /** For a launch route: below `/l/:launch`. */
  readonly path: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly upload?: { readonly field: string; readonly maxBytes: number };
}

type Value<T> = T extends z.ZodType ? z.output<T> : unknown;

/** A route inside a launch. `permission` is required, so forgetting it does not compile. */
export interface LaunchRoute {
  readonly scope: 'launch';
  readonly permission: Ability;
  readonly shape: RouteShape<z.ZodType, z.ZodType, z.ZodType>;
  readonly handler: (context: LaunchContext, input: Input<never, never, never>) => Promise<Reply> | Reply;
}

/**
 * Defines a route inside a launch: who may use it, what its input looks like, what it answers. The web layer has
 * checked session, permission and CSRF proof and has parsed the input before the handler runs.
 */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: RouteShape<P, Q, B> & {
    readonly permission: Ability;
    readonly handler: (
      context: LaunchContext,
      input: Input<Value<P>, Value<Q>, Value<B>>,
    ) => Promise<Reply> | Reply;
  },
): LaunchRoute {
  const { permission, handler, ...shape } = route;
  return { scope: 'launch', permission, shape, handler: handler };
}

/** What a public handler sees of the request: its fields as they came, because LMSs and attackers send anything. */
export interface PublicRequest extends RequestFacts {
  readonly query: unknown;
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The random value of this browser's partitioned cookie; null when the browser sent none. */
  readonly browser: string | null;
  /** The token of a tab without cookies. A form of another site can bring one too: it opens sessions, and proves no login. */
  readonly tab: string | null;
  readonly address: string;
}

/** What a public handler may add to its answer. */
export interface PublicReply extends CookieChange {
  readonly reply: Reply;
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins that may frame this answer besides our own. */
  readonly frameAncestors?: readonly string[];
  /** The language and the frame of a page that has a session of its own kind; absent: as for a stranger. */
  readonly shell?: { readonly lang: Lang; readonly frame: Omit<PageFrame, 'title'> };
}

/** A route without a session: login, launch, key sets, health. Each says why it is open. */
export interface PublicRoute {
  readonly scope: 'public';
  readonly why: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  /** Bytes a body may have; form and JSON bodies alike. */
  readonly bodyLimit?: number;
  readonly handler: (request: PublicRequest) => Promise<PublicReply> | PublicReply;
}

export function definePublicRoute(route: Omit<PublicRoute, 'scope'>): PublicRoute {
  return { scope: 'public', ...route };
}

export type Route = LaunchRoute | PublicRoute;
