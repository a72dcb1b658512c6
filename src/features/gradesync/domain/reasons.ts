/**
 * Why a grade does not stand in the LMS, or how a try to post it ended. Codes are stable: they are stored, they stand
 * in the history and in the CSV, and the catalogues have words for each.
 */
export const reasons = [
  // Of one grade; it is tried again by itself.
  'lms-away',
  'lms-error',
  'lms-unreadable',
  'rate-limited',
  'newer-stamp',
  'own-fault',
  // Of one grade; somebody must do something in the LMS.
  'not-gradable',
  'person-unknown',
  'forbidden',
  'locked',
  // Of one grade; the teacher decides.
  'changed-in-lms',
  'removed-in-lms',
  'newer-in-lms',
  // Of one grade that only the LMS has.
  'extra-in-lms',
  // Of a whole column or registration.
  'token-refused',
  'scope-missing',
  'no-gradebook',
  'address-not-allowed',
  'column-refused',
  'column-missing',
  'stopped',
] as const;
export type Reason = (typeof reasons)[number];

export const isReason = (value: string): value is Reason => (reasons as readonly string[]).includes(value);

/** Why a column or a whole registration rests for a while. */
export type PauseReason = Extract<
  Reason,
  | 'lms-away'
  | 'lms-error'
  | 'lms-unreadable'
  | 'rate-limited'
  | 'token-refused'
  | 'scope-missing'
  | 'forbidden'
  | 'no-gradebook'
  | 'address-not-allowed'
  | 'column-refused'
  | 'own-fault'
>;

/** Pauses that end only when an administrator of the LMS or of Tirek has changed something. */
const forAdministrator: ReadonlySet<Reason> = new Set<Reason>([
  'token-refused',
  'scope-missing',
  'forbidden',
  'no-gradebook',
  'address-not-allowed',
  'column-refused',
  'stopped',
]);

export const needsAdministrator = (reason: Reason): boolean => forAdministrator.has(reason);

/** No grade of a column or a registration is sent before `until`. */
export interface Pause {
  readonly until: Date;
  /** `stopped`: an administrator wants it so. */
  readonly reason: PauseReason | 'stopped';
  /** How many times in a row; the next pause is longer. */
  readonly times: number;
  readonly since: Date;
}
