import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { languages } from '../i18n/lang.ts';

const cookieName = 'practice_lms_session';

const sessionSchema = z.object({
  id: z.string().min(16),
  personId: z.string().nullable(),
  /** The language of a visitor who has not chosen a person yet. */
  lang: z.enum(languages),
});
/** Who sits in front of this browser. It lives in a signed cookie, so that it outlives a restart. */
export type Session = z.infer<typeof sessionSchema>;

function sign(secret: string, purpose: string, value: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${value}`).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieOf(request: Request): string | null {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookieName && value !== undefined) return value;
  }
  return null;
}

/** The session of the request's cookie; null when there is none or it was not signed here. */
export function readSession(request: Request, secret: string): Session | null {
  const [payload = '', signature = ''] = (cookieOf(request) ?? '').split('.');
  if (payload === '' || !isSame(signature, sign(secret, 'session', payload))) return null;
  const parsed = sessionSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}

/**
 * Lax, as Moodle's own cookie: it comes along inside the frames of this LMS, and on the tool's redirect back to
 * `/auth`, but not when a page of the tool's site POSTs to us; `repost` is for that.
 */
export function writeSession(response: Response, session: Session, secret: string): void {
  const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
  const value = `${payload}.${sign(secret, 'session', payload)}`;
  response.append('Set-Cookie', `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax`);
}

export function newSession(lang: Session['lang']): Session {
  return { id: randomBytes(16).toString('hex'), personId: null, lang };
}

/** The proof that a form came from a page of this session. */
export const csrfToken = (session: Session, secret: string): string => sign(secret, 'form', session.id);

export function isCsrfToken(value: unknown, session: Session, secret: string): boolean {
  return typeof value === 'string' && isSame(value, csrfToken(session, secret));
}
