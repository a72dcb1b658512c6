import { z } from 'zod';
import { type Registration } from '../../lti/index.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import { type ConsoleContext, consoleRoute } from './consoleRoute.ts';
import { type ConnectParts } from './parts.ts';
import { getPlatform, known } from './platformRoutes.ts';
import { tabTitle } from './platformsView.ts';

/** Removing a platform: a page that says what goes and what stays, and a name to type. */
export function removeRoutes(parts: ConnectParts): PublicRoute[] {
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/platforms/:platform/remove',
      who: 'operator',
      tab: 'platforms',
      handler: async (context, { params }) =>
        ask(parts, context, await getPlatform(parts, context, params), null),
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/platforms/:platform/remove',
      who: 'operator',
      tab: 'platforms',
      body: z.object({ name: z.string().max(500) }),
      handler: async (context, { params, body }) => {
        const registration = await getPlatform(parts, context, params);
        if (body.name.trim() !== registration.name.trim())
          return ask(parts, context, registration, body.name);
        await remove(parts, registration);
        context.audit('remove', { registration: registration.id, issuer: registration.issuer });
        return redirect(`${context.base}/?done=removed`);
      },
    }),
  ];
}

async function remove(parts: ConnectParts, registration: Registration): Promise<void> {
  await known(() => parts.lti.registrations.remove(registration));
  await Promise.all([
    parts.launchLog.forget(registration.id),
    parts.checks.remove(registration.id),
    parts.sessions.endAllOf(registration.id),
  ]);
}

/** @param typed what was typed instead of the name; null the first time */
async function ask(
  parts: ConnectParts,
  { t, base }: ConsoleContext,
  registration: Registration,
  typed: string | null,
): Promise<Reply> {
  const words = t.console.remove;
  const [courses, keys] = await Promise.all([
    parts.courses.countOf(registration.id),
    parts.lti.registrations.publicKeys(registration.id),
  ]);
  const back = `${base}/platforms/${registration.id}`;
  return page(
    'connect/remove',
    tabTitle(registration.name),
    {
      back,
      action: `${back}/remove`,
      name: registration.name,
      deleted: [
        words.registration,
        words.deployments({ count: registration.deployments.length }),
        words.keys({ count: keys.length }),
        words.history,
      ],
      kept: [words.courses({ count: courses })],
      field: {
        id: 'name',
        name: 'name',
        label: words.confirm,
        hint: registration.name,
        value: typed ?? '',
        autocomplete: 'off',
        required: true,
        ...(typed === null ? {} : { error: words.wrong }),
      },
    },
    typed === null ? 200 : 422,
  );
}
