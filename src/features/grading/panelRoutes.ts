import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { idPattern } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { assessmentFor, type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { type CommentStore } from './comments/commentStore.ts';
import { findPosition, listClass, type ListedStudent, type Neighbour, standingOf } from './classList.ts';
import { type DraftSave, type DraftService, type SaveOutcome } from './draftService.ts';
import { type Grade } from './domain/grade.ts';
import { type DraftsAnswer, type SaveAnswer } from './domain/panel.ts';
import { criteriaOf } from './domain/rubric.ts';
import { closureNotice, type FindClosure } from './examClosure.ts';
import { type GradeStore } from './gradeStore.ts';
import { identitiesOf } from './identities.ts';
import { namingOf, timeOf } from './gradeWords.ts';
import { type Neighbours } from './neighbours.ts';
import { readForm, type FormSave } from './panelForm.ts';
import { panelGrades } from './panelGrades.ts';
import { type WorkStore } from './works/workStore.ts';
import { formOf, panelView, type ShownForm, type Trouble } from './panelView.ts';

export interface PanelParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly drafts: DraftService;
  readonly comments: CommentStore;
  readonly neighbours: Neighbours;
  readonly works: WorkStore;
  readonly findClosure: FindClosure;
}

const breachBody = z.object({
  act: z.enum(['record', 'lift']),
  text: z.string().trim().min(1).max(5000),
});
const studentParams = z.object({ person: z.string() });

/** What the script sends. Marks may be anything here: `readDraft` judges them, each at its place. */
const scriptSave = z.object({
  rev: z.number().int().min(0),
  rubricVersion: z.number().int(),
  client: z.string().min(1).max(40),
  seq: z.number().int().min(0),
  criteria: z.array(z.union([z.number(), z.string().max(50), z.null()])).max(500),
  bands: z.array(z.number().int().nullable()).max(500),
  comment: z.string().max(50_000),
  via: z.enum(['panel', 'table']).default('panel'),
});
const saveBody = z.union([scriptSave, z.record(z.string(), z.string())]);

/** As many as the script asks for at once. */
const mostDrafts = 50;
const draftsQuery = z.object({
  ids: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(z.string().regex(idPattern)).max(mostDrafts)),
});

export function panelRoutes(parts: PanelParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/drafts',
      permission: 'grades.draft',
      query: draftsQuery,
      handler: (context, { query }) => sendDrafts(parts, context, query.ids),
    }),
    defineRoute({
      method: 'get',
      path: '/grading/:person',
      permission: 'grades.draft',
      params: studentParams,
      handler: (context, { params }) => showPanel(parts, context, params.person, null, null),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/:person/breach',
      permission: 'grades.release',
      params: studentParams,
      body: breachBody,
      handler: async ({ actor, base }, { params, body }) => {
        const assessment = await parts.assessmentService.getUsable(actor.courseId);
        const breach = { text: body.text, lifted: body.act === 'lift' };
        await parts.drafts.setBreach(actor, assessment, params.person, breach);
        return redirect(`${base}/grading/${params.person}`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/:person',
      permission: 'grades.draft',
      params: studentParams,
      body: saveBody,
      handler: (context, { params, body }) =>
        Array.isArray(body['criteria'])
          ? saveFromScript(parts, context, params.person, scriptSave.parse(body))
          : saveFromForm(parts, context, params.person, z.record(z.string(), z.string()).parse(body)),
    }),
  ];
}

/** The drafts of some students of the course; those of whom nothing was put down are empty. */
async function sendDrafts(parts: PanelParts, context: LaunchContext, ids: readonly string[]): Promise<Reply> {
  const { actor } = context;
  const assessment = assessmentFor(await parts.assessmentService.getUsable(actor.courseId), actor.personId);
  const identities = await identitiesOf(parts, assessment);
  const people = await Promise.all(ids.map(key => identities.find(key)));
  const known = people.flatMap(member => (member === null ? [] : [member.person.id]));
  const written = await parts.grades.list(actor.courseId, assessment.gradesKey, known);
  const grades = await parts.assessmentService.carry(assessment, written);
  const [panelGrade, works] = await Promise.all([
    panelGrades(parts.roster, context, assessment, grades),
    parts.works.list(actor.courseId, assessment.key, known),
  ]);
  const found = new Map(grades.map(grade => [grade.personId as string, grade]));
  const keyOf = new Map(people.map((member, index) => [member?.person.id, ids[index] ?? '']));
  const answer: DraftsAnswer = {
    rubricVersion: assessment.rubricVersion,
    grades: Object.fromEntries(
      ids.map((key, index) => [key, panelGrade(found.get(people[index]?.person.id ?? '') ?? null)]),
    ),
    works: Object.fromEntries(works.map(({ personId, ...work }) => [keyOf.get(personId) ?? '', work])),
  };
  return json(answer);
}

/** Opens a student, or shows the form again with what was typed and why it was not saved. */
async function showPanel(
  parts: PanelParts,
  context: LaunchContext,
  unsafePersonId: string,
  typed: ShownForm | null,
  trouble: Trouble | null,
): Promise<Reply> {
  const { courseId } = context.actor;
  const readiness = await parts.assessmentService.readinessOf(courseId);
  if (readiness.kind !== 'usable') return redirect(`${context.base}/grading`);
  const assessment = assessmentFor(readiness.assessment, context.actor.personId);
  if (assessment.settings.taught.includes(context.actor.personId)) return redirect(`${context.base}/grading`);
  const [students, comments] = await Promise.all([
    neighboursIn(parts, context, assessment, unsafePersonId),
    parts.comments.list(courseId, context.actor.personId),
  ]);
  const student = await openStudent(parts, assessment, students, unsafePersonId);
  const { grade } = student;
  const [panelGrade, [work], closed] = await Promise.all([
    panelGrades(parts.roster, context, assessment, grade === null ? [] : [grade]),
    parts.works.list(courseId, assessment.key, [student.id]),
    closureNotice(parts.findClosure, context),
  ]);
  const view = panelView(context, {
    comments,
    assessment,
    students,
    student,
    form: typed ?? formOf(assessment, grade),
    trouble,
    grade: panelGrade(grade),
    work: work ?? null,
    closed,
  });
  const status = trouble === null ? 200 : trouble.kind === 'invalid' ? 422 : 409;
  return page('grading/panel', student.name, view, status);
}

/** The class in its order, read anew where it does not know this student yet. */
async function neighboursIn(
  parts: PanelParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  unsafeKey: string,
): Promise<readonly Neighbour[]> {
  const load = () => listClass(parts, assessment, namingOf(context));
  const students = await parts.neighbours.of(assessment, context.lang, load);
  if (students.some(({ key }) => key === unsafeKey)) return students;
  const newest = await load();
  parts.neighbours.keep(assessment, context.lang, newest);
  return newest;
}

/** One of them, with the grade as it stands now. */
async function openStudent(
  { roster, grades, assessmentService }: PanelParts,
  assessment: UsableAssessment,
  students: readonly Neighbour[],
  unsafeKey: string,
): Promise<ListedStudent> {
  const { courseId, gradesKey } = assessment;
  const student = students.find(({ key }) => key === unsafeKey);
  if (student === undefined) throw new AppError('not-found', { what: 'student' });
  const [member, written] = await Promise.all([
    roster.findMember(courseId, student.id),
    grades.find(courseId, gradesKey, student.id),
  ]);
  if (member?.role !== 'learner') throw new AppError('not-found', { what: 'student' });
  const [grade = null] = written === null ? [] : await assessmentService.carry(assessment, [written]);
  return { ...student, active: member.active, ...standingOf(assessment, grade) };
}

async function assessmentOf(parts: PanelParts, { actor }: LaunchContext): Promise<UsableAssessment> {
  return assessmentFor(await parts.assessmentService.getUsable(actor.courseId), actor.personId);
}

/** Null: it was the viewer, in another window. */
async function otherGrader(parts: PanelParts, context: LaunchContext, grade: Grade): Promise<string | null> {
  const { by } = grade.draft;
  if (by === context.actor.personId) return null;
  const member = await parts.roster.findMember(context.actor.courseId, by);
  return member === null ? '–' : namingOf(context).nameOf(member);
}

async function saveFromScript(
  parts: PanelParts,
  context: LaunchContext,
  unsafePersonId: string,
  { client, seq, ...save }: z.output<typeof scriptSave>,
): Promise<Reply> {
  const assessment = await assessmentOf(parts, context);
  const marked = { ...save, mark: { client, seq } };
  const outcome = await parts.drafts.saveDraft(context.actor, assessment, unsafePersonId, marked);
  const answer = await answerOf(parts, context, assessment, outcome);
  return json(answer, answer.kind === 'saved' ? 200 : answer.kind === 'invalid' ? 422 : 409);
}

async function answerOf(
  parts: PanelParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  outcome: SaveOutcome,
): Promise<SaveAnswer> {
  switch (outcome.kind) {
    case 'saved':
    case 'conflict': {
      const { kind, grade } = outcome;
      const shown = (await panelGrades(parts.roster, context, assessment, [grade]))(grade);
      const { at } = grade.draft;
      if (kind === 'saved') return { kind, grade: shown, at: timeOf(at, assessment.timeZone) };
      const by = await otherGrader(parts, context, grade);
      return { kind, theirs: shown, by, at: formatInstant(at, assessment.timeZone) };
    }
    case 'invalid':
    case 'closed':
    case 'rubric-changed':
      return outcome;
  }
}

/** The way without script: saves and goes on, or shows the same page with what is wrong. */
async function saveFromForm(
  parts: PanelParts,
  context: LaunchContext,
  unsafePersonId: string,
  body: Readonly<Record<string, string>>,
): Promise<Reply> {
  const assessment = await assessmentOf(parts, context);
  const form: FormSave = readForm(body, criteriaOf(assessment.rubric).length);
  const save: DraftSave = { ...form, mark: null, via: 'form' };
  const outcome = await parts.drafts.saveDraft(context.actor, assessment, unsafePersonId, save);
  const typed: ShownForm = { ...form, percents: form.criteria };
  switch (outcome.kind) {
    case 'saved':
      return redirect(
        `${context.base}/grading/${await whereTo(parts, context, assessment, unsafePersonId, body['go'])}`,
      );
    case 'conflict': {
      const by = await otherGrader(parts, context, outcome.grade);
      const trouble: Trouble = { kind: 'conflict', grade: outcome.grade, by };
      // Saved once more from this page, it follows the version that is shown beside it.
      return showPanel(parts, context, unsafePersonId, { ...typed, rev: outcome.grade.draft.rev }, trouble);
    }
    case 'invalid':
    case 'closed':
    case 'rubric-changed':
      return showPanel(parts, context, unsafePersonId, typed, outcome);
  }
}

async function whereTo(
  parts: PanelParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  personId: string,
  go: string | undefined,
): Promise<string> {
  if (go !== 'next') return personId;
  const students = await neighboursIn(parts, context, assessment, personId);
  const self = students.find(({ key }) => key === personId);
  return (self === undefined ? null : findPosition(students, self.id)?.next?.key) ?? personId;
}
