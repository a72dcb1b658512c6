export { checkSyllabus } from './checks/checkSyllabus.ts';
export { type InstitutionScale } from './checks/scales.ts';
export { findingMessage } from './findingMessage.ts';
export { printedSyllabus, type PrintedFinding, type PrintedSyllabus } from './printedSyllabus.ts';
export { NotASyllabusError, parseSyllabus, type ParsedSyllabus, type Provenance } from './parseSyllabus.ts';
