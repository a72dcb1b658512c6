import type { InstitutionPolicy } from '../../grading/index.ts';
import { addDays, dayOfInstant, type IsoDate } from '../../../kernel/dates.ts';
import { type ControlKey, type Plan } from './plan.ts';

/** A permission to change marks that are closed: from one instant to another. */
export interface Grant {
  readonly from: Date;
  readonly until: Date;
}

/** What decides whether marks of a control may be changed. */
export interface WindowFacts {
  readonly windows: InstitutionPolicy['windows'];
  /** The last day of the control's period; null: nobody knows it. */
  readonly periodEnd: IsoDate | null;
  /** When the newest statement was made that attests the control. */
  readonly attestedAt: Date | null;
  /** The newest grant. */
  readonly grant: Grant | null;
}

export type WindowState =
  /** `lastDay`: null where no day closes it. */
  | { readonly kind: 'open'; readonly lastDay: IsoDate | null }
  | { readonly kind: 'reopened'; readonly until: Date }
  | { readonly kind: 'closed'; readonly by: 'day'; readonly lastDay: IsoDate }
  | { readonly kind: 'closed'; readonly by: 'statement'; readonly at: Date };

/**
 * Whether marks of a control may be changed now: until so many days after its period, and until a statement attests
 * them, as the policy says. A grant opens what is closed; a statement that is made after it closes again.
 */
export function windowState(facts: WindowFacts, now: Date, timeZone: string): WindowState {
  const { windows, periodEnd, attestedAt, grant } = facts;
  const isAttested = windows.closedByStatement && attestedAt !== null;
  const lastDay =
    windows.editDays === null || periodEnd === null ? null : addDays(periodEnd, windows.editDays);
  const isOver = lastDay !== null && dayOfInstant(now, timeZone) > lastDay;
  if (!isAttested && !isOver) return { kind: 'open', lastDay };
  const isGranted = grant !== null && now < grant.until && !(isAttested && attestedAt >= grant.from);
  if (isGranted) return { kind: 'reopened', until: grant.until };
  if (isAttested) return { kind: 'closed', by: 'statement', at: attestedAt };
  return { kind: 'closed', by: 'day', lastDay: lastDay ?? '' };
}

/** The last week in which something counts for a control; null: the calendar names none. */
export function lastWeekOf(plan: Pick<Plan, 'columns' | 'examWeek'>, control: ControlKey): number | null {
  const weeks = plan.columns.flatMap(column => (column.control === control ? (column.week ?? []) : []));
  if (control === 'exam' && plan.examWeek != null) weeks.push(plan.examWeek);
  return weeks.length === 0 ? null : Math.max(...weeks);
}
