import { type IsoDate } from '../../../kernel/dates.ts';
import { type RowKind } from '../../syllabus/index.ts';
import { type CourseCalendar, type KeyedRow } from './calendar.ts';
import { datesOfWeek, type DayNote, type TermDays } from './term.ts';

/** One class or work of a week, as far as a feed tells of it. */
export interface FeedRow {
  readonly kind: RowKind;
  readonly number: number | null;
  readonly title: string;
  readonly points: number | null;
  readonly url: string | null;
}

/** What a feed tells, in no language: whole weeks, and works and controls with a day and a time. */
export type FeedFacts =
  | {
      readonly kind: 'week';
      readonly key: string;
      readonly week: number;
      readonly from: IsoDate;
      /** The last day, included. */
      readonly until: IsoDate;
      readonly rows: readonly FeedRow[];
      /** Absent without any: free and moved days. */
      readonly notes?: readonly DayNote[];
    }
  | {
      readonly kind: 'due';
      readonly key: string;
      readonly row: FeedRow;
      readonly on: IsoDate;
      /** "23:59" in the course's zone. */
      readonly at: string;
    };

const withTime: readonly RowKind[] = ['srs', 'midterm', 'final'];

/** The weeks of the term and what is due in it; nothing while the term has no first day. */
export function feedFacts(
  calendar: CourseCalendar,
  startOn: IsoDate | null,
  days: Pick<TermDays, 'freeWeeks' | 'due' | 'notes'>,
): FeedFacts[] {
  if (startOn === null) return [];
  const weeks = new Map<number, KeyedRow[]>();
  const loose: KeyedRow[] = [];
  for (const item of calendar.items) {
    if (item.kind === 'week') weeks.set(item.week, [...(weeks.get(item.week) ?? []), ...item.rows]);
    else if (item.kind !== 'module') loose.push(item.row);
  }
  const inWeeks = [...weeks].flatMap(([week, rows]): FeedFacts[] => {
    const { from, to } = datesOfWeek(startOn, week, days.freeWeeks);
    const notes = days.notes(from, to);
    const own: FeedFacts = {
      kind: 'week',
      key: `week-${week}`,
      week,
      from,
      until: to,
      rows: rows.map(rowOf),
      ...(notes.length === 0 ? {} : { notes }),
    };
    return [own, ...rows.flatMap(row => dueOf(row, to, days))];
  });
  return [
    ...inWeeks,
    ...loose.flatMap(row => {
      const { week } = row.row;
      return dueOf(row, week === null ? null : datesOfWeek(startOn, week, days.freeWeeks).to, days);
    }),
  ];
}

function dueOf(row: KeyedRow, weekEnd: IsoDate | null, days: Pick<TermDays, 'due'>): FeedFacts[] {
  if (!withTime.includes(row.row.kind)) return [];
  const due = days.due(row.key, weekEnd);
  return due === null ? [] : [{ kind: 'due', key: row.key, row: rowOf(row), on: due.on, at: due.at }];
}

const rowOf = ({ row }: KeyedRow): FeedRow => ({
  kind: row.kind,
  number: row.number,
  title: row.title,
  points: row.maxPoints,
  url: row.url,
});

/** What has been told before: programs ask again and again, and must learn what changed and what is gone. */
export interface LedgerEntry {
  readonly facts: FeedFacts;
  /** Grows with every change (RFC 5545, 3.8.7.4). */
  readonly sequence: number;
  readonly changedAt: Date;
  readonly isCancelled: boolean;
  /** When it was before it was last moved; absent while it never was. */
  readonly was?: FeedTime;
}

/** A week's first and last day, or the day and the time of a deadline. */
export type FeedTime =
  { readonly from: IsoDate; readonly until: IsoDate } | { readonly on: IsoDate; readonly at: string };

const timeOf = (facts: FeedFacts): FeedTime =>
  facts.kind === 'week' ? { from: facts.from, until: facts.until } : { on: facts.on, at: facts.at };

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** How long a cancellation is told. Programs that know none (Moodle 5) drop an event only when it is told no more. */
const cancelledMs = 30 * 86_400_000;

/** What a feed tells of a ledger now: what there is, and what was cancelled lately. */
export const toldEntries = (ledger: readonly LedgerEntry[], now: Date): readonly LedgerEntry[] =>
  ledger.filter(
    ({ isCancelled, changedAt }) => !isCancelled || now.getTime() - changedAt.getTime() < cancelledMs,
  );

/** The ledger after the present facts: what is new begins at 0, what changed or went or came back counts on. */
export function nextLedger(
  before: readonly LedgerEntry[],
  facts: readonly FeedFacts[],
  now: Date,
): readonly LedgerEntry[] {
  const known = new Map(before.map(entry => [entry.facts.key, entry]));
  const present = facts.map((own): LedgerEntry => {
    const entry = known.get(own.key);
    if (entry === undefined) return { facts: own, sequence: 0, changedAt: now, isCancelled: false };
    if (!entry.isCancelled && isSame(entry.facts, own)) return entry;
    const was = isSame(timeOf(entry.facts), timeOf(own)) ? entry.was : timeOf(entry.facts);
    const next = { facts: own, sequence: entry.sequence + 1, changedAt: now, isCancelled: false };
    return was === undefined ? next : { ...next, was };
  });
  const keys = new Set(facts.map(({ key }) => key));
  const gone = before.flatMap((entry): LedgerEntry[] => {
    if (keys.has(entry.facts.key)) return [];
    return [
      entry.isCancelled
        ? entry
        : { ...entry, sequence: entry.sequence + 1, changedAt: now, isCancelled: true },
    ];
  });
  return [...present, ...gone];
}
