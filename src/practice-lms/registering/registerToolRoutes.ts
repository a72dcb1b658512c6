import { Router } from 'express';
import { z } from 'zod';
import { startLaunch } from '../launching.ts';
import { shownInstant } from '../pages/format.ts';
import { formRoute } from '../pages/forms.ts';
import { peekVisit, sendAutopost, sendMessage, sendPage, startVisit } from '../pages/render.ts';
import { type Platform } from '../platform.ts';
import { openidConfigurationUrl } from '../services/keyRoutes.ts';

/** Where an administrator registers the tool once more, by the invitation that the tool's operator made. */
export function registerToolRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/register-tool', async (request, response) => {
    const visit = startVisit(platform, request, response);
    const clients = platform.clients
      .all()
      .map(one => ({ ...one, registeredAt: shownInstant(one.registeredAt) }));
    const canOpen = visit.person !== null;
    await sendPage(
      request,
      response,
      visit,
      'register-tool',
      { title: visit.t.register.title },
      { clients, canOpen },
    );
  });
  router.get('/register-tool/open', async (request, response) => {
    const address = toolAddress(platform, request.query.url);
    if (address === null) {
      await sendMessage(platform, request, response, 400, 'wrongInput');
      return;
    }
    // As Moodle, which puts both into the address of its frame.
    address.searchParams.set('openid_configuration', openidConfigurationUrl(platform));
    address.searchParams.set('registration_token', platform.clients.issueToken(platform.trueNow()));
    const visit = startVisit(platform, request, response);
    const model = { frameHref: address.href, toolOrigin: platform.tool.origin };
    await sendPage(request, response, visit, 'register-frame', { title: visit.t.register.title }, model);
  });
  router.post(
    '/register-tool',
    formRoute(platform, z.object({ url: z.string().max(2000) }), (_platform, _visit, { url }) =>
      toolAddress(platform, url) === null
        ? { message: 'wrongInput', status: 400 }
        : { to: `/register-tool/open?url=${encodeURIComponent(url.trim())}` },
    ),
  );
  router.get('/register-tool/:clientId/launch', async (request, response) => {
    const { person } = peekVisit(platform, request);
    const client = platform.clients.find(String(request.params.clientId));
    const [activity] = platform.state.activities;
    if (person === null || client === null || activity === undefined) {
      await sendMessage(
        platform,
        request,
        response,
        person === null ? 403 : 404,
        person === null ? 'notAllowed' : 'notFound',
      );
      return;
    }
    const opening = { message: 'LtiResourceLinkRequest', activity } as const;
    await sendAutopost(platform, request, response, startLaunch(platform, person, opening, 'window', client));
  });
  return router;
}

/** An address of the one tool whose pages may stand in this LMS's frames; null for any other. */
function toolAddress(platform: Platform, value: unknown): URL | null {
  if (typeof value !== 'string' || !URL.canParse(value.trim())) return null;
  const url = new URL(value.trim());
  return url.origin === platform.tool.origin ? url : null;
}
