import { type IsoDate } from '../../../kernel/dates.ts';
import { type CourseId, type Id, type PersonId } from '../../../kernel/ids.ts';
import { type RowKind } from '../../syllabus/index.ts';

export const noticeKinds = [
  'syllabus',
  'calendar',
  'deadline',
  'result',
  'appeal',
  'approval',
  'renewal',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A text that a person wrote in up to three languages. */
export interface Titles {
  readonly kk: string;
  readonly ru: string;
  readonly en: string;
}

/** What happened, in no language. A mark is never in it: that there is a result says enough, and is told to the person alone. */
export type NoticeFact =
  | { readonly kind: 'syllabus' | 'calendar' | 'result' | 'appeal' }
  | {
      readonly kind: 'deadline';
      readonly row: { readonly kind: RowKind; readonly number: number | null; readonly title: string };
      readonly on: IsoDate;
      /** "23:59" in the course's zone. */
      readonly at: string;
    }
  | {
      readonly kind: 'approval';
      readonly event: 'waiting' | 'returned' | 'approved';
      readonly approvalId: string;
    }
  | { readonly kind: 'renewal'; readonly title: Titles; readonly on: IsoDate; readonly isOverdue: boolean };

/** Something to be told: once for each key. */
export interface Tidings {
  readonly key: string;
  readonly fact: NoticeFact;
  /** Happens again under the same key, and then is new again; otherwise a second telling changes nothing. */
  readonly repeats: boolean;
}

/** What one person was told. */
export interface Notice {
  readonly id: Id<'notice'>;
  readonly personId: PersonId;
  /** Null: it belongs to no course and is shown in each. */
  readonly courseId: CourseId | null;
  readonly fact: NoticeFact;
  readonly at: Date;
  readonly readAt: Date | null;
}

const once = (key: string, fact: NoticeFact): Tidings => ({ key, fact, repeats: false });
/** At most one a day: a teacher who saves five times has changed the calendar once. */
const daily = (kind: 'calendar' | 'result' | 'appeal', day: IsoDate): Tidings => ({
  key: `${kind}:${day}`,
  fact: { kind },
  repeats: true,
});

export const syllabusPublished = (syllabusId: string): Tidings =>
  once(`syllabus:${syllabusId}`, { kind: 'syllabus' });
export const calendarChanged = (day: IsoDate): Tidings => daily('calendar', day);
export const resultsReleased = (day: IsoDate): Tidings => daily('result', day);
export const appealAnswered = (day: IsoDate): Tidings => daily('appeal', day);

/** @param turn tells the rounds of one process apart: the number of its events */
export const approvalMoved = (
  approvalId: string,
  event: 'waiting' | 'returned' | 'approved',
  turn: number,
): Tidings => once(`approval:${approvalId}:${event}:${turn}`, { kind: 'approval', event, approvalId });

/** A renewal of an online course that comes near. */
export interface DueRenewal {
  readonly moocId: string;
  readonly title: Titles;
  readonly dueOn: IsoDate;
  /** Which reminder it is ("in90", "in30", "today", "overdue"): each is told once. */
  readonly stage: string;
  readonly daysLeft: number;
}

export const renewalDue = ({ moocId, title, dueOn, stage, daysLeft }: DueRenewal): Tidings =>
  once(`renewal:${moocId}:${dueOn}:${stage}`, {
    kind: 'renewal',
    title,
    on: dueOn,
    isOverdue: daysLeft < 0,
  });
