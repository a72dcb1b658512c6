import { z } from 'zod';
import { dayOfInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import {
  type DefineInstitutionPage,
  type InstitutionContext,
  type InstitutionPages,
} from '../connect/index.ts';
import { defaultTimeZone } from '../course/index.ts';
import { type PolicyMaker } from '../grading/index.ts';
import { type FormFault, formOf, readPolicyForm, type Typed } from './domain/policyForm.ts';
import { presetNames, presets } from './domain/presets.ts';
import { formView } from './policyFormView.ts';
import { type MovePreview, type PolicyService } from './policyService.ts';
import { coursesView, previewView, versionsView } from './policyPagesView.ts';
import { policyInWords } from './policyView.ts';

export interface PolicyPagesParts {
  readonly service: PolicyService;
  readonly now: () => Date;
}

const done = z.object({ done: z.enum(['saved', 'moved']).optional().catch(undefined) }).catch({});
const start = z.object({ from: z.enum(presetNames).optional().catch(undefined) }).catch({});
const typedForm = z.record(z.string().max(60), z.string().max(2000));
const target = z.object({ to: z.coerce.number().int().min(1) });
const moveBody = target.extend({
  from: z.coerce.number().int().min(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().trim().min(1).max(500),
});

/** The grading policy in the console: its versions, a form for the next one, and the courses that are graded by them. */
export function policyPages(parts: PolicyPagesParts): InstitutionPages {
  return {
    links: [{ path: '/policy', text: t => t.policy.open }],
    routes: define => [
      ...versionRoutes(parts, define),
      ...formRoutes(parts, define),
      ...moveRoutes(parts, define),
    ],
  };
}

const makerOf = ({ isOperator }: InstitutionContext): PolicyMaker =>
  isOperator ? 'operator' : 'administrator';

function versionRoutes({ service }: PolicyPagesParts, define: DefineInstitutionPage): PublicRoute[] {
  return [
    define({
      method: 'get',
      path: '/policy',
      handler: async (context, { query }) => {
        const { t, registration } = context;
        const [versions, courses] = await Promise.all([
          service.versions(registration.id),
          service.courses(registration.id),
        ]);
        const notice = done.parse(query).done;
        return page('policy/versions', t.policy.title, {
          ...versionsView(context, { versions, courses, inForce: service.inForce(versions) }),
          notice: notice === undefined ? null : t.policy.console[notice],
        });
      },
    }),
    define({
      method: 'get',
      path: '/policy/versions/:version',
      handler: async (context, { params }) => {
        const { t, lang, home, registration } = context;
        const versions = await service.versions(registration.id);
        const found = versions.find(({ version }) => String(version) === params['version']);
        if (found === undefined) throw new AppError('not-found', { what: 'version of the policy' });
        const title = t.policy.version(found);
        return page('policy/version', title, { home, title, ...policyInWords(found.policy, t, lang) });
      },
    }),
  ];
}

function formRoutes({ service, now }: PolicyPagesParts, define: DefineInstitutionPage): PublicRoute[] {
  const show = (
    context: InstitutionContext,
    form: { typed: Typed; base: number; faults?: readonly FormFault[]; isChanged?: boolean },
  ): Reply => {
    const { faults = [], isChanged = false } = form;
    const status = isChanged ? 409 : faults.length > 0 ? 422 : 200;
    return page(
      'policy/form',
      context.t.policy.form.title,
      { ...formView(context, { ...form, faults }), isChanged },
      status,
    );
  };
  return [
    define({
      method: 'get',
      path: '/policy/new',
      handler: async (context, { query }) => {
        const [newest] = await service.versions(context.registration.id);
        if (newest === undefined) throw new Error('an institution without a policy');
        const { from } = start.parse(query);
        const policy = from === undefined ? newest.policy : presets[from];
        const typed = { ...formOf(policy), from: dayOfInstant(now(), defaultTimeZone) };
        return show(context, { typed, base: newest.version });
      },
    }),
    define({
      method: 'post',
      path: '/policy/new',
      body: typedForm,
      handler: async (context, { body }) => {
        const { id } = context.registration;
        const base = Number(body['base']);
        const reading = readPolicyForm(body);
        if (!reading.ok) return show(context, { typed: body, base, faults: reading.faults });
        if (!(await service.add(id, base, reading.wish, makerOf(context)))) {
          const [newest] = await service.versions(id);
          return show(context, { typed: body, base: newest?.version ?? base, isChanged: true });
        }
        context.audit('policy-version', { platform: id, version: base + 1 });
        return redirect(`${context.home}/policy?done=saved`);
      },
    }),
  ];
}

function moveRoutes({ service }: PolicyPagesParts, define: DefineInstitutionPage): PublicRoute[] {
  const show = async (
    context: InstitutionContext,
    preview: MovePreview,
    { isChanged = false }: { isChanged?: boolean } = {},
  ): Promise<Reply> => {
    const history = await service.history(preview.course.id);
    const versions = await service.versions(context.registration.id);
    return page(
      'policy/move',
      context.t.policy.move.previewTitle(preview),
      { ...previewView(context, { preview, history, versions }), isChanged },
      isChanged ? 409 : 200,
    );
  };
  const path = '/policy/courses/:course';
  return [
    define({
      method: 'get',
      path: '/policy/courses',
      handler: async context => {
        const { id } = context.registration;
        const [versions, courses] = await Promise.all([service.versions(id), service.courses(id)]);
        return page('policy/courses', context.t.policy.move.title, coursesView(context, versions, courses));
      },
    }),
    define({
      method: 'get',
      path,
      handler: async (context, { params, query }) => {
        const wanted = target.safeParse(query);
        if (!wanted.success) return redirect(`${context.home}/policy/courses`);
        const { id } = context.registration;
        return show(context, await service.preview(id, params['course'] ?? '', wanted.data.to));
      },
    }),
    define({
      method: 'post',
      path,
      body: moveBody,
      handler: async (context, { params, body }) => {
        const { id } = context.registration;
        const { reason, ...shown } = body;
        const course = params['course'] ?? '';
        const outcome = await service.move(id, { ...shown, course }, { reason, by: makerOf(context) });
        if (outcome.kind === 'changed') return show(context, outcome.preview, { isChanged: true });
        context.audit('policy-move', { platform: id, course, from: body.from, to: body.to });
        return redirect(`${context.home}/policy?done=moved`);
      },
    }),
  ];
}
