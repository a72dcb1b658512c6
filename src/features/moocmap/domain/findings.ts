import { type MapModel } from './published.ts';

/** What each finding tells: the parameters of its message. */
export interface MapFindingParams {
  'model-none': Record<string, never>;
  /** Rows that do not go with the model. */
  'model-replaces': { rows: string[] };
  'model-counts': { model: MapModel; rows: string[] };
  'model-no-replaced': Record<string, never>;
  'model-no-counts': Record<string, never>;
  /** A counted row that has no mark of its own: a result would go nowhere. */
  'counts-no-points': { row: string };
  'mooc-none': Record<string, never>;
  'mooc-untitled': { mooc: string };
  'mooc-twice': { mooc: string; other: string };
  'mooc-unused': { mooc: string };
  'mooc-retired': { mooc: string };
  'mooc-renewal': { mooc: string };
  'mooc-not-approved': { mooc: string };
  'mooc-gone': { mooc: string };
  'link-missing': { mooc: string };
  'link-bad': { what: string; url: string };
  'match-missing': { mooc: string };
  'match-range': { mooc: string; percent: number };
  'match-outcome': { mooc: string; codes: string[] };
  'match-reason': { mooc: string; code: string };
  'match-unknown-outcome': { code: string };
  language: { mooc: string; own: string; course: string };
  'workload-credits': { hours: number; credits: number; expected: number };
  'workload-course': { credits: number; course: number };
  'workload-mooc': { hours: number; course: number };
  'mooc-hours': { mooc: string; hours: number; modules: number };
  'mooc-credits': { mooc: string; hours: number; credits: number };
  'hours-blank': { count: number };
  'hours-calendar': { row: string; hours: number; calendar: number };
  'week-outside': { row: string; week: number; last: number };
  'week-order': { row: string; week: number; before: number };
  'row-missing': { rows: string[] };
  'row-extra': { row: string };
  'row-week': { row: string; week: number; calendar: number };
  consultation: { what: 'midterm' | 'final'; number: number | null };
  'module-unknown': { row: string; module: number; mooc: string; last: number };
  'module-dates': {
    row: string;
    module: number;
    from: string;
    until: string;
    weekFrom: string;
    weekTo: string;
  };
  'module-unscheduled': { mooc: string; modules: number[] };
  'schedule-empty': Record<string, never>;
}

export type MapFindingCode = keyof MapFindingParams;
export type Severity = 'error' | 'warning' | 'info';

/** Which part of the map is meant. */
export type MapPart = 'selection' | 'moocs' | 'outcomes' | 'model' | 'schedule';

/** An error contradicts the form itself and stops the way to approval; a warning needs a look. */
const severityOf: Record<MapFindingCode, Severity> = {
  'model-none': 'error',
  'model-replaces': 'error',
  'model-counts': 'error',
  'model-no-replaced': 'warning',
  'model-no-counts': 'error',
  'counts-no-points': 'error',
  'mooc-none': 'error',
  'mooc-untitled': 'error',
  'mooc-twice': 'warning',
  'mooc-unused': 'warning',
  'mooc-retired': 'error',
  'mooc-renewal': 'warning',
  'mooc-not-approved': 'warning',
  'mooc-gone': 'warning',
  'link-missing': 'error',
  'link-bad': 'error',
  'match-missing': 'error',
  'match-range': 'error',
  'match-outcome': 'info',
  'match-reason': 'warning',
  'match-unknown-outcome': 'warning',
  language: 'warning',
  'workload-credits': 'warning',
  'workload-course': 'warning',
  'workload-mooc': 'warning',
  'mooc-hours': 'warning',
  'mooc-credits': 'warning',
  'hours-blank': 'warning',
  'hours-calendar': 'warning',
  'week-outside': 'error',
  'week-order': 'warning',
  'row-missing': 'warning',
  'row-extra': 'warning',
  'row-week': 'warning',
  consultation: 'warning',
  'module-unknown': 'error',
  'module-dates': 'error',
  'module-unscheduled': 'info',
  'schedule-empty': 'error',
};

/** A finding without words: the catalogues give its message in any language. */
export type MapFinding = {
  [Code in MapFindingCode]: {
    readonly code: Code;
    readonly severity: Severity;
    readonly part: MapPart;
    /** Where on the page of the draft: the key of a row, of an online course; null: the part as a whole. */
    readonly place: string | null;
    readonly params: MapFindingParams[Code];
  };
}[MapFindingCode];

export function mapFinding<Code extends MapFindingCode>(
  code: Code,
  part: MapPart,
  place: string | null,
  params: MapFindingParams[Code],
): MapFinding {
  return { code, severity: severityOf[code], part, place, params } as MapFinding;
}
