import { languages } from '../../../i18n/lang.ts';
import { isIsoDate, type IsoDate } from '../../../kernel/dates.ts';
import { addExact, compareExact, exactWhole, parseDecimal, roundingModes } from '../../../kernel/exact.ts';
import {
  gpas,
  type InstitutionPolicy,
  type Label,
  labels,
  letters,
  type MidtermCount,
  midtermCounts,
  periodRules,
  type ScaleFault,
  scaleFaults,
  type ScaleRow,
  type StatusRule,
  type Words,
} from '../../grading/index.ts';

/** The form as it was typed: names of fields and their texts. A field that is missing is blank. */
export type Typed = Readonly<Record<string, string>>;

/** What is wrong, and at which field; null: with the form as a whole. */
export type FormFault =
  | {
      readonly code:
        'percent' | 'whole' | 'days' | 'few' | 'hundred' | 'choice' | 'words' | 'code' | 'date' | 'note';
      readonly field: string;
    }
  | { readonly code: 'scale'; readonly field: null; readonly fault: ScaleFault };

/** A version as somebody wishes it. */
export interface WishedVersion {
  readonly policy: InstitutionPolicy;
  readonly from: IsoDate;
  readonly note: string;
}

export type FormReading =
  | { readonly ok: true; readonly wish: WishedVersion }
  | { readonly ok: false; readonly faults: readonly FormFault[] };

/** Rows for statuses that the form has, filled or not. */
export const statusRows = 6;
const longestName = 60;
const longestNote = 1000;

/** The form that says this policy. */
export function formOf(policy: InstitutionPolicy): Record<string, string> {
  const { formula, rounding, thresholds, periods, windows } = policy;
  const number = (value: number | null): string => (value === null ? '' : String(value));
  const scale = policy.scale.flatMap(({ letter, min, max, gpa, label }) => [
    [`scale.${letter}.min`, String(min)],
    [`scale.${letter}.max`, String(max)],
    [`scale.${letter}.gpa`, gpa],
    [`scale.${letter}.label`, label],
  ]);
  const names = labels.flatMap(label =>
    languages.map(lang => [`label.${label}.${lang}`, policy.labels?.[label][lang] ?? '']),
  );
  const statuses = policy.statuses.flatMap(({ code, words, counts }, place) => [
    [`status.${place}.code`, code],
    ...languages.map(lang => [`status.${place}.${lang}`, words[lang]]),
    [`status.${place}.counts`, counts ? '1' : ''],
  ]);
  return {
    ...(Object.fromEntries([...scale, ...names, ...statuses]) as Record<string, string>),
    midterms: number(formula.midterms),
    exam: number(formula.exam),
    mode: rounding.mode,
    stage: rounding.roundControls ? 'controls' : 'end',
    eachMidterm: number(thresholds.eachMidterm),
    meanMidterm: number(thresholds.meanMidterm),
    examThreshold: number(thresholds.exam),
    count: String(periods.count),
    rule: periods.rule,
    resits: String(policy.resits),
    editDays: number(windows.editDays),
    closedByStatement: windows.closedByStatement ? '1' : '',
    appealDays: number(windows.appealDays),
  };
}

/** Reads a form whole: every fault at its place, and a policy only when there is none. */
export function readPolicyForm(typed: Typed): FormReading {
  const reader = new FormReader(typed);
  const scale = reader.scale();
  const wish: WishedVersion = {
    policy: {
      scale,
      formula: reader.formula(),
      rounding: {
        mode: reader.choice('mode', roundingModes),
        roundControls: reader.choice('stage', ['controls', 'end']) === 'controls',
      },
      thresholds: {
        eachMidterm: reader.percent('eachMidterm'),
        meanMidterm: reader.percent('meanMidterm'),
        exam: reader.percent('examThreshold'),
      },
      periods: {
        count: reader.count(),
        rule: reader.choice('rule', periodRules),
      },
      labels: reader.labels(),
      resits: reader.wholeUpTo('resits', 9, 'few') ?? reader.fail('few', 'resits', 0),
      statuses: reader.statuses(),
      windows: {
        editDays: reader.wholeUpTo('editDays', 365, 'days'),
        closedByStatement: reader.text('closedByStatement') === '1',
        appealDays: reader.wholeUpTo('appealDays', 365, 'days'),
      },
    },
    from: reader.text('from'),
    note: reader.text('note'),
  };
  if (!isIsoDate(wish.from)) reader.fail('date', 'from', null);
  if (wish.note === '' || wish.note.length > longestNote) reader.fail('note', 'note', null);
  return reader.faults.length === 0 ? { ok: true, wish } : { ok: false, faults: reader.faults };
}

/** Reads fields one by one and writes down what is wrong; what could not be read has a stand-in that nobody gets. */
class FormReader {
  readonly faults: FormFault[] = [];
  readonly #typed: Typed;

  constructor(typed: Typed) {
    this.#typed = typed;
  }

  text(field: string): string {
    return (this.#typed[field] ?? '').trim();
  }

  fail<T>(code: Exclude<FormFault['code'], 'scale'>, field: string, standIn: T): T {
    this.faults.push({ code, field });
    return standIn;
  }

  choice<const T extends string>(field: string, values: readonly [T, ...T[]]): T {
    return values.find(value => value === this.text(field)) ?? this.fail('choice', field, values[0]);
  }

  /** Null where the field is blank. */
  percent(field: string): number | null {
    const text = this.text(field);
    if (text === '') return null;
    if (!/^\d{1,3}(?:[.,]\d{1,2})?$/.test(text)) return this.fail('percent', field, null);
    const value = Number(text.replace(',', '.'));
    return value <= 100 ? value : this.fail('percent', field, null);
  }

  /** Null where the field is blank. */
  wholeUpTo(field: string, most: number, code: 'whole' | 'days' | 'few'): number | null {
    const text = this.text(field);
    if (text === '') return null;
    return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : this.fail(code, field, null);
  }

  count(): MidtermCount {
    const text = this.text('count');
    return midtermCounts.find(count => String(count) === text) ?? this.fail('choice', 'count', 2);
  }

  formula(): InstitutionPolicy['formula'] {
    const [midterms, exam] = [this.percent('midterms'), this.percent('exam')];
    const [a, b] = [midterms, exam].map(share => parseDecimal(String(share ?? '')));
    const isWhole = a != null && b != null && compareExact(addExact(a, b), exactWhole(100)) === 0;
    if (!isWhole) this.fail('hundred', 'exam', null);
    return { midterms: midterms ?? 0, exam: exam ?? 0 };
  }

  /** A letter whose limits are both blank is not in the scale. */
  scale(): ScaleRow[] {
    const before = this.faults.length;
    const rows = letters.flatMap((letter): ScaleRow[] => {
      const field = (name: string): string => `scale.${letter}.${name}`;
      if (this.text(field('min')) === '' && this.text(field('max')) === '') return [];
      const limit = (name: string): number =>
        this.wholeUpTo(field(name), 100, 'whole') ??
        (this.text(field(name)) === '' ? this.fail('whole', field(name), 0) : 0);
      return [
        {
          letter,
          min: limit('min'),
          max: limit('max'),
          gpa: this.choice(field('gpa'), gpas),
          label: this.choice(field('label'), labels),
        },
      ];
    });
    // A limit that is no number is not a gap as well.
    if (this.faults.length === before)
      for (const fault of scaleFaults(rows)) this.faults.push({ code: 'scale', field: null, fault });
    return rows;
  }

  labels(): InstitutionPolicy['labels'] {
    const read = (label: Label): Words => this.#words(`label.${label}`);
    const isBlank = labels.every(label =>
      languages.every(lang => this.text(`label.${label}.${lang}`) === ''),
    );
    if (isBlank) return null;
    return {
      excellent: read('excellent'),
      good: read('good'),
      satisfactory: read('satisfactory'),
      unsatisfactory: read('unsatisfactory'),
    };
  }

  statuses(): StatusRule[] {
    const codes = new Set<string>(letters);
    return Array.from({ length: statusRows }, (_, place) => `status.${place}`).flatMap(
      (row): StatusRule[] => {
        const code = this.text(`${row}.code`);
        if (code === '' && languages.every(lang => this.text(`${row}.${lang}`) === '')) return [];
        if (!/^\p{Lu}{1,4}$/u.test(code) || codes.has(code)) this.fail('code', `${row}.code`, null);
        codes.add(code);
        return [{ code, words: this.#words(row), counts: this.text(`${row}.counts`) === '1' }];
      },
    );
  }

  #words(prefix: string): Words {
    const word = (lang: keyof Words): string => {
      const text = this.text(`${prefix}.${lang}`);
      if (text === '' || text.length > longestName) this.fail('words', `${prefix}.${lang}`, null);
      return text;
    };
    return { kk: word('kk'), ru: word('ru'), en: word('en') };
  }
}
