import { type Catalogue } from '../../i18n/index.ts';
import { isLang, type Lang, languages } from '../../i18n/lang.ts';
import { type Outline } from './domain/outline.ts';

/** The form's values as they were typed, by the name of their field. */
export type Typed = Readonly<Record<string, string>>;
export type OutlineFault = 'whole' | 'points' | 'weeks' | 'required' | 'tooManyPoints';
export type OutlineFaults = Readonly<Record<string, OutlineFault>>;

export interface ReadOutline {
  readonly title: string;
  readonly lang: Lang;
  readonly credits: number | null;
  /** Takes aim, outcomes, policies, scale and rubric from the version that is published now. */
  readonly keeps: boolean;
  readonly outline: Outline;
}

/** What the form proposes: the usual course of a Kazakhstani university. */
export const usualOutline: Typed = {
  weeks: '15',
  lectures: '15',
  lectureHours: '1',
  classKind: 'seminar',
  classes: '15',
  classHours: '2',
  classPoints: '8',
  srs: '4',
  midterms: '7, 15',
};

const limits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  weeks: [2, 53],
  lectures: [0, 120],
  lectureHours: [1, 8],
  classes: [0, 120],
  classHours: [1, 8],
  srs: [0, 20],
};

export function readOutlineForm(
  typed: Typed,
):
  | { readonly kind: 'read'; readonly read: ReadOutline }
  | { readonly kind: 'wrong'; readonly faults: OutlineFaults } {
  const faults: Record<string, OutlineFault> = {};
  const value = (name: string): string => (typed[name] ?? '').trim();
  const whole = (name: string): number => {
    const [least, most] = limits[name] ?? [0, 99];
    const number = Number(value(name));
    if (!/^\d{1,3}$/.test(value(name)) || number < least || number > most) faults[name] = 'whole';
    return number;
  };
  const points = Number(value('classPoints').replace(',', '.'));
  if (!/^\d{1,3}(?:[.,]5)?$/.test(value('classPoints')) || points > 100) faults.classPoints = 'points';
  const weeks = whole('weeks');
  const midterms = value('midterms')
    .split(/[\s,;]+/)
    .filter(text => text !== '')
    .map(Number);
  const areWeeks = midterms.every(
    (week, index) => Number.isInteger(week) && week > (midterms[index - 1] ?? 0) && week <= weeks,
  );
  if (midterms.length === 0 || !areWeeks) faults.midterms = 'weeks';
  if (value('title') === '') faults.title = 'required';
  const credits = value('credits') === '' ? null : Number(value('credits').replace(',', '.'));
  if (credits !== null && !(credits > 0 && credits <= 60)) faults.credits = 'points';
  const outline: Outline = {
    weeks,
    lectures: whole('lectures'),
    lectureHours: whole('lectureHours'),
    classKind: typed.classKind === 'practical' || typed.classKind === 'lab' ? typed.classKind : 'seminar',
    classes: whole('classes'),
    classHours: whole('classHours'),
    classPoints: points,
    srs: whole('srs'),
    midterms,
  };
  if (Object.keys(faults).length > 0) return { kind: 'wrong', faults };
  const lang = isLang(typed.lang) ? typed.lang : 'kk';
  const title = value('title').slice(0, 300);
  return { kind: 'read', read: { title, lang, credits, keeps: typed.keeps === '1', outline } };
}

export function outlineFields(typed: Typed, faults: OutlineFaults, t: Catalogue) {
  const words = t.authoring;
  const field = (name: keyof typeof words.fields, more: object = {}) => {
    const fault = faults[name];
    return {
      id: `outline-${name}`,
      name,
      label: words.fields[name],
      value: typed[name] ?? '',
      error: fault === undefined ? null : words.wrong[fault],
      ...more,
    };
  };
  const number = { inputMode: 'numeric', size: 'number' };
  const choice = (name: string, value: string, text: string) => ({
    value,
    text,
    selected: typed[name] === value,
  });
  return {
    course: [
      field('title', { required: true, maxLength: 300, wide: true }),
      field('credits', { inputMode: 'decimal', size: 'number', optional: true }),
      field('lang', {
        type: 'select',
        options: languages.map(lang => choice('lang', lang, t.shell.languageNames[lang])),
      }),
    ],
    calendar: [
      field('weeks', number),
      field('lectures', number),
      field('lectureHours', number),
      field('classKind', {
        type: 'select',
        options: (['seminar', 'practical', 'lab'] as const).map(kind =>
          choice('classKind', kind, t.calendar.kinds[kind]),
        ),
      }),
      field('classes', number),
      field('classHours', number),
      field('classPoints', { inputMode: 'decimal', size: 'number' }),
      field('srs', { ...number, hint: words.srsHint }),
      field('midterms', { size: 'short', hint: words.midtermsHint }),
    ],
  };
}
