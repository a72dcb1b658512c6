export { type CalendarRow, type Rubric, type RowKind, type Syllabus } from './domain/types.ts';
