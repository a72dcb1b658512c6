import { type CourseId, type RegistrationId } from '../../../kernel/ids.ts';
import { type Reason } from './reasons.ts';

/** What a comparison of a course's columns with the LMS found. */
export interface CheckReport {
  readonly at: Date;
  /** Why it could not be made; null: it was. */
  readonly failure: Reason | null;
  readonly compared: number;
  /** Not in the LMS any more, or not the newest: sent again. */
  readonly resent: number;
  /** Changed there by hand: the teacher decides. */
  readonly changed: number;
  /** There without a released grade here. */
  readonly extra: number;
  /** As `extra`, of people whom this course does not know at all. */
  readonly strangers: number;
}

export interface CourseCheck {
  readonly courseId: CourseId;
  readonly registrationId: RegistrationId;
  readonly dueAt: Date;
  /** Failed tries in a row. */
  readonly tries: number;
  readonly last: CheckReport | null;
}

export const nothingFound: Omit<CheckReport, 'at' | 'failure'> = {
  compared: 0,
  resent: 0,
  changed: 0,
  extra: 0,
  strangers: 0,
};
