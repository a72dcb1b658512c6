import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type Registration } from '../../lti/index.ts';
import { page, type PublicRoute, redirect } from '../../web/route.ts';
import { type ConsoleContext, consoleRoute } from './consoleRoute.ts';
import { type ConnectParts } from './parts.ts';
import { mayChange } from './platformRoutes.ts';
import { queueRow } from './queueView.ts';

const verbs = ['stop', 'resume'] as const;
const query = z.object({ done: z.enum(verbs).optional().catch(undefined) }).catch({});

/** Queues of grades on their way to LMSs: what waits, what fails, stop and go on. */
export function queueRoutes(parts: ConnectParts): PublicRoute[] {
  const { queues } = parts;
  // The operator's commands use the room without its pages.
  if (queues === undefined) return [];
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/queues',
      who: 'administrator',
      tab: 'queues',
      handler: async (context, input) => {
        const { t, lang, base } = context;
        const visible = await visiblePlatforms(parts, context);
        const reports = await queues.report(visible.map(one => one.id));
        const rows = visible.flatMap((one, index) => {
          const report = reports[index];
          const viewer = { t, lang, base, mayChange: mayChange(context, one) };
          return report === undefined ? [] : [queueRow(one, report, viewer)];
        });
        const { done } = query.parse(input.query);
        const notice = done === undefined ? null : t.console.queues.notices[done];
        return page('connect/queues', t.console.queues.title, { rows, notice });
      },
    }),
    ...verbs.map(verb =>
      consoleRoute(parts, {
        method: 'post',
        path: `/queues/:platform/${verb}`,
        who: 'administrator',
        tab: 'queues',
        handler: async (context, { params }) => {
          const visible = await visiblePlatforms(parts, context);
          const registration = visible.find(one => one.id === params['platform']);
          if (registration === undefined) throw new AppError('not-found', { what: 'platform' });
          if (!mayChange(context, registration)) throw new AppError('forbidden', { console: verb });
          await queues[verb](registration.id);
          context.audit(`queue-${verb}`, { platform: registration.id });
          return redirect(`${context.base}/queues?done=${verb}`);
        },
      }),
    ),
  ];
}

async function visiblePlatforms(
  { lti }: ConnectParts,
  { isOperator, session }: ConsoleContext,
): Promise<Registration[]> {
  const all = await lti.registrations.list();
  const visible = isOperator ? [...all] : all.filter(one => one.id === session.registrationId);
  return visible.sort((a, b) => a.name.localeCompare(b.name));
}
