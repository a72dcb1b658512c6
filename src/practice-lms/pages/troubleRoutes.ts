import { Router } from 'express';
import { z } from 'zod';
import { type Platform } from '../platform.ts';
import { newId } from '../state.ts';
import { newTrouble, type Trouble, troubleKinds, troubleServices } from '../troubles.ts';
import { shownInstant } from './format.ts';
import { type FormAnswer, formRoute } from './forms.ts';
import { sendPage, startVisit, type Words } from './render.ts';

const blankIsNull = (value: unknown): unknown => (value === '' ? null : value);

const troubleForm = z.object({
  kind: z.enum(troubleKinds),
  service: z.enum(troubleServices),
  percent: z.coerce.number().min(0).max(100),
  times: z.preprocess(blankIsNull, z.coerce.number().int().min(1).max(10_000).nullable()),
  seconds: z.coerce.number().min(0).max(600),
  retryAfter: z.enum(['seconds', 'date', 'none']),
  status: z.enum(['500', '502', '503']),
  method: z.preprocess(blankIsNull, z.enum(['GET', 'POST', 'PUT', 'DELETE']).nullable()),
});

const clockForm = z.object({ seconds: z.coerce.number().int().min(-86_400).max(86_400) });

const here: FormAnswer = { to: '/troubles' };
const statuses = { '500': 500, '502': 502, '503': 503 } as const;

/** What goes wrong on purpose, and what the tool asked for meanwhile. */
export function troubleRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/troubles', async (request, response) => {
    const visit = startVisit(platform, request, response);
    await sendPage(
      request,
      response,
      visit,
      'troubles',
      { title: visit.t.troubles.title },
      troublesModel(platform, visit.t),
    );
  });
  router.post(
    '/troubles',
    change(platform, troubleForm, form => {
      const trouble = newTrouble(newId(platform.state), { ...form, status: statuses[form.status] });
      platform.state.troubles.push(trouble);
    }),
  );
  router.post(
    '/troubles/remove',
    change(platform, z.object({ id: z.string() }), ({ id }) => {
      platform.state.troubles = platform.state.troubles.filter(one => one.id !== id);
    }),
  );
  router.post(
    '/troubles/clear',
    change(platform, z.object({}), () => {
      platform.state.troubles = [];
      platform.state.clockSkewSeconds = 0;
    }),
  );
  router.post(
    '/troubles/clock',
    change(platform, clockForm, ({ seconds }) => {
      platform.state.clockSkewSeconds = seconds;
    }),
  );
  router.post(
    '/troubles/tokens',
    change(platform, z.object({}), () => platform.tokens.revokeAll()),
  );
  router.get('/requests', async (request, response) => {
    const visit = startVisit(platform, request, response);
    await sendPage(
      request,
      response,
      visit,
      'requests',
      { title: visit.t.requests.title },
      requestsModel(platform, visit.t),
    );
  });
  router.post(
    '/requests/clear',
    formRoute(platform, z.object({}), () => {
      platform.requests.clear();
      return { to: '/requests' };
    }),
  );
  return router;
}

/** A form of the troubles page: changes the state, saves, and comes back. */
function change<T>(platform: Platform, shape: z.ZodType<T>, apply: (form: T) => void) {
  return formRoute(platform, shape, async (_platform, _visit, form) => {
    apply(form);
    await platform.save();
    return here;
  });
}

/** What a trouble does, in one line. */
function describe(trouble: Trouble, t: Words): string {
  const words = t.troubles;
  const particulars = {
    slow: [String(trouble.seconds)],
    'too-many': [words.retryAfters[trouble.retryAfter], String(trouble.seconds)],
    'server-error': [String(trouble.status)],
  };
  return [
    words.kinds[trouble.kind],
    ...(trouble.kind in particulars ? particulars[trouble.kind as keyof typeof particulars] : []),
    words.services[trouble.service],
    ...(trouble.method === null ? [] : [trouble.method]),
    `${trouble.percent} %`,
    trouble.times === null ? words.untilTurnedOff : words.timesLeft({ times: trouble.times }),
  ].join(' · ');
}

function troublesModel(platform: Platform, t: Words) {
  const words = t.troubles;
  const options = (values: readonly string[], labels: Readonly<Record<string, string>>) =>
    values.map(value => ({ value, label: labels[value] ?? value }));
  return {
    troubles: platform.state.troubles.map(one => ({ id: one.id, text: describe(one, t) })),
    clockSkewSeconds: platform.state.clockSkewSeconds,
    kinds: options(troubleKinds, words.kinds),
    services: options(troubleServices, words.services),
    retryAfters: options(['seconds', 'date', 'none'], words.retryAfters),
    statuses: options(['500', '502', '503'], {}),
    methods: [{ value: '', label: words.anyMethod }, ...options(['GET', 'POST', 'PUT', 'DELETE'], {})],
  };
}

const shownRequests = 200;

function requestsModel(platform: Platform, t: Words) {
  const last = platform.requests.all().slice(-shownRequests);
  return {
    requests: last.reverse().map(one => ({
      at: shownInstant(one.at),
      method: one.method,
      path: one.path,
      status: one.status === 0 ? t.requests.dropped : String(one.status),
      isGood: one.status >= 200 && one.status < 400,
      durationMs: one.durationMs,
      detail: one.detail,
      troubles: one.troubles.map(kind => t.troubles.kinds[kind]).join(', '),
    })),
  };
}
