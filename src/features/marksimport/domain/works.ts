import { withoutFormulaGuard } from '../../../documents/index.ts';
import {
  isWorkLink,
  longestAnswers,
  longestLink,
  longestTicket,
  type PanelWork,
} from '../../grading/index.ts';
import { sameWords } from '../../syllabus/index.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type PersonField, personFieldOf } from './headings.ts';
import { type Clues, type Match } from './people.ts';
import { type AskedRow, type Decision, matchRows, type RefusedRow } from './preview.ts';
import { type FileTable, tableOf, type TableRow } from './table.ts';

/** What of a student's work a table can bring. */
export const workFields = ['ticket', 'url', 'answers'] as const;
export type WorkField = (typeof workFields)[number];
export type WorkRole = '' | PersonField | WorkField;

const written: Readonly<Record<WorkField, readonly string[]>> = {
  ticket: [
    ...['Билет', 'Билет №', '№ билет', 'Билет нөмірі', 'Емтихан билеті', 'Нұсқа'],
    ...['Номер билета', '№ билета', 'Экзаменационный билет', 'Вариант'],
    ...['Ticket', 'Ticket number', 'Ticket No.', 'Exam ticket', 'Variant'],
  ],
  url: [
    ...['Сілтеме', 'Жұмысқа сілтеме', 'Жұмыс', 'Файл'],
    ...['Ссылка', 'Ссылка на работу', 'Работа'],
    ...['Link', 'Link to the work', 'URL', 'Work', 'File'],
  ],
  answers: ['Жауап', 'Жауаптар', 'Жауаптары', 'Ответ', 'Ответы', 'Answer', 'Answers'],
};
const known: ReadonlyMap<string, WorkField> = new Map(
  workFields.flatMap(field => written[field].map((text): [string, WorkField] => [sameWords(text), field])),
);

const roleOf = (heading: string): WorkRole => personFieldOf(heading) ?? known.get(sameWords(heading)) ?? '';

export interface WorkTable extends FileTable {
  readonly roles: readonly WorkRole[];
}

/**
 * A pasted table with the meaning of its columns: by its headings, or, where it has none, by what stands in the columns:
 * one in which the class is found, and behind it the ticket, or the link. Null where no column tells the person, or
 * none the work.
 */
export function workTableOf(
  rows: readonly TableRow[],
  match: (clues: Partial<Clues>) => Match,
): WorkTable | null {
  const isKnown = (heading: string): boolean => roleOf(heading) !== '';
  const hasHeadings = rows.some(({ cells }) => cells.some(isKnown));
  const table = hasHeadings ? tableOf(rows, isKnown) : { headings: [], rows };
  if (table === null) return null;
  const roles = once(hasHeadings ? table.headings.map(roleOf) : rolesOfCells(rows, match));
  const tellsWork = roles.some(role => workFields.some(field => field === role));
  const tellsPerson = roles.some(role => role !== '' && !workFields.some(field => field === role));
  return tellsWork && tellsPerson ? { ...table, roles } : null;
}

/** Where two columns claim to be the same, the first is taken. */
const once = (roles: readonly WorkRole[]): WorkRole[] =>
  roles.map((role, at) => (roles.indexOf(role) === at ? role : ''));

function rolesOfCells(rows: readonly TableRow[], match: (clues: Partial<Clues>) => Match): WorkRole[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, at) => rows.map(({ cells }) => cells[at] ?? ''));
  const fields = ['name', 'sourced-id', 'email'] as const;
  const cluesFor = (field: (typeof fields)[number], text: string): Partial<Clues> =>
    field === 'sourced-id' ? { sourcedId: text } : { [field]: text };
  const scored = columns.flatMap((texts, at) =>
    fields.map(field => ({
      ...{ at, field },
      found: texts.filter(text => text !== '' && match(cluesFor(field, text)).kind !== 'unknown').length,
    })),
  );
  const [best] = scored.toSorted((one, other) => other.found - one.found || one.at - other.at);
  if (best === undefined || best.found === 0) return [];
  return columns.map((texts, at): WorkRole => {
    if (at === best.at) return best.field;
    if (at < best.at || texts.every(text => text === '')) return '';
    return texts.some(text => /^https?:\/\//iu.test(text)) ? 'url' : 'ticket';
  });
}

/** One thing of somebody's work that would be another one. */
export interface WorkChange {
  readonly row: number;
  readonly person: PersonId;
  readonly field: WorkField;
  readonly from: string;
  readonly to: string;
}

export interface RefusedWork {
  readonly row: number;
  readonly person: PersonId;
  readonly field: WorkField;
  readonly text: string;
  readonly problem: 'too-long' | 'not-a-link';
}

export interface WorksPreview {
  readonly matched: number;
  readonly changes: readonly WorkChange[];
  readonly same: number;
  readonly asked: readonly AskedRow[];
  readonly refused: readonly RefusedWork[];
  readonly refusedRows: readonly RefusedRow[];
}

const noWork: PanelWork = { rev: 0, ticket: '', url: '', answers: '' };

/** What a table would change of the works of a class. An empty cell says nothing. */
export function previewWorks(input: {
  readonly table: WorkTable;
  readonly match: (clues: Clues) => Match;
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly works: ReadonlyMap<PersonId, PanelWork>;
}): WorksPreview {
  const { table, works } = input;
  const { taken, asked, refusedRows } = matchRows({ ...input, roles: table.roles });
  const changes: WorkChange[] = [];
  const refused: RefusedWork[] = [];
  let same = 0;
  for (const [person, { number: row, cells }] of taken) {
    const work = works.get(person) ?? noWork;
    for (const field of workFields) {
      const at = table.roles.indexOf(field);
      const to = at === -1 ? '' : withoutFormulaGuard(cells[at] ?? '').trim();
      const problem = problemOf(field, to);
      if (to === '') continue;
      if (problem !== null) refused.push({ row, person, field, text: to.slice(0, 200), problem });
      else if (work[field] === to) same += 1;
      else changes.push({ row, person, field, from: work[field], to });
    }
  }
  return { matched: taken.size, changes, same, asked, refused, refusedRows };
}

const longest: Readonly<Record<WorkField, number>> = {
  ticket: longestTicket,
  url: longestLink,
  answers: longestAnswers,
};

function problemOf(field: WorkField, text: string): RefusedWork['problem'] | null {
  if (text.length > longest[field]) return 'too-long';
  return field === 'url' && !isWorkLink(text) ? 'not-a-link' : null;
}

/** Each person's work as it would be, over the version that was shown. */
export function worksOf(
  { changes }: WorksPreview,
  works: ReadonlyMap<PersonId, PanelWork>,
): { person: PersonId; work: PanelWork }[] {
  const next = new Map<PersonId, PanelWork>();
  for (const { person, field, to } of changes)
    next.set(person, { ...(next.get(person) ?? works.get(person) ?? noWork), [field]: to });
  return [...next].map(([person, work]) => ({ person, work }));
}
