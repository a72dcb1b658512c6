import { z } from 'zod';
import { languages } from '../i18n/lang.ts';
import { ways } from './ways.ts';
import { trouble } from './troubles.ts';

const id = z.string().min(1);
const instant = z.iso.datetime({ offset: true });

const person = z.object({
  id,
  username: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  /** Null for a person who never gave one. */
  email: z.string().nullable(),
  /** The number in the university's own register; "" when there is none, as Moodle sends it. */
  sourcedId: z.string(),
  locale: z.enum(languages),
  isAdministrator: z.boolean(),
  /** The LMS never tells tools this person's name. */
  isNameless: z.boolean(),
});
export type Person = z.infer<typeof person>;

const section = z.object({ id, title: z.string(), text: z.string() });

const course = z.object({
  id,
  label: z.string(),
  title: z.string(),
  summary: z.string(),
  sourcedId: z.string(),
  startsAt: instant,
  isPublished: z.boolean(),
  sections: z.array(section),
  /** The courses that this one was copied from, the newest first (`$Context.id.history`). */
  copiedFrom: z.array(id).default([]),
});
export type Course = z.infer<typeof course>;

const enrolment = z.object({
  courseId: id,
  personId: id,
  role: z.enum(['teacher', 'assistant', 'student']),
  isActive: z.boolean(),
});
export type Enrolment = z.infer<typeof enrolment>;
export type CourseRole = Enrolment['role'];

/** A resource link: one placement of the tool in a course. */
const activity = z.object({
  id,
  courseId: id,
  sectionId: id,
  title: z.string(),
  description: z.string(),
  /** A path on the tool ("/calendar"), an absolute address, or null for the tool's own launch address. */
  target: z.string().nullable(),
  custom: z.record(z.string(), z.string()),
  opens: z.enum(['iframe', 'window']),
  /** Whether the activity came with a column of its own; the column may have been deleted since. */
  hadColumn: z.boolean(),
  /** Placed by a teacher through deep linking; the others belong to the world from its beginning. */
  isPlaced: z.boolean(),
});
export type Activity = z.infer<typeof activity>;

const column = z.object({
  id,
  courseId: id,
  label: z.string(),
  maximum: z.number(),
  /** `activity`: made with an activity; `tool`: made by the tool through AGS; `teacher`: the LMS's own, unseen by tools. */
  origin: z.enum(['activity', 'tool', 'teacher']),
  activityId: id.nullable(),
  resourceId: z.string(),
  tag: z.string(),
  startDateTime: z.string().nullable(),
  endDateTime: z.string().nullable(),
});
export type Column = z.infer<typeof column>;

const grade = z.object({
  columnId: id,
  personId: id,
  /** On the column's scale; null when there is a row but no grade. */
  score: z.number().nullable(),
  comment: z.string(),
  /** The LMS's clock when this was stored. */
  storedAt: instant,
  /** What the next score's timestamp is compared with; null: any timestamp is newer. */
  comparedAt: instant.nullable(),
  setBy: z.enum(['tool', 'teacher']),
  isOverridden: z.boolean(),
  isLocked: z.boolean(),
});
export type Grade = z.infer<typeof grade>;

export const stateSchema = z.object({
  version: z.literal(1),
  /** Names this installation to tools (`tool_platform.guid`). */
  guid: z.string(),
  /** Ids are never used twice, not even after "start afresh": a tool that remembers an old one must not meet a new thing. */
  lastId: z.number().int(),
  people: z.array(person),
  courses: z.array(course),
  enrolments: z.array(enrolment),
  activities: z.array(activity),
  columns: z.array(column),
  grades: z.record(z.string(), grade),
  ways,
  /** Where the tool wants notices to be sent, by their type. */
  noticeHandlers: z
    .partialRecord(z.enum(['LtiHelloWorldNotice', 'LtiContextCopyNotice']), z.string())
    .default({}),
  troubles: z.array(trouble),
  clockSkewSeconds: z.number().int(),
});
/** Everything the practice LMS remembers, apart from its keys. */
export type State = z.infer<typeof stateSchema>;

/** The key of a grade in `State.grades`. */
export const gradeKey = (columnId: string, personId: string): string => `${columnId}/${personId}`;

export function newId(state: State): string {
  state.lastId += 1;
  return String(state.lastId);
}
