import { createHash } from 'node:crypto';
import { DocumentError, type DocumentErrorCode, readRows } from '../../documents/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type ClassBook, type Gradebook, type UnsafeRow } from '../gradebook/index.ts';
import { sameWords } from '../syllabus/index.ts';
import {
  type ColumnRole,
  guessRoles,
  markRoleOf,
  personFieldOf,
  personFields,
  spellingOf,
} from './domain/headings.ts';
import { byPerson } from './domain/byPerson.ts';
import { createMatcher } from './domain/people.ts';
import { type ImportPreview, previewImport } from './domain/preview.ts';
import { type FileTable, tableOf, type TableRow } from './domain/table.ts';
import { type Choices, type ImportConflict, type ImportStore, type MarksImport } from './importStore.ts';
import { rosterOf } from './roster.ts';
import { spellingsOf } from './spellings.ts';

export type ImportRefusal = DocumentErrorCode | 'not-a-table' | 'too-many-rows';

export interface ImportService {
  /** Reads a file and says what it would change. Throws not-found while the course has no gradebook. */
  open(actor: Importer, file: { name: string; bytes: Uint8Array }): Promise<Opened>;
  /** An import of the caller's course; throws not-found for any other. */
  get(courseId: CourseId, unsafeId: string): Promise<MarksImport>;
  /** Looks again with these choices. `conflict`: somebody else has decided meanwhile. */
  decide(found: MarksImport, rev: number, unsafe: UnsafeChoices): Promise<'decided' | 'conflict'>;
  /** Writes what was shown, and nothing else: a mark that was changed since is left and named. */
  make(actor: Importer, found: MarksImport, rev: number): Promise<'made' | 'conflict'>;
}

export interface Importer {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

export type Opened =
  | { readonly kind: 'opened'; readonly id: string }
  | { readonly kind: 'refused'; readonly code: ImportRefusal };

/** Choices as a form sends them. */
export interface UnsafeChoices {
  readonly roles: readonly string[];
  readonly decisions: ReadonlyMap<number, string>;
  readonly clears: boolean;
}

/** A file of a course; a list of a whole university is cut up before. */
export const mostRows = 5_000;
/** What is shown is one document of the store. */
const mostChanges = 80_000;
const mostCharacters = 4_000_000;
/** Students whose marks are written at once. */
const batch = 200;

export interface ImportServiceParts {
  readonly store: ImportStore;
  readonly gradebook: Pick<Gradebook, 'loadClass' | 'saveMarks' | 'closedColumns'>;
  readonly newId: () => string;
  readonly now: () => Date;
}

export function createImportService(parts: ImportServiceParts): ImportService {
  const { store, gradebook, newId, now } = parts;

  async function getBook(courseId: CourseId): Promise<ClassBook> {
    const book = await gradebook.loadClass(courseId);
    if (book === null) throw new AppError('not-found', { what: 'syllabus' });
    return book;
  }

  async function preview(
    courseId: CourseId,
    table: FileTable,
    choices: Choices,
    book: ClassBook,
  ): Promise<ImportPreview> {
    const made = previewOf(table, choices, book, await gradebook.closedColumns(courseId, book.rules));
    if (made.changes.length > mostChanges) throw new AppError('too-large', { changes: made.changes.length });
    return made;
  }

  return {
    async open({ courseId, personId }, { name, bytes }) {
      const book = await getBook(courseId);
      const { columns } = book.rules.plan;
      const spellings = spellingsOf(columns);
      let rows: TableRow[];
      try {
        rows = await rowsOf(bytes, name);
      } catch (error) {
        if (error instanceof DocumentError) return { kind: 'refused', code: error.code };
        throw error;
      }
      if (rows.length > mostRows) return { kind: 'refused', code: 'too-many-rows' };
      const table = tableOf(
        rows,
        heading => personFieldOf(heading) !== null || spellings.has(spellingOf(heading)),
      );
      if (table === null) return { kind: 'refused', code: 'not-a-table' };
      const kept = new Set(columns.map(({ key }) => key));
      const remembered = new Map(
        [...(await store.columnsOf(courseId))].filter(([, role]) => isRole(role, kept)),
      );
      const roles = guessRoles(table.headings, spellings, remembered);
      const choices: Choices = { roles, decisions: [], clears: false };
      const id = newId();
      await store.add({
        ...{ id, courseId, table, choices },
        by: personId,
        at: now(),
        file: name.slice(-200),
        digest: createHash('sha256').update(bytes).digest('hex'),
        rev: 1,
        preview: await preview(courseId, table, choices, book),
        outcome: null,
      });
      return { kind: 'opened', id };
    },
    async get(courseId, unsafeId) {
      const found = idPattern.test(unsafeId) ? await store.find(courseId, unsafeId) : null;
      if (found === null) throw new AppError('not-found', { what: 'import' });
      return found;
    },
    async decide(found, rev, unsafe) {
      if (found.rev !== rev || found.outcome !== null) return 'conflict';
      const book = await getBook(found.courseId);
      const choices = choicesOf(found.table, unsafe, book);
      const shown = await preview(found.courseId, found.table, choices, book);
      const done = await store.decide(found, choices, shown);
      if (!done) return 'conflict';
      const headings = found.table.headings.map((heading, at): [string, ColumnRole] => [
        sameWords(heading),
        choices.roles[at] ?? '',
      ]);
      await store.rememberColumns(
        found.courseId,
        new Map([
          ...(await store.columnsOf(found.courseId)),
          ...headings.filter(([heading]) => heading !== ''),
        ]),
      );
      return 'decided';
    },
    async make(actor, found, rev) {
      // A second press finds every mark as it shall be, and changes nothing.
      if (found.outcome !== null) return 'made';
      if (found.rev !== rev) return 'conflict';
      const { rules } = await getBook(found.courseId);
      const rows = writesOf(found);
      const conflicts: ImportConflict[] = [];
      for (let at = 0; at < rows.length; at += batch) {
        const some = rows.slice(at, at + batch);
        const outcomes = await gradebook.saveMarks(actor, rules, { via: 'import', rows: some });
        conflicts.push(...conflictsOf(outcomes, some));
      }
      const written = found.preview.changes.length - conflicts.length;
      await store.finish(found, { written, conflicts });
      return 'made';
    },
  };
}

/** The rows of a table as they are read; one more than are taken where there are too many. Throws DocumentError. */
export async function rowsOf(bytes: Uint8Array, name: string): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  let characters = 0;
  await readRows(bytes, name, (cells, number) => {
    characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (characters > mostCharacters) throw new DocumentError('document-too-long');
    // One more than is taken says that there are too many.
    if (rows.length <= mostRows) rows.push({ number, cells });
  });
  return rows;
}

function previewOf(
  table: FileTable,
  choices: Choices,
  { rules, rows }: ClassBook,
  closed: ReadonlySet<string>,
): ImportPreview {
  const marks = new Map(rows.map(row => [row.member.person.id, row.marks]));
  return previewImport({
    table,
    roles: choices.roles,
    columns: rules.plan.columns,
    match: createMatcher(rosterOf(rows.map(({ member }) => member))),
    decisions: new Map(choices.decisions),
    marksOf: id => marks.get(id) ?? null,
    closed,
    clears: choices.clears,
  });
}

function isRole(role: string, columns: ReadonlySet<string>): role is ColumnRole {
  const marked = markRoleOf(role);
  if (marked !== null) return columns.has(marked.column);
  return role === '' || personFields.some(field => field === role);
}

/** Choices that fit the file and the class; throws invalid-input for anything that no page of ours has offered. */
function choicesOf(table: FileTable, unsafe: UnsafeChoices, { rules, rows }: ClassBook): Choices {
  const columns = new Set(rules.plan.columns.map(({ key }) => key));
  const taken = new Set<string>();
  const roles = table.headings.map((_, at): ColumnRole => {
    const role = unsafe.roles[at] ?? '';
    if (!isRole(role, columns)) throw new AppError('invalid-input', { field: `role:${at}` });
    const subject = markRoleOf(role)?.column ?? role;
    // What two columns claim, the first has.
    if (role === '' || taken.has(subject)) return '';
    taken.add(subject);
    return role;
  });
  const people = new Map<string, PersonId>(rows.map(({ member }) => [member.person.id, member.person.id]));
  const numbers = new Set(table.rows.map(({ number }) => number));
  const decisions = [...unsafe.decisions].flatMap(([row, answer]): Choices['decisions'][number][] => {
    const person = answer === 'nobody' ? answer : people.get(answer);
    if (person === undefined || !numbers.has(row))
      throw new AppError('invalid-input', { field: `who:${row}` });
    return [[row, person]];
  });
  return { roles, decisions, clears: unsafe.clears };
}

/** The changes of each student, over the marks that the preview showed. */
function writesOf({ preview, file, digest }: MarksImport): UnsafeRow[] {
  return [...byPerson(preview.changes)].map(([id, changes]) => ({
    id,
    cells: changes.map(({ column, from, to }) => ({ column, from: [from], to })),
    source: { file, digest, row: changes[0]?.row ?? 0 },
  }));
}

function conflictsOf(
  outcomes: Awaited<ReturnType<Gradebook['saveMarks']>>,
  rows: readonly UnsafeRow[],
): ImportConflict[] {
  return outcomes.flatMap(({ personId: person, row, conflicts, refused }) => [
    ...conflicts.map(({ column, mine, theirs }) => ({ person, column, mine, theirs })),
    // The calendar has changed since: the column is gone or closed, or brings fewer points.
    ...refused.map(({ column }) => ({
      ...{ person, column, theirs: row?.marks[column] ?? '' },
      mine: rows.find(({ id }) => id === person)?.cells.find(cell => cell.column === column)?.to ?? '',
    })),
  ]);
}
