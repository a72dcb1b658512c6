import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../../web/route.ts';
import { type DefineInstitutionPage, type InstitutionContext } from '../../connect/index.ts';
import { type Approvable } from '../approvable.ts';
import { type DocumentKind } from '../domain/documentKind.ts';
import { mostSteps, readSteps, type StepFault, type TypedStep } from '../domain/typedSteps.ts';
import { typedOf, stepFields } from './stepView.ts';
import { type StepStore } from './stepStore.ts';

export interface StepPagesParts {
  readonly steps: StepStore;
  readonly documents: readonly Approvable[];
  readonly now: () => Date;
}

const body = z.record(z.string(), z.string().max(200)).refine(({ rev = '' }) => /^\d{1,6}$/.test(rev));
const overviewQuery = z.object({ saved: z.literal('1').optional().catch(undefined) });

/** The steps of an institution: who agrees to which kind of document, in which order. */
export function stepPages(parts: StepPagesParts, define: DefineInstitutionPage): PublicRoute[] {
  const kindOf = (params: Readonly<Record<string, string>>): Approvable => {
    const found = parts.documents.find(one => one.kind === params['kind']);
    if (found === undefined) throw new AppError('not-found', { what: 'kind of document' });
    return found;
  };
  return [
    define({
      method: 'get',
      path: '/approval',
      handler: (context, { query }) => showOverview(parts, context, overviewQuery.parse(query).saved === '1'),
    }),
    define({
      method: 'get',
      path: '/approval/steps/:kind',
      handler: async (context, { params }) => {
        const document = kindOf(params);
        const { version, steps, isRequired } = await parts.steps.newest(
          context.registration.id,
          document.kind,
        );
        return showForm(context, document, { rev: version, typed: typedOf(steps), isRequired }, null, []);
      },
    }),
    define({
      method: 'post',
      path: '/approval/steps/:kind',
      body,
      handler: async (context, { params, body: { rev, ...fields } }) =>
        save(parts, context, kindOf(params), {
          rev: Number(rev),
          typed: readLines(fields),
          isRequired: fields['required'] === '1',
        }),
    }),
  ];
}

/** The form as somebody has filled it in. */
interface Filled {
  readonly rev: number;
  readonly typed: readonly TypedStep[];
  readonly isRequired: boolean;
}

/** `key.0`, `order.0`, `kk.0` … of each line. */
function readLines(fields: Readonly<Record<string, string>>): TypedStep[] {
  const text = (name: string): string => fields[name] ?? '';
  return Array.from({ length: mostSteps }, (_, line) => ({
    key: text(`key.${line}`),
    order: text(`order.${line}`),
    role: { kk: text(`kk.${line}`), ru: text(`ru.${line}`), en: text(`en.${line}`) },
  }));
}

async function save(
  { steps: store, now }: StepPagesParts,
  context: InstitutionContext,
  document: Approvable,
  filled: Filled,
): Promise<Reply> {
  const { id } = context.registration;
  const { rev, typed, isRequired } = filled;
  const reading = readSteps(typed);
  if (reading.kind === 'wrong') return showForm(context, document, filled, 'wrong', reading.faults);
  const settled = { steps: reading.steps, isRequired };
  if (!(await store.save(id, document.kind, rev, settled, now()))) {
    const { version } = await store.newest(id, document.kind);
    return showForm(context, document, { ...filled, rev: version }, 'conflict', []);
  }
  context.audit('approval-steps', { platform: id, kind: document.kind, steps: reading.steps.length });
  return redirect(`${context.home}/approval?saved=1`);
}

async function showOverview(
  { steps, documents }: StepPagesParts,
  { t, lang, home, registration, canChange }: InstitutionContext,
  isSaved: boolean,
): Promise<Reply> {
  const kinds = await Promise.all(
    documents.map(async document => {
      const newest = await steps.newest(registration.id, document.kind);
      return {
        name: document.name(t),
        href: `${home}/approval/steps/${document.kind}`,
        note:
          newest.version === 0
            ? t.approvalSteps.usual
            : newest.isRequired
              ? t.approvalSteps.isRequired
              : null,
        steps: newest.steps.map(({ role }) => role[lang]),
      };
    }),
  );
  const notice = isSaved ? t.approvalSteps.saved : null;
  return page('approval/institution', t.approvalSteps.title, {
    ...{ home, kinds, canChange, notice },
    name: registration.name,
  });
}

function showForm(
  { t, home, canChange }: InstitutionContext,
  document: { readonly kind: DocumentKind; readonly name: Approvable['name'] },
  { rev, typed, isRequired }: Filled,
  problem: 'wrong' | 'conflict' | null,
  faults: readonly StepFault[],
): Reply {
  const isEmpty = faults.some(({ kind }) => kind === 'none');
  const words = t.approvalSteps;
  const told = problem === null ? null : isEmpty ? words.none : words[problem];
  return page(
    'approval/steps',
    document.name(t),
    {
      // A map is published by its approval alone, so there is nothing to choose.
      required: document.kind === 'syllabus' ? { isChecked: isRequired } : null,
      lines: stepFields(typed, faults, canChange, t),
      action: `${home}/approval/steps/${document.kind}`,
      back: `${home}/approval`,
      ...{ rev, canChange, problem: told },
    },
    problem === null ? 200 : problem === 'conflict' ? 409 : 422,
  );
}
