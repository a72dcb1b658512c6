import { type Lang, languages } from '../../../i18n/lang.ts';
import { type ApprovalStep } from './process.ts';

/** A line of the form as it was typed: where the step comes, and who agrees in it. */
export interface TypedStep {
  /** Of the step that the line was shown for; empty in a new line. */
  readonly key: string;
  readonly order: string;
  readonly role: Readonly<Record<Lang, string>>;
}

export const mostSteps = 8;

/** Why the steps were not saved. `order` and `languages` speak of the line with that index. */
export type StepFault =
  { readonly kind: 'none' } | { readonly kind: 'order' | 'languages'; readonly line: number };

/**
 * Reads an institution's steps: lines without any words are left out (so a step is removed, and the spare line is not
 * one), the others come in the order of their numbers, equal numbers in the order of the lines.
 */
export function readSteps(
  lines: readonly TypedStep[],
):
  | { readonly kind: 'read'; readonly steps: readonly ApprovalStep[] }
  | { readonly kind: 'wrong'; readonly faults: readonly StepFault[] } {
  const kept = lines.flatMap(({ key, order, role }, line) => {
    const [kk, ru, en] = languages.map(lang => role[lang].trim()) as [string, string, string];
    return kk + ru + en === '' ? [] : [{ line, key, order: order.trim(), role: { kk, ru, en } }];
  });
  if (kept.length === 0) return { kind: 'wrong', faults: [{ kind: 'none' }] };
  const faults = kept.flatMap(({ line, order, role }): StepFault[] => [
    ...(/^\d{1,2}$/.test(order) ? [] : [{ kind: 'order', line } as const]),
    ...(languages.every(lang => role[lang] !== '') ? [] : [{ kind: 'languages', line } as const]),
  ]);
  if (faults.length > 0) return { kind: 'wrong', faults };
  const sorted = kept.toSorted((a, b) => Number(a.order) - Number(b.order) || a.line - b.line);
  const used = new Set(sorted.map(({ key }) => key));
  return { kind: 'read', steps: sorted.map(({ key, role }) => ({ key: key || newKey(used), role })) };
}

/** A key that no step of this list has; it only has to tell the steps of one process apart. */
function newKey(used: Set<string>): string {
  let number = 1;
  while (used.has(`step-${number}`)) number += 1;
  used.add(`step-${number}`);
  return `step-${number}`;
}
