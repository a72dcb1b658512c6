import { z } from 'zod';
import { type RegistrationId } from '../kernel/ids.ts';
import {
  definePublicRoute,
  json,
  type PublicReply,
  type PublicRequest,
  type PublicRoute,
} from '../web/route.ts';
import { acceptNotice, mostNotices, type Notice, type NoticeParts } from './notices.ts';
import { type LtiRefusal, LtiRefusalError } from './refusal.ts';

/** Acts on a notice that was found good. The same notice may come again. */
export type TakeNotice = (notice: Notice) => Promise<void>;

/** How a notice went, for whoever keeps count; null: no registration could be found for it. */
export interface NoticeOutcome {
  readonly registrationId: RegistrationId | null;
  readonly outcome: Notice['type'] | LtiRefusal;
}

interface NoticeRouteParts extends NoticeParts {
  readonly take: TakeNotice;
  readonly count: (outcome: NoticeOutcome) => void;
}

const bodyLimit = 1_000_000;
const batch = z.object({
  notices: z
    .array(z.looseObject({ jwt: z.string() }))
    .min(1)
    .max(mostNotices),
});

/**
 * Where platforms send their notices: JSON with a batch of JWTs. Good ones are taken also beside bad ones, because who
 * sends a batch again sends all of it.
 */
export function noticeRoutes(parts: NoticeRouteParts): PublicRoute[] {
  return [
    definePublicRoute({
      why: 'comes from an LMS’s server, signed',
      method: 'post',
      path: '/lti/notices',
      bodyLimit,
      handler: request => answer(parts, request),
    }),
  ];
}

async function answer(parts: NoticeRouteParts, request: PublicRequest): Promise<PublicReply> {
  const body = batch.safeParse(request.body);
  if (!body.success) {
    const message = `expected a JSON object with 1 to ${mostNotices} notices, each with its jwt`;
    return { reply: json({ error: { code: 'bad-request', id: request.requestId, message } }, 400) };
  }
  const refusals: LtiRefusalError[] = [];
  for (const { jwt } of body.data.notices) {
    const refusal = await takeOne(parts, request, jwt);
    if (refusal !== null) refusals.push(refusal);
  }
  const taken = body.data.notices.length - refusals.length;
  const [first] = refusals;
  if (first === undefined) return { reply: json({ taken }) };
  const refused = refusals.map(({ code }) => code);
  return {
    reply: json({ error: { code: first.code, id: request.requestId }, taken, refused }, first.status),
  };
}

async function takeOne(
  parts: NoticeRouteParts,
  { log, requestId: id }: PublicRequest,
  jwt: string,
): Promise<LtiRefusalError | null> {
  try {
    const notice = await acceptNotice(parts, jwt);
    await parts.take(notice);
    parts.count({ registrationId: notice.registrationId, outcome: notice.type });
    log.info({ id, registration: notice.registrationId, type: notice.type }, 'lti-notice');
    return null;
  } catch (error) {
    if (!(error instanceof LtiRefusalError)) throw error;
    const { code, status, detail } = error;
    parts.count({ registrationId: null, outcome: code });
    log.warn({ id, code, status, ...detail }, 'lti-notice-refused');
    return error;
  }
}
