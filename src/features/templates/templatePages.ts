import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import {
  type DefineInstitutionPage,
  type InstitutionContext,
  type InstitutionPages,
} from '../connect/index.ts';
import { policyKinds } from '../syllabus/index.ts';
import { missingLanguages, policyOf, type SyllabusTemplate, withPolicy } from './domain/template.ts';
import { readWeights } from './domain/typedWeights.ts';
import { type TemplateChange, type TemplateStore, type TemplateVersion } from './templateStore.ts';
import { overviewView, policyFields, weightFields } from './templateView.ts';

export interface TemplatePagesParts {
  readonly store: TemplateStore;
  readonly now: () => Date;
}

/** A text may have so many characters in each language. */
const longest = 8_000;
const typedText = z
  .string()
  .max(longest)
  .transform(text => text.replace(/\r\n?/g, '\n').trim());
const rev = z.coerce.number().int().min(0);
const textsBody = z.object({
  rev,
  locked: z.literal('1').optional(),
  kk: typedText,
  ru: typedText,
  en: typedText,
});
const typedPercent = z.string().max(20).default('');
const weightsBody = z.object({
  rev,
  practice: typedPercent,
  independent: typedPercent,
  project: typedPercent,
  exam: typedPercent,
  other: typedPercent,
});
const restoreBody = z.object({ rev, version: z.coerce.number().int().min(1) });
const kindOf = z.enum(policyKinds);
const overviewQuery = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  saved: z.literal('1').optional().catch(undefined),
});

/** The template of an institution in the console: an overview, a form for each text, and one for the weights. */
export function templatePages(parts: TemplatePagesParts): InstitutionPages {
  return {
    links: [{ path: '/template', text: t => t.templates.open }],
    routes: define => [
      ...overviewRoutes(parts, define),
      ...textRoutes(parts, define),
      ...weightRoutes(parts, define),
    ],
  };
}

function overviewRoutes({ store, now }: TemplatePagesParts, define: DefineInstitutionPage): PublicRoute[] {
  return [
    define({
      method: 'get',
      path: '/template',
      handler: async (context, input) => {
        const { version, saved } = overviewQuery.parse(input.query);
        const { id } = context.registration;
        const newest = await store.newest(id);
        const shown = version === undefined ? newest : await store.find(id, version);
        if (shown === null) throw new AppError('not-found', { what: 'version of a template' });
        const editions = await store.editions(id);
        const view = overviewView({ shown, newest: newest.version, editions }, context);
        const { t } = context;
        const notice = saved === undefined ? null : t.templates.saved;
        return page('templates/overview', t.templates.title, { ...view, notice });
      },
    }),
    define({
      method: 'post',
      path: '/template/restore',
      body: restoreBody,
      handler: async (context, { body }) => {
        const older = await store.find(context.registration.id, body.version);
        if (older === null) throw new AppError('not-found', { what: 'version of a template' });
        const saved = await save({ store, now }, context, body.rev, older.template, 'restored');
        if (saved === null) throw new AppError('conflict', { what: 'template' });
        return saved;
      },
    }),
  ];
}

function textRoutes({ store, now }: TemplatePagesParts, define: DefineInstitutionPage): PublicRoute[] {
  const path = '/template/texts/:kind';
  const read = (params: Readonly<Record<string, string>>) => {
    const kind = kindOf.safeParse(params['kind']);
    if (!kind.success) throw new AppError('not-found', { what: 'part of the policy' });
    return kind.data;
  };
  const show = (
    context: InstitutionContext,
    newest: TemplateVersion,
    policy: SyllabusTemplate['policies'][number],
    problem: 'incomplete' | 'conflict' | null,
  ): Reply => {
    const { t, home, canChange } = context;
    const model = {
      fields: policyFields(policy, problem === 'incomplete', canChange, t),
      locked: policy.locked,
      problem: problem === null ? null : t.templates[problem],
      ...{ home, canChange, rev: newest.version, kind: policy.kind },
    };
    return page('templates/text', t.syllabus.policyKinds[policy.kind], model, statusOf(problem));
  };
  return [
    define({
      method: 'get',
      path,
      handler: async (context, { params }) => {
        const newest = await store.newest(context.registration.id);
        return show(context, newest, policyOf(newest.template, read(params)), null);
      },
    }),
    define({
      method: 'post',
      path,
      body: textsBody,
      // Kazakh letters are six characters each in a form's body.
      bodyLimit: 3 * longest * 6 + 10_000,
      handler: async (context, { params, body }) => {
        const { kk, ru, en } = body;
        const policy = { kind: read(params), locked: body.locked === '1', texts: { kk, ru, en } };
        const newest = await store.newest(context.registration.id);
        if (missingLanguages(policy).length > 0) return show(context, newest, policy, 'incomplete');
        const template = withPolicy(newest.template, policy);
        const saved = await save({ store, now }, context, body.rev, template, policy.kind);
        return saved ?? show(context, await store.newest(context.registration.id), policy, 'conflict');
      },
    }),
  ];
}

function weightRoutes({ store, now }: TemplatePagesParts, define: DefineInstitutionPage): PublicRoute[] {
  const path = '/template/weights';
  const show = (
    { t, home, canChange }: InstitutionContext,
    version: number,
    typed: Readonly<Record<string, string>>,
    problem: 'weightsSum' | 'weightsWrong' | 'conflict' | null,
    unread: readonly string[] = [],
  ): Reply => {
    const fields = weightFields(typed, unread, canChange, t);
    const text = problem === null ? null : t.templates[problem];
    const model = { fields, problem: text, home, canChange, rev: version };
    return page('templates/weights', t.templates.weights, model, statusOf(problem));
  };
  return [
    define({
      method: 'get',
      path,
      handler: async context => {
        const { version, template } = await store.newest(context.registration.id);
        const percents = template.weights.map(({ kind, percent }) => [kind, String(percent)]);
        return show(context, version, Object.fromEntries(percents) as Record<string, string>, null);
      },
    }),
    define({
      method: 'post',
      path,
      body: weightsBody,
      handler: async (context, { body }) => {
        const { rev: basedOn, ...typed } = body;
        const reading = readWeights(typed);
        const newest = await store.newest(context.registration.id);
        if (reading.kind === 'wrong') {
          const problem = reading.unread.length === 0 ? 'weightsSum' : 'weightsWrong';
          return show(context, newest.version, typed, problem, reading.unread);
        }
        const template = { ...newest.template, weights: reading.weights };
        const saved = await save({ store, now }, context, basedOn, template, 'weights');
        if (saved !== null) return saved;
        return show(context, (await store.newest(context.registration.id)).version, typed, 'conflict');
      },
    }),
  ];
}

const statusOf = (problem: string | null): number =>
  problem === null ? 200 : problem === 'conflict' ? 409 : 422;

/** Null when somebody else has saved since the form was shown: nothing is overwritten unseen. */
async function save(
  { store, now }: TemplatePagesParts,
  context: InstitutionContext,
  basedOn: number,
  template: SyllabusTemplate,
  change: TemplateChange,
): Promise<Reply | null> {
  const { id } = context.registration;
  const saved = await store.save(id, basedOn, { template, change }, now());
  if (!saved) return null;
  context.audit('template', { platform: id, change });
  return redirect(`${context.home}/template?saved=1`);
}
