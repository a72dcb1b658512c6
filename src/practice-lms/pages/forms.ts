import { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { type Platform } from '../platform.ts';
import { isCsrfToken, readSession } from '../session.ts';
import { peekVisit, sendMessage, type Visit, type Words } from './render.ts';

/** Where a form leads: to another page, or to a message. */
export type FormAnswer =
  { readonly to: string } | { readonly message: keyof Words['messages']; readonly status: number };

export type FormRoute<T> = (
  platform: Platform,
  visit: Visit,
  form: T,
  response: Response,
  request: Request,
) => FormAnswer | Promise<FormAnswer>;

const proof = z.looseObject({ csrf: z.string() });

/** A handler of a posted form: its proof and its shape are checked before `answer` runs. */
export function formRoute<T>(platform: Platform, shape: z.ZodType<T>, answer: FormRoute<T>): RequestHandler {
  return async (request, response) => {
    const session = readSession(request, platform.keys.cookieSecret);
    const token = proof.safeParse(request.body);
    if (
      session === null ||
      !token.success ||
      !isCsrfToken(token.data.csrf, session, platform.keys.cookieSecret)
    ) {
      await sendMessage(platform, request, response, 403, 'staleForm');
      return;
    }
    const form = shape.safeParse(request.body);
    if (!form.success) {
      await sendMessage(platform, request, response, 400, 'wrongInput');
      return;
    }
    const result = await answer(platform, peekVisit(platform, request), form.data, response, request);
    if ('to' in result) response.redirect(303, result.to);
    else await sendMessage(platform, request, response, result.status, result.message);
  };
}
