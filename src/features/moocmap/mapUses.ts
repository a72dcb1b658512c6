import { type IsoDate } from '../../kernel/dates.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type MapModel } from './domain/published.ts';
import { type MapStore } from './mapStore.ts';

/** One use of an online course of the registry by the published map of a course. */
export interface MapUse {
  readonly moocId: string;
  /** The title of the discipline. */
  readonly course: string;
  /** Null: courses say nothing of their department. */
  readonly department: string | null;
  /** "2026/2027-1"; null while the course has no dates. */
  readonly term: string | null;
  readonly model: MapModel;
  readonly learners: number;
  /** Null: a map does not know who has completed an online course. */
  readonly completed: null;
}

/** All uses in the courses of one institution. */
export async function usesOf(
  parts: {
    readonly store: MapStore;
    readonly courses: Pick<CourseStore, 'ofRegistration'>;
    readonly roster: Pick<RosterStore, 'members'>;
  },
  registrationId: RegistrationId,
): Promise<MapUse[]> {
  const courses = new Map((await parts.courses.ofRegistration(registrationId)).map(one => [one.id, one]));
  const uses: MapUse[] = [];
  for (const { courseId, map } of await parts.store.newestOf([...courses.keys()])) {
    const course = courses.get(courseId);
    const chosen = map.moocs.flatMap(({ registryId }) => (registryId === null ? [] : [registryId]));
    if (course === undefined || map.model === null || chosen.length === 0) continue;
    const members = await parts.roster.members(courseId);
    const learners = members.filter(({ role, active }) => role === 'learner' && active).length;
    const { model } = map;
    const term = course.term.startOn === null ? null : termOf(course.term.startOn);
    uses.push(
      ...chosen.map(moocId => ({
        moocId,
        course: course.title,
        department: null,
        term,
        model,
        learners,
        completed: null,
      })),
    );
  }
  return uses;
}

/** The academic year begins in autumn: what begins before July is its second term. */
function termOf(startOn: IsoDate): string {
  const year = Number(startOn.slice(0, 4));
  return startOn.slice(5, 7) >= '07' ? `${year}/${year + 1}-1` : `${year - 1}/${year}-2`;
}
