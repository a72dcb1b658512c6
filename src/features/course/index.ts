export {
  createCourseStore,
  type Course,
  type CourseServices,
  type CourseStore,
  type Term,
} from './courseStore.ts';
export { type CourseLaunch, enterCourse, type Entered } from './enterCourse.ts';
