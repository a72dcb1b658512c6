import { z } from 'zod';
import { addExact, compareExact, exactOfNumber, exactWhole, roundingModes } from '../../../kernel/exact.ts';
import { standingOf } from './classify.ts';
import { type CoverageFault, coverageFaults } from './coverage.ts';
import { type GradingPolicy, gpas, labels, letters, type Scale } from './policy.ts';

/*
 * Apart from policy.ts, so that scripts in the browser can use policies without carrying the parser.
 */

const percent = z.number().min(0).max(100);
const wholePercent = z.int().min(0).max(100);

const scaleRow = z
  .strictObject({
    letter: z.enum(letters),
    gpa: z.enum(gpas),
    min: wholePercent,
    max: wholePercent,
    label: z.enum(labels),
  })
  .readonly();

const policySchema = z.strictObject({
  scale: z
    .array(scaleRow)
    .superRefine((scale, context) => {
      for (const message of scaleProblems(scale)) context.addIssue({ code: 'custom', message });
    })
    .transform(scale => scale.toSorted((a, b) => b.min - a.min)),
  formula: z
    .strictObject({ midterms: percent, exam: percent })
    .refine(isWholeOfTotal, 'midterms and exam must be 100 together'),
  rounding: z.strictObject({ mode: z.enum(roundingModes), roundControls: z.boolean() }),
  thresholds: z.strictObject({
    eachMidterm: percent.nullable(),
    meanMidterm: percent.nullable(),
    exam: percent.nullable(),
  }),
});

export type PolicyReading =
  | { readonly ok: true; readonly policy: GradingPolicy }
  /** One English line each, beginning with the place in the policy: "scale: 50 to 54 is in no row". */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a policy from outside (parsed JSON). Strict: an unknown or missing key, a scale with a gap, an overlap or no
 * failing row, and shares that are not 100 together are problems, never repaired. Rows may come in any order and leave
 * best first.
 */
export function parsePolicy(input: unknown): PolicyReading {
  const parsed = policySchema.safeParse(input);
  if (parsed.success) return { ok: true, policy: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'policy'}: ${message}`),
  };
}

/** Exactly 100, where a sum of floats would lose the last digits. */
function isWholeOfTotal(formula: { midterms: number; exam: number }): boolean {
  const sum = addExact(exactOfNumber(formula.midterms), exactOfNumber(formula.exam));
  return compareExact(sum, exactWhole(100)) === 0;
}

function scaleProblems(scale: Scale): string[] {
  const rows = scale.toSorted((a, b) => b.min - a.min);
  return [...coverageFaults(rows).map(coverageProblem), ...orderProblems(rows), ...failingProblems(rows)];
}

function coverageProblem({ kind, min, max }: CoverageFault): string {
  if (kind === 'reversed') return `a row from ${min} to ${max} has min above max`;
  return `${min} to ${max} is in ${kind === 'gap' ? 'no row' : 'two rows'}`;
}

/** Fewer points must never give a better letter, number or label; a letter stands once. */
function orderProblems(rows: Scale): string[] {
  return rows.slice(1).flatMap((row, index) => {
    const above = rows[index];
    if (above === undefined) return [];
    const problems: string[] = [];
    if (letters.indexOf(row.letter) <= letters.indexOf(above.letter)) {
      problems.push(`${row.letter} cannot stand below ${above.letter}`);
    }
    if (gpas.indexOf(row.gpa) < gpas.indexOf(above.gpa)) {
      problems.push(`gpa ${row.gpa} of ${row.letter} is better than ${above.gpa} of ${above.letter}`);
    }
    if (labels.indexOf(row.label) < labels.indexOf(above.label)) {
      problems.push(`${row.label} of ${row.letter} is better than ${above.label} of ${above.letter}`);
    }
    return problems;
  });
}

function failingProblems(rows: Scale): string[] {
  const problems = rows
    .filter(({ letter, label }) => (standingOf(letter) === 'passed') === (label === 'unsatisfactory'))
    .map(({ letter, label }) => `${letter} cannot be ${label}`);
  return rows.some(({ letter }) => letter === 'F') ? problems : [...problems, 'there is no row F'];
}
