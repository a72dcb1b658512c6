import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { hasCompleted } from './domain/conversion.ts';
import { type MoocResultStore } from './resultStore.ts';

/** A result that is complete. */
export interface CompletedMooc {
  readonly moocKey: string;
  readonly personId: PersonId;
  /** Of the whole online course, with a decimal point. */
  readonly percent: string;
  /** The day that the platform gave; null without one. */
  readonly on: IsoDate | null;
}

/** Results of a course that reach the threshold which they were judged by. */
export async function completedIn(
  store: Pick<MoocResultStore, 'list'>,
  courseId: CourseId,
): Promise<CompletedMooc[]> {
  const results = await store.list(courseId);
  return results.flatMap(({ moocKey, personId, percent, threshold, on }) => {
    const isComplete = hasCompleted(percent, threshold ?? '') === true;
    return percent !== null && isComplete ? [{ moocKey, personId, percent, on }] : [];
  });
}
