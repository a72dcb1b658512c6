import { z } from 'zod';
import { languages } from '../../../i18n/lang.ts';
import { keyRows } from '../../calendar/index.ts';
import { calendarRowSchema } from '../../syllabus/index.ts';

const text = z.string();
const blank = <T extends z.ZodType>(schema: T) => schema.nullable();

const selectionSchema = z.strictObject({
  course: blank(text),
  /** Hours and credits as the form has them: "150 / 5". */
  workload: blank(text),
  studyMode: blank(text),
  level: blank(text),
  language: blank(text),
  semester: blank(text),
  attestation: blank(text),
  /** Whose course it is; the form has no line for it. Maps of older versions do not know it. */
  department: blank(text).default(null),
});
export type Selection = z.infer<typeof selectionSchema>;

const moocSchema = z.strictObject({
  /** Stays the same in all versions of a course's map: "m1". */
  key: text,
  /** Null for an online course that was entered by hand. */
  registryId: blank(text),
  title: blank(text),
  url: blank(text),
  /** How far content and outcomes match, in percents of its own: those of several courses are independent of each other. */
  percent: blank(z.number()),
  /** Why so much. */
  reason: blank(text),
});
export type MapMooc = z.infer<typeof moocSchema>;

const outcomeSchema = z.strictObject({
  /** As in the syllabus: "РО1". */
  code: text,
  mooc: text,
  percent: blank(z.number()),
  reason: blank(text),
});
export type OutcomeMatch = z.infer<typeof outcomeSchema>;

const useSchema = z.strictObject({
  mooc: text,
  /** The number of the online course's module; null: not said. */
  module: blank(z.number().int()),
  /** It takes the place of the class. */
  replaces: z.boolean(),
  /** Its result is the mark of this row. */
  counts: z.boolean(),
});

/** A row of the calendar, and what of an online course belongs to it. */
const mapRowSchema = calendarRowSchema.extend({ use: blank(useSchema) });
export type MapRow = z.infer<typeof mapRowSchema>;
export type RowUse = z.infer<typeof useSchema>;

/** A SPOC/MOOC integration map (annex 1 of the tutoring regulation) as a course works on it. Blank fields are null. */
export const courseMapSchema = z.strictObject({
  language: z.enum(languages),
  selection: selectionSchema,
  moocs: z.array(moocSchema),
  outcomes: z.array(outcomeSchema),
  /** Null while none, or not exactly one, is chosen. */
  model: blank(z.union([z.literal(1), z.literal(2), z.literal(3)])),
  schedule: z.array(mapRowSchema),
});
export type CourseMap = z.infer<typeof courseMapSchema>;

/** The key of a further online course: never that of one that was there. */
export function nextMoocKey(keys: readonly string[]): string {
  const numbers = keys.map(key => Number(key.slice(1)));
  return `m${Math.max(0, ...numbers) + 1}`;
}

/** How the form calls an online course where its name would be too long: by its place, "MOOC 2". */
export function moocLabel(map: Pick<CourseMap, 'moocs'>, key: string): string {
  return `MOOC ${map.moocs.findIndex(mooc => mooc.key === key) + 1}`;
}

/** The rows of the schedule with the keys that they have in the calendar. */
export function keyedRows({ schedule }: Pick<CourseMap, 'schedule'>): { key: string; row: MapRow }[] {
  return keyRows(schedule).flatMap(({ key }, index) => {
    const row = schedule[index];
    return row === undefined ? [] : [{ key, row }];
  });
}
