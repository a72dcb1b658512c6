import { type Column, type Grade, type Person, type State } from '../state.ts';
import { findGrade, membersOf, nameOf } from '../world.ts';
import { type CourseVisit, runsCourse } from './entering.ts';
import { shownInstant, shownNumber } from './format.ts';

function columnModel(column: Column, { lang, t }: CourseVisit) {
  const { id, label } = column;
  const maximum = shownNumber(column.maximum, lang);
  return { id, label, maximum, origin: t.grades.origins[column.origin] };
}

/** A grade in words; null when there is no row. */
function gradeShown(grade: Grade | null, { lang, t }: CourseVisit) {
  if (grade === null) return null;
  const { score, comment, isOverridden, isLocked } = grade;
  return {
    score: score === null ? null : shownNumber(score, lang),
    comment,
    isOverridden,
    isLocked,
    storedAt: shownInstant(grade.storedAt),
    setBy: grade.setBy === 'tool' ? t.grades.fromTool : t.grades.fromTeacher,
  };
}

/** The table of the class: students by family name, the course's columns in the order in which they were made. */
export function gradebookModel(state: State, visit: CourseVisit) {
  const { course, t } = visit;
  const columns = state.columns.filter(one => one.courseId === course.id);
  const students = membersOf(state, course.id).filter(one => one.enrolment.role === 'student');
  return {
    canEdit: runsCourse(visit),
    columns: columns.map(one => columnModel(one, visit)),
    rows: students.map(({ person, enrolment }) => ({
      id: person.id,
      name: nameOf(person),
      isActive: enrolment.isActive,
      cells: columns.map(column => ({
        columnId: column.id,
        href: `/courses/${course.id}/grades/${column.id}/${person.id}`,
        label: t.grades.edit({ name: nameOf(person), column: column.label }),
        grade: gradeShown(findGrade(state, column.id, person.id), visit),
      })),
    })),
  };
}

/** A student's own grades. */
export function ownGradesModel(state: State, visit: CourseVisit) {
  const columns = state.columns.filter(one => one.courseId === visit.course.id);
  return {
    rows: columns.map(column => ({
      ...columnModel(column, visit),
      reviewHref:
        column.origin === 'teacher'
          ? null
          : `/courses/${visit.course.id}/review/${column.id}/${visit.person.id}`,
      grade: gradeShown(findGrade(state, column.id, visit.person.id), visit),
    })),
  };
}

/** The form of one grade. */
export function gradeModel(visit: CourseVisit, column: Column, person: Person, grade: Grade | null) {
  const { course } = visit;
  return {
    name: nameOf(person),
    column: columnModel(column, visit),
    action: `/courses/${course.id}/grades/${column.id}/${person.id}`,
    back: `/courses/${course.id}/grades`,
    reviewHref: column.origin === 'teacher' ? null : `/courses/${course.id}/review/${column.id}/${person.id}`,
    grade: gradeShown(grade, visit) ?? { score: null, comment: '', isOverridden: false, isLocked: false },
  };
}
