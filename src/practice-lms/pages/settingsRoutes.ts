import { Router } from 'express';
import { z } from 'zod';
import { registeredTool } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { authUrl, jwksUrl } from '../services/keyRoutes.ts';
import { tokenUrl } from '../services/tokenRoutes.ts';
import { findCourse } from '../world.ts';
import { switchWays } from '../ways.ts';
import { shownInstant } from './format.ts';
import { type FormAnswer, formRoute } from './forms.ts';
import { sendPage, startVisit, type Words } from './render.ts';

const waysForm = z.looseObject({
  pageSize: z.coerce.number().int().min(0).max(1000),
  tokenSeconds: z.coerce.number().int().min(1).max(86_400),
});

const here: FormAnswer = { to: '/settings' };

/** The LMS's ways, its keys and its registration. Open to everyone: on this portal everybody is at practice. */
export function settingsRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/settings', async (request, response) => {
    const visit = startVisit(platform, request, response);
    await sendPage(
      request,
      response,
      visit,
      'settings',
      { title: visit.t.settings.title },
      settingsModel(platform, visit.t),
    );
  });
  router.post(
    '/settings/ways',
    formRoute(platform, waysForm, async (_platform, _visit, form) => {
      const { ways } = platform.state;
      for (const way of switchWays) ways[way] = form[way] === 'on';
      ways.pageSize = form.pageSize;
      ways.tokenSeconds = form.tokenSeconds;
      await platform.save();
      return here;
    }),
  );
  router.post(
    '/settings/keys',
    formRoute(platform, z.object({ old: z.enum(['keep', 'forget']) }), async (_platform, _visit, { old }) => {
      await platform.keys.rotate(platform.trueNow(), { forgetOld: old === 'forget' });
      return here;
    }),
  );
  router.post(
    '/settings/courses/:courseId',
    formRoute(
      platform,
      z.object({ published: z.enum(['yes', 'no']) }),
      async (_platform, _visit, form, _response, request) => {
        const course = findCourse(platform.state, String(request.params.courseId));
        if (course === null) return { message: 'notFound', status: 404 };
        course.isPublished = form.published === 'yes';
        await platform.save();
        return here;
      },
    ),
  );
  router.post(
    '/settings/afresh',
    formRoute(platform, z.object({}), async () => {
      await platform.startAfresh();
      return { to: '/' };
    }),
  );
  return router;
}

function settingsModel(platform: Platform, t: Words) {
  const { state, tool, keys } = platform;
  const words = t.settings.registration;
  return {
    ways: switchWays.map(way => ({ way, label: t.settings.ways[way], isOn: state.ways[way] })),
    pageSize: state.ways.pageSize,
    tokenSeconds: state.ways.tokenSeconds,
    courses: state.courses.map(({ id, title, isPublished }) => ({ id, title, isPublished })),
    keys: keys.published(platform.trueNow()).map(({ kid, madeAt, retiredAt }) => ({
      kid,
      madeAt: shownInstant(madeAt),
      state:
        retiredAt === null ? t.settings.keySigns : t.settings.keyRetired({ at: shownInstant(retiredAt) }),
    })),
    registration: [
      [words.issuer, platform.url],
      [words.clientId, registeredTool.clientId],
      [words.deploymentId, registeredTool.deploymentId],
      [words.authUrl, authUrl(platform)],
      [words.tokenUrl, tokenUrl(platform)],
      [words.jwksUrl, jwksUrl(platform)],
      [words.loginUrl, tool.loginUrl],
      [words.launchUrl, tool.launchUrl],
      [words.keysUrl, tool.keysUrl],
    ],
  };
}
