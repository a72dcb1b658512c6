import { type Finding } from '../finding.ts';
import { type Evidence, type Syllabus } from '../types.ts';
import { numberFindings, preparationFindings } from './numbering.ts';
import { periodFindings } from './periods.ts';
import { outcomeFindings, policyFindings, targetFindings } from './references.ts';
import { rubricFindings } from './rubrics.ts';
import { scaleFindings, type InstitutionScale } from './scales.ts';
import { hourFindings, weekFindings } from './weeks.ts';
import { weightFindings } from './weights.ts';

/**
 * What contradicts what inside a syllabus, and where it differs from the institution's scale. Pure, so that it can run
 * again after every correction.
 *
 * @param scale null where no institution is known: then only contradictions inside the document are found
 */
export function checkSyllabus(
  syllabus: Syllabus,
  evidence: Evidence,
  scale: InstitutionScale | null,
): Finding[] {
  return [
    ...rubricFindings(syllabus, evidence),
    ...outcomeFindings(syllabus, evidence),
    ...policyFindings(syllabus),
    ...scaleFindings(syllabus, scale),
    ...weightFindings(syllabus),
    ...periodFindings(syllabus),
    ...weekFindings(syllabus, evidence),
    ...numberFindings(syllabus),
    ...preparationFindings(syllabus),
    ...hourFindings(syllabus),
    ...targetFindings(syllabus),
  ];
}
