import { type GradeLabel, type PolicyKind, type RowKind, type WeightKind } from './types.ts';

export type Severity = 'error' | 'warning' | 'info';

/** What each finding tells: the parameters of its message. Plain JSON, so that findings can be stored. */
export interface FindingParams {
  /** The points of a period (before one midterm control, after the one before it) do not sum to what they must. */
  'period-points': { period: number; sum: number; expected: number };
  'weights-sum': { sum: number };
  /** What the calendar's points give each kind of work, in percents of the total, beside the stated weights. */
  'weights-shares': { shares: { kind: WeightKind; weight: number; share: number }[] };
  'weight-without-row': { kind: WeightKind; text: string; percent: number };
  'scale-overlap': { letter: string; other: string; min: number; max: number };
  'scale-gap': { min: number; max: number };
  /** `source` says what the label contradicts: the rubric's bands, or the pass mark. */
  'scale-label': {
    letter: string;
    labelText: string;
    min: number;
    max: number;
    expected: GradeLabel;
    source: 'rubric' | 'pass-mark';
  };
  'scale-no-failing': { lowest: number };
  /** A row differs from the institution's scale; a side that has no such row is null. */
  'scale-differs': { letter: string; document: ScaleSide | null; institution: ScaleSide | null };
  'srsp-target': { number: number | null; target: number };
  'week-order': { problem: 'missing' | 'repeated' | 'backwards'; week: number };
  /** A kind of class whose numbers leave one out, or give one twice. */
  'number-order': { problem: 'missing' | 'repeated'; kind: RowKind; number: number };
  /** A consultation stands after the work or the control that it prepares. */
  'prepares-late': {
    kind: 'srs' | 'midterm';
    number: number | null;
    target: number;
    week: number;
    due: number;
  };
  'hours-credits': { what: 'contact' | 'all'; credits: number; hours: number; least: number; most: number };
  /** `title` is what the rubric's header names; null when it names nothing. */
  'rubric-course': { title: string | null; course: string | null };
  'rubric-title-source': { title: string };
  'rubric-twin-descriptors': {
    question: number;
    criterion: number;
    first: { min: number; max: number };
    second: { min: number; max: number };
  };
  /** Bands of the rubric that leave percents out, or share them. */
  'rubric-bands': { problem: 'gap' | 'overlap'; min: number; max: number };
  'rubric-blank': { question: number; criterion: number; blank: number };
  'rubric-repeated': { question: number; other: number };
  'rubric-several': { count: number };
  'example-k': { example: number; criteria: number };
  'outcome-no-indicator': { codes: string[] };
  'code-repeated': { code: string };
  /** An outcome or indicator that no row of the calendar names. */
  coverage: { code: string };
  'contact-blank': Record<string, never>;
  /** The institution's own text of a part of the academic policy, which the syllabus lacks, or says otherwise. */
  'policy-text-missing': { kind: PolicyKind; text: string };
  'policy-text-differs': { kind: PolicyKind; text: string };
  'term-module': { written: string };
  'term-mixed': { terms: { term: string; count: number }[] };
  /** Characters that were repaired, or that look wrong and were left as written. */
  characters: { what: CharacterFault; examples: string[]; count: number };
  encoding: { encoding: string };
  /** Tables without lines, whose columns were guessed. */
  'columns-guessed': { tables: number };
  'row-unknown': { text: string };
  /** A cell of a number column that holds something else; its value is null. */
  'value-unread': { text: string };
  /** Further tables that look like a calendar and were not read, because they do not go on from the first. */
  'calendar-several': { count: number };
  'week-range': { text: string; week: number };
  /** Rows with several classes that earn points and one number for all of them: it was given to one class. */
  'points-shared': { rows: number };
  /** The models that are left in part 3 of an integration map, where one should be. */
  'map-model': { left: number[] };
  'map-match': { problem: 'count' | 'over'; moocs: number; percents: number };
  /** `blank` rows have no hours; with 0 of them the workload's hours and credits contradict each other. */
  'map-hours': { workload: string; blank: number };
}

export interface ScaleSide {
  readonly min: number | null;
  readonly max: number | null;
  readonly gpa: string | null;
  readonly label: GradeLabel | null;
}

export type CharacterFault =
  'grade-letter' | 'old-letter' | 'mixed-alphabet' | 'bullet' | 'hidden' | 'line-hyphen';

export type FindingCode = keyof FindingParams;

/** Which way a finding leans by default: an error contradicts itself, a warning needs a look, an info tells. */
const severityOf: Record<FindingCode, Severity> = {
  'period-points': 'error',
  'weights-sum': 'error',
  'weights-shares': 'warning',
  'weight-without-row': 'warning',
  'scale-overlap': 'error',
  'scale-gap': 'error',
  'scale-label': 'warning',
  'scale-no-failing': 'warning',
  'scale-differs': 'info',
  'srsp-target': 'error',
  'week-order': 'warning',
  'number-order': 'warning',
  'prepares-late': 'warning',
  'hours-credits': 'warning',
  'rubric-course': 'warning',
  'rubric-title-source': 'info',
  'rubric-twin-descriptors': 'warning',
  'rubric-bands': 'error',
  'rubric-blank': 'warning',
  'rubric-repeated': 'warning',
  'rubric-several': 'info',
  'example-k': 'warning',
  'outcome-no-indicator': 'warning',
  'code-repeated': 'warning',
  coverage: 'warning',
  'contact-blank': 'warning',
  'policy-text-missing': 'error',
  'policy-text-differs': 'error',
  'term-module': 'info',
  'term-mixed': 'info',
  characters: 'info',
  encoding: 'info',
  'columns-guessed': 'warning',
  'row-unknown': 'warning',
  'value-unread': 'warning',
  'calendar-several': 'warning',
  'week-range': 'info',
  'points-shared': 'warning',
  'map-model': 'warning',
  'map-match': 'warning',
  'map-hours': 'warning',
};

/** A finding without words: the catalogues give its message in any language. */
export type Finding = {
  [Code in FindingCode]: FindingOf<Code>;
}[FindingCode];

export interface FindingOf<Code extends FindingCode> {
  readonly code: Code;
  readonly severity: Severity;
  /** Which part of the syllabus is meant, as `calendar`, `scale[8].label` or `rubric.questions[0].criteria[2]`. */
  readonly path: string;
  readonly params: FindingParams[Code];
}

/** Makes a finding; the severity is the code's own unless given. */
export function finding<Code extends FindingCode>(
  code: Code,
  path: string,
  params: FindingParams[Code],
  severity: Severity = severityOf[code],
): Finding {
  return { code, severity, path, params } as Finding;
}
