export { announcedBy } from './announced.ts';
export { type Course, type CourseCopy, type CourseServices } from './course.ts';
export { createCourseStore, type CourseStore, defaultTimeZone } from './courseStore.ts';
export { type CourseLaunch, enterCourse, type Entered } from './enterCourse.ts';
