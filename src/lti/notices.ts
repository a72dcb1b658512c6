import { z } from 'zod';
import { type RegistrationId } from '../kernel/ids.ts';
import { claimNames, maxIdLength } from './claims.ts';
import { checkDeployment, type LaunchParts } from './launch.ts';
import { checkUsable } from './login.ts';
import { LtiRefusalError, shown } from './refusal.ts';
import { type Registration } from './registration.ts';
import { type Registrations } from './registrations.ts';
import { verifyNotice } from './verify.ts';

/** What a platform tells outside anybody's session (Platform Notification Service 1.0). */
export type Notice = NoticeOrigin &
  (
    | { readonly type: 'LtiHelloWorldNotice' }
    /** A course is a copy of others, the newest first. */
    | {
        readonly type: 'LtiContextCopyNotice';
        readonly contextId: string;
        readonly originContextIds: readonly string[];
      }
  );

interface NoticeOrigin {
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
}

/** The types that Tirek wants to be told of. */
export const noticeTypes = ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] as const;
/** As many as we ask a platform to send at once. */
export const mostNotices = 100;

export interface NoticeParts extends Pick<LaunchParts, 'keySets' | 'now' | 'publicUrl' | 'launchUrl'> {
  readonly registrations: Pick<Registrations, 'findByIssuer' | 'recordPendingDeployment'>;
}

/**
 * Judges one notice: a JWT of the platform that it names (`getSender`), checked as its launches are.
 * @throws LtiRefusalError
 */
export async function acceptNotice(
  parts: NoticeParts,
  registration: Registration,
  token: string,
): Promise<Notice> {
  checkUsable(registration);
  const claims = await verifyNotice(token, {
    registration,
    now: parts.now(),
    ownAudiences: [parts.publicUrl, parts.launchUrl, `${parts.publicUrl}/lti/notices`],
    findKey: kid => parts.keySets.get(registration.jwksUrl, kid),
  });
  const version = claims[claimNames.version];
  if (version !== '1.3.0') {
    throw new LtiRefusalError('version', {
      value: claimNames.version,
      found: shown(version),
      expected: '"1.3.0"',
    });
  }
  const deploymentId = checkedId(claims[claimNames.deploymentId], claimNames.deploymentId);
  await checkDeployment(parts, registration, deploymentId);
  const origin = { registrationId: registration.id, deploymentId };
  const { type } = claims[claimNames.notice];
  switch (type) {
    case 'LtiHelloWorldNotice':
      return { ...origin, type };
    case 'LtiContextCopyNotice': {
      const contextId = checkedId(claims[claimNames.context]?.id, `${claimNames.context}.id`);
      const usable = (id: string): boolean => id.trim() !== '' && id.length <= maxIdLength;
      const originContextIds = claims[claimNames.originContexts].filter(usable).slice(0, mostNotices);
      return { ...origin, type, contextId, originContextIds };
    }
    default:
      throw new LtiRefusalError('message-unsupported', {
        value: `${claimNames.notice}.type`,
        found: shown(type),
        expected: noticeTypes.join(' or '),
      });
  }
}

const address = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
});

/**
 * Whose notice it says it is. Nothing is believed yet: the signature is checked with this registration's keys.
 * @throws LtiRefusalError
 */
export async function getSender({ registrations }: NoticeParts, token: string): Promise<Registration> {
  const [, payload = ''] = token.split('.');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch (error) {
    throw new LtiRefusalError(
      'token-malformed',
      { value: 'jwt', found: 'no payload that can be read', expected: 'a signed JWT' },
      { cause: error },
    );
  }
  const said = address.safeParse(claims);
  if (!said.success) {
    const [issue] = said.error.issues;
    const value = String(issue?.path[0] ?? 'payload');
    const expected = issue?.message ?? 'a text';
    throw new LtiRefusalError('claim-missing', { value, found: 'no such text', expected });
  }
  const audiences = [said.data.aud].flat();
  const found = (await registrations.findByIssuer(said.data.iss)).find(one =>
    audiences.includes(one.clientId),
  );
  if (found !== undefined) return found;
  throw new LtiRefusalError('registration-unknown', {
    value: 'iss and aud',
    found: `${shown(said.data.iss)} and ${shown(audiences.join(' '))}`,
    expected: 'a registered platform',
  });
}

function checkedId(value: string | undefined, name: string): string {
  if (value === undefined || value.trim() === '') {
    const found = value === undefined ? 'nothing' : 'blank';
    throw new LtiRefusalError('claim-missing', { value: name, found, expected: 'an id' });
  }
  if (value.length <= maxIdLength) return value;
  throw new LtiRefusalError('id-length', {
    value: name,
    found: `${value.length} characters`,
    expected: `1 to ${maxIdLength} characters`,
  });
}
