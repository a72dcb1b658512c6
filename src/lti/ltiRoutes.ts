import { catalogueOf } from '../i18n/index.ts';
import { langOfLocale } from '../i18n/lang.ts';
import { asId, idPattern } from '../kernel/ids.ts';
import { bareFrame } from '../web/render.ts';
import { type PlatformStorage } from '../web/tabSession.ts';
import {
  definePublicRoute,
  json,
  page,
  redirect,
  type PublicReply,
  type PublicRequest,
  type PublicRoute,
} from '../web/route.ts';
import { cookieBlocked, loginWay, pageOf } from './cookieCheck.ts';
import { framingOrigins, launchFrames } from './framing.ts';
import { acceptLaunch, type LaunchParts } from './launch.ts';
import { type VerifiedLaunch } from './launchMessage.ts';
import { type RecordLaunchOutcome } from './launchOutcome.ts';
import { login, type LoginParts } from './login.ts';
import { cookiesOfLaunch, cookiesOfLogin, readLoginCookie } from './loginCookie.ts';
import { asParameters, type Parameters } from './parameters.ts';
import { type RefusalParts, refusing } from './refusalReply.ts';
import { type Registrations } from './registrations.ts';
import { keepingPage, keptValue, recallingPage } from './storagePages.ts';
import { keySetMaxAgeMs, type PublicJwk } from './toolKeys.ts';

/** Whose door a launch comes in by. */
export interface LaunchDoor {
  /** The value that the session is bound to: the browser's cookie, or the token that a tab without cookies holds. */
  readonly browser: string;
  /** Where the platform can keep the token for the tab; null: the session has its cookie. */
  readonly storage: PlatformStorage | null;
  /** Origins that may frame the pages of this launch besides our own. */
  readonly frameAncestors: readonly string[];
}

/** Lets a verified launch into its course: person, membership, session. */
export type EnterLaunch = (
  launch: VerifiedLaunch,
  context: NonNullable<VerifiedLaunch['context']>,
  door: LaunchDoor,
) => Promise<{ redirectTo: string }>;

/** Lets an administrator of the LMS into the console; null when the launch is not meant for it. */
export type AdministrateLaunch = (
  launch: VerifiedLaunch,
  door: LaunchDoor,
) => Promise<{ redirectTo: string } | null>;

/** Answers a message that needs no course; null when it needs one. */
export type OutsideCourse = (launch: VerifiedLaunch) => Promise<PublicReply | null>;

/** Who else takes part in launches; without them launches lead into courses, and nobody counts. */
export interface LaunchHooks {
  readonly record?: RecordLaunchOutcome;
  readonly administrate?: AdministrateLaunch;
  readonly outsideCourse?: OutsideCourse;
}

export interface LtiRouteParts extends LoginParts, LaunchParts, Pick<RefusalParts, 'refusalLimit'> {
  readonly registrations: Registrations;
  readonly enter: EnterLaunch;
  readonly administrate: AdministrateLaunch;
  readonly outsideCourse: OutsideCourse;
  readonly record: RecordLaunchOutcome;
  /** The keys under a name that dynamic registration announced; null when there is none. */
  readonly findAnnouncedKeys: (unsafeName: string) => Promise<readonly PublicJwk[] | null>;
}

/** A login or launch is small; Canvas's largest tokens have some tens of kilobytes. */
const bodyLimit = 500_000;
const open = 'comes from an LMS, before there is a session';

export function ltiRoutes(parts: LtiRouteParts): PublicRoute[] {
  const loginBy = (request: PublicRequest, parameters: Parameters) =>
    refusing(parts, request, parameters, () => answerLogin(parts, request, parameters));
  return [
    definePublicRoute({
      why: open,
      method: 'get',
      path: '/lti/login',
      handler: request => loginBy(request, asParameters(request.query)),
    }),
    definePublicRoute({
      why: open,
      method: 'post',
      path: '/lti/login',
      bodyLimit,
      handler: request => loginBy(request, asParameters(request.body)),
    }),
    definePublicRoute({
      why: open,
      method: 'post',
      path: '/lti/launch',
      bodyLimit,
      handler: request => {
        const parameters = asParameters(request.body);
        return refusing(parts, request, parameters, () => answerLaunch(parts, request, parameters));
      },
    }),
    definePublicRoute({
      // Moodle fetches a link's address when it is saved, and people reload it.
      why: 'a harmless page for whoever opens the launch address',
      method: 'get',
      path: '/lti/launch',
      handler: ({ t }) => ({ reply: message(t.lti.idle, 'info') }),
    }),
    ...keyRoutes(parts),
  ];
}

function keyRoutes(parts: LtiRouteParts): PublicRoute[] {
  // A new key signs when every platform that obeys this has read it.
  const headers = { 'Cache-Control': `public, max-age=${keySetMaxAgeMs / 1000}` };
  const why = 'public keys, for platforms that check what Tirek signs';
  return [
    definePublicRoute({
      why,
      method: 'get',
      path: '/lti/keys',
      handler: async () => ({ reply: json({ keys: await parts.registrations.publicKeys() }), headers }),
    }),
    definePublicRoute({
      why,
      method: 'get',
      path: '/lti/keys/:registration',
      handler: async ({ params }) => {
        const keys = await keysOf(parts, params['registration'] ?? '');
        return keys === null ? { reply: json({ keys: [] }, 404) } : { reply: json({ keys }), headers };
      },
    }),
  ];
}

/** The keys of one registration, by its id or by the name that it was announced with. */
async function keysOf(
  { registrations, findAnnouncedKeys }: LtiRouteParts,
  unsafeId: string,
): Promise<readonly PublicJwk[] | null> {
  if (!idPattern.test(unsafeId)) return null;
  const found = await registrations.findById(asId<'registration'>(unsafeId));
  return found === null ? findAnnouncedKeys(unsafeId) : registrations.publicKeys(found.id);
}

async function answerLogin(
  parts: LtiRouteParts,
  request: PublicRequest,
  parameters: Parameters,
): Promise<PublicReply> {
  const way = loginWay(request, parameters, parts.publicUrl);
  const isKept = way.kind === 'storage';
  const answer = await login(parts, parameters, {
    browser: request.browser,
    storageTarget: isKept ? way.target : null,
    page: pageOf(request, parameters, parts.publicUrl),
  });
  const { redirectTo, registration } = answer;
  const frameAncestors = framingOrigins([registration]);
  if (way.kind === 'blocked') throw cookieBlocked(parameters);
  const isCheck = way.kind === 'check';
  const { setBrowser, setLogin } = cookiesOfLogin(parts.publicUrl, request, answer, isCheck);
  if (isCheck) return { reply: redirect(way.to), setLogin, frameAncestors };
  parts.record({ kind: 'login', registrationId: registration.id });
  if (isKept) return { reply: keepingPage(request, parameters, answer, way.target), frameAncestors };
  return { reply: redirect(redirectTo), setBrowser, setLogin };
}

async function answerLaunch(
  parts: LtiRouteParts,
  request: PublicRequest,
  parameters: Parameters,
): Promise<PublicReply> {
  const shown = {
    cookie: request.browser,
    readLogin: (loginId: string) => readLoginCookie(parts.publicUrl, request, loginId),
    kept: keptValue(request),
  };
  const verdict = await acceptLaunch(parts, parameters, shown);
  const { registration, storage } = verdict;
  if (verdict.kind === 'unproven') {
    const reply = recallingPage(request, parameters, verdict);
    return { reply, frameAncestors: framingOrigins([registration]) };
  }
  const { launch, browser, page } = verdict;
  const { origins: frameAncestors, waiting } = launchFrames(registration, page);
  if (waiting !== null) await parts.registrations.recordPendingFrame(registration, waiting);
  const { context, deploymentId, role } = launch;
  const { setBrowser, setLogin } = cookiesOfLaunch(parts.publicUrl, request, verdict);
  const goOn = (to: string): PublicReply => ({
    reply: storage === null ? redirect(to) : json({ to, token: browser }),
    frameAncestors,
    setBrowser,
    setLogin,
  });
  parts.record({ kind: 'launch', registrationId: registration.id, deploymentId, role });
  const door = { browser, frameAncestors, storage };
  const isLink = launch.message.type === 'LtiResourceLinkRequest';
  const console = isLink ? await parts.administrate(launch, door) : null;
  if (console !== null) return goOn(console.redirectTo);
  if (context === null) {
    const answer = (await parts.outsideCourse(launch)) ?? noCourse(launch, request);
    return { ...answer, frameAncestors, setBrowser, setLogin };
  }
  const { redirectTo } = await parts.enter(launch, context, door);
  request.log.info({ id: request.requestId, registration: registration.id, role: launch.role }, 'launch');
  return goOn(redirectTo);
}

/** In the language of the LMS; the browser's where the LMS does not say, or says one that we do not speak. */
function noCourse({ locale }: VerifiedLaunch, request: PublicRequest): PublicReply {
  const lang = langOfLocale(locale ?? undefined) ?? request.lang;
  const words = catalogueOf(lang).lti.noCourse;
  return { reply: message(words, 'info'), shell: { lang, frame: bareFrame(words.title) } };
}

const message = ({ title, text }: { title: string; text: string }, tone: 'info') =>
  page('layout/message', title, { message: { icon: 'info', tone, title, text } });
