import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type CourseStore } from '../course/index.ts';
import {
  type GradableColumn,
  type GradeSource,
  type ReleasedGrade,
  type WantedScore,
} from '../gradesync/index.ts';
import { midtermKeys } from '../gradebook/index.ts';
import { type Grading, type InstitutionPolicy, type Label, labelText } from '../grading/index.ts';
import { isBlank, newestOf, type StatementKind, type StatementLine } from './domain/statement.ts';
import { columnKinds } from './statementService.ts';
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
  const newest = async (courseId: CourseId, kind: StatementKind): Promise<StoredStatement | null> =>
    newestOf(await store.list(courseId), kind);
  const wantedMany: Required<GradeSource>['wantedMany'] = async (courseId, columnKey, personIds) => {
    const kind = kindOf(columnKey);
    if (kind === null) return (await other.wantedMany?.(courseId, columnKey, personIds)) ?? new Map();
    const [statement, course] = await Promise.all([newest(courseId, kind), courses.find(courseId)]);
    if (statement === null || course === null) return new Map();
    const lines = await store.linesOfPeople(statement, personIds);
    const { lang } = course;
    const { policy } = await policies.get(course.registrationId, statement.policyVersion);
    return new Map(
      lines.flatMap(line =>
        isBlank(kind, line) ? [] : [[line.personId, scoreOf(statement, line, policy, lang)] as const],
      ),
    );
  };
  return {
    async columns(courseId, lang) {
      const [{ policy }, statements, others] = await Promise.all([
        policyOfCourse(courseId),
        store.list(courseId),
        other.columns(courseId, lang),
      ]);
      const midterms: readonly StatementKind[] = midtermKeys.slice(0, policy.periods.count);
      // What another policy had attested stays in the LMS.
      const used = columnKinds.filter(
        kind => kind === 'total' || midterms.includes(kind) || newestOf(statements, kind) !== null,
      );
      return [...used.map(kind => columnOf(kind, lang)), ...others];
    },
    async released(courseId, columnKey) {
      const kind = kindOf(columnKey);
      if (kind === null) return other.released(courseId, columnKey);
      const statement = await newest(courseId, kind);
      if (statement === null) return [];
      const lines = await store.linesOf(statement);
      return lines.filter(line => !isBlank(kind, line)).map(({ personId }) => personId);
    },
    async wanted(courseId, columnKey, personId) {
      if (kindOf(columnKey) === null) return other.wanted(courseId, columnKey, personId);
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
        done.filter(({ columnKey }) => kindOf(columnKey) !== null).map(({ rev }) => rev),
      );
      for (const statement of await store.unqueued()) {
        const isDone = done.some(
          ({ courseId, columnKey }) => courseId === statement.courseId && columnKey === statement.kind,
        );
        if (isDone && numbers.has(statement.number)) await store.markQueued(statement);
      }
      await other.markQueued(done.filter(({ columnKey }) => kindOf(columnKey) === null));
    },
  };
}

const kindOf = (columnKey: string): StatementKind | null =>
  columnKinds.find(kind => kind === columnKey) ?? null;

const columnOf = (kind: StatementKind, lang: Lang): GradableColumn => ({
  key: kind,
  kind: 'total',
  title: catalogueOf(lang).statement.kinds[kind],
  maximum: 100,
});

async function gradesOf(store: StatementStore, statement: StoredStatement): Promise<ReleasedGrade[]> {
  const { courseId, kind, number: rev } = statement;
  if (!columnKinds.includes(kind)) {
    await store.markQueued(statement);
    return [];
  }
  const lines = await store.linesOf(statement);
  return lines
    .filter(line => !isBlank(kind, line))
    .map(({ personId }) => ({ courseId, columnKey: kind, personId, rev }));
}

function scoreOf(
  statement: StoredStatement,
  line: StatementLine,
  policy: Pick<InstitutionPolicy, 'labels'>,
  lang: Lang,
): WantedScore {
  const t = catalogueOf(lang);
  const name = t.statement.name(statement);
  const letter =
    statement.kind === 'total' && line.letter !== ''
      ? `${line.total} – ${line.letter} (${line.gpa.replace('.', decimalMark(lang))}), ${labelText(policy, line.label as Label, { t, lang })}\n`
      : '';
  return { rev: statement.number, score: line[statement.kind], maximum: 100, comment: letter + name };
}
