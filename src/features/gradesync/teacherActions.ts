import { type Clock } from '../../jobs/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Column } from './domain/column.ts';
import { atOnce, type Attempt, type Entry } from './domain/entry.ts';
import { type EntryChange, withAttempt } from './domain/outcome.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type PauseStore } from './pauseStore.ts';

export interface ActionParts {
  readonly columns: ColumnStore;
  readonly outbox: OutboxStore;
  readonly pauses: PauseStore;
  readonly clock: Clock;
  /** Something became due. */
  readonly wake: () => void;
}

/** A column and a person as a form names them; both are looked up inside the course. */
export interface UnsafeEntryKey {
  readonly unsafeColumnId: string;
  readonly unsafePersonId: string;
}

async function getColumn(parts: ActionParts, courseId: CourseId, unsafeColumnId: string): Promise<Column> {
  const column = (await parts.columns.ofCourse(courseId)).find(one => one.id === unsafeColumnId);
  if (column === undefined) throw new AppError('not-found', { what: 'column' });
  return column;
}

async function getEntry(parts: ActionParts, column: Column, unsafePersonId: string): Promise<Entry> {
  const entry = await parts.outbox.find(column.id, unsafePersonId);
  if (entry === null) throw new AppError('not-found', { what: 'grade' });
  return entry;
}

/** Tries one grade again now. */
export async function retryOne(
  parts: ActionParts,
  courseId: CourseId,
  { unsafeColumnId, unsafePersonId }: UnsafeEntryKey,
): Promise<void> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  const entry = await getEntry(parts, column, unsafePersonId);
  // A conflict is decided, not retried; what is in the LMS already needs nothing.
  if (entry.state !== 'waiting' && entry.state !== 'refused') throw new AppError('conflict');
  await change(parts, entry, { ...again, history: history(parts, entry, 'asked') }, true);
  await wakeColumn(parts, column);
}

/** Tries every grade of a column again that is not in the LMS and needs no decision. */
export async function retryAll(
  parts: ActionParts,
  courseId: CourseId,
  unsafeColumnId: string,
): Promise<void> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  await parts.outbox.wakeAll(column.id, ['waiting', 'refused'], parts.clock.now());
  await wakeColumn(parts, column);
}

/**
 * Decides over a grade that was changed in the LMS: `keep` leaves the LMS's value until the next release; `send` puts
 * ours over it.
 */
export async function decideConflict(
  parts: ActionParts,
  courseId: CourseId,
  { unsafeColumnId, unsafePersonId }: UnsafeEntryKey,
  decision: 'keep' | 'send',
): Promise<void> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  const entry = await getEntry(parts, column, unsafePersonId);
  if (entry.state !== 'conflict' && (decision === 'keep' || entry.state !== 'kept'))
    throw new AppError('conflict');
  if (decision === 'keep') {
    const seen = entry.lms === null || entry.maybe.includes(entry.lms.score) ? [] : [entry.lms.score];
    const kept: EntryChange = {
      state: 'kept',
      reason: null,
      nextAt: null,
      keptRev: entry.askedRev,
      // The teacher knows this value: a later release may replace it.
      maybe: [...entry.maybe, ...seen],
      history: history(parts, entry, 'kept'),
    };
    await change(parts, entry, kept, false);
    return;
  }
  const resent = { ...again, force: true, keptRev: null, history: history(parts, entry, 'asked') };
  await change(parts, entry, resent, true);
  await wakeColumn(parts, column);
}

/** Makes a column again that was deleted in the LMS, and fills it whole. */
export async function remakeColumn(
  parts: ActionParts,
  courseId: CourseId,
  unsafeColumnId: string,
): Promise<void> {
  const column = await getColumn(parts, courseId, unsafeColumnId);
  if (column.state !== 'missing') throw new AppError('conflict');
  await parts.outbox.resendAll(column.id, parts.clock.now());
  await parts.columns.reopen(column.id);
  await wakeColumn(parts, column);
}

const again: EntryChange = { state: 'waiting', reason: null, failures: 0, nextAt: atOnce };

function history(parts: ActionParts, entry: Entry, ending: Attempt['ending']): readonly Attempt[] {
  return withAttempt(entry, { at: parts.clock.now(), ending, score: null, status: null });
}

async function change(parts: ActionParts, entry: Entry, changes: EntryChange, wish: boolean): Promise<void> {
  if (!(await parts.outbox.change(entry, { ...changes, wish }))) throw new AppError('conflict');
}

/** Ends what rests for a guess of ours; what the LMS itself asked for (`Retry-After`) is obeyed to the end. */
async function wakeColumn(parts: ActionParts, column: Column): Promise<void> {
  if (column.pause !== null) await parts.columns.endRest(column.id);
  const pause = await parts.pauses.find(column.registrationId);
  if (pause?.reason === 'token-refused') await parts.pauses.end(column.registrationId);
  await parts.columns.touch(column.id);
  parts.wake();
}
