import { z } from 'zod';
import { type RegistrationId } from '../kernel/ids.ts';
import {
  definePublicRoute,
  json,
  type PublicReply,
  type PublicRequest,
  type PublicRoute,
} from '../web/route.ts';
import { acceptNotice, getSender, mostNotices, type Notice, type NoticeParts } from './notices.ts';
import { type LtiRefusal, LtiRefusalError } from './refusal.ts';

/** Acts on a notice that was found good. The same notice may come again. */
export type TakeNotice = (notice: Notice) => Promise<void>;

/** How a notice went, for whoever keeps count; null: it names no registration of ours. */
export interface NoticeOutcome {
  readonly registrationId: RegistrationId | null;
  readonly outcome: Notice['type'] | LtiRefusal;
}

interface NoticeRouteParts extends NoticeParts {
  readonly take: TakeNotice;
  readonly count: (outcome: NoticeOutcome) => void;
}

const bodyLimit = 1_000_000;
/** No notice of a batch is begun after this, because anybody may send one that waits for a hundred slow servers. */
const batchMs = 5_000;
/** A platform whose keys cannot be got now: the notices after this one would fail alike, and each might wait. */
const stopping: readonly LtiRefusal[] = ['platform-keys-unreadable', 'platform-timeout'];
const batch = z.object({
  notices: z
    .array(z.looseObject({ jwt: z.string() }))
    .min(1)
    .max(mostNotices),
});

/**
 * Where platforms send their notices: JSON with a batch of JWTs. Good ones are taken also beside bad ones, because who
 * sends a batch again sends all of it. A batch ends early, with 502 or 504, when keys cannot be got or its time is over.
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
  const tokens = body.data.notices.map(({ jwt }) => jwt);
  const { taken, refusals } = await takeAll(parts, request, tokens);
  const [first] = refusals;
  if (first === undefined) return { reply: json({ taken }) };
  const refused = refusals.map(({ code }) => code);
  const { code, status } = refusals.find(isStopping) ?? first;
  return { reply: json({ error: { code, id: request.requestId }, taken, refused }, status) };
}

const isStopping = ({ code }: LtiRefusalError): boolean => stopping.includes(code);

async function takeAll(
  parts: NoticeRouteParts,
  request: PublicRequest,
  tokens: readonly string[],
): Promise<{ taken: number; refusals: readonly LtiRefusalError[] }> {
  const endsAt = parts.now().getTime() + batchMs;
  const refusals: LtiRefusalError[] = [];
  for (const [index, jwt] of tokens.entries()) {
    const refusal = parts.now().getTime() < endsAt ? await takeOne(parts, request, jwt) : timeOver(index);
    if (refusal === null) continue;
    refusals.push(refusal);
    if (!isStopping(refusal)) continue;
    const left = tokens.length - index - 1;
    if (left > 0) request.log.warn({ id: request.requestId, code: refusal.code, left }, 'lti-notices-left');
    return { taken: index + 1 - refusals.length, refusals };
  }
  return { taken: tokens.length - refusals.length, refusals };
}

const timeOver = (index: number): LtiRefusalError =>
  new LtiRefusalError('platform-timeout', {
    value: 'notices',
    found: `${index} within ${batchMs / 1000} s`,
    expected: 'all of the batch',
  });

async function takeOne(
  parts: NoticeRouteParts,
  { log, requestId: id }: PublicRequest,
  jwt: string,
): Promise<LtiRefusalError | null> {
  let registrationId: RegistrationId | null = null;
  try {
    const sender = await getSender(parts, jwt);
    registrationId = sender.id;
    const notice = await acceptNotice(parts, sender, jwt);
    await parts.take(notice);
    parts.count({ registrationId, outcome: notice.type });
    log.info({ id, registration: registrationId, type: notice.type }, 'lti-notice');
    return null;
  } catch (error) {
    if (!(error instanceof LtiRefusalError)) throw error;
    const { code, status, detail } = error;
    parts.count({ registrationId, outcome: code });
    log.warn({ id, registration: registrationId, code, status, ...detail }, 'lti-notice-refused');
    return error;
  }
}
