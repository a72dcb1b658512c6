export { checkSyllabus } from './checks/checkSyllabus.ts';
export { lockedTextFindings, type LockedText } from './checks/lockedTexts.ts';
export { rubricFindings } from './checks/rubrics.ts';
export { type InstitutionScale } from './checks/scales.ts';
export { findingMessage } from './findingMessage.ts';
export { parseMap, type ParsedMap } from './map/parseMap.ts';
export {
  printedMap,
  printedSyllabus,
  type PrintedFinding,
  type PrintedMap,
  type PrintedSyllabus,
} from './printed.ts';
export { NotASyllabusError, parseSyllabus, type ParsedSyllabus, type Provenance } from './parseSyllabus.ts';
