import { finding, type Finding } from '../finding.ts';
import { sameWords } from '../reading/letters.ts';
import { withoutOpening } from '../reading/policies.ts';
import { type Policy, type Syllabus } from '../types.ts';

/** A policy text of the institution in a syllabus's language, which no course may change. */
export type LockedText = Policy;

/**
 * Every locked text stands in the syllabus word for word; white space, punctuation, look-alike letters and the heading
 * that the official form prints before it do not count.
 */
export function lockedTextFindings({ policies }: Syllabus, locked: readonly LockedText[]): Finding[] {
  return locked.flatMap(({ kind, text }) => {
    const at = policies.findIndex(policy => policy.kind === kind);
    const own = policies[at];
    if (own === undefined) return [finding('policy-text-missing', `policies.${kind}`, { kind, text })];
    if (isSame(own.text, text)) return [];
    return [finding('policy-text-differs', `policies[${at}].text`, { kind, text })];
  });
}

const isSame = (own: string, text: string): boolean =>
  sameWords(own) === sameWords(text) || sameWords(withoutOpening(own)) === sameWords(withoutOpening(text));
