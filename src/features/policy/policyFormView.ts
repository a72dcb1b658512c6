import { type Catalogue, languages } from '../../i18n/index.ts';
import { roundingModes } from '../../kernel/exact.ts';
import { type InstitutionContext } from '../connect/index.ts';
import { gpas, labels, letters, midtermCounts, periodRules } from '../grading/index.ts';
import { type FormFault, statusRows, type Typed } from './domain/policyForm.ts';
import { presetNames } from './domain/presets.ts';

interface FieldMore {
  readonly hint?: string;
  readonly hiddenLabel?: boolean;
  readonly size?: 'number' | 'short';
  readonly required?: boolean;
  readonly type?: 'date' | 'textarea';
  readonly lang?: string;
  readonly wide?: boolean;
}

const idOf = (name: string): string => `policy-${name.replaceAll('.', '-').replace('+', '_plus')}`;

/** The form of a version, with what is wrong at each field and, above, in one list. */
export function formView(
  { t, home }: InstitutionContext,
  {
    typed,
    base,
    faults,
  }: { readonly typed: Typed; readonly base: number; readonly faults: readonly FormFault[] },
) {
  const { form, words } = t.policy;
  const error = (name: string): string | null => {
    const found = faults.find(({ field }) => field === name);
    return found === undefined ? null : faultText(found, t);
  };
  const field = (name: string, label: string, more: FieldMore = {}) => ({
    ...{ id: idOf(name), name, label, value: typed[name] ?? '', error: error(name), autocomplete: 'off' },
    ...more,
  });
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [value: string, text: string])[],
    more: FieldMore = {},
  ) => ({
    ...field(name, label),
    ...more,
    type: 'select',
    options: options.map(([value, text]) => ({ value, text, selected: typed[name] === value })),
  });
  const check = (name: string, label: string) => ({ name, label, isChecked: typed[name] === '1' });
  const labelOptions = labels.map(label => [label, t.grading.labels[label]] as const);
  const languageName = (lang: (typeof languages)[number]): string => t.shell.languageNames[lang];
  return {
    home,
    base: String(base),
    faults: [...new Set(faults.map(fault => faultText(fault, t)))],
    presets: presetNames.map(name => ({ value: name, text: form.presets[name] })),
    scale: letters.map(letter => {
      const named = (name: string): string => form.field({ letter, name });
      const size = { hiddenLabel: true, size: 'number' } as const;
      return {
        letter,
        min: field(`scale.${letter}.min`, named(form.min), size),
        max: field(`scale.${letter}.max`, named(form.max), size),
        gpa: select(
          `scale.${letter}.gpa`,
          named(words.gpa),
          gpas.map(gpa => [gpa, gpa]),
          { hiddenLabel: true },
        ),
        label: select(`scale.${letter}.label`, named(words.label), labelOptions, { hiddenLabel: true }),
      };
    }),
    weights: [
      field('midterms', form.midterms, { size: 'number', required: true }),
      field('exam', form.exam, { size: 'number', required: true }),
      select(
        'count',
        words.count,
        midtermCounts.map(count => [String(count), String(count)]),
      ),
      select(
        'rule',
        words.rule,
        periodRules.map(rule => [rule, words.rules[rule]]),
        { wide: true },
      ),
      select(
        'mode',
        words.rounding,
        roundingModes.map(mode => [mode, words.modes[mode]]),
        { wide: true },
      ),
      select(
        'stage',
        form.stage,
        [
          ['controls', words.stages.controls],
          ['end', words.stages.end],
        ],
        { wide: true },
      ),
    ],
    thresholds: [
      field('eachMidterm', words.each, { size: 'number', hint: form.thresholdsHint }),
      field('meanMidterm', words.mean, { size: 'number' }),
      field('examThreshold', words.exam, { size: 'number' }),
      field('resits', form.resits, { size: 'number', required: true }),
    ],
    labels: labels.map(label => ({
      name: t.grading.labels[label],
      fields: languages.map(lang =>
        field(
          `label.${label}.${lang}`,
          form.field({ letter: t.grading.labels[label], name: languageName(lang) }),
          {
            lang,
            hiddenLabel: true,
          },
        ),
      ),
    })),
    languages: languages.map(languageName),
    statuses: Array.from({ length: statusRows }, (_, place) => {
      const row = `status.${place}`;
      const named = (name: string): string => form.field({ letter: String(place + 1), name });
      return {
        code: field(`${row}.code`, named(form.code), { hiddenLabel: true, size: 'number' }),
        fields: languages.map(lang =>
          field(`${row}.${lang}`, named(languageName(lang)), { lang, hiddenLabel: true }),
        ),
        counts: check(`${row}.counts`, named(form.counts)),
      };
    }),
    windows: [
      field('editDays', form.editDays, { size: 'number', hint: form.editDaysHint }),
      field('appealDays', form.appealDays, { size: 'number' }),
    ],
    byStatement: check('closedByStatement', form.byStatement),
    last: [
      field('from', form.from, { type: 'date', hint: form.fromHint, required: true }),
      field('note', form.note, { type: 'textarea', required: true, wide: true }),
    ],
  };
}

function faultText(fault: FormFault, t: Catalogue): string {
  const { problems } = t.policy.form;
  if (fault.code !== 'scale') return problems[fault.code];
  const scale = fault.fault;
  switch (scale.code) {
    case 'reversed':
    case 'gap':
    case 'overlap':
      return problems[scale.code](scale);
    case 'letter-order':
    case 'gpa-order':
    case 'label-order':
      return problems[scale.code](scale);
    case 'label-standing':
      return problems[scale.code](scale);
    case 'no-failing':
      return problems[scale.code];
  }
}
