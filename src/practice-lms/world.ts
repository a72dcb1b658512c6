import {
  type Activity,
  type Column,
  type Course,
  type CourseRole,
  type Enrolment,
  type Grade,
  gradeKey,
  type Person,
  type State,
} from './state.ts';

/** Questions about the state; nothing here changes it. */

export const findPerson = (state: State, id: string): Person | null =>
  state.people.find(one => one.id === id) ?? null;
export const findCourse = (state: State, id: string): Course | null =>
  state.courses.find(one => one.id === id) ?? null;
export const findActivity = (state: State, id: string): Activity | null =>
  state.activities.find(one => one.id === id) ?? null;
export const findColumn = (state: State, courseId: string, id: string): Column | null =>
  state.columns.find(one => one.id === id && one.courseId === courseId) ?? null;
export const findGrade = (state: State, columnId: string, personId: string): Grade | null =>
  state.grades[gradeKey(columnId, personId)] ?? null;

/** The person's active role in the course; null when there is none. */
export function findRole(state: State, courseId: string, personId: string): CourseRole | null {
  const enrolment = state.enrolments.find(
    one => one.courseId === courseId && one.personId === personId && one.isActive,
  );
  return enrolment?.role ?? null;
}

const kazakh = new Intl.Collator('kk');

export function byName(a: Person, b: Person): number {
  return kazakh.compare(a.familyName, b.familyName) || kazakh.compare(a.givenName, b.givenName);
}

export const nameOf = (person: Person): string => `${person.givenName} ${person.familyName}`;

export interface Member {
  readonly person: Person;
  readonly enrolment: Enrolment;
}

/** Everyone enrolled in the course, active or not, by family name. */
export function membersOf(state: State, courseId: string): Member[] {
  const people = new Map(state.people.map(one => [one.id, one]));
  return state.enrolments
    .filter(one => one.courseId === courseId)
    .flatMap(enrolment => {
      const person = people.get(enrolment.personId);
      return person === undefined ? [] : [{ person, enrolment }];
    })
    .sort((a, b) => byName(a.person, b.person));
}

/** Columns that the tool may see: its activities' and its own, not those that the LMS keeps for itself. */
export const lineItemsOf = (state: State, courseId: string): Column[] =>
  state.columns.filter(one => one.courseId === courseId && one.origin !== 'teacher');
