import { z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { noticeScope, RegistrationError, toolAddresses, toolScopes, toolVariables } from '../../lti/index.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import {
  byHandForm,
  type ByHandErrors,
  type ByHandField,
  type ByHandForm,
  emptyForm,
  readByHand,
} from './byHandForm.ts';
import { type ConsoleContext, consoleRoute } from './consoleRoute.ts';
import {
  canvasConfiguration,
  fieldsFor,
  places,
  type System,
  systemNames,
  systems,
  type ToolValues,
} from './domain/byHand.ts';
import { type ConnectParts } from './parts.ts';

const query = z
  .object({ system: z.enum(systems).catch('moodle').default('moodle') })
  .catch({ system: 'moodle' });

/** Connecting an LMS by hand: every value to copy into it, and a form for what it gives back. */
export function byHandRoutes(parts: ConnectParts): PublicRoute[] {
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/by-hand',
      who: 'operator',
      tab: 'byHand',
      handler: (context, input) => show(parts, context, emptyForm(query.parse(input.query).system), {}),
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/by-hand',
      who: 'operator',
      tab: 'byHand',
      body: byHandForm,
      handler: async (context, { body }) => add(parts, context, body),
    }),
  ];
}

async function add(parts: ConnectParts, context: ConsoleContext, form: ByHandForm): Promise<Reply> {
  const read = readByHand(form);
  if ('errors' in read) return show(parts, context, form, read.errors);
  try {
    const added = await parts.lti.registrations.add(read.values, read.deploymentIds);
    context.audit('add', { registration: added.id, issuer: added.issuer });
    return redirect(`${context.base}/platforms/${added.id}?done=added`);
  } catch (error) {
    // What the form's own rules let through and the registry's do not is an issuer with a query.
    if (error instanceof RegistrationError) return show(parts, context, form, { issuer: 'address' });
    throw error;
  }
}

export function toolValues(publicUrl: string, t: Catalogue): ToolValues {
  const { name, description } = t.connect.tool;
  const asked = { scopes: toolScopes, noticeScope, variables: toolVariables };
  return { ...toolAddresses(publicUrl), name, description, ...asked };
}

function show(
  parts: ConnectParts,
  { t, base }: ConsoleContext,
  form: ByHandForm,
  errors: ByHandErrors,
): Reply {
  const words = t.connect.byHand;
  const { system } = form;
  const tool = toolValues(parts.publicUrl, t);
  return page(
    'connect/byHand',
    words.title,
    {
      action: `${base}/by-hand`,
      system,
      tabs: systems.map(one => ({
        href: `${base}/by-hand?system=${one}`,
        text: systemNames[one],
        current: one === system,
      })),
      place: places[system],
      values: fieldsFor(system, tool).map((one, index) => ({
        ...one,
        id: `value-${index}`,
        copyLabel: words.copyLabel({ field: one.field }),
      })),
      json: system === 'canvas' ? JSON.stringify(canvasConfiguration(tool), null, 2) : null,
      fields: formFields(form, errors, t),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

function formFields(form: ByHandForm, errors: ByHandErrors, t: Catalogue) {
  const words = t.connect.byHand;
  const field = (name: ByHandField, more: { hint?: string; optional?: boolean } = {}) => {
    const error = errors[name];
    const label = words[name];
    const known = error === undefined ? {} : { error: words.wrong[error] };
    return { id: name, name, label, value: form[name], autocomplete: 'off', ...more, ...known };
  };
  const needsSite: readonly System[] = ['moodle', 'brightspace', 'sakai'];
  return [
    field('name', { hint: words.nameHint }),
    field('site', { hint: words.siteHint, optional: !needsSite.includes(form.system) }),
    field('clientId'),
    field('deploymentId', { hint: words.deploymentHint, optional: true }),
    field('issuer', { optional: true }),
    field('authUrl', { optional: true }),
    field('tokenUrl', { optional: form.system !== 'sakai' }),
    field('jwksUrl', { optional: true }),
    field('tokenAudience', { optional: true }),
  ];
}
