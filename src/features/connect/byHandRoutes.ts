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
import { canvasConfiguration, type System, systemNames, systems, type ToolValues } from './domain/byHand.ts';
import { formsFor } from './domain/forms.ts';
import { type FormToFill } from './domain/forms/form.ts';
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
      forms: formsFor(system, tool).map((form, index) => formView(form, index + 1, tool, t)),
      fields: formFields(form, errors, t),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

/** A form of the LMS, as views/connect/byHand.ejs prints it. */
function formView({ name, place, fields }: FormToFill, number: number, tool: ToolValues, t: Catalogue) {
  const words = t.connect.byHand;
  return {
    id: name,
    title: `${number}. ${words.forms[name]}`,
    place,
    fields: fields.map(({ field, purpose, kind, value }, index) => ({
      id: `${name}-${index}`,
      field,
      purpose: words.purposes[purpose],
      value,
      copyLabel: kind === 'copy' ? words.copyLabel({ field }) : null,
      where: kind === 'look' ? words.where : null,
    })),
    // Canvas takes the rest of its key at once.
    json: name === 'key' ? JSON.stringify(canvasConfiguration(tool), null, 2) : null,
  };
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
