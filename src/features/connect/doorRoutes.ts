import { z } from 'zod';
import { isLang } from '../../i18n/lang.ts';
import { AppError } from '../../kernel/errors.ts';
import { randomToken } from '../../secrets/sealer.ts';
import {
  definePublicRoute,
  page,
  type PublicReply,
  type PublicRequest,
  type PublicRoute,
  redirect,
} from '../../web/route.ts';
import { consoleRoute } from './consoleRoute.ts';
import { type ConnectParts } from './parts.ts';

const linkKey = z.object({ key: z.string().max(200) }).catch({ key: '' });

/** The way into the console by a one-time link, its language, and the way out. */
export function doorRoutes(parts: ConnectParts): PublicRoute[] {
  const { sessions, now } = parts;
  return [
    definePublicRoute({
      why: 'the one-time link is the permission; looking does not use it up',
      method: 'get',
      path: '/console/open',
      handler: async request => showDoor(parts, request),
    }),
    definePublicRoute({
      why: 'the one-time link is the permission and the proof',
      method: 'post',
      path: '/console/open',
      bodyLimit: 10_000,
      handler: request => enter(parts, request),
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/language',
      who: 'administrator',
      body: z.object({ lang: z.string().refine(isLang), here: z.string().max(500).optional() }),
      handler: async ({ session, base }, { body }) => {
        if (isLang(body.lang)) await sessions.setLang(session.id, body.lang);
        const back = body.here ?? '';
        return redirect(back.startsWith(`${base}/`) && !back.includes('\\') ? back : `${base}/`);
      },
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/leave',
      who: 'administrator',
      handler: async context => {
        await sessions.end(context.session.id);
        context.audit('leave');
        return redirect('/console/left');
      },
    }),
    definePublicRoute({
      why: 'says that the console is closed; holds nothing',
      method: 'get',
      path: '/console/left',
      handler: ({ t }) => {
        const { leftTitle: title, leftText: text } = t.console.door;
        return {
          reply: page('layout/message', title, { message: { icon: 'lock', tone: 'info', title, text } }),
        };
      },
    }),
  ];

  /** A browser or a mail program may fetch the link by itself, so the link opens with a button. */
  async function showDoor({ sessions }: ConnectParts, request: PublicRequest): Promise<PublicReply> {
    const { key } = linkKey.parse(request.query);
    if (!(await sessions.hasLink(key, now()))) return gone(request);
    return { reply: page('connect/door', request.t.console.door.title, { key }) };
  }

  async function enter({ sessions, log }: ConnectParts, request: PublicRequest): Promise<PublicReply> {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('csrf', { site });
    const { key } = linkKey.parse(request.body);
    if (!(await sessions.useLink(key, now()))) return gone(request);
    const browser = request.browser ?? randomToken();
    const session = { registrationId: null, lang: request.lang, frameAncestors: [], storage: null };
    const id = await sessions.create(session, browser, now());
    log.info({ id: request.requestId, action: 'open', session: id, scope: 'operator' }, 'console-action');
    return { reply: redirect(`/console/${id}/`), setBrowser: browser };
  }
}

function gone({ t }: PublicRequest): PublicReply {
  const { goneTitle: title, goneText: text } = t.console.door;
  return {
    reply: page('layout/message', title, { message: { icon: 'lock', tone: 'warning', title, text } }, 403),
  };
}
