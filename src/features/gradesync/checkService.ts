import { type Clock } from '../../jobs/clock.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type AgsTarget, type LmsResult, type ServiceFailure } from '../../lti/index.ts';
import { type Course } from '../course/index.ts';
import { type ColumnStore } from './columnStore.ts';
import { type CheckReport, nothingFound } from './domain/check.ts';
import { type Column } from './domain/column.ts';
import { type Entry, type EntryState, type WantedScore } from './domain/entry.ts';
import { columnEffect } from './domain/pause.ts';
import { type Reason } from './domain/reasons.ts';
import { reconcile, type Reconciled } from './domain/reconcile.ts';
import { findColumn } from './findColumn.ts';
import { reshape } from './reshape.ts';
import { type LinkStore } from './linkStore.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type Directory, type Gradebook, type GradeSource } from './ports.ts';
import { lmsScoreOf } from './tryGrade.ts';

export interface CheckParts {
  readonly columns: ColumnStore;
  readonly links: Pick<LinkStore, 'find'>;
  readonly outbox: OutboxStore;
  readonly source: GradeSource;
  readonly gradebook: Gradebook;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a comparison ended; `retryAfterMs` is the LMS's own word. */
export interface Checked {
  readonly report: CheckReport;
  readonly retryAfterMs: number | null;
}

/**
 * Compares every column of a course with what the LMS shows. What was lost there becomes due again, what somebody
 * changed becomes the teacher's question, what is there without a grade here is noted. Safe beside the worker: entries
 * are read before the results, and changed only where neither a wish nor an outcome came in between.
 */
export async function checkCourse(parts: CheckParts, courseId: CourseId): Promise<Checked> {
  const course = await parts.directory.findCourse(courseId);
  const at = parts.clock.now();
  const failed = (failure: Reason): Checked => ({
    report: { at, failure, ...nothingFound },
    retryAfterMs: null,
  });
  if (course === null) return failed('no-gradebook');
  const target = { registrationId: course.registrationId, ...course.services };
  let sum: CheckReport = { at, failure: null, ...nothingFound };
  await giveNames(parts, course);
  for (const column of await parts.columns.ofCourse(courseId)) {
    if (column.url === null || column.state !== 'open') continue;
    await reshape(parts, target, column, column.url);
    const found = await checkColumn(parts, target, column, column.url);
    if ('kind' in found) {
      parts.log.warn({ column: column.id, kind: found.kind, status: found.status }, 'gradesync-check-failed');
      const effect = columnEffect(found);
      const failure = 'reason' in effect ? effect.reason : 'lms-error';
      return { report: { ...sum, failure }, retryAfterMs: found.retryAfterMs };
    }
    sum = added(sum, found);
  }
  return { report: sum, retryAfterMs: null };
}

/** What a column is called changes with the course's language and the activity's title. */
async function giveNames({ source, columns }: CheckParts, course: Course): Promise<void> {
  const gradable = new Map((await source.columns(course.id, course.lang)).map(one => [one.key, one]));
  for (const { key, state } of await columns.ofCourse(course.id)) {
    const now = gradable.get(key);
    if (now === undefined || state !== 'open') continue;
    const { id: courseId, registrationId } = course;
    await columns.ensure({ courseId, registrationId, key, label: now.title, maximum: now.maximum });
  }
}

type Found = Omit<CheckReport, 'at' | 'failure'>;

const added = (sum: CheckReport, found: Found): CheckReport => ({
  ...sum,
  compared: sum.compared + found.compared,
  resent: sum.resent + found.resent,
  changed: sum.changed + found.changed,
  extra: sum.extra + found.extra,
  strangers: sum.strangers + found.strangers,
});

async function checkColumn(
  parts: CheckParts,
  target: AgsTarget,
  column: Column,
  url: string,
): Promise<Found | ServiceFailure> {
  const entries = await parts.outbox.all(column.id);
  const wanted = await wantedOf(parts.source, column, entries);
  const results = await parts.gradebook.listResults(target, url);
  if (results.kind === 'not-found') return lookAgain(parts, target, column);
  if (results.kind !== 'done') return results;
  const now = parts.clock.now();
  const byUser = new Map(results.value.map(result => [result.userId, result]));
  const changes = entries.flatMap(entry => {
    const seen = lmsScoreOf(byUser.get(entry.userId));
    return reconcile(entry, seen, wanted.get(entry.personId) ?? null, now) ?? [];
  });
  await parts.outbox.reconcile(changes);
  if (changes.some(change => change.wish)) await parts.columns.touch(column.id);
  const { extra, strangers } = await noteExtras(parts, column, entries, results.value);
  const states = statesAfter(entries, changes);
  return {
    compared: entries.length,
    resent: changes.filter(change => change.wish).length,
    changed: states.filter(state => state === 'conflict').length,
    extra: states.filter(state => state === 'extra').length + extra,
    strangers,
  };
}

function statesAfter(entries: readonly Entry[], changes: readonly Reconciled[]): EntryState[] {
  const changed = new Map(changes.map(({ entry, change }) => [entry.id, change.state]));
  return entries.map(({ id, state }) => changed.get(id) ?? state);
}

async function wantedOf(
  source: GradeSource,
  { courseId, key }: Column,
  entries: readonly Entry[],
): Promise<ReadonlyMap<PersonId, WantedScore>> {
  const people = entries.map(entry => entry.personId);
  if (source.wantedMany !== undefined) return source.wantedMany(courseId, key, people);
  const found = new Map<PersonId, WantedScore>();
  for (const person of people) {
    const wanted = await source.wanted(courseId, key, person);
    if (wanted !== null) found.set(person, wanted);
  }
  return found;
}

/** Grades in our column for people of whom nothing was ever released. */
async function noteExtras(
  parts: CheckParts,
  column: Column,
  entries: readonly Entry[],
  results: readonly LmsResult[],
): Promise<{ extra: number; strangers: number }> {
  const known = new Set(entries.map(entry => entry.userId));
  const others = results.filter(result => result.resultScore !== null && !known.has(result.userId));
  if (others.length === 0) return { extra: 0, strangers: 0 };
  const people = await parts.directory.personIds(column.courseId);
  const extras = others.flatMap(result => {
    const personId = people.get(result.userId);
    return personId === undefined ? [] : [{ personId, userId: result.userId, lms: lmsScoreOf(result) }];
  });
  await parts.outbox.noteExtras(column, extras, parts.clock.now());
  return { extra: extras.length, strangers: others.length - extras.length };
}

/** The address is gone: either the column is elsewhere and filled whole, or it was deleted and the teacher is asked. */
async function lookAgain(
  parts: CheckParts,
  target: AgsTarget,
  column: Column,
): Promise<Found | ServiceFailure> {
  const { columns, outbox, clock } = parts;
  const found = await findColumn(parts, target, column);
  if (found.kind !== 'done') return found;
  if (found.value === null) {
    await columns.setMissing(column.id);
    return nothingFound;
  }
  await columns.setUrl(column.id, found.value.url);
  await outbox.resendAll(column.id, clock.now());
  await columns.touch(column.id);
  return nothingFound;
}
