import { type CourseId, type PersonId } from '../../kernel/ids.ts';

/** Where a person stands in an online course of the map, as its platform says. */
export interface MapResult {
  readonly courseId: CourseId;
  readonly moocKey: string;
  readonly personId: PersonId;
  /** Percents as a decimal; null: not known. */
  readonly percent: string | null;
  /** Whether the threshold was reached; null: nobody can say. */
  readonly completed: boolean | null;
}

/** What the room of results tells this one: of all learners of the courses, or of one person there. */
export type ResultsDoor = (
  courseIds: readonly CourseId[],
  personId?: PersonId,
) => Promise<readonly MapResult[]>;
