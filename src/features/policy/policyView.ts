import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type InstitutionPolicy, labelText } from '../grading/index.ts';

/** A part of a policy in words. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly { readonly term: string; readonly value: string }[];
}

export interface PolicyWords {
  readonly sections: readonly Section[];
  readonly scale: readonly {
    readonly letter: string;
    readonly range: string;
    readonly gpa: string;
    readonly label: string;
  }[];
}

/** The whole policy as a person reads it, in the words of the reader's language. */
export function policyInWords(policy: InstitutionPolicy, t: Catalogue, lang: Lang): PolicyWords {
  const { words } = t.policy;
  const decimal = (value: number | string): string => String(value).replace('.', decimalMark(lang));
  return {
    sections: [
      { id: 'total', title: words.total, facts: totalFacts(policy, t, decimal) },
      { id: 'thresholds', title: words.thresholds, facts: thresholdFacts(policy, t, decimal) },
      { id: 'windows', title: words.windows, facts: windowFacts(policy, t) },
      {
        id: 'statuses',
        title: words.statuses,
        facts: policy.statuses.map(({ code, words: names, counts }) => ({
          term: code,
          value: `${names[lang]}: ${counts ? words.counts : words.replaces}`,
        })),
      },
    ].filter(({ facts }) => facts.length > 0),
    scale: policy.scale.map(({ letter, min, max, gpa, label }) => ({
      letter,
      range: `${min}–${max}`,
      gpa: decimal(gpa),
      label: labelText(policy, label, { t, lang }),
    })),
  };
}

function totalFacts(
  { formula, periods, rounding, scale, resits }: InstitutionPolicy,
  t: Catalogue,
  decimal: (value: number) => string,
): Section['facts'] {
  const { words } = t.policy;
  const hasFx = scale.some(({ letter }) => letter === 'FX');
  const shares = { midterms: decimal(formula.midterms), exam: decimal(formula.exam) };
  return [
    { term: words.formula, value: words.formulaText(shares) },
    { term: words.count, value: String(periods.count) },
    { term: words.rule, value: words.rules[periods.rule] },
    {
      term: words.rounding,
      value: `${words.modes[rounding.mode]} ${words.stages[rounding.roundControls ? 'controls' : 'end']}`,
    },
    {
      term: words.afterwards,
      value: hasFx ? `${words.fx} ${words.resits({ count: resits })}` : words.noFx,
    },
  ];
}

function thresholdFacts(
  { thresholds }: InstitutionPolicy,
  t: Catalogue,
  decimal: (value: number) => string,
): Section['facts'] {
  const { words } = t.policy;
  const value = (percent: number | null): string =>
    percent === null ? words.none : words.percent({ percent: decimal(percent) });
  return [
    { term: words.each, value: value(thresholds.eachMidterm) },
    { term: words.mean, value: value(thresholds.meanMidterm) },
    { term: words.exam, value: value(thresholds.exam) },
  ];
}

function windowFacts({ windows }: InstitutionPolicy, t: Catalogue): Section['facts'] {
  const { words } = t.policy;
  const { editDays, closedByStatement, appealDays } = windows;
  const byDate = editDays === null ? words.editOpen : words.editDays({ days: editDays });
  return [
    { term: words.edit, value: `${byDate} ${closedByStatement ? words.byStatement : words.notByStatement}` },
    {
      term: words.appeal,
      value: appealDays === null ? words.appealNone : words.appealDays({ days: appealDays }),
    },
  ];
}
