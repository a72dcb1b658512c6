import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type CourseStore } from '../course/index.ts';
import {
  type GradableColumn,
  type GradeSource,
  type ReleasedGrade,
  type WantedScore,
} from '../gradesync/index.ts';
import { midtermKeys } from '../gradebook/index.ts';
import { type Grading, type InstitutionPolicy, type Label, labelText } from '../grading/index.ts';
import { inForce, isBlank, newestOf, type StatementLine } from './domain/statement.ts';
import { columnOfKind, type StatementColumn, statementColumns } from './statementService.ts';
import { type StatementStore, type StoredStatement } from './statementStore.ts';

/**
 * RK1, RK2 … and the total as the queue to the LMS asks for them: what the newest statement attests, so that the LMS and
 * the signed paper never differ. Everything else is asked of the other source.
 */
export function withStatements(
  other: GradeSource,
  {
    store,
    courses,
    policies,
    policyOfCourse,
  }: {
    readonly store: StatementStore;
    readonly courses: Pick<CourseStore, 'find'>;
    readonly policies: Pick<Grading['policies'], 'get'>;
    readonly policyOfCourse: Grading['policyOfCourse'];
  },
): GradeSource {
  /**
   * What decides a column, the newest first: a resit speaks for those who have resat, and everything older than the
   * newest statement of the column itself is over.
   */
  const deciding = async (courseId: CourseId, column: StatementColumn): Promise<StoredStatement[]> => {
    const known = await store.list(courseId);
    const newest = newestOf(known, column)?.number ?? 0;
    return inForce(known)
      .filter(({ kind, number }) => columnOfKind(kind) === column && number >= newest)
      .toSorted((one, other) => other.number - one.number);
  };
  const wantedMany: Required<GradeSource>['wantedMany'] = async (courseId, columnKey, personIds) => {
    const column = findColumn(columnKey);
    if (column === null) return (await other.wantedMany?.(courseId, columnKey, personIds)) ?? new Map();
    const [statements, course] = await Promise.all([deciding(courseId, column), courses.find(courseId)]);
    const wanted = new Map<PersonId, WantedScore>();
    if (course === null) return wanted;
    for (const statement of statements) {
      const [lines, { policy }] = await Promise.all([
        store.linesOfPeople(statement, personIds),
        policies.get(course.registrationId, statement.policyVersion),
      ]);
      for (const line of lines)
        if (!isBlank(statement.kind, line) && !wanted.has(line.personId))
          wanted.set(line.personId, scoreOf(statement, column, line, policy, course.lang));
    }
    return wanted;
  };
  return {
    async columns(courseId, lang) {
      const [{ policy }, statements, others] = await Promise.all([
        policyOfCourse(courseId),
        store.list(courseId),
        other.columns(courseId, lang),
      ]);
      const own: readonly StatementColumn[] = [...midtermKeys.slice(0, policy.periods.count), 'total'];
      // What another policy had attested stays in the LMS.
      const used = statementColumns.filter(key => own.includes(key) || newestOf(statements, key) !== null);
      return [...used.map(key => columnOf(key, lang)), ...others];
    },
    async released(courseId, columnKey) {
      const column = findColumn(columnKey);
      if (column === null) return other.released(courseId, columnKey);
      const statements = await deciding(courseId, column);
      const people = await Promise.all(statements.map(statement => attestedIn(store, statement)));
      return [...new Set(people.flat())];
    },
    async wanted(courseId, columnKey, personId) {
      if (findColumn(columnKey) === null) return other.wanted(courseId, columnKey, personId);
      return (await wantedMany(courseId, columnKey, [personId])).get(personId) ?? null;
    },
    wantedMany,
    async unqueued(limit) {
      const [first] = await store.unqueued();
      // A statement is queued as a whole, so it comes as a whole, whatever the limit.
      return [...(first === undefined ? [] : await gradesOf(store, first)), ...(await other.unqueued(limit))];
    },
    async markQueued(done) {
      const numbers = new Set(
        done.filter(({ columnKey }) => findColumn(columnKey) !== null).map(({ rev }) => rev),
      );
      for (const statement of await store.unqueued()) {
        const isDone = done.some(
          ({ courseId, columnKey }) =>
            courseId === statement.courseId && columnKey === columnOfKind(statement.kind),
        );
        if (isDone && numbers.has(statement.number)) await store.markQueued(statement);
      }
      await other.markQueued(done.filter(({ columnKey }) => findColumn(columnKey) === null));
    },
  };
}

const findColumn = (columnKey: string): StatementColumn | null =>
  statementColumns.find(column => column === columnKey) ?? null;

const columnOf = (column: StatementColumn, lang: Lang): GradableColumn => ({
  key: column,
  kind: 'total',
  title: catalogueOf(lang).statement.kinds[column],
  maximum: 100,
});

/** Whose result a statement attests. */
const attestedIn = async (store: StatementStore, statement: StoredStatement): Promise<PersonId[]> =>
  (await store.linesOf(statement))
    .filter(line => !isBlank(statement.kind, line))
    .map(({ personId }) => personId);

async function gradesOf(store: StatementStore, statement: StoredStatement): Promise<ReleasedGrade[]> {
  const { courseId, kind, number: rev } = statement;
  const columnKey = columnOfKind(kind);
  if (columnKey === null) {
    await store.markQueued(statement);
    return [];
  }
  const people = await attestedIn(store, statement);
  return people.map(personId => ({ courseId, columnKey, personId, rev }));
}

function scoreOf(
  statement: StoredStatement,
  column: StatementColumn,
  line: StatementLine,
  policy: Pick<InstitutionPolicy, 'labels'>,
  lang: Lang,
): WantedScore {
  const t = catalogueOf(lang);
  const name = t.statement.name(statement);
  const letter =
    column === 'total' && line.letter !== ''
      ? `${line.total} – ${line.letter} (${line.gpa.replace('.', decimalMark(lang))}), ${labelText(policy, line.label as Label, { t, lang })}\n`
      : '';
  return { rev: statement.number, score: line[column], maximum: 100, comment: letter + name };
}
