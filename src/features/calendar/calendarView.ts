import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { daysBetween, decimalMark, formatDay, formatShortDay, type IsoDate } from '../../kernel/dates.ts';
import { type Exact, exactOfNumber, formatExact } from '../../kernel/exact.ts';
import { type CalendarRow } from '../syllabus/index.ts';
import {
  type CalendarItem,
  type CourseCalendar,
  type KeyedRow,
  type Module,
  type Period,
  rowAnchor,
} from './domain/calendar.ts';
import { dayNoteText } from './dayNoteText.ts';
import { datesOfWeek, positionInTerm, type TermDays } from './domain/term.ts';

/** How the viewer reads: language, first day of the term (null: no dates), today in the course's zone. */
export interface CalendarViewer {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly startOn: IsoDate | null;
  readonly today: IsoDate;
  readonly days: TermDays;
}

export interface RowView {
  readonly key: string;
  /** The row's id on the page. */
  readonly anchor: string;
  readonly kind: string;
  readonly chip: string;
  readonly title: string;
  readonly prepares: string | null;
  readonly hours: string;
  readonly points: string;
  readonly link: { readonly url: string; readonly text: string } | null;
  readonly place: string | null;
}

export type GroupView =
  | { readonly row: 'module'; readonly title: string; readonly range: string | null }
  | {
      readonly row: 'week';
      readonly id: string;
      readonly label: string;
      readonly dates: string | null;
      readonly notes: readonly string[];
      readonly current: boolean;
      readonly rows: readonly RowView[];
    }
  | { readonly row: 'sum'; readonly label: string; readonly hours: string; readonly points: string }
  | { readonly row: 'control'; readonly id: string; readonly label: string; readonly points: string };

export interface WeekCardView {
  readonly heading: string;
  readonly dates: string | null;
  readonly text: string | null;
  readonly rows: readonly (RowView & { readonly due: DueView | null })[];
  /** What is due after this week, the nearest first. */
  readonly next: readonly {
    readonly chip: string;
    readonly kind: string;
    readonly title: string;
    readonly due: DueView;
  }[];
}

/** When something is due, and how near that is: in a word and an icon, never by colour alone. */
export interface DueView {
  readonly text: string;
  readonly near: {
    readonly tone: 'danger' | 'warning' | 'info';
    readonly icon: string;
    readonly text: string;
  } | null;
}

export function calendarView(calendar: CourseCalendar, viewer: CalendarViewer) {
  const { t } = viewer;
  const current = currentWeek(calendar, viewer);
  const sum = (label: string, hours: Exact, points: Exact): GroupView => ({
    row: 'sum',
    label,
    hours: format(hours, viewer.lang),
    points: format(points, viewer.lang),
  });
  return {
    lead: t.calendar.lead({ weeks: calendar.lastWeek }),
    thisWeek: weekCard(calendar, viewer),
    groups: [
      ...calendar.items.flatMap(item => groupsOf(item, viewer, current, sum)),
      sum(t.calendar.total, calendar.totals.hours, calendar.totals.points),
    ],
  };
}

function groupsOf(
  item: CalendarItem,
  viewer: CalendarViewer,
  current: number | null,
  sum: (label: string, hours: Exact, points: Exact) => GroupView,
): GroupView[] {
  const { t } = viewer;
  switch (item.kind) {
    case 'module':
      return [{ row: 'module', title: moduleTitle(item.module, t), range: weeksRange(item, t) }];
    case 'week':
      return [
        {
          row: 'week',
          id: `week-${item.week}`,
          label: t.calendar.week({ week: item.week }),
          dates: weekDates(viewer, item.week),
          notes: weekNotes(viewer, item.week),
          current: item.week === current,
          rows: item.rows.map(row => rowView(row, viewer)),
        },
      ];
    case 'loose':
      return [
        {
          row: 'week',
          id: `row-${rowAnchor(item.row.key)}`,
          label: '',
          dates: null,
          notes: [],
          current: false,
          rows: [rowView(item.row, viewer)],
        },
      ];
    case 'control':
      return [...periodSum(item.period, t, sum), controlView(item.row, viewer)];
  }
}

function periodSum(
  period: Period | null,
  t: Catalogue,
  sum: (label: string, hours: Exact, points: Exact) => GroupView,
): GroupView[] {
  return period === null
    ? []
    : [sum(t.calendar.periodSum({ number: period.number }), period.hours, period.points)];
}

function controlView({ key, row }: KeyedRow, { t, lang }: CalendarViewer): GroupView {
  const label =
    row.kind === 'final'
      ? t.calendar.final
      : row.number === null
        ? t.calendar.kinds.midterm
        : t.calendar.midterm({ number: row.number });
  return { row: 'control', id: rowAnchor(key), label, points: numberText(row.maxPoints, lang) };
}

function moduleTitle(module: Module, t: Catalogue): string {
  return module.number === null
    ? module.title
    : `${t.calendar.module({ number: module.number })} ${module.title}`;
}

function weeksRange(
  item: { firstWeek: number | null; lastWeek: number | null },
  t: Catalogue,
): string | null {
  const { firstWeek, lastWeek } = item;
  return firstWeek === null || lastWeek === null
    ? null
    : t.calendar.weeksRange({ from: firstWeek, to: lastWeek });
}

function weekNotes({ startOn, days, t }: CalendarViewer, week: number): readonly string[] {
  if (startOn === null) return [];
  const { from, to } = datesOfWeek(startOn, week, days.freeWeeks);
  return days.notes(from, to).map(note => dayNoteText(note, t));
}

function weekDates({ startOn, days }: CalendarViewer, week: number): string | null {
  if (startOn === null) return null;
  const { from, to } = datesOfWeek(startOn, week, days.freeWeeks);
  return `${formatShortDay(from)}–${formatShortDay(to)}`;
}

function rowView({ key, row }: KeyedRow, { t, lang }: CalendarViewer): RowView {
  const kind = t.calendar.kinds[row.kind];
  return {
    key,
    anchor: rowAnchor(key),
    kind: row.kind,
    chip: row.number === null ? kind : `${kind} ${row.number}`,
    title: row.title,
    prepares: preparesText(row, t),
    hours: numberText(row.hours, lang),
    points: numberText(row.maxPoints, lang),
    link: row.url === null ? null : { url: row.url, text: row.platform ?? row.url },
    place: row.url === null ? row.platform : null,
  };
}

function preparesText({ prepares }: CalendarRow, t: Catalogue): string | null {
  if (prepares === null) return null;
  if (prepares.kind === 'final') return t.calendar.preparesFinal;
  if (prepares.number === null) return null;
  const { number } = prepares;
  return prepares.kind === 'srs'
    ? t.calendar.preparesSrs({ number })
    : t.calendar.preparesMidterm({ number });
}

function currentWeek(calendar: CourseCalendar, { startOn, today, days }: CalendarViewer): number | null {
  if (startOn === null) return null;
  const position = positionInTerm(startOn, calendar.lastWeek, today, days.freeWeeks);
  return position.kind === 'week' ? position.week : null;
}

/** What a student must know on opening the page; null while there are no dates. */
function weekCard(calendar: CourseCalendar, viewer: CalendarViewer): WeekCardView | null {
  const { t, startOn, today, days } = viewer;
  if (startOn === null) return null;
  const position = positionInTerm(startOn, calendar.lastWeek, today, days.freeWeeks);
  if (position.kind === 'after')
    return { heading: t.calendar.afterTerm, dates: null, text: t.calendar.afterTermText, rows: [], next: [] };
  const week = position.kind === 'week' ? position.week : position.kind === 'free' ? position.nextWeek : 1;
  const weekEnd = datesOfWeek(startOn, week, days.freeWeeks).to;
  const rows = calendar.items
    .flatMap(item => (item.kind === 'week' && item.week === week ? item.rows : []))
    .map(row => ({
      ...rowView(row, viewer),
      due: row.row.kind === 'srs' ? dueView(row, weekEnd, viewer) : null,
    }));
  return {
    heading:
      position.kind === 'before'
        ? t.calendar.beforeTerm({ date: formatDay(startOn) })
        : t.calendar.week({ week }),
    dates: weekDates(viewer, week),
    text:
      position.kind === 'before'
        ? t.calendar.beforeTermText
        : rows.length === 0
          ? t.calendar.nothingThisWeek
          : null,
    rows,
    next: nextDue(calendar, weekEnd, viewer),
  };
}

const nextShown = 3;

/** Works and controls that are due after a day. */
function nextDue(calendar: CourseCalendar, after: IsoDate, viewer: CalendarViewer): WeekCardView['next'] {
  const { startOn, days } = viewer;
  if (startOn === null) return [];
  return calendar.items
    .flatMap(item => (item.kind === 'week' ? item.rows : item.kind === 'control' ? [item.row] : []))
    .filter(({ row }) => row.kind === 'srs' || row.kind === 'midterm' || row.kind === 'final')
    .flatMap(entry => {
      const { week } = entry.row;
      const end = week === null ? null : datesOfWeek(startOn, week, days.freeWeeks).to;
      const due = days.due(entry.key, end);
      return due === null || due.on <= after ? [] : [{ entry, end, on: due.on }];
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .slice(0, nextShown)
    .flatMap(({ entry, end }) => {
      const due = dueView(entry, end, viewer);
      const { chip, kind, title } = rowView(entry, viewer);
      return due === null ? [] : [{ chip, kind, title, due }];
    });
}

/** Days before a deadline in which it counts as near. */
const soonDays = 3;

function dueView(
  { key }: KeyedRow,
  weekEnd: IsoDate | null,
  { t, today, days }: CalendarViewer,
): DueView | null {
  const due = days.due(key, weekEnd);
  if (due === null) return null;
  const left = daysBetween(today, due.on);
  const words = t.calendar.near;
  const near =
    left < 0
      ? ({ tone: 'danger', icon: 'ban', text: words.passed } as const)
      : left === 0
        ? ({ tone: 'warning', icon: 'warning', text: words.today } as const)
        : left <= soonDays
          ? ({ tone: 'info', icon: 'clock', text: words.soon } as const)
          : null;
  return { text: t.calendar.dueBy({ date: `${formatDay(due.on)} ${due.at}` }), near };
}

function numberText(value: number | null, lang: Lang): string {
  return value === null ? '' : format(exactOfNumber(value), lang);
}

function format(value: Exact, lang: Lang): string {
  return formatExact(value, { mark: decimalMark(lang), digits: 2 });
}
