import { createHash } from 'node:crypto';
import { type Lang } from '../../i18n/lang.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type Course } from '../course/index.ts';
import { compareNames, displayName, type Member } from '../roster/index.ts';
import { type CheckStore } from './checkStore.ts';
import { type CheckFacts, checkView, isRunning } from './checkView.ts';
import { type CourseCheck } from './domain/check.ts';
import { classDifference, type ClassDifference } from './domain/classDifference.ts';
import { type Explained } from './domain/summary.ts';
import { bannerOf, type RowFacts, rowView, summaryLine, type Viewer } from './gradesyncView.ts';
import { type GradeSource } from './ports.ts';
import {
  chooseColumn,
  columnStatus,
  type ColumnStatus,
  type GradeStatus,
  shownColumns,
  type ShownColumn,
  type StatusParts,
} from './statusService.ts';

export interface PageParts extends StatusParts {
  readonly source: GradeSource;
  readonly checks: CheckStore;
  /** When the LMS's list of members was last read to its end; null: never. */
  readonly listReadAt: (id: CourseId) => Promise<Date | null>;
  readonly findCourse: (id: CourseId) => Promise<Course | null>;
  readonly members: (id: CourseId) => Promise<readonly Member[]>;
}

export const filters = ['all', 'attention', 'underWay', 'done'] as const;
export type Filter = (typeof filters)[number];

export interface PageQuery {
  readonly column: string | undefined;
  readonly show: Filter;
  /** From 1. */
  readonly page: number;
}

/** A thousand rows with their histories are slow to build and slow to read. */
const pageSize = 100;

/** A grade with the name of its student. */
export interface NamedGrade {
  readonly name: string;
  readonly grade: GradeStatus;
}

export interface OpenedStatus {
  readonly viewer: Viewer;
  /** Names of columns are written in it. */
  readonly courseLang: Lang;
  readonly columns: readonly ShownColumn[];
  /** The column that is shown; null when nothing was ever released. */
  readonly current: ColumnStatus | null;
  readonly named: readonly NamedGrade[];
  readonly check: CheckFacts;
}

/** Reads where the course's grades stand, with names, what needs somebody first. */
export async function openStatus(
  parts: PageParts,
  context: LaunchContext,
  unsafeColumnId: string | undefined,
): Promise<OpenedStatus> {
  const { actor, t, lang } = context;
  const columns = await shownColumns(parts, actor.courseId);
  const chosen = chooseColumn(columns, unsafeColumnId);
  const [course, current, members, check, listReadAt] = await Promise.all([
    parts.findCourse(actor.courseId),
    chosen === null ? null : columnStatus(parts, chosen),
    parts.members(actor.courseId),
    parts.checks.find(actor.courseId),
    parts.listReadAt(actor.courseId),
  ]);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const viewer: Viewer = {
    t,
    lang,
    timeZone: course.term.timeZone,
    now: parts.clock.now(),
    canManage: actor.can('gradesync.manage'),
  };
  const nameOf = namesOf(members, viewer);
  return {
    viewer,
    courseLang: course.lang,
    columns,
    current,
    named: current === null ? [] : inOrder(current, nameOf, viewer),
    check: { check, listReadAt, difference: differenceOf(current, members), nameOf },
  };
}

function namesOf(members: readonly Member[], { t }: Viewer): (id: PersonId) => string {
  const names = new Map<PersonId, string>(
    members.map(({ person, number }) => [person.id, displayName(person, number, t.roster.nameless)]),
  );
  return id => names.get(id) ?? t.gradesync.unknownValue;
}

function differenceOf(current: ColumnStatus | null, members: readonly Member[]): ClassDifference {
  const released = (current?.grades ?? []).filter(({ explained }) => explained.standing !== 'extra');
  return classDifference(
    released.map(({ line }) => line.personId),
    members.map(({ person, role, active }) => ({
      id: person.id,
      isStudent: role === 'learner',
      isActive: active,
    })),
  );
}

function inOrder(status: ColumnStatus, nameOf: (id: PersonId) => string, { lang }: Viewer): NamedGrade[] {
  const compare = compareNames(lang);
  return status.grades
    .map(grade => ({ grade, name: nameOf(grade.line.personId) }))
    .sort((a, b) => urgency(a.grade.explained) - urgency(b.grade.explained) || compare(a.name, b.name));
}

function urgency({ who, standing }: Explained): number {
  if (who !== 'nobody' || standing === 'extra') return 0;
  return standing === 'sent' || standing === 'kept' ? 2 : 1;
}

const belongs: Record<Filter, (explained: Explained) => boolean> = {
  all: () => true,
  attention: one => urgency(one) === 0,
  underWay: one => urgency(one) === 1,
  done: one => urgency(one) === 2,
};

/** Changes whenever the page would look different. */
export function stampOf(current: ColumnStatus | null, check: CourseCheck | null, now: Date): string {
  const compared = `${isRunning(check, now)} ${check?.last?.at.getTime()}`;
  const hash = createHash('sha256').update(`${current?.column.state} ${compared}`);
  const lines = (current?.grades ?? []).map(
    ({ line, explained: { standing, reason } }) =>
      `${line.id} ${line.failures} ${line.wishes} ${standing} ${reason}`,
  );
  return hash.update(lines.sort().join('\n')).digest('base64url').slice(0, 16);
}

export async function statusPageModel(
  parts: PageParts,
  opened: OpenedStatus,
  query: PageQuery,
  base: string,
) {
  const { viewer, current, named, columns } = opened;
  const words = viewer.t.gradesync;
  if (current === null) return { lead: null, current: null };
  const chosen = named.filter(({ grade }) => belongs[query.show](grade.explained));
  const pages = Math.max(1, Math.ceil(chosen.length / pageSize));
  const page = Math.min(query.page, pages);
  const rows = await readRows(parts, current, chosen.slice((page - 1) * pageSize, page * pageSize));
  const { id } = current.column;
  const address = (change: Partial<PageQuery>) =>
    pageAddress(base, { column: id, show: query.show, page: 1, ...change });
  const step = (to: number) =>
    to < 1 || to > pages ? null : { href: address({ page: to }), text: words.pageOf({ page: to, pages }) };
  return {
    lead: summaryLine(current.summary, viewer),
    current: { id, label: current.column.label, summary: current.summary },
    courseLang: opened.courseLang,
    stamp: stampOf(current, opened.check.check, viewer.now),
    check: checkView(opened.check, viewer),
    banner: bannerOf(current, viewer),
    canManage: viewer.canManage,
    canRetryAll: viewer.canManage && current.grades.some(({ explained }) => isRetryable(explained)),
    columnTabs: columns.map(({ column, count }) => ({
      href: address({ column: column.id, show: 'all' }),
      text: column.label,
      current: column.id === id,
      count,
    })),
    filterTabs: filters.map(filter => ({
      href: address({ show: filter }),
      text: words.filter[filter],
      current: filter === query.show,
      count: named.filter(({ grade }) => belongs[filter](grade.explained)).length,
    })),
    rows: rows.map(row => rowView(row, viewer)),
    pager:
      pages === 1
        ? null
        : {
            label: words.pages,
            position: words.pageOf({ page, pages }),
            previous: step(page - 1),
            next: step(page + 1),
          },
  };
}

const isRetryable = ({ standing }: Explained): boolean => standing === 'refused' || standing === 'retrying';

function pageAddress(base: string, { column, show, page }: PageQuery): string {
  const query = new URLSearchParams();
  if (column !== undefined) query.set('column', column);
  if (show !== 'all') query.set('show', show);
  if (page > 1) query.set('page', String(page));
  return `${base}/gradesync?${query.toString()}`;
}

/** Histories, and what Tirek wants where the LMS has something else, only for the rows that are shown. */
async function readRows(
  parts: PageParts,
  { column }: ColumnStatus,
  shown: readonly NamedGrade[],
): Promise<RowFacts[]> {
  const ids = shown.map(({ grade }) => grade.line.personId);
  const histories = new Map(
    (await parts.outbox.entries(column.id, ids)).map(entry => [entry.personId, entry.history]),
  );
  return Promise.all(
    shown.map(async ({ name, grade }) => ({
      name,
      grade,
      history: histories.get(grade.line.personId) ?? [],
      wanted:
        grade.explained.standing === 'conflict'
          ? await parts.source.wanted(column.courseId, column.key, grade.line.personId)
          : null,
    })),
  );
}
