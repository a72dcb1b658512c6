import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type AgsService } from '../../lti/index.ts';
import { type Course } from '../course/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type GradableColumn } from './domain/choice.ts';
import { type ColumnKey } from './domain/column.ts';
import { type WantedScore } from './domain/entry.ts';

/** The LMS's gradebook, as far as this room uses it. */
export type Gradebook = Pick<
  AgsService,
  | 'findLineItem'
  | 'getLineItem'
  | 'createLineItem'
  | 'updateLineItem'
  | 'deleteLineItem'
  | 'postScore'
  | 'listResults'
>;

/** A grade that was released before this room was told of it. */
export interface ReleasedGrade {
  readonly courseId: CourseId;
  readonly columnKey: ColumnKey;
  readonly personId: PersonId;
  readonly rev: number;
}

/** Where grades come from. Implemented by whoever releases them. */
export interface GradeSource {
  /** What is graded in the course and can have a column, in the order in which a teacher reads it. */
  columns(courseId: CourseId, lang: Lang): Promise<readonly GradableColumn[]>;
  /** Who has a released grade in this column. */
  released(courseId: CourseId, columnKey: ColumnKey): Promise<readonly PersonId[]>;
  /** What the LMS should hold now; asked for at the last moment. Null: nothing is released for this person. */
  wanted(courseId: CourseId, columnKey: ColumnKey, personId: PersonId): Promise<WantedScore | null>;
  /** The same for several people at once; who has nothing released is left out. Without it they are asked one by one. */
  wantedMany?(
    courseId: CourseId,
    columnKey: ColumnKey,
    personIds: readonly PersonId[],
  ): Promise<ReadonlyMap<PersonId, WantedScore>>;
  /** Released grades that are not marked as queued: their process ended between saving and queueing. */
  unqueued(limit: number): Promise<readonly ReleasedGrade[]>;
  /** Marks them, each only if its `rev` is still the same. */
  markQueued(grades: readonly ReleasedGrade[]): Promise<void>;
}

/** What this room needs to know of courses and people. */
export interface Directory {
  findCourse(id: CourseId): Promise<Course | null>;
  /** The ids in the LMS (`sub`) of these people of the course; one that is not known is left out. */
  userIds(courseId: CourseId, personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>;
  /** Everybody of the course, by the id in the LMS. */
  personIds(courseId: CourseId): Promise<ReadonlyMap<string, PersonId>>;
}
