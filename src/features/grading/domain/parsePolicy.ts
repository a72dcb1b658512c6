import { z } from 'zod';
import { addExact, compareExact, exactOfNumber, exactWhole, roundingModes } from '../../../kernel/exact.ts';
import {
  firstPolicy,
  type GradingPolicy,
  gpas,
  type InstitutionPolicy,
  labels,
  letters,
  midtermCounts,
  periodRules,
} from './policy.ts';
import { type ScaleFault, scaleFaults } from './scaleFaults.ts';

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
      for (const fault of scaleFaults(scale))
        context.addIssue({ code: 'custom', message: scaleProblem(fault) });
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

const text = z.string().trim().min(1).max(60);
const words = z.strictObject({ kk: text, ru: text, en: text }).readonly();
const days = z.int().min(0).max(365);

/** What a policy had before these parts existed is what an institution starts with. */
const institutionSchema = policySchema.extend({
  periods: z
    .strictObject({ count: z.literal(midtermCounts), rule: z.enum(periodRules) })
    .default(firstPolicy.periods),
  labels: z.record(z.enum(labels), words).nullable().default(null),
  resits: z.int().min(0).max(9).default(firstPolicy.resits),
  statuses: z
    .array(
      z
        .strictObject({
          code: z.string().regex(/^\p{Lu}{1,4}$/u),
          words,
          counts: z.boolean(),
        })
        .readonly(),
    )
    .max(12)
    .refine(
      statuses => new Set(statuses.map(({ code }) => code)).size === statuses.length,
      'a code stands twice',
    )
    .refine(
      statuses => statuses.every(({ code }) => !letters.some(letter => letter === code)),
      'a letter of the scale cannot be a status',
    )
    .default([...firstPolicy.statuses]),
  windows: z
    .strictObject({
      editDays: days.nullable(),
      closedByStatement: z.boolean(),
      appealDays: days.nullable(),
    })
    .default(firstPolicy.windows),
});

export type PolicyReading<P = GradingPolicy> =
  | { readonly ok: true; readonly policy: P }
  /** One English line each, beginning with the place in the policy: "scale: 50 to 54 is in no row". */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a policy from outside (parsed JSON). Strict: an unknown or missing key, a scale with a gap, an overlap or no
 * failing row, and shares that are not 100 together are problems, never repaired. Rows may come in any order and leave
 * best first.
 */
export function parsePolicy(input: unknown): PolicyReading {
  return read(policySchema, input);
}

/** Reads the whole policy of an institution as strictly; parts beside the arithmetic may be missing. */
export function parseInstitutionPolicy(input: unknown): PolicyReading<InstitutionPolicy> {
  return read(institutionSchema, input);
}

function read<P>(schema: z.ZodType<P>, input: unknown): PolicyReading<P> {
  const parsed = schema.safeParse(input);
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

function scaleProblem(fault: ScaleFault): string {
  switch (fault.code) {
    case 'reversed':
      return `a row from ${fault.min} to ${fault.max} has min above max`;
    case 'gap':
    case 'overlap':
      return `${fault.min} to ${fault.max} is in ${fault.code === 'gap' ? 'no row' : 'two rows'}`;
    case 'letter-order':
      return `${fault.letter} cannot stand below ${fault.above}`;
    case 'gpa-order':
      return `gpa ${fault.gpa} of ${fault.letter} is better than ${fault.aboveGpa} of ${fault.above}`;
    case 'label-order':
      return `${fault.label} of ${fault.letter} is better than ${fault.aboveLabel} of ${fault.above}`;
    case 'label-standing':
      return `${fault.letter} cannot be ${fault.label}`;
    case 'no-failing':
      return 'there is no row F';
  }
}
