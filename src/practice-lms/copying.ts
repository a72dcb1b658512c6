import { type Activity, type Column, type Course, type Person, newId, type State } from './state.ts';

/**
 * Copies a course for another year, as LMSs do: sections, links with their custom parameters, and columns with
 * `resourceId` and `tag`; no students and no grades. Whoever copies teaches the copy.
 */
export function copyCourse(state: State, course: Course, person: Person, title: string): Course {
  const sections = course.sections.map(section => ({ ...section, id: newId(state) }));
  const copy: Course = {
    ...course,
    id: newId(state),
    title,
    sections,
    copiedFrom: [course.id, ...course.copiedFrom],
  };
  state.courses.push(copy);
  state.enrolments.push({ courseId: copy.id, personId: person.id, role: 'teacher', isActive: true });
  const newIds = new Map<string, string>();
  for (const activity of state.activities.filter(one => one.courseId === course.id)) {
    const placed: Activity = {
      ...activity,
      id: newId(state),
      courseId: copy.id,
      sectionId: sections[course.sections.findIndex(one => one.id === activity.sectionId)]?.id ?? '',
      custom: { ...activity.custom },
    };
    newIds.set(activity.id, placed.id);
    state.activities.push(placed);
  }
  for (const column of state.columns.filter(one => one.courseId === course.id)) {
    const kept: Column = {
      ...column,
      id: newId(state),
      courseId: copy.id,
      activityId: column.activityId === null ? null : (newIds.get(column.activityId) ?? null),
    };
    state.columns.push(kept);
  }
  return copy;
}
