import { catalogueOf, type Catalogue } from '../../i18n/index.ts';
import { formatExact } from '../../kernel/exact.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { activityTitle } from '../deeplinking/index.ts';
import { finalControl } from '../grading/index.ts';
import { type GradableColumn, type GradeSource, type WantedScore } from '../gradesync/index.ts';
import { type Mark, meaningOf } from './domain/mark.ts';
import { type Column, midtermKeys } from './domain/plan.ts';
import { controlOf } from './domain/control.ts';
import { type GradebookDoors, type GradebookRules, type GradebookService } from './gradebookService.ts';
import { type GradebookRow, type GradebookStore } from './gradebookStore.ts';
import { type SettingsStore } from './settingsStore.ts';

export interface MarkSourceParts extends Pick<GradebookDoors, 'courses' | 'roster'> {
  readonly store: GradebookStore;
  readonly settings: SettingsStore;
  readonly service: Pick<GradebookService, 'findRules'>;
}

/** Columns that are one number for a whole control: statements and the panel speak for those. */
const controls = new Set<string>([
  ...midtermKeys.flatMap(key => [key, `${key}-work`]),
  ...['exam', 'total', finalControl],
]);

/**
 * The marks of single activities as the queue to the LMS asks for them; everything else is asked of the other source. A
 * student may read a mark in the LMS only when the teacher has opened marks to students: until then the columns are
 * closed, and nobody has a released mark.
 */
export function withMarks(other: GradeSource, parts: MarkSourceParts): GradeSource {
  const { store, settings, courses, roster } = parts;
  const isOpen = async (courseId: CourseId): Promise<boolean> => (await settings.find(courseId)).marksVisible;
  const wantedMany: Required<GradeSource>['wantedMany'] = async (courseId, key, personIds) => {
    if (controls.has(key)) return (await other.wantedMany?.(courseId, key, personIds)) ?? new Map();
    const [rules, course] = await Promise.all([rulesOf(parts, courseId), courses.find(courseId)]);
    const column = activitiesOf(rules).find(one => one.key === key);
    if (rules === null || column === undefined || !(await isOpen(courseId))) return new Map();
    const t = catalogueOf(course?.lang ?? 'kk');
    const rows = await store.list(courseId, personIds);
    return new Map(rows.map(row => [row.personId, scoreOf(rules, column, row, t)]));
  };
  return {
    async columns(courseId, lang) {
      const [first, rules, open] = await Promise.all([
        other.columns(courseId, lang),
        rulesOf(parts, courseId),
        isOpen(courseId),
      ]);
      return [...first, ...activitiesOf(rules).map(column => columnOf(column, catalogueOf(lang), open))];
    },
    async released(courseId, key) {
      if (controls.has(key)) return other.released(courseId, key);
      if (!(await isOpen(courseId))) return [];
      const [rows, members] = await Promise.all([store.list(courseId), roster.members(courseId)]);
      const present = new Set(members.filter(({ active }) => active).map(({ person }) => person.id));
      return rows
        .filter(({ personId, marks }) => present.has(personId) && hasScore(marks[key] ?? ''))
        .map(({ personId }) => personId);
    },
    async wanted(courseId, key, personId) {
      if (controls.has(key)) return other.wanted(courseId, key, personId);
      return (await wantedMany(courseId, key, [personId])).get(personId) ?? null;
    },
    wantedMany,
    async unqueued(limit) {
      const rows = await store.unqueued(limit);
      const marks = rows.flatMap(({ courseId, personId, rev, unqueued }) =>
        (unqueued ?? []).map(columnKey => ({ courseId, columnKey, personId, rev })),
      );
      return [...marks, ...(await other.unqueued(limit))];
    },
    async markQueued(done) {
      // A row is queued as a whole, so it comes as a whole.
      await store.markQueued(done.filter(({ columnKey }) => columnKey !== finalControl));
      await other.markQueued(done.filter(({ columnKey }) => columnKey === finalControl));
    },
  };
}

/** Null without an accepted syllabus, and for a course that was erased since. */
async function rulesOf(
  { service, courses }: Pick<MarkSourceParts, 'service' | 'courses'>,
  courseId: CourseId,
): Promise<GradebookRules | null> {
  return (await courses.find(courseId)) === null ? null : service.findRules(courseId);
}

const activitiesOf = (rules: GradebookRules | null): readonly Column[] =>
  rules?.plan.columns.filter(({ key }) => !controls.has(key)) ?? [];

const columnOf = (column: Column, t: Catalogue, isOpen: boolean): GradableColumn => ({
  key: column.key,
  kind: 'activity',
  title: activityTitle(column, t),
  maximum: Number(column.maximum),
  isClosed: !isOpen,
});

/** Whether the LMS should show a score: an absence is 0; nothing yet and excused work are no score. */
export function hasScore(mark: Mark): boolean {
  const { kind } = meaningOf(mark);
  return kind === 'points' || kind === 'absent';
}

/** The points that count, by the code that adds them up: late work may have lost some. */
function pointsOf(rules: GradebookRules, column: Column, mark: Mark): string {
  const plan = { ...rules.plan, columns: [{ ...column, control: 'rk1' as const }] };
  const { earned } = controlOf(plan, rules.policy, { [column.key]: mark }, 'rk1');
  return formatExact(earned, { mark: '.', digits: 12 });
}

function scoreOf(
  rules: GradebookRules,
  column: Column,
  { rev, marks }: GradebookRow,
  t: Catalogue,
): WantedScore {
  const mark = marks[column.key] ?? '';
  const meaning = meaningOf(mark);
  const words = t.gradesync.marks;
  const comment =
    meaning.kind === 'absent' || meaning.kind === 'excused'
      ? words[meaning.kind]
      : meaning.kind === 'points' && meaning.late
        ? words.late
        : '';
  const score = hasScore(mark) ? pointsOf(rules, column, mark) : null;
  return { rev, score, maximum: Number(column.maximum), comment };
}
