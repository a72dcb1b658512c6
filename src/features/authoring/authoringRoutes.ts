import { z } from 'zod';
import { catalogueOf, type Lang } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type InstitutionScale, type Syllabus, type SyllabusStore } from '../syllabus/index.ts';
import { startingPolicies, startingWeights, type SyllabusTemplate } from '../templates/index.ts';
import { type OutlineWords, rowsOf, weightsOf } from './domain/outline.ts';
import {
  type OutlineFaults,
  outlineFields,
  type ReadOutline,
  readOutlineForm,
  type Typed,
  usualOutline,
} from './outlineForm.ts';

export interface AuthoringParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly syllabi: Pick<SyllabusStore, 'create'>;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
  readonly scaleOf: (courseId: Course['id']) => Promise<InstitutionScale>;
  /** What the course's institution gives every new syllabus. */
  readonly templateOf: (courseId: Course['id']) => Promise<SyllabusTemplate>;
  readonly now: () => Date;
}

const body = z.record(z.string(), z.string().max(1_000));

/** Writing a syllabus without a document: an outline becomes a draft, which is corrected and accepted like any other. */
export function authoringRoutes(parts: AuthoringParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/new',
      permission: 'syllabus.import',
      handler: async context => {
        const { course, published } = await load(parts, context);
        const title = published?.course.title ?? course.title;
        const lang = published?.language ?? course.lang;
        return show(context, { ...usualOutline, title, lang }, {}, published !== null);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/new',
      permission: 'syllabus.import',
      body,
      handler: async (context, input) => create(parts, context, input.body),
    }),
  ];
}

async function load(parts: AuthoringParts, { actor }: LaunchContext) {
  const course = await parts.courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return { course, published: await parts.publishedSyllabus(course) };
}

async function create(parts: AuthoringParts, context: LaunchContext, typed: Typed): Promise<Reply> {
  const { actor, base, t } = context;
  const { course, published } = await load(parts, context);
  const reading = readOutlineForm(typed);
  if (reading.kind === 'wrong') return show(context, typed, reading.faults, published !== null);
  const calendar = rowsOf(reading.read.outline, wordsOf(reading.read.lang));
  if (calendar === null) return show(context, typed, { classPoints: 'tooManyPoints' }, published !== null);
  const given = { scale: await parts.scaleOf(course.id), template: await parts.templateOf(course.id) };
  const syllabus = written(reading.read, calendar, published, given);
  const content = {
    syllabus,
    evidence: { exampleCriteria: null, namedOutcomes: null, coveredWeeks: [] },
    readingFindings: [],
    provenance: {},
  };
  const draft = { courseId: course.id, content, fileName: t.authoring.draftName, createdBy: actor.personId };
  return redirect(`${base}/syllabus/drafts/${await parts.syllabi.create(draft, parts.now())}`);
}

function wordsOf(lang: Lang): OutlineWords {
  const t = catalogueOf(lang);
  return {
    topic: t.authoring.topic,
    midterm: t.calendar.kinds.midterm,
    final: t.calendar.final,
    prepares: t.calendar.preparesSrs,
  };
}

/** The draft: what the outline says, what the institution gives, and what is kept of the published version. */
function written(
  { title, lang, credits, keeps }: ReadOutline,
  calendar: Syllabus['calendar'],
  published: Syllabus | null,
  { scale, template }: { scale: InstitutionScale; template: SyllabusTemplate },
): Syllabus {
  const t = catalogueOf(lang);
  const own = keeps ? published : null;
  const { practice, independent, exam } = t.syllabus.weightKinds;
  return {
    kind: 'syllabus',
    language: lang,
    course: {
      title,
      code: own?.course.code ?? null,
      credits: credits ?? own?.course.credits ?? null,
      aim: own?.course.aim ?? null,
      prerequisites: own?.course.prerequisites ?? [],
      postrequisites: own?.course.postrequisites ?? [],
    },
    outcomes: own?.outcomes ?? [],
    policies: startingPolicies(template, lang, own?.policies ?? []),
    scale: scale.map(({ letter, gpa, min, max, label }) => ({
      letter,
      gpa,
      min,
      max,
      label,
      labelText: t.form.labels[label],
    })),
    weights:
      startingWeights(template, t.syllabus.weightKinds) ??
      weightsOf(calendar, { practice, independent, exam }),
    calendar,
    rubric: own?.rubric ?? null,
  };
}

function show({ t }: LaunchContext, typed: Typed, faults: OutlineFaults, hasPublished: boolean): Reply {
  const isWrong = Object.keys(faults).length > 0;
  return page(
    'authoring/outline',
    t.authoring.title,
    { ...outlineFields(typed, faults, t), hasPublished, keeps: typed.keeps !== undefined, isWrong },
    isWrong ? 422 : 200,
  );
}
