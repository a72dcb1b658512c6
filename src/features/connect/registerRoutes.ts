import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type DynamicRegistration, RegistrationFailedError } from '../../lti/index.ts';
import {
  definePublicRoute,
  json,
  page,
  type PublicReply,
  type PublicRequest,
  type PublicRoute,
} from '../../web/route.ts';
import { failureMessage, offerView, registeredView } from './registerView.ts';

export interface RegisterParts {
  readonly dynamicRegistration: DynamicRegistration;
}

const one = z.string().nullish().catch(null);
const query = z.object({ token: one, openid_configuration: one, registration_token: one }).catch({});
const form = z.object({ offer: z.string(), proof: z.string() }).catch({ offer: '', proof: '' });

/** LTI Dynamic Registration 1.0: an LMS opens the invitation's address in a frame or a window of its own. */
export function registerRoutes(parts: RegisterParts): PublicRoute[] {
  return [
    definePublicRoute({
      why: 'an LMS opens it; the invitation in the address is the permission',
      method: 'get',
      path: '/lti/register',
      handler: request => showOffer(parts, request),
    }),
    definePublicRoute({
      why: 'the signed offer in the form is the permission and the proof of our own page',
      method: 'post',
      path: '/lti/register',
      bodyLimit: 200_000,
      handler: request => confirm(parts, request),
    }),
  ];
}

async function showOffer(
  { dynamicRegistration }: RegisterParts,
  request: PublicRequest,
): Promise<PublicReply> {
  const fields = query.parse(request.query);
  const openidConfiguration = fields.openid_configuration ?? null;
  return failing(request, originsOf(openidConfiguration), async () => {
    const offer = await dynamicRegistration.look({
      token: fields.token ?? null,
      openidConfiguration,
      registrationToken: fields.registration_token ?? null,
      openerOrigin: originOf(request.headers['referer']),
    });
    const { title } = request.t.connect.offer;
    return {
      reply: page('connect/offer', title, { offer: offerView(offer, request.t) }),
      frameAncestors: offer.frameAncestors,
    };
  });
}

async function confirm({ dynamicRegistration }: RegisterParts, request: PublicRequest): Promise<PublicReply> {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('csrf', { site });
  return failing(request, [], async () => {
    const pending = dynamicRegistration.open(form.parse(request.body));
    const frameAncestors = dynamicRegistration.framesOf(pending);
    return failing(request, frameAncestors, async () => {
      const registered = await dynamicRegistration.register(pending);
      const { id, status } = registered.registration;
      request.log.info(
        { id: request.requestId, registration: id, status, update: registered.isUpdate },
        'platform-registered',
      );
      const view = registeredView(registered, pending.closeOrigin, request.t);
      return { reply: page('connect/registered', view.title, { registered: view }), frameAncestors };
    });
  });
}

/** Turns a failed registration into its page and its line in the log; every other error goes on to the web layer. */
async function failing(
  request: PublicRequest,
  frameAncestors: readonly string[],
  work: () => Promise<PublicReply>,
): Promise<PublicReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegistrationFailedError)) throw error;
    const { code, status, detail } = error;
    request.log.warn({ id: request.requestId, code, status, ...detail }, 'registration-failed');
    const message = failureMessage(error, request.requestId, request.t);
    const reply = request.wantsJson
      ? json({ error: { code, id: request.requestId, title: message.title, message: message.text } }, status)
      : page('layout/message', message.title, { message }, status);
    return { reply, frameAncestors };
  }
}

function originOf(address: string | string[] | undefined | null): string | null {
  if (typeof address !== 'string' || !URL.canParse(address)) return null;
  const { origin, protocol } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

/** Where the page of a failure may be shown: the LMS that names itself; the page holds nothing and changes nothing. */
function originsOf(address: string | null): readonly string[] {
  const origin = originOf(address);
  return origin === null ? [] : [origin];
}
