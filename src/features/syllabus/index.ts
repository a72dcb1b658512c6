export { type CalendarRow, type Rubric, type RowKind, type Syllabus } from './domain/types.ts';
export { syllabusRoutes, type SyllabusParts } from './syllabusRoutes.ts';
export { createSyllabusService, type Publish } from './syllabusService.ts';
export { createSyllabusStore, type SyllabusStore } from './syllabusStore.ts';
