import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Course } from '../course/index.ts';

/** The online courses of a course, and what of it their results count for; as the approved integration map says. */
export interface CountingMap {
  readonly model: 1 | 2 | 3;
  readonly moocs: readonly { readonly key: string; readonly title: string; readonly url: string | null }[];
  readonly countedRows: readonly { readonly rowKey: string; readonly moocKey: string }[];
}

export interface MapDoor {
  /** Null: the course has no approved map. */
  findPublishedMap(courseId: CourseId): Promise<CountingMap | null>;
  /** Addresses that students say they have in an online course. */
  toldAddresses(courseId: CourseId, moocKey: string): Promise<ReadonlyMap<PersonId, readonly string[]>>;
  /** The last days of rows of the calendar, by their keys; empty while the term has no dates. */
  deadlinesOf(course: Course): Promise<ReadonlyMap<string, IsoDate>>;
}
