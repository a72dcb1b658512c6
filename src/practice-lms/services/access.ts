import { type Request, type Response } from 'express';
import { registeredTool } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { type Course } from '../state.ts';
import { findCourse } from '../world.ts';
import { bearerOf } from './serviceCall.ts';

/** Answers a refusal as Moodle's services do: a JSON body with status and reason. */
export function refuse(response: Response, status: number, reason: string): void {
  response.status(status).json({ status, reason, request: { method: response.req.method } });
}

/**
 * The course of a service call, when the token allows one of the scopes there. Answers the refusal itself and gives
 * null otherwise: 401 without a good token, 403 `insufficient_scope` (RFC 6750, section 3.1), 404 without the course.
 */
export function openCourse(
  platform: Platform,
  request: Request,
  response: Response,
  anyOf: readonly string[],
): Course | null {
  const granted = platform.tokens.findScopes(bearerOf(request), platform.trueNow());
  const { type_id: typeId } = request.query;
  if (granted === null || (typeId !== undefined && typeId !== registeredTool.typeId)) {
    response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
    refuse(response, 401, 'Unauthorized');
    return null;
  }
  if (!anyOf.some(scope => granted.includes(scope))) {
    response.set('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${anyOf.join(' ')}"`);
    refuse(response, 403, `The token has none of the scopes ${anyOf.join(' ')}`);
    return null;
  }
  const course = findCourse(platform.state, String(request.params.courseId));
  if (course === null) refuse(response, 404, 'Course not found');
  return course;
}

/**
 * Whether the caller accepts a media type. Strict is as Moodle: the type alone, and `*` `/*` or no header only where
 * `anyToo`; otherwise the type anywhere in the list, a wildcard or plain JSON.
 */
export function acceptsType(
  request: Request,
  type: string,
  options: { strict: boolean; anyToo: boolean },
): boolean {
  const accept = request.get('accept')?.trim();
  if (options.strict)
    return accept === type || (options.anyToo && (accept === undefined || accept.includes('*/*')));
  if (accept === undefined) return true;
  const types = accept.split(',').map(one => one.split(';')[0]?.trim().toLowerCase());
  return [type, 'application/json', 'application/*', '*/*'].some(one => types.includes(one));
}

/** Whether the body is of the media type (parameters such as charset may follow). */
export function hasType(request: Request, type: string, strict: boolean): boolean {
  const sent = (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  return sent === type || (!strict && sent === 'application/json');
}

/** The JSON value of a text body; undefined when it is none. */
export function jsonBody(request: Request): unknown {
  try {
    return JSON.parse(typeof request.body === 'string' ? request.body : '');
  } catch {
    return undefined;
  }
}

/** The query's values that are plain strings. */
export function queryOf(request: Request): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The address of the next page; null on the last. */
  readonly next: string | null;
}

/** One page of a list by `limit` and `from`. `url` is the request's own address, whose other parameters are kept but `dropped`. */
export function pageOf<T>(
  all: readonly T[],
  url: URL,
  pageSize: number,
  dropped: readonly string[] = [],
): Page<T> {
  const limit = positive(url.searchParams.get('limit'));
  const size = pageSize === 0 ? (limit ?? all.length) : Math.min(limit ?? pageSize, pageSize);
  const from = positive(url.searchParams.get('from')) ?? 0;
  const items = all.slice(from, from + size);
  if (from + items.length >= all.length) return { items, next: null };
  const next = new URL(url);
  next.searchParams.set('limit', String(size));
  next.searchParams.set('from', String(from + size));
  for (const name of dropped) next.searchParams.delete(name);
  return { items, next: next.href };
}

function positive(value: string | null): number | null {
  const number = Number(value);
  return value !== null && Number.isInteger(number) && number > 0 ? number : null;
}
