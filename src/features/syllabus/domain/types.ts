import { z } from 'zod';

/**
 * What a syllabus is once it has been read: exactly the shape of the document that `tirek import --json` prints,
 * without its findings. The schemas read it back at a border (a form with corrections, the store).
 *
 * Missing parts are empty or null, a blank cell is null and never 0, and nothing is rescaled or corrected.
 */
const text = z.string();
const blank = <T extends z.ZodType>(schema: T) => schema.nullable();

export const syllabusLanguages = ['kk', 'ru', 'en'] as const;
export type SyllabusLanguage = (typeof syllabusLanguages)[number];

export const gradeLabels = ['excellent', 'good', 'satisfactory', 'unsatisfactory'] as const;
export type GradeLabel = (typeof gradeLabels)[number];

export const rowKinds = [
  'lecture',
  'seminar',
  'practical',
  'lab',
  'srsp',
  'srs',
  'midterm',
  'final',
  'consultation',
  'other',
] as const;
export type RowKind = (typeof rowKinds)[number];

export const weightKinds = ['practice', 'independent', 'project', 'exam', 'other'] as const;
export type WeightKind = (typeof weightKinds)[number];

export const policyKinds = ['attendance', 'integrity', 'inclusion', 'mooc', 'science', 'general'] as const;
export type PolicyKind = (typeof policyKinds)[number];

export const rowModes = ['synchronous', 'asynchronous', 'classroom'] as const;
export type RowMode = (typeof rowModes)[number];

const courseSchema = z.strictObject({
  title: blank(text),
  code: blank(text),
  credits: blank(z.number()),
  aim: blank(text),
  prerequisites: z.array(text),
  postrequisites: z.array(text),
});
export type SyllabusCourse = z.infer<typeof courseSchema>;

const outcomeSchema = z.strictObject({
  code: text,
  text,
  indicators: z.array(z.strictObject({ code: text, text })),
});
export type Outcome = z.infer<typeof outcomeSchema>;

const policySchema = z.strictObject({ kind: z.enum(policyKinds), text });
export type Policy = z.infer<typeof policySchema>;

const scaleRowSchema = z.strictObject({
  /** Latin, whatever the document's keyboard was: "A", "B-", "FX". */
  letter: text,
  /** The document's digits with a point: "4.0", "3.67". */
  gpa: blank(text),
  min: blank(z.number()),
  max: blank(z.number()),
  /** What the document's words mean, even where a finding calls them wrong. */
  label: blank(z.enum(gradeLabels)),
  labelText: blank(text),
});
export type DocumentScaleRow = z.infer<typeof scaleRowSchema>;

const weightSchema = z.strictObject({ kind: z.enum(weightKinds), percent: z.number(), text });
export type Weight = z.infer<typeof weightSchema>;

const preparesSchema = z.strictObject({
  kind: z.enum(['srs', 'midterm', 'final']),
  number: blank(z.number()),
});
export type Prepares = z.infer<typeof preparesSchema>;

export const calendarRowSchema = z.strictObject({
  /** A midterm control has the week that it follows; the final control has none. */
  week: blank(z.number()),
  module: blank(z.strictObject({ number: blank(z.number()), title: text })),
  kind: z.enum(rowKinds),
  number: blank(z.number()),
  title: text,
  hours: blank(z.number()),
  maxPoints: blank(z.number()),
  prepares: blank(preparesSchema),
  tasks: blank(text),
  assessment: blank(text),
  mode: blank(z.enum(rowModes)),
  modeText: blank(text),
  platform: blank(text),
  url: blank(text),
});
export type CalendarRow = z.infer<typeof calendarRowSchema>;

const bandSchema = z.strictObject({ min: z.number(), max: z.number(), label: blank(z.enum(gradeLabels)) });
export type RubricBand = z.infer<typeof bandSchema>;

const criterionSchema = z.strictObject({
  number: z.number(),
  text,
  /** One a band, in the order of the bands; null where the document has nothing. */
  descriptors: z.array(blank(text)),
});
export type RubricCriterion = z.infer<typeof criterionSchema>;

const rubricSchema = z.strictObject({
  /** The discipline named in the rubric's header. */
  title: blank(text),
  form: blank(text),
  platform: blank(text),
  bands: z.array(bandSchema),
  questions: z.array(z.strictObject({ number: z.number(), criteria: z.array(criterionSchema) })),
});
export type Rubric = z.infer<typeof rubricSchema>;

export const syllabusSchema = z.strictObject({
  kind: z.literal('syllabus'),
  language: z.enum(syllabusLanguages),
  course: courseSchema,
  outcomes: z.array(outcomeSchema),
  policies: z.array(policySchema),
  scale: z.array(scaleRowSchema),
  weights: z.array(weightSchema),
  calendar: z.array(calendarRowSchema),
  rubric: blank(rubricSchema),
});
export type Syllabus = z.infer<typeof syllabusSchema>;

/**
 * What the reading saw and the checks need, though it has no place in the syllabus itself. Stored beside the syllabus,
 * so that the checks can run again after corrections.
 */
export const evidenceSchema = z.strictObject({
  /** How many criteria the worked example of the final mark has; null without an example. */
  exampleCriteria: blank(z.number()),
  /** Codes of outcomes and indicators that calendar rows name; null when the calendar has no such column. */
  namedOutcomes: blank(z.array(text)),
  /** Further weeks of rows that last several ("1-2" gives 2). */
  coveredWeeks: z.array(z.number()),
});
export type Evidence = z.infer<typeof evidenceSchema>;
