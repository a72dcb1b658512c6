import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { asId, idPattern } from '../../kernel/ids.ts';
import { isSharedIssuer, type Registration, RegistrationError } from '../../lti/index.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import { type ConsoleContext, consoleRoute } from './consoleRoute.ts';
import { type LaunchRecord } from './launchLogStore.ts';
import { type ConnectParts } from './parts.ts';
import { platformRows, strangers, tabTitle } from './platformsView.ts';
import { platformView } from './platformView.ts';
import { runSelfCheck } from './selfCheckService.ts';

const notices = [
  'approved',
  'disabled',
  'enabled',
  'rotated',
  'checked',
  'added',
  'removed',
  'withdrawn',
  'framed',
  'unframed',
] as const;
export type Notice = (typeof notices)[number];
const notice = z.object({ done: z.enum(notices).optional().catch(undefined) }).catch({});

/** The text of what was just done, from the address that the form led to. */
export function noticeOf({ t }: ConsoleContext, query: unknown): string | null {
  const { done } = notice.parse(query);
  return done === undefined ? null : t.console.notices[done];
}

/** The list of platforms, and what may be done with each. */
export function platformRoutes(parts: ConnectParts): PublicRoute[] {
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/',
      who: 'administrator',
      tab: 'platforms',
      handler: (context, { query }) => showList(parts, context, query),
    }),
    consoleRoute(parts, {
      method: 'get',
      path: '/platforms/:platform',
      who: 'administrator',
      tab: 'platforms',
      handler: async (context, { params, query }) =>
        showPlatform(parts, context, await getPlatform(parts, context, params), query),
    }),
    ...changes(parts),
  ];
}

/**
 * An LMS's administrator speaks for that LMS alone, and only while the operator lets it work: who has been switched
 * off does not switch the own connection on again.
 */
export function mayChange({ isOperator }: ConsoleContext, { status, issuer }: Registration): boolean {
  return isOperator || (status === 'active' && !isSharedIssuer(issuer));
}

/** What an administrator types: an address of a page of the LMS, of which only the origin counts. */
const frameForm = z.object({
  origin: z
    .string()
    .trim()
    .max(300)
    .transform((value, context) => {
      const origin = URL.canParse(value) ? new URL(value).origin : '';
      if (!origin.startsWith('https://')) context.addIssue({ code: 'custom', message: 'https' });
      return origin;
    }),
});

const deploymentForm = z.object({ deployment: z.string().max(255).optional() });

function changes(parts: ConnectParts): PublicRoute[] {
  const { registrations } = parts.lti;
  const change = <B extends z.ZodType>(
    path: string,
    done: Notice,
    body: B,
    work: (registration: Registration, body: z.output<B>) => Promise<unknown>,
  ): PublicRoute =>
    consoleRoute(parts, {
      method: 'post',
      path: `/platforms/:platform/${path}`,
      who: 'administrator',
      tab: 'platforms',
      body,
      handler: async (context, { params, body }) => {
        const registration = await getPlatform(parts, context, params);
        if (!mayChange(context, registration)) throw new AppError('forbidden', { console: path });
        await known(() => work(registration, body));
        context.audit(path, { registration: registration.id, ...(body as object) });
        return redirect(`${context.base}/platforms/${registration.id}?done=${done}`);
      },
    });
  const nothing = z.object({});
  return [
    change('approve', 'approved', deploymentForm, (one, { deployment }) =>
      registrations.approve(one, deployment),
    ),
    change('disable', 'disabled', nothing, one => registrations.disable(one)),
    change('enable', 'enabled', nothing, one => registrations.enable(one)),
    change('rotate-key', 'rotated', nothing, one => registrations.rotateKey(one)),
    change('frames', 'framed', frameForm, (one, { origin }) => registrations.allowFrame(one, origin)),
    change('frames/remove', 'unframed', frameForm, (one, { origin }) =>
      registrations.removeFrame(one, origin),
    ),
    change('check', 'checked', nothing, one => runSelfCheck(parts, one)),
  ];
}

/** Somebody else may have removed the platform, or its deployment, since the page was shown. */
export async function known<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RegistrationError) throw new AppError('not-found', { reason: error.message });
    throw error;
  }
}

/** The platform that the address names, when it is one that this session may see. */
export async function getPlatform(
  { lti }: ConnectParts,
  { session, isOperator }: ConsoleContext,
  params: Readonly<Record<string, string>>,
): Promise<Registration> {
  const unsafeId = params['platform'] ?? '';
  const found = idPattern.test(unsafeId)
    ? await lti.registrations.findById(asId<'registration'>(unsafeId))
    : null;
  // Another school's platform is not even there for an LMS's administrator.
  if (found === null || (!isOperator && found.id !== session.registrationId)) throw new AppError('not-found');
  return found;
}

async function showList(parts: ConnectParts, context: ConsoleContext, query: unknown): Promise<Reply> {
  const { base, t, isOperator, session } = context;
  if (!isOperator) return redirect(`${base}/platforms/${session.registrationId}`);
  const [registrations, records, checks] = await Promise.all([
    parts.lti.registrations.list(),
    parts.launchLog.readAll(),
    parts.checks.all(),
  ]);
  const words = t.console.platforms;
  const unknown = records.get('unknown');
  return page('connect/platforms', words.title, {
    inviteHref: `${base}/invitations`,
    leaveAction: `${base}/leave`,
    lead: words.lead({ count: registrations.length }),
    notice: noticeOf(context, query),
    rows: platformRows(registrations, records, checks, base, t),
    strangers: unknown === undefined ? [] : strangers(unknown, t).slice(0, 10),
  });
}

async function showPlatform(
  parts: ConnectParts,
  context: ConsoleContext,
  registration: Registration,
  query: unknown,
): Promise<Reply> {
  const { base, t, isOperator } = context;
  const [record, check, keys, turns] = await Promise.all([
    parts.launchLog.read(registration.id),
    parts.checks.find(registration.id),
    parts.lti.registrations.publicKeys(registration.id),
    parts.lti.registrations.signingTurns(registration),
  ]);
  const kids = keys.map(key => key.kid);
  return page('connect/platform', tabTitle(registration.name), {
    back: isOperator ? `${base}/` : null,
    canChange: mayChange(context, registration),
    canRemove: isOperator,
    notice: noticeOf(context, query),
    pages: parts.institutionPages.flatMap(({ links }) =>
      links.map(({ path, text }) => ({
        href: `${base}/platforms/${registration.id}${path}`,
        text: text(t),
      })),
    ),
    platform: platformView({ ...shownTo(context, registration, record), check, kids, turns }, base, t),
  });
}

/** Where schools share a registration, one school's administrator does not see the others' deployments and launches. */
function shownTo({ isOperator }: ConsoleContext, registration: Registration, record: LaunchRecord) {
  if (isOperator || !isSharedIssuer(registration.issuer)) return { registration, record };
  const nothing = { launches: 0, refusals: 0, entries: [] };
  return {
    registration: { ...registration, deployments: [], frames: [] },
    record: { ...record, ...nothing },
  };
}
