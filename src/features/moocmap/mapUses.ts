import { type IsoDate } from '../../kernel/dates.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type MapModel } from './domain/published.ts';
import { type MapStore } from './mapStore.ts';
import { type MapResult, type ResultsDoor } from './results.ts';

/** One use of an online course of the registry by the published map of a course. */
export interface MapUse {
  readonly moocId: string;
  /** The title of the discipline. */
  readonly course: string;
  /** As the author of the map named it; null: not named. */
  readonly department: string | null;
  /** "2026/2027-1"; null while the course has no dates. */
  readonly term: string | null;
  readonly model: MapModel;
  readonly learners: number;
  /** Learners who have reached the threshold of results; null: no result says. */
  readonly completed: number | null;
}

/** All uses in the courses of one institution. */
export async function usesOf(
  parts: {
    readonly store: MapStore;
    readonly courses: Pick<CourseStore, 'ofRegistration'>;
    readonly roster: Pick<RosterStore, 'members'>;
    readonly resultsOf: ResultsDoor;
  },
  registrationId: RegistrationId,
): Promise<MapUse[]> {
  const courses = new Map((await parts.courses.ofRegistration(registrationId)).map(one => [one.id, one]));
  const uses: MapUse[] = [];
  const maps = await parts.store.newestOf([...courses.keys()]);
  const results = await parts.resultsOf(maps.map(({ courseId }) => courseId));
  for (const { courseId, map } of maps) {
    const course = courses.get(courseId);
    const chosen = map.moocs.flatMap(({ key, registryId }) =>
      registryId === null ? [] : [{ key, registryId }],
    );
    if (course === undefined || map.model === null || chosen.length === 0) continue;
    const members = await parts.roster.members(courseId);
    const learners = new Set(
      members.flatMap(({ role, active, person }) => (role === 'learner' && active ? [person.id] : [])),
    );
    const known = results.filter(one => one.courseId === courseId && learners.has(one.personId));
    const { model } = map;
    const term = course.term.startOn === null ? null : termOf(course.term.startOn);
    uses.push(
      ...chosen.map(({ key, registryId }) => ({
        moocId: registryId,
        course: course.title,
        department: map.selection.department,
        term,
        model,
        learners: learners.size,
        completed: completedOf(known, key),
      })),
    );
  }
  return uses;
}

function completedOf(results: readonly MapResult[], key: string): number | null {
  const known = results.filter(({ moocKey, completed }) => moocKey === key && completed !== null);
  return known.length === 0 ? null : known.filter(({ completed }) => completed).length;
}

/** The academic year begins in autumn: what begins before July is its second term. */
function termOf(startOn: IsoDate): string {
  const year = Number(startOn.slice(0, 4));
  return startOn.slice(5, 7) >= '07' ? `${year}/${year + 1}-1` : `${year - 1}/${year}-2`;
}
