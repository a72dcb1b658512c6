import { AppError } from '../../kernel/errors.ts';
import { addDays } from '../../kernel/dates.ts';
import { type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type ClassBook, type Column, type Gradebook, type UnsafeRow } from '../gradebook/index.ts';
import { byPerson, createMatcher, rosterOf } from '../marksimport/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { clueFields } from './domain/columns.ts';
import { dayInName } from './domain/conversion.ts';
import { overall, previewResults, type ResultChange, type ResultsPreview } from './domain/preview.ts';
import { type FileChoices, type FileContent, type ResultFile, type ResultFileStore } from './fileStore.ts';
import { type CountingMap, type MapDoor } from './ports.ts';
import { type MoocResult, type MoocResultStore } from './resultStore.ts';
import { countedColumns, targetsOf } from './targets.ts';

export interface ResultServiceParts extends MapDoor {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<Gradebook, 'loadClass' | 'saveMarks' | 'closedColumns'>;
  readonly files: ResultFileStore;
  readonly results: MoocResultStore;
  readonly now: () => Date;
}

/** Everything that a file of results is compared with. */
export interface ResultWorld {
  readonly course: Course;
  readonly map: CountingMap;
  /** Null: the course has no accepted syllabus, so there are no marks. */
  readonly book: ClassBook | null;
  /** The students who are in the course now. */
  readonly students: readonly Member[];
}

export interface ResultService {
  /** Says of rows of an online course's file whom of the class they are about. */
  matcherOf(world: ResultWorld, moocKey: string): Promise<ReturnType<typeof createMatcher>>;
  /** Throws not-found while the course has no approved map. */
  getWorld(courseId: CourseId): Promise<ResultWorld>;
  /** A file of the caller's course; throws not-found for any other. */
  getFile(courseId: CourseId, unsafeId: string): Promise<ResultFile>;
  preview(
    world: ResultWorld,
    head: Pick<ResultFile, 'moocKey' | 'file'>,
    content: FileContent,
    choices: FileChoices,
  ): Promise<ResultsPreview>;
  decide(
    world: ResultWorld,
    file: ResultFile,
    rev: number,
    choices: FileChoices,
  ): Promise<'decided' | 'conflict'>;
  /** Takes the results over, and under model 3 writes the marks that were shown. */
  take(taker: PersonId, file: ResultFile, rev: number): Promise<'taken' | 'conflict'>;
}

/** Results of this term are not older than a month before it, and not younger than the exams after it. */
const daysBefore = 30;
const daysAfter = 26 * 7;
const batch = 200;
/** What is shown is one document of the store. */
const mostShown = 60_000;

export function createResultService(parts: ResultServiceParts): ResultService {
  const { courses, roster, gradebook, files, results, now } = parts;

  const service: ResultService = {
    async getWorld(courseId) {
      const [course, map, book, members] = await Promise.all([
        courses.find(courseId),
        parts.findPublishedMap(courseId),
        gradebook.loadClass(courseId),
        roster.members(courseId),
      ]);
      if (course === null || map === null) throw new AppError('not-found', { what: 'map' });
      const students = members.filter(({ role, active }) => role === 'learner' && active);
      return { course, map, book, students };
    },
    async getFile(courseId, unsafeId) {
      const found = idPattern.test(unsafeId) ? await files.find(courseId, unsafeId) : null;
      if (found === null) throw new AppError('not-found', { what: 'file' });
      return found;
    },
    async matcherOf({ course, students }, moocKey) {
      const told = await parts.toldAddresses(course.id, moocKey);
      return createMatcher(rosterOf(students).map(entry => ({ ...entry, told: told.get(entry.id) ?? [] })));
    },
    async preview(world, { moocKey, file }, content, choices) {
      const { course, map, book } = world;
      const counted = countedColumns(map, moocKey, book?.rules.plan.columns ?? []);
      const [match, known, deadlines, closed] = await Promise.all([
        service.matcherOf(world, moocKey),
        results.list(course.id, { moocKey }),
        parts.deadlinesOf(course),
        book === null ? new Set<string>() : gradebook.closedColumns(course.id, book.rules),
      ]);
      const marks = new Map((book?.rows ?? []).map(row => [row.member.person.id, row.marks]));
      const brought = new Map(known.map(result => [result.personId, result.marks]));
      const { startOn } = course.term;
      const made = previewResults({
        rows: content.table.rows,
        columns: choices.columns,
        targets: targetsOf(counted, choices.sources, deadlines),
        rules: choices.rules,
        ...{ match, closed },
        decisions: new Map(choices.decisions),
        window:
          startOn === null
            ? null
            : { from: addDays(startOn, -daysBefore), until: addDays(startOn, daysAfter) },
        fileDay: dayInName(file),
        marksOf: person => marks.get(person) ?? {},
        broughtMark: (person, column) => brought.get(person)?.[column] ?? null,
      });
      const size = made.results.length + made.changes.length + made.notTaken.length;
      if (size > mostShown) throw new AppError('too-large', { size });
      return made;
    },
    async decide(world, file, rev, choices) {
      if (file.rev !== rev || file.content === null) return 'conflict';
      const preview = await service.preview(world, file, file.content, choices);
      if (!(await files.decide(file, choices, preview))) return 'conflict';
      await results.remember(file.courseId, file.moocKey, readingOf(file.content, choices));
      return 'decided';
    },
    async take(taker, file, rev) {
      if (file.state === 'taken') return 'taken';
      const { preview, choices } = file;
      if (file.rev !== rev || preview === null || choices === null) return 'conflict';
      const { overwrites } = choices.rules;
      const written = preview.changes.filter(({ kind }) => overwrites || kind !== 'by-hand');
      const left = preview.changes.filter(({ kind }) => !overwrites && kind === 'by-hand');
      const conflicts = await writeMarks(taker, file, written);
      const lost = new Set(conflicts.map(({ person, column }) => `${person} ${column}`));
      const kept = written.filter(({ person, column }) => !lost.has(`${person} ${column}`));
      await results.save(await resultsOf(taker, file, preview, kept));
      await files.taken(file, {
        results: new Set(preview.results.map(({ person }) => person)).size,
        written: kept.length,
        conflicts,
        left,
        notTaken: preview.notTaken,
      });
      return 'taken';
    },
  };

  async function writeMarks(taker: PersonId, file: ResultFile, changes: readonly ResultChange[]) {
    if (changes.length === 0) return [];
    const { book } = await service.getWorld(file.courseId);
    if (book === null) throw new AppError('not-found', { what: 'syllabus' });
    const rows = rowsOf(file, changes);
    const marker = { courseId: file.courseId, personId: taker };
    const outcomes = [];
    for (let at = 0; at < rows.length; at += batch) {
      const some = rows.slice(at, at + batch);
      outcomes.push(...(await gradebook.saveMarks(marker, book.rules, { via: 'import', rows: some })));
    }
    const mineOf = (person: PersonId, column: string): string =>
      changes.find(change => change.person === person && change.column === column)?.to ?? '';
    return outcomes.flatMap(({ personId: person, row, conflicts, refused }) => [
      ...conflicts.map(({ column, mine, theirs }) => ({ person, column, mine, theirs })),
      ...refused.map(({ column }) => ({
        ...{ person, column, mine: mineOf(person, column) },
        theirs: row?.marks[column] ?? '',
      })),
    ]);
  }

  /** What is known of each person now: the new results, and the marks that this online course has brought so far. */
  async function resultsOf(
    taker: PersonId,
    file: ResultFile,
    preview: ResultsPreview,
    written: readonly ResultChange[],
  ): Promise<MoocResult[]> {
    const { courseId, moocKey, digest } = file;
    const threshold = file.choices?.rules.threshold ?? '';
    const known = new Map(
      (await results.list(courseId, { moocKey })).map(result => [result.personId, result]),
    );
    const at = now();
    const found = byPerson(preview.results);
    const changes = byPerson(written);
    return [...found].map(([personId, own]) => {
      const whole = own.find(({ target }) => target === overall);
      const marks = (changes.get(personId) ?? []).map(({ column, to }) => [column, to] as const);
      return {
        ...{ courseId, moocKey, personId, at, by: taker },
        percent: whole?.percent ?? null,
        threshold,
        on: (whole ?? own[0])?.on ?? null,
        marks: { ...known.get(personId)?.marks, ...Object.fromEntries(marks) },
        source: { file: file.file, digest, row: (whole ?? own[0])?.row ?? 0 },
      };
    });
  }

  return service;
}

/** The changes of each student, each over the mark that the preview showed. */
function rowsOf({ file, digest }: ResultFile, changes: readonly ResultChange[]): UnsafeRow[] {
  return [...byPerson(changes)].map(([id, own]) => ({
    id,
    cells: own.map(({ column, from, to }) => ({ column, from: [from], to })),
    source: { file, digest, row: own[0]?.row ?? 0 },
  }));
}

/** What of the choices helps with the next file: by headings, because columns move. */
function readingOf({ table: { headings } }: FileContent, { columns, sources, rules }: FileChoices) {
  const heading = (at: number | null): string => (at === null ? '' : (headings[at] ?? ''));
  return {
    headings: new Map(
      clueFields.map(field => [field, heading(columns[field])] as const).filter(([, text]) => text !== ''),
    ),
    sources: new Map(
      Object.entries(sources).map(([key, { column, scale, of }]) => [
        key,
        { heading: heading(column), scale, of },
      ]),
    ),
    // Whether another year's rows count is decided for each file anew.
    rules: { ...rules, outside: null },
  };
}

export const columnsOf = ({ map, book }: ResultWorld, moocKey: string): Column[] =>
  countedColumns(map, moocKey, book?.rules.plan.columns ?? []);
