export {
  findingMessage,
  lockedTextFindings,
  type LockedText,
  rubricFindings,
} from './domain/index.ts';
export {
  type CalendarRow,
  type Policy,
  policyKinds,
  type Rubric,
  type RowKind,
  type Syllabus,
  weightKinds,
} from './domain/types.ts';
export { checkSyllabus } from './domain/index.ts';
export { type Finding } from './domain/finding.ts';
export { type Change, diffSyllabi } from './domain/diff/diff.ts';
export { partsOf } from './domain/diff/parts.ts';
export { type InstitutionScale } from './domain/index.ts';
export { fieldName, fieldValue, partName } from './partNames.ts';
export { type Signature } from './domain/form/officialForm.ts';
export { formRoutes } from './formRoutes.ts';
export { syllabusRoutes } from './syllabusRoutes.ts';
export { type SyllabusParts } from './syllabusPages.ts';
export { createSyllabusService, type Publish, type SyllabusService } from './syllabusService.ts';
export { createSyllabusStore, type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';
export { contentView } from './syllabusView.ts';
export { sameWords } from './domain/reading/letters.ts';
