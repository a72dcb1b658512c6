import { z } from 'zod';
import { idPattern } from '../../../kernel/ids.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type CourseStore, defaultTimeZone } from '../../course/index.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService } from '../assessmentService.ts';
import { listClass } from '../classList.ts';
import { type Rubric, rubricProblems } from '../domain/rubric.ts';
import {
  blankForm,
  changeForm,
  formOfFields,
  formOfOther,
  formOfRubric,
  readRubricForm,
  type RubricForm,
} from '../domain/rubricForm.ts';
import { type GradeStore } from '../gradeStore.ts';
import { namingOf } from '../gradeWords.ts';
import { type RubricEdit, type RubricService } from './rubricService.ts';
import { editView, libraryView, previewView, rubricReading, versionsView } from './rubricView.ts';
import { formProblemText, rubricAdvice, rubricProblemText } from './rubricWords.ts';

/** The codes of a course's learning outcomes and indicators. */
export type FindOutcomes = (courseId: LaunchContext['actor']['courseId']) => Promise<readonly string[]>;

export interface RubricParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly rubrics: RubricService;
  readonly findOutcomes: FindOutcomes;
}

const notices = ['saved', 'unchanged', 'shelved'] as const;
const readQuery = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  notice: z.enum(notices).optional().catch(undefined),
});
const editQuery = z.object({ take: z.string().regex(idPattern).optional().catch(undefined) });
const fields = z.record(z.string(), z.unknown());
const shelveBody = z.object({ title: z.string().trim().min(1).max(200) });
const entryParams = z.object({ entry: z.string() });

export function rubricRoutes(parts: RubricParts): Route[] {
  const { rubrics } = parts;
  return [
    defineRoute({
      method: 'get',
      path: '/grading/rubric',
      permission: 'grades.read',
      query: readQuery,
      handler: (context, { query }) => showRubric(parts, context, query),
    }),
    defineRoute({
      method: 'get',
      path: '/grading/rubric/edit',
      permission: 'rubrics.edit',
      query: editQuery,
      handler: (context, { query }) => openForm(parts, context, query.take ?? null),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/rubric/edit',
      permission: 'rubrics.edit',
      body: fields,
      handler: (context, { body }) => changeRubric(parts, context, body),
    }),
    defineRoute({
      method: 'get',
      path: '/grading/rubric/library',
      permission: 'rubrics.edit',
      handler: context => showLibrary(parts, context),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/rubric/library',
      permission: 'rubrics.edit',
      body: shelveBody,
      handler: async ({ actor, base }, { body }) => {
        await rubrics.shelve(actor, body.title);
        return redirect(`${base}/grading/rubric?notice=shelved`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/rubric/library/:entry/remove',
      permission: 'rubrics.edit',
      params: entryParams,
      handler: async ({ actor, base, course }, { params }) => {
        await rubrics.removeEntry(course.registrationId, params.entry, actor.personId);
        return redirect(`${base}/grading/rubric/library`);
      },
    }),
  ];
}

async function timeZoneOf({ courses }: RubricParts, { actor }: LaunchContext): Promise<string> {
  return (await courses.find(actor.courseId))?.term.timeZone ?? defaultTimeZone;
}

async function showRubric(
  parts: RubricParts,
  context: LaunchContext,
  { version, notice }: z.output<typeof readQuery>,
): Promise<Reply> {
  const { t, actor, course, base } = context;
  const words = t.grading.rubrics;
  const [assessment, versions, timeZone, members, outcomes, { policy }] = await Promise.all([
    parts.rubrics.find(actor.courseId),
    parts.rubrics.versions(actor.courseId),
    timeZoneOf(parts, context),
    parts.roster.members(actor.courseId),
    parts.findOutcomes(actor.courseId),
    parts.assessmentService.policyOfCourse(actor.courseId),
  ]);
  const names = new Map(members.map(member => [member.person.id, namingOf(context).nameOf(member)]));
  const present = assessment?.rubric ?? null;
  const past = versions.find(one => one.version === version) ?? null;
  const rubric = past?.rubric ?? present;
  const shown = past?.version ?? assessment?.rubricVersion ?? 0;
  const isPresent = shown === assessment?.rubricVersion;
  return page('grading/rubric', words.heading, {
    rubric: rubric === null ? null : rubricReading(context, policy, rubric, assessment?.lang ?? context.lang),
    versions: versionsView(context, versions, shown, { nameOf: id => names.get(id) ?? '–', timeZone }),
    findings: rubric === null || !isPresent ? [] : findingsOf(context, rubric, course.title, outcomes),
    notice: notice === undefined ? null : words.notices[notice],
    lead: assessment === null || rubric === null ? null : words.version({ version: shown }),
    canEdit: actor.can('rubrics.edit'),
    edit: `${base}/grading/rubric/edit`,
    library: `${base}/grading/rubric/library`,
    back: `${base}/grading`,
  });
}

function findingsOf(
  context: LaunchContext,
  rubric: Rubric,
  title: string,
  outcomes: readonly string[],
): { severity: string; text: string }[] {
  const problems = rubricProblems(rubric).map(problem => ({
    severity: 'error',
    text: rubricProblemText(problem, context.t),
  }));
  return [...problems, ...rubricAdvice(rubric, { title, outcomes }, context)];
}

/** The form with the course's rubric, with one from the library, or blank. */
async function openForm(parts: RubricParts, context: LaunchContext, take: string | null): Promise<Reply> {
  const assessment = await parts.rubrics.find(context.actor.courseId);
  const present = assessment?.rubric ?? null;
  const version = present === null ? 0 : (assessment?.rubricVersion ?? 0);
  const lang = assessment?.lang ?? context.course.lang;
  if (take !== null) {
    const { rubric } = await parts.rubrics.getEntry(context.course.registrationId, take);
    return showForm(parts, context, formOfOther(rubric, present), { version, lang });
  }
  return showForm(parts, context, present === null ? blankForm : formOfRubric(present), { version, lang });
}

interface Shown {
  readonly version: number;
  readonly lang: string;
  readonly problems?: readonly string[];
  readonly warning?: string;
  readonly status?: number;
}

async function showForm(
  { assessmentService }: Pick<RubricParts, 'assessmentService'>,
  context: LaunchContext,
  form: RubricForm,
  shown: Shown,
): Promise<Reply> {
  const { problems = [], warning = null, version, lang, status = 200 } = shown;
  const { heading, editHeading } = context.t.grading.rubrics;
  const { policy } = await assessmentService.policyOfCourse(context.actor.courseId);
  return page(
    'grading/rubricEdit',
    version === 0 ? heading : editHeading,
    { ...editView(context, policy, form, { version, lang }), problems, warning },
    status,
  );
}

/** A change of the form's shape, the question what would follow, or the edit itself. */
async function changeRubric(
  parts: RubricParts,
  context: LaunchContext,
  body: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const { actor, base, t } = context;
  const form = formOfFields(body);
  const go = typeof body['go'] === 'string' ? body['go'] : 'check';
  const assessment = await parts.rubrics.find(actor.courseId);
  const lang = assessment?.lang ?? context.course.lang;
  const version = Number(body['version']) || 0;
  const changed = go === 'back' ? form : changeForm(form, go);
  if (changed !== null) return showForm(parts, context, changed, { version, lang });
  const reading = readRubricForm(form);
  if (!reading.ok) {
    const problems = reading.problems.map(problem => formProblemText(problem, t));
    return showForm(parts, context, form, { version, lang, problems, status: 422 });
  }
  const edit: RubricEdit = { version, rubric: reading.rubric, from: reading.from };
  if (go !== 'save') {
    const question = await askFirst(parts, context, edit, form);
    if (question !== null) return question;
  }
  const outcome = await parts.rubrics.save(actor, edit);
  if (outcome !== 'conflict') return redirect(`${base}/grading/rubric?notice=${outcome}`);
  return showForm(parts, context, form, { version, lang, warning: t.grading.rubrics.conflict, status: 409 });
}

/** Shows every result that the edit would change; null where it changes none. */
async function askFirst(
  parts: RubricParts,
  context: LaunchContext,
  edit: RubricEdit,
  form: RubricForm,
): Promise<Reply | null> {
  const changes = await parts.rubrics.preview(context.actor.courseId, edit);
  if (changes.length === 0) return null;
  const assessment = await parts.assessmentService.getUsable(context.actor.courseId);
  const students = await listClass(parts, assessment, namingOf(context));
  const view = previewView(context, changes, students, { form, version: edit.version });
  return page('grading/rubricPreview', context.t.grading.rubrics.previewHeading, view);
}

async function showLibrary(parts: RubricParts, context: LaunchContext): Promise<Reply> {
  const [entries, timeZone] = await Promise.all([
    parts.rubrics.library(context.course.registrationId),
    timeZoneOf(parts, context),
  ]);
  return page(
    'grading/rubricLibrary',
    context.t.grading.rubrics.library,
    libraryView(context, entries, timeZone),
  );
}
