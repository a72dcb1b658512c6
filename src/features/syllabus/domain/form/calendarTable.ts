import { type PaperBlock, type PaperCell } from '../../../../documents/write/index.ts';
import { type Lang } from '../../../../i18n/index.ts';
import { type CalendarRow } from '../types.ts';
import { numberText } from './numberText.ts';
import { type FormWords } from './formWords.ts';
import { moduleText, rowText } from './rowText.ts';

type Extra = 'tasks' | 'assessment' | 'mode' | 'platform';

/** The calendar as the document has it: a row a class, headings of modules, controls across the table. */
export function calendarTable(rows: readonly CalendarRow[], lang: Lang, words: FormWords): PaperBlock[] {
  if (rows.length === 0) return [];
  const extras = extrasOf(rows);
  const head = (text: string): PaperCell => ({ text, bold: true, align: 'center', shaded: true });
  const names = ['week', 'topic', 'hours', 'points', ...extras] as const;
  const body: PaperCell[][] = [];
  let above: CalendarRow | null = null;
  for (const [index, row] of rows.entries()) {
    const opens = row.module !== null && !isSame(row.module, above?.module ?? null);
    if (opens && row.module !== null) {
      const text = moduleText(row.module, words.module);
      body.push([{ text, bold: true, align: 'center', columns: names.length, shaded: true }]);
    }
    body.push(rowCells(rows, index, opens, { lang, words, extras }));
    above = row.kind === 'final' ? above : row;
  }
  return [
    { kind: 'heading', text: words.calendar },
    {
      kind: 'table',
      widths: [9, 59, 11, 12, ...extras.map(() => 18)],
      headRows: 1,
      borders: 'all',
      keepRows: true,
      rows: [names.map(name => head(words.columns[name])), ...body],
    },
  ];
}

/** Columns that stand in the form only where the course has something to say in them. */
function extrasOf(rows: readonly CalendarRow[]): Extra[] {
  const has = (field: (row: CalendarRow) => string | null) => rows.some(row => field(row) !== null);
  return [
    ...(has(row => row.tasks) ? (['tasks'] as const) : []),
    ...(has(row => row.assessment) ? (['assessment'] as const) : []),
    ...(has(row => row.modeText ?? row.mode) ? (['mode'] as const) : []),
    ...(has(row => row.platform ?? row.url) ? (['platform'] as const) : []),
  ];
}

const isSame = (a: CalendarRow['module'], b: CalendarRow['module']): boolean =>
  a?.number === b?.number && a?.title === b?.title;

function rowCells(
  rows: readonly CalendarRow[],
  index: number,
  opens: boolean,
  form: { lang: Lang; words: FormWords; extras: readonly Extra[] },
): PaperCell[] {
  const row = rows[index];
  if (row === undefined) return [];
  const { lang, words, extras } = form;
  const before = rows[index - 1];
  const isControl = row.kind === 'midterm' || row.kind === 'final';
  const followsWeek = row.week === null || row.week === before?.week;
  const topic = { text: rowText(row, words.kinds), bold: isControl };
  // A blank week is that of the row above: written again only below a heading, where a reader's eye has lost it.
  const week = row.week === null || (followsWeek && !opens) ? '' : String(row.week);
  const front: PaperCell[] =
    isControl && followsWeek ? [{ ...topic, columns: 2 }] : [{ text: week, align: 'center' }, topic];
  const values: Record<Extra, string> = {
    tasks: row.tasks ?? '',
    assessment: row.assessment ?? '',
    mode: row.modeText ?? '',
    platform: [row.platform, row.url].filter(text => text !== null).join(' '),
  };
  return [
    ...front,
    { text: numberText(row.hours, lang), align: 'center' },
    { text: numberText(row.maxPoints, lang), align: 'center' },
    ...extras.map((extra): PaperCell => ({ text: values[extra] })),
  ];
}
