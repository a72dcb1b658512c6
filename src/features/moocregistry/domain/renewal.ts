import { type IsoDate } from '../../../kernel/dates.ts';
import { type MoocEntry, type MoocStanding, type MoocState } from './mooc.ts';

/**
 * The last day of an approval: the same day so many years later. An approval of 29 February ends on 28 February, so
 * that it is never longer than the rule ("at least every three years", rules of distance learning on tutors).
 *
 * By the digits of the day, because a page asks it of every course of a registry: Temporal takes a hundred times longer.
 */
export function renewBy(approvedOn: IsoDate, years: number): IsoDate {
  const year = Number(approvedOn.slice(0, 4)) + years;
  const day = approvedOn.slice(4) === '-02-29' && !isLeapYear(year) ? '-02-28' : approvedOn.slice(4);
  return `${String(year).padStart(4, '0')}${day}`;
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days since 1970; whole, because days of UTC all have 24 hours. */
const dayNumber = (day: IsoDate): number => Date.parse(day) / 86_400_000;

export const reminderStages = ['in90', 'in30', 'today', 'overdue'] as const;
export type ReminderStage = (typeof reminderStages)[number];

/** Days before the end of an approval on which people are told. */
export const reminderDays = [90, 30, 0] as const;

export interface Reminder {
  readonly dueOn: IsoDate;
  /** Negative when it is overdue. */
  readonly daysLeft: number;
  readonly stage: ReminderStage;
  /** Whether people are told on this very day: 90, 30 or 0 days before. */
  readonly isNoticeDay: boolean;
}

type Dated = Pick<MoocStanding, 'stage' | 'approvedOn' | 'renewalYears'>;

/**
 * What is to be said of a course's renewal on a day; null: nothing. A course that was sent into review or back to its
 * author keeps its reminder until it is approved anew or retired, so that nothing overdue gets out of sight.
 */
export function reminderOn({ stage, approvedOn, renewalYears }: Dated, on: IsoDate): Reminder | null {
  if (approvedOn === null || stage === 'retired') return null;
  const dueOn = renewBy(approvedOn, renewalYears);
  const daysLeft = dayNumber(dueOn) - dayNumber(on);
  const [first, second] = reminderDays;
  if (daysLeft > first) return null;
  return {
    dueOn,
    daysLeft,
    stage: daysLeft < 0 ? 'overdue' : daysLeft === 0 ? 'today' : daysLeft <= second ? 'in30' : 'in90',
    isNoticeDay: reminderDays.some(days => days === daysLeft),
  };
}

/** The state that people see on a day: an approved course becomes due for renewal by the calendar alone. */
export function stateOn(mooc: Dated, on: IsoDate): MoocState {
  const { stage } = mooc;
  if (stage !== 'approved' && stage !== 'in-use') return stage;
  return reminderOn(mooc, on) === null ? stage : 'renewal-due';
}

/** The courses to speak of on a day, the most urgent first. */
export function remindersOn<T extends Dated & Pick<MoocEntry, 'number'>>(
  moocs: readonly T[],
  on: IsoDate,
): { readonly mooc: T; readonly reminder: Reminder }[] {
  return moocs
    .flatMap(mooc => {
      const reminder = reminderOn(mooc, on);
      return reminder === null ? [] : [{ mooc, reminder }];
    })
    .sort((a, b) => a.reminder.daysLeft - b.reminder.daysLeft || a.mooc.number - b.mooc.number);
}

export const ages = ['under1', 'from1', 'from2', 'over3', 'never'] as const;
export type Age = (typeof ages)[number];

/** How long ago a course was approved, in whole years of the calendar. */
export function ageOn(approvedOn: IsoDate | null, on: IsoDate): Age {
  if (approvedOn === null) return 'never';
  if (on <= renewBy(approvedOn, 1)) return 'under1';
  if (on <= renewBy(approvedOn, 2)) return 'from1';
  return on <= renewBy(approvedOn, 3) ? 'from2' : 'over3';
}
