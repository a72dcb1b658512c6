import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Directory } from './ports.ts';

/** Up to so many people are looked up one by one; more are read with their whole class. */
const few = 8;

/** Courses and people as the rooms of the course and the roster know them. */
export function rosterDirectory(
  courses: Pick<CourseStore, 'find'>,
  roster: Pick<RosterStore, 'members' | 'findMember'>,
): Directory {
  return {
    findCourse: id => courses.find(id),
    async userIds(courseId, personIds) {
      const members =
        personIds.length <= few
          ? await Promise.all(personIds.map(id => roster.findMember(courseId, id)))
          : await roster.members(courseId);
      return new Map(
        members.flatMap(member => (member === null ? [] : [[member.person.id, member.person.sub]])),
      );
    },
    async personIds(courseId) {
      return new Map((await roster.members(courseId)).map(({ person }) => [person.sub, person.id]));
    },
  };
}
