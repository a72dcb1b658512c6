import { formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import {
  type ClassBook,
  columnName,
  columnTitle,
  markText,
  nameOf,
  problemText,
} from '../gradebook/index.ts';
import { type Member } from '../roster/index.ts';
import { personFields } from './domain/headings.ts';
import { askedView, pagesOf } from './askedView.ts';
import { type RefusedCell } from './domain/preview.ts';
import { type ImportHead, type ImportOutcome, type MarksImport } from './importStore.ts';

/** Changes on one page: all are shown, none of them in a page that takes a minute to open. */
const changesOnPage = 200;

export function startView(
  { t, base }: LaunchContext,
  given: { made: readonly ImportHead[]; members: readonly Member[]; timeZone: string },
) {
  const names = new Map(given.members.map(member => [member.person.id, nameOf(member, t)]));
  return {
    made: given.made.map(({ id, file, by, at, outcome }) => ({
      href: `${base}/marksimport/${id}`,
      file,
      by: names.get(by) ?? '–',
      at: formatInstant(at, given.timeZone),
      written: outcome?.written ?? 0,
    })),
  };
}

export function importView(context: LaunchContext, found: MarksImport, book: ClassBook, pageNumber: number) {
  const { t, base } = context;
  const words = t.marksimport;
  const { preview, table, choices, rev, file } = found;
  const address = `${base}/marksimport/${found.id}`;
  const naming = namingOf(context, book);
  const pages = Math.max(1, Math.ceil(preview.changes.length / changesOnPage));
  const current = Math.min(pageNumber, pages);
  const isMapped = preview.matched > 0 && choices.roles.some(role => /^(?:points|percent):/u.test(role));
  return {
    file,
    address,
    rev,
    lead: words.lead({ rows: table.rows.length, matched: preview.matched }),
    isMapped,
    columns: columnFields(context, found, book),
    clears: choices.clears,
    asked: askedView(
      context,
      preview.asked,
      book.rows.map(({ member }) => member),
    ),
    changes: preview.changes
      .slice((current - 1) * changesOnPage, current * changesOnPage)
      .map(({ person, column, from, to }) => ({
        student: naming.student(person),
        work: naming.work(column),
        from: naming.mark(from),
        to: naming.mark(to),
      })),
    count: preview.changes.length,
    summary: words.summary({ changes: preview.changes.length, same: preview.same }),
    pager: pagesOf(context, address, current, pages),
    refused: [
      ...preview.refusedCells.map(cell => ({
        row: cell.row,
        what: `${naming.student(cell.person)}, ${naming.work(cell.column)}: ${cell.text.slice(0, 100)}`,
        why: cellProblem(cell, context, book),
      })),
      ...preview.refusedRows.map(({ row, label, problem }) => ({
        row,
        what: label,
        why: words.problems[problem],
      })),
    ],
  };
}

export function madeView(
  context: LaunchContext,
  found: MarksImport,
  outcome: ImportOutcome,
  book: ClassBook,
) {
  const naming = namingOf(context, book);
  return {
    file: found.file,
    written: context.t.marksimport.written({ count: outcome.written }),
    digest: found.digest,
    conflicts: outcome.conflicts.map(({ person, column, mine, theirs }) => ({
      student: naming.student(person),
      work: naming.work(column),
      mine: naming.mark(mine),
      theirs: naming.mark(theirs),
    })),
  };
}

function namingOf(context: LaunchContext, { rules, rows }: ClassBook) {
  const { t } = context;
  const names = new Map(rows.map(({ member }) => [member.person.id, nameOf(member, t)]));
  return {
    student: (id: PersonId): string => names.get(id) ?? '–',
    work: (key: string): string => {
      const column = rules.plan.columns.find(one => one.key === key);
      return column === undefined ? key : columnName(column, t);
    },
    mark: (mark: string): string => (mark === '' ? t.gradebook.trouble.blank : markText(mark, context)),
  };
}

function cellProblem(cell: RefusedCell, context: LaunchContext, { rules }: ClassBook): string {
  if (cell.problem === 'not-a-percent') return context.t.marksimport.problems['not-a-percent'];
  const column = rules.plan.columns.find(({ key }) => key === cell.column);
  return problemText(cell.problem, { maximum: column?.maximum ?? '' }, context);
}

/** A select for each column of the file: what it is. */
function columnFields(context: LaunchContext, { table, choices }: MarksImport, { rules }: ClassBook) {
  const { t } = context;
  const words = t.marksimport;
  const options = [
    { value: '', text: words.roles.ignored },
    ...personFields.map(field => ({ value: field, text: words.roles[field] })),
    ...rules.plan.columns.flatMap(column => {
      const name = columnTitle(column, context);
      return [
        { value: `points:${column.key}`, text: words.points({ name }) },
        { value: `percent:${column.key}`, text: words.percents({ name }) },
      ];
    }),
  ];
  return table.headings.flatMap((heading, at) => {
    const examples = table.rows.slice(0, 50).map(({ cells }) => cells[at] ?? '');
    if (heading === '' && examples.every(text => text === '')) return [];
    const example = examples.find(text => text !== '');
    const role = choices.roles[at] ?? '';
    return [
      {
        id: `role-${at}`,
        name: `role:${at}`,
        type: 'select',
        label: heading === '' ? words.column({ number: at + 1 }) : heading.slice(0, 120),
        hint: example === undefined ? words.noExample : words.example({ text: example.slice(0, 60) }),
        options: options.map(option => ({ ...option, selected: option.value === role })),
      },
    ];
  });
}
