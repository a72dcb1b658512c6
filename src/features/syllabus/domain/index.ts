export { checkSyllabus, type InstitutionScale } from './checks/checkSyllabus.ts';
export { findingMessage } from './findingMessage.ts';
export { printedSyllabus, type PrintedFinding, type PrintedSyllabus } from './printedSyllabus.ts';
export { NotASyllabusError, parseSyllabus, type ParsedSyllabus, type Provenance } from './parseSyllabus.ts';
