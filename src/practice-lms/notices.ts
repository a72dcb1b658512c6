import { randomUUID } from 'node:crypto';
import { lti, registeredTool } from './claims.ts';
import { type Platform } from './platform.ts';
import { type Course } from './state.ts';

/** The notices that this platform sends (Platform Notification Service 1.0). */
export const noticeTypes = ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] as const;
export type NoticeType = (typeof noticeTypes)[number];

const noticeSeconds = 3600;

/** Tells the tool that a course was copied, where it wants to be told. */
export async function tellOfCopy(platform: Platform, copy: Course): Promise<void> {
  await sendNotice(platform, 'LtiContextCopyNotice', {
    [lti('context')]: { id: copy.id, label: copy.label, title: copy.title, type: ['CourseSection'] },
    [lti('origin_contexts')]: copy.copiedFrom.slice(0, 1),
  });
}

/** Sends a notice to the address that the tool registered; without one nothing happens. A tool that is away misses it. */
export async function sendNotice(
  platform: Platform,
  type: NoticeType,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const handler = platform.state.noticeHandlers[type];
  if (handler === undefined || !platform.state.ways.offerNotices) return;
  const now = platform.now();
  const iat = Math.floor(now.getTime() / 1000);
  const jwt = await platform.keys.sign({
    iss: platform.url,
    aud: registeredTool.clientId,
    azp: registeredTool.clientId,
    iat,
    exp: iat + noticeSeconds,
    nonce: randomUUID(),
    [lti('version')]: '1.3.0',
    [lti('deployment_id')]: registeredTool.deploymentId,
    [lti('notice')]: { id: randomUUID(), timestamp: now.toISOString(), type },
    ...claims,
  });
  await fetch(handler, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ notices: [{ jwt }] }),
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  })
    .then(({ status }) => {
      if (status >= 300) platform.log.warn({ type, status }, 'practice-lms.notice-refused');
    })
    .catch((error: unknown) => platform.log.warn({ type, error }, 'practice-lms.notice-lost'));
}
