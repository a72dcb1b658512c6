export { findingMessage, rubricFindings } from './domain/index.ts';
export { type CalendarRow, type Rubric, type RowKind, type Syllabus } from './domain/types.ts';
export { formRoutes } from './formRoutes.ts';
export { syllabusRoutes } from './syllabusRoutes.ts';
export { type SyllabusParts } from './syllabusPages.ts';
export { createSyllabusService, type Publish } from './syllabusService.ts';
export { createSyllabusStore, type SyllabusStore } from './syllabusStore.ts';
