import { compareExact, type Exact, exactWhole, multiplyExact, parseDecimal } from '../../../kernel/exact.ts';
import { type IsoDate, readDay } from '../../../kernel/dates.ts';
import { readPercent } from '../../marksimport/index.ts';

/** How a platform writes a result: 0.85 (Open edX), 85 %, or 17 points of 20. */
export const scales = ['fraction', 'percent', 'points'] as const;
export type Scale = (typeof scales)[number];

/** Where a result stands in the file, and how it is written. */
export interface ResultSource {
  /** Column from 0. */
  readonly column: number;
  readonly scale: Scale;
  /** The most points, as a decimal; of the scale `points` alone. */
  readonly of: string;
}

export type ResultReading = Exact | 'none' | 'unreadable';

const hundred = exactWhole(100);
const one = exactWhole(1);
const zero = exactWhole(0);
/** What platforms write where there is no result yet. */
const nothing = /^(?:|-|–|—|n\/?a|not attempted|not available|not started|null|none|жоқ|нет|не начато)$/iu;

/** A result as percents, exact. A value outside its scale is unreadable: nobody can say which scale was meant. */
export function readResult(text: string, { scale, of }: ResultSource): ResultReading {
  const written = text.trim();
  if (nothing.test(written)) return 'none';
  if (scale === 'percent') return readPercent(written) ?? 'unreadable';
  const value = decimalOf(written);
  if (value === null || compareExact(value, zero) < 0) return 'unreadable';
  if (scale === 'fraction')
    return compareExact(value, one) > 0 ? 'unreadable' : multiplyExact(value, hundred);
  const most = parseDecimal(of);
  if (most === null || compareExact(most, zero) <= 0 || compareExact(value, most) > 0) return 'unreadable';
  return multiplyExact(multiplyExact(value, hundred), { n: most.d, d: most.n });
}

/** "5.0E-2" is how programs write five hundredths. */
function decimalOf(text: string): Exact | null {
  const [, number = text, sign = '', power = '0'] =
    /^(\d+(?:[.,]\d+)?)[eE]([+-]?)(\d{1,2})$/u.exec(text) ?? [];
  const value = parseDecimal(number);
  if (value === null || power === '0') return value;
  const ten = 10 ** Math.min(15, Number(power));
  return multiplyExact(value, sign === '-' ? { n: 1, d: ten } : exactWhole(ten));
}

/** The scale that the values of a column have most probably: whole ones alone, all 0 or 1, are fractions too. */
export function guessScale(values: readonly string[]): Scale {
  const numbers = values.flatMap(text => decimalOf(text.trim()) ?? []);
  const isFraction = numbers.every(value => compareExact(value, one) <= 0);
  return numbers.length > 0 && isFraction ? 'fraction' : 'percent';
}

/** How results become marks. */
export interface Rules {
  /** Percents that must be reached; "" for none. */
  readonly threshold: string;
  /** What somebody gets who has not reached them. */
  readonly below: 'zero' | 'nothing';
  /** Which counts when somebody has several rows. */
  readonly attempts: 'best' | 'last';
  /** Digits of the points after the mark. */
  readonly digits: 0 | 1 | 2;
  /** What a result is worth that was reached after the row's deadline. */
  readonly late: 'take' | 'mark' | 'leave';
  /** Whether marks that somebody has typed since may be replaced. */
  readonly overwrites: boolean;
  /** Whether rows count whose day lies outside the term; null: not decided, so they do not. */
  readonly outside: 'take' | 'leave' | null;
}

export const usualRules: Rules = {
  ...{ threshold: '', below: 'zero', attempts: 'best', digits: 2, late: 'take' },
  ...{ overwrites: false, outside: null },
};

/** The least passing result of the national scale; used where no threshold was chosen for an online course. */
const usualThreshold = '50';

/**
 * Whether somebody has completed an online course: has reached the threshold.
 *
 * @param percent decimal, cut after two digits, so that a result just below is not rounded up to it
 * @param threshold "" for the usual one
 * @returns null without percents: then nobody can say
 */
export function hasCompleted(percent: string | null, threshold: string): boolean | null {
  const [reached, needed] = [
    percent === null ? null : parseDecimal(percent),
    parseDecimal(threshold === '' ? usualThreshold : threshold),
  ];
  return reached === null || needed === null ? null : compareExact(reached, needed) >= 0;
}

/** The day in "2026-11-20", "2026-11-20T09:30:00Z", "20.11.2026 14:30"; null for anything else. */
export function dayIn(text: string): IsoDate | null {
  const [, found = ''] = /^\s*(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[ T,].*)?$/u.exec(text) ?? [];
  return found === '' ? null : readDay(found);
}

/** The day in the name of a file: Open edX puts it there ("…_grade_report_2026-12-20-0930.csv"). */
export const dayInName = (name: string): IsoDate | null => {
  const [found] = /\d{4}-\d{2}-\d{2}/u.exec(name) ?? [];
  return found === undefined ? null : readDay(found);
};
