import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { addDays, decimalMark, formatDay, type IsoDate } from '../../kernel/dates.ts';
import { exactOfNumber, formatExact } from '../../kernel/exact.ts';
import { type CourseCalendar, datesOfWeek, type TermDays } from '../calendar/index.ts';
import { dueOf, freeWeeks, isFree, type LatePolicy, notesBetween, type TermPlan } from './domain/plan.ts';
import { stateHolidaysBetween } from './domain/stateHolidays.ts';
import { writeFreeDays, writeMovedDays } from './domain/written.ts';
import { type TermFaults, timeZones, type Typed } from './termForm.ts';

export interface DueRow {
  readonly key: string;
  readonly label: string;
  readonly week: number | null;
}

/** The rows that have deadlines: independent work and controls. */
export function dueRows(calendar: CourseCalendar | null, t: Catalogue): DueRow[] {
  const rows = (calendar?.items ?? []).flatMap(item =>
    item.kind === 'week' ? item.rows : item.kind === 'module' ? [] : [item.row],
  );
  return rows
    .filter(({ row }) => row.kind === 'srs' || row.kind === 'midterm' || row.kind === 'final')
    .map(({ key, row }) => {
      const kind = t.calendar.kinds[row.kind];
      const name = row.number === null ? kind : `${kind} ${row.number}`;
      return { key, label: row.kind === 'srs' ? `${name}. ${row.title}` : name, week: row.week };
    });
}

/** What the form shows when nobody has typed anything yet. */
export function typedOf(
  term: { startOn: IsoDate | null; timeZone: string },
  plan: TermPlan,
  lang: Lang,
): Typed {
  const number = (value: number): string =>
    formatExact(exactOfNumber(value), { mark: decimalMark(lang), digits: 4 });
  const { late } = plan;
  return {
    startOn: term.startOn ?? '',
    timeZone: term.timeZone,
    weeks: plan.weeks === null ? '' : String(plan.weeks),
    free: writeFreeDays(plan.free),
    moved: writeMovedDays(plan.moved),
    dueAt: plan.dueAt,
    ...Object.fromEntries(
      Object.entries(plan.deadlines).flatMap(([key, { on, at }]) => [
        [`due-on:${key}`, on],
        [`due-at:${key}`, at],
      ]),
    ),
    ...(late === null
      ? {}
      : {
          lateAfter: String(late.afterDays),
          lateMinus: number(late.minusPercent),
          lateEach: late.each,
          lateKeeps: number(late.keeps),
        }),
  };
}

/** The typed holidays with those of the state that are not among them yet. */
export function withStateHolidays(typed: Typed, startOn: IsoDate, weeks: number, t: Catalogue): Typed {
  const own = (typed.free ?? '').split('\n').filter(line => line.trim() !== '');
  const further = stateHolidaysBetween(startOn, addDays(startOn, weeks * 7))
    .map(({ holiday, from, until }) => ({ from, until, name: t.term.stateHolidays[holiday] }))
    .filter(({ from }) => !own.some(line => line.startsWith(formatDay(from))));
  return { ...typed, free: [...own, ...(further.length === 0 ? [] : [writeFreeDays(further)])].join('\n') };
}

const timesName = (name: string): string => name.replace(':', '-').replace('~', '_');

export function termView(
  typed: Typed,
  faults: TermFaults,
  facts: { rows: readonly DueRow[]; plan: TermPlan; startOn: IsoDate | null; t: Catalogue },
) {
  const { rows, plan, startOn, t } = facts;
  const words = t.term;
  const field = (name: string, label: string, more: object = {}) => {
    const fault = faults[name];
    return {
      id: timesName(name),
      name,
      label,
      value: typed[name] ?? '',
      error: fault === undefined ? null : words.wrong[fault.fault]({ lines: (fault.lines ?? []).join(', ') }),
      ...more,
    };
  };
  const each = (value: 'once' | 'day') => ({
    value,
    text: words.lateEach[value],
    selected: (typed.lateEach ?? 'once') === value,
  });
  return {
    general: [
      field('startOn', t.calendar.termStart, { type: 'date', hint: t.calendar.termStartHint, size: 'short' }),
      field('weeks', words.weeks, { inputMode: 'numeric', size: 'number', hint: words.weeksHint }),
      field('timeZone', words.timeZone, {
        type: 'select',
        options: timeZones.map(zone => ({
          value: zone,
          text: words.zones[zone],
          selected: typed.timeZone === zone,
        })),
      }),
    ],
    free: field('free', words.free, { type: 'textarea', hint: words.freeHint, wide: true }),
    moved: field('moved', words.moved, { type: 'textarea', hint: words.movedHint, wide: true }),
    dueAt: field('dueAt', words.dueAt, { type: 'time', size: 'short', hint: words.dueAtHint }),
    rows: rows.map(row => ({
      label: row.label,
      usual: usualText(row, plan, startOn, t),
      warning: isOnFreeDay(row, plan) ? words.onFreeDay : null,
      on: field(`due-on:${row.key}`, words.dueOnOf({ row: row.label }), { type: 'date', hiddenLabel: true }),
      at: field(`due-at:${row.key}`, words.dueAtOf({ row: row.label }), { type: 'time', hiddenLabel: true }),
    })),
    late: [
      field('lateAfter', words.lateAfter, { inputMode: 'numeric', size: 'number' }),
      field('lateMinus', words.lateMinus, {
        inputMode: 'decimal',
        size: 'number',
        hint: words.lateMinusHint,
      }),
      field('lateEach', words.lateEachLabel, { type: 'select', options: [each('once'), each('day')] }),
      field('lateKeeps', words.lateKeeps, { inputMode: 'decimal', size: 'number' }),
    ],
    toCheck: plan.toCheck.map(({ reason, what }) =>
      words.look[reason]({ what: rows.find(({ key }) => key === what)?.label ?? what }),
    ),
  };
}

function usualText({ week }: DueRow, plan: TermPlan, startOn: IsoDate | null, t: Catalogue): string {
  if (startOn === null || week === null) return t.term.noUsual;
  return formatDay(datesOfWeek(startOn, week, freeWeeks(plan)).to);
}

const isOnFreeDay = ({ key }: DueRow, plan: TermPlan): boolean => {
  const own = plan.deadlines[key];
  return own !== undefined && isFree(plan, own.on);
};

/** "Late by more than 2 days: minus 10 % of the points for every day, at least 50 % are left." Null without a policy. */
export function lateText(late: LatePolicy | null, t: Catalogue, lang: Lang): string | null {
  if (late === null) return null;
  const percent = (value: number): string =>
    formatExact(exactOfNumber(value), { mark: decimalMark(lang), digits: 4 });
  return t.term.lateText({
    after: late.afterDays,
    minus: percent(late.minusPercent),
    each: late.each,
    keeps: percent(late.keeps),
  });
}

/** What the calendar shows of the plan, in the reader's words. */
export function termDaysOf(plan: TermPlan, t: Catalogue, lang: Lang): TermDays {
  return {
    freeWeeks: freeWeeks(plan),
    late: lateText(plan.late, t, lang),
    due: (key, weekEnd) => dueOf(plan, key, weekEnd),
    notes: (from, until) => notesBetween(plan, from, until),
  };
}
