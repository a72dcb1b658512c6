import { renumbered } from './checks/numbering.ts';
import { type Finding } from './finding.ts';
import { withPolicyText } from './policyTexts.ts';
import { withoutMixedLetters, withoutOldLetters } from './reading/letters.ts';
import { type RowKind, type Syllabus } from './types.ts';

/** A fault that can be mended without a decision: what the syllabus is afterwards. */
export type Mending = (syllabus: Syllabus) => Syllabus;

/** Kinds that other rows name by their number: giving them new ones would lead those elsewhere. */
const named: readonly RowKind[] = ['srs', 'midterm'];

/**
 * What mends a finding by itself; null where a person must decide. The document stays as it is: only the draft changes,
 * and what was mended can be corrected again.
 */
export function mendingOf(finding: Finding, { course }: Syllabus): Mending | null {
  switch (finding.code) {
    case 'number-order': {
      const { kind } = finding.params;
      if (named.includes(kind)) return null;
      return syllabus => ({ ...syllabus, calendar: renumbered(syllabus.calendar, kind) });
    }
    case 'rubric-course': {
      const { title } = course;
      if (title === null) return null;
      return syllabus =>
        syllabus.rubric === null ? syllabus : { ...syllabus, rubric: { ...syllabus.rubric, title } };
    }
    case 'policy-text-missing':
    case 'policy-text-differs': {
      const { kind, text } = finding.params;
      return syllabus => ({ ...syllabus, policies: withPolicyText(syllabus.policies, kind, text) });
    }
    case 'characters':
      if (finding.params.what === 'old-letter') return withTexts(withoutOldLetters);
      if (finding.params.what === 'mixed-alphabet') return withTexts(withoutMixedLetters);
      return null;
    default:
      return null;
  }
}

/** Faults of the letters are found while reading and kept with the draft: once mended they are gone for good. */
export function staysAfterMending(finding: Finding, mended: Finding): boolean {
  if (finding.code !== 'characters' || mended.code !== 'characters') return true;
  return finding.params.what !== mended.params.what;
}

function withTexts(change: (text: string) => string): Mending {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    // Addresses are no words.
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [key, key === 'url' || key === 'letter' ? own : walk(own)]),
    );
  };
  return syllabus => walk(syllabus) as Syllabus;
}
