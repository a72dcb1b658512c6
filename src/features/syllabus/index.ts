export {
  findingMessage,
  lockedTextFindings,
  type LockedText,
  parseMap,
  type ParsedMap,
  rubricFindings,
} from './domain/index.ts';
export {
  type CalendarRow,
  calendarRowSchema,
  type RowMode,
  rowModes,
  type Rubric,
  type RowKind,
  type Policy,
  type PolicyKind,
  policyKinds,
  type Syllabus,
  weightKinds,
} from './domain/types.ts';
export { blankRow } from './domain/blankRow.ts';
export { type IntegrationMap } from './domain/map/types.ts';
export { numberText } from './domain/form/numberText.ts';
export { rowText } from './domain/form/rowText.ts';
export { checkSyllabus } from './domain/index.ts';
export { sameWords } from './domain/reading/letters.ts';
export { type Finding } from './domain/finding.ts';
export { type Change, diffSyllabi } from './domain/diff/diff.ts';
export { partsOf } from './domain/diff/parts.ts';
export { type InstitutionScale } from './domain/index.ts';
export { calendarTable } from './domain/form/calendarTable.ts';
export { type Signature } from './domain/form/officialForm.ts';
export { formRoutes } from './formRoutes.ts';
export { syllabusRoutes } from './syllabusRoutes.ts';
export { type SyllabusParts } from './syllabusPages.ts';
export { createSyllabusService, type Publish, type SyllabusService } from './syllabusService.ts';
export { createSyllabusStore, type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';
export { contentView, countFindings, findingViews } from './syllabusView.ts';
export { fieldName, fieldValue, partName } from './partNames.ts';
