import { type PaperCell, type SheetCell, writeXlsx } from '../../documents/write/index.ts';
import { catalogueOf, type Lang } from '../../i18n/index.ts';
import { formatDay, formatShortDay, type IsoDate } from '../../kernel/dates.ts';
import { calendarTable, type Syllabus } from '../syllabus/index.ts';
import { keyRows } from './domain/calendar.ts';
import { datesOfWeek, type TermDays } from './domain/term.ts';

export interface CalendarFile {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
}

export interface CalendarFileFacts {
  readonly courseTitle: string;
  /** Null: no dates. */
  readonly startOn: IsoDate | null;
  readonly days: Pick<TermDays, 'freeWeeks' | 'due' | 'late'>;
  readonly lang: Lang;
}

/** Characters of width of the columns that the form may have, and of those that the term adds. */
const widths = { week: 8, dates: 14, topic: 62, hours: 9, points: 10, due: 20, more: 24 } as const;

/**
 * The calendar as an Excel file in the look of the official form, with the days of the weeks and the deadlines where the term
 * has its first day. Texts are texts: none of them runs as a formula.
 */
export async function writeCalendarFile(syllabus: Syllabus, facts: CalendarFileFacts): Promise<CalendarFile> {
  const { lang, courseTitle, days } = facts;
  const t = catalogueOf(lang);
  const hasDates = facts.startOn !== null;
  const table = calendarTable(syllabus.calendar, lang, t.form).find(block => block.kind === 'table');
  const [head = [], ...body] = table?.kind === 'table' ? table.rows : [];
  const more = head.slice(4).map(() => widths.more);
  const { week, dates, topic, hours, points, due } = widths;
  const columns = hasDates
    ? [week, dates, topic, hours, points, due, ...more]
    : [week, topic, hours, points, ...more];
  const across = (text: string, look: Partial<SheetCell>): SheetCell[] => [
    { text, columns: columns.length, ...look },
  ];
  const named = (text: string): SheetCell => ({ ...framed(text), bold: true, shaded: true });
  const heads = head.map(cell => asCell(cell));
  const sheet = {
    name: t.calendar.title,
    widths: columns,
    orientation: 'landscape' as const,
    frozenRows: 3,
    rows: [
      across(t.form.calendar, { bold: true, align: 'center' }),
      across(courseTitle, { bold: true, align: 'center' }),
      hasDates ? withTerm(heads, named(t.calendar.file.dates), named(t.calendar.file.due)) : heads,
      ...bodyRows(body, hasDates ? termColumns(syllabus, facts) : null, columns.length),
      ...(days.late === null ? [] : [across(days.late, { framed: true })]),
    ],
  };
  return {
    name: `${t.calendar.file.name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: await writeXlsx(sheet),
  };
}

const framed = (text: string): SheetCell => ({ text, framed: true, align: 'center' });

function asCell(cell: PaperCell, columns = cell.columns ?? 1): SheetCell {
  const text = typeof cell.text === 'string' ? cell.text : cell.text.map(one => one.text).join('\n');
  const { bold = false, shaded = false, align } = cell;
  const number = /^\d+(?:[.,]\d+)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
  return { text, number, bold, shaded, framed: true, columns, ...(align === 'center' ? { align } : {}) };
}

/** The days stand behind the week, the deadline behind the points; a control goes over the days too. */
function withTerm(cells: readonly SheetCell[], dates: SheetCell, due: SheetCell): SheetCell[] {
  const [first, ...rest] = cells;
  if (first === undefined) return [];
  if (first.columns === 2) return [{ ...first, columns: 3 }, ...rest.slice(0, 2), due, ...rest.slice(2)];
  return [first, dates, ...rest.slice(0, 3), due, ...rest.slice(3)];
}

function bodyRows(
  body: readonly (readonly PaperCell[])[],
  term: readonly TermColumns[] | null,
  columns: number,
): SheetCell[][] {
  let at = -1;
  return body.map(cells => {
    const [first] = cells;
    // The heading of a module goes over the whole table.
    if (first !== undefined && cells.length === 1) return [asCell(first, columns)];
    at += 1;
    const own = term?.[at];
    const row = cells.map(cell => asCell(cell));
    // Where the week is not told again, neither are its days.
    return own === undefined
      ? row
      : withTerm(row, framed(first?.text === '' ? '' : own.dates), framed(own.due));
  });
}

interface TermColumns {
  readonly dates: string;
  readonly due: string;
}

const withTime: readonly string[] = ['srs', 'midterm', 'final'];

/** The days of each row's week, and when works and controls are due. */
function termColumns({ calendar }: Syllabus, { startOn, days }: CalendarFileFacts): TermColumns[] {
  return keyRows(calendar).map(({ key, row }) => {
    if (startOn === null) return { dates: '', due: '' };
    const week = row.week === null ? null : datesOfWeek(startOn, row.week, days.freeWeeks);
    const due = withTime.includes(row.kind) ? days.due(key, week?.to ?? null) : null;
    return {
      dates: week === null ? '' : `${formatShortDay(week.from)}–${formatShortDay(week.to)}`,
      due: due === null ? '' : `${formatDay(due.on)} ${due.at}`,
    };
  });
}
