import { type Lang } from '../../../i18n/lang.ts';
import { type RoundingMode } from '../../../kernel/exact.ts';

/** Letters of the national scale, best first. FX may be resat, F repeats the course, every other one has passed. */
export const letters = ['A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D+', 'D', 'FX', 'F'] as const;
export type Letter = (typeof letters)[number];

/** Numeric equivalents as they are printed: a point, and the digits of the national scale. Best first. */
export const gpas = [
  '4.0',
  '3.67',
  '3.33',
  '3.0',
  '2.67',
  '2.33',
  '2.0',
  '1.67',
  '1.33',
  '1.0',
  '0.5',
  '0',
] as const;
export type Gpa = (typeof gpas)[number];

/** The traditional grade in words, as ids: the words themselves stand in the catalogues. Best first. */
export const labels = ['excellent', 'good', 'satisfactory', 'unsatisfactory'] as const;
export type Label = (typeof labels)[number];

export interface ScaleRow {
  readonly letter: Letter;
  readonly gpa: Gpa;
  /** Whole percents, both included. */
  readonly min: number;
  readonly max: number;
  readonly label: Label;
}

/** Rows that cover 0…100 without gap or overlap; `parsePolicy` guarantees it for every policy from outside. */
export type Scale = readonly ScaleRow[];

/**
 * How an institution grades, as data. Read it with `parsePolicy`; what it may hold is checked there.
 *
 * Thresholds are percents, `null` where the institution has none: for each midterm control, for the mean of them, and
 * for the exam.
 */
export interface GradingPolicy {
  readonly scale: Scale;
  /** Percents of the total, together 100: of the mean of the midterm controls, and of the exam. */
  readonly formula: { readonly midterms: number; readonly exam: number };
  readonly rounding: {
    readonly mode: RoundingMode;
    /** Whether RK1, RK2 … and the exam are rounded before they enter the total, as they stand in the statement. */
    readonly roundControls: boolean;
  };
  readonly thresholds: {
    readonly eachMidterm: number | null;
    readonly meanMidterm: number | null;
    readonly exam: number | null;
  };
}

/** The national scale with FX and F, 60 % midterm controls and 40 % exam, half-up, no thresholds. */
export const nationalPolicy: GradingPolicy = {
  scale: [
    { letter: 'A', gpa: '4.0', min: 95, max: 100, label: 'excellent' },
    { letter: 'A-', gpa: '3.67', min: 90, max: 94, label: 'excellent' },
    { letter: 'B+', gpa: '3.33', min: 85, max: 89, label: 'good' },
    { letter: 'B', gpa: '3.0', min: 80, max: 84, label: 'good' },
    { letter: 'B-', gpa: '2.67', min: 75, max: 79, label: 'good' },
    { letter: 'C+', gpa: '2.33', min: 70, max: 74, label: 'good' },
    { letter: 'C', gpa: '2.0', min: 65, max: 69, label: 'satisfactory' },
    { letter: 'C-', gpa: '1.67', min: 60, max: 64, label: 'satisfactory' },
    { letter: 'D+', gpa: '1.33', min: 55, max: 59, label: 'satisfactory' },
    { letter: 'D', gpa: '1.0', min: 50, max: 54, label: 'satisfactory' },
    { letter: 'FX', gpa: '0.5', min: 25, max: 49, label: 'unsatisfactory' },
    { letter: 'F', gpa: '0', min: 0, max: 24, label: 'unsatisfactory' },
  ],
  formula: { midterms: 60, exam: 40 },
  rounding: { mode: 'half-up', roundControls: true },
  thresholds: { eachMidterm: null, meanMidterm: null, exam: null },
};

/** A text of the institution in the three languages. */
export type Words = Readonly<Record<Lang, string>>;

/**
 * What a period's control is made of, and how the periods make the part of the total before the exam. `mean`: a control
 * is the points of its period, and the part is their mean, (RK1 + RK2) / 2. `cumulative`: points add up over the periods, so each
 * control counts as much as its period offers. `current-and-midterm`: a control is (current work + midterm work) / 2, and
 * the part is the mean of the controls.
 */
export const periodRules = ['mean', 'cumulative', 'current-and-midterm'] as const;
export type PeriodRule = (typeof periodRules)[number];

/** How many midterm controls a policy may have. */
export const midtermCounts = [1, 2, 3, 4] as const;
export type MidtermCount = (typeof midtermCounts)[number];

/** What may stand in the place of a grade: "I", "AU", "W", "P". */
export interface StatusRule {
  readonly code: string;
  readonly words: Words;
  /** Whether the total stays, with its letter, and enters a GPA; otherwise the code stands in its place. */
  readonly counts: boolean;
}

/**
 * The whole policy of an institution: the arithmetic of `tirek grade`, and what surrounds it in a course. What the
 * documents leave open is a setting here, never a law.
 */
export interface InstitutionPolicy extends GradingPolicy {
  readonly periods: { readonly count: MidtermCount; readonly rule: PeriodRule };
  /** The traditional grades in the institution's own words; null: the usual ones. */
  readonly labels: Readonly<Record<Label, Words>> | null;
  /** How often a failed exam may be resat, where the letter allows it. */
  readonly resits: number;
  readonly statuses: readonly StatusRule[];
  readonly windows: {
    /** So many days after the last week of a period its marks stay open; null: no day closes them. */
    readonly editDays: number | null;
    /** A statement of a control closes its marks. */
    readonly closedByStatement: boolean;
    /** So many days after the release a student may appeal, where the course says nothing else; null: not said. */
    readonly appealDays: number | null;
  };
}

const usualStatuses: readonly StatusRule[] = [
  { code: 'I', counts: false, words: { kk: 'Аяқталмаған', ru: 'Не завершено', en: 'Incomplete' } },
  { code: 'AU', counts: false, words: { kk: 'Тыңдаушы', ru: 'Слушатель', en: 'Audit' } },
  {
    code: 'W',
    counts: false,
    words: { kk: 'Пәннен бас тартты', ru: 'Отказ от дисциплины', en: 'Withdrawn' },
  },
  { code: 'P', counts: false, words: { kk: 'Есептелді', ru: 'Зачтено', en: 'Pass' } },
];

/** What an institution starts with, before anybody has decided anything. */
export const firstPolicy: InstitutionPolicy = {
  ...nationalPolicy,
  periods: { count: 2, rule: 'mean' },
  labels: null,
  resits: 2,
  statuses: usualStatuses,
  windows: { editDays: null, closedByStatement: false, appealDays: null },
};
