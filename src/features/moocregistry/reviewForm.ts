import { type Catalogue } from '../../i18n/index.ts';
import { type IsoDate, readDay } from '../../kernel/dates.ts';
import {
  conclusions,
  criteria,
  type Criterion,
  type ExpertReview,
  type Verdict,
  verdicts,
} from './domain/mooc.ts';
import { readNames } from './domain/written.ts';

type Typed = Readonly<Record<string, string>>;
type FaultyField = keyof Catalogue['moocregistry']['review']['faults'];
export type ReviewFaults = Readonly<Partial<Record<string, FaultyField>>>;

export type ReviewReading =
  | { readonly kind: 'read'; readonly review: Omit<ExpertReview, 'at' | 'by'> }
  | { readonly kind: 'wrong'; readonly faults: ReviewFaults };

const longest = { reviewers: 2_000, text: 5_000, approbation: 3_000, protocolNumber: 60 } as const;

/** Reads what the experts concluded. Verdicts are fields "verdict:<criterion>"; what was not judged may be left out. */
export function readReview(typed: Typed, today: IsoDate): ReviewReading {
  const faults: Partial<Record<string, FaultyField>> = {};
  const text = (name: keyof typeof longest): string => {
    const value = (typed[name] ?? '').replace(/\r\n?/gu, '\n').trim();
    if (value.length > longest[name]) faults[name] = 'long';
    return value;
  };
  const reviewers = readNames(text('reviewers'));
  if (reviewers.length === 0) faults['reviewers'] = 'reviewers';
  const protocolNumber = text('protocolNumber');
  if (protocolNumber === '') faults['protocolNumber'] = 'protocolNumber';
  const protocolOn = readDay((typed['protocolOn'] ?? '').trim());
  if (protocolOn === null || protocolOn > today) faults['protocolOn'] = 'protocolOn';
  const conclusion = conclusions.find(one => one === typed['conclusion']);
  if (conclusion === undefined) faults['conclusion'] = 'conclusion';
  const verdictOf = (criterion: Criterion): Verdict =>
    verdicts.find(one => one === typed[`verdict:${criterion}`]) ?? 'not-judged';
  const judged = criteria.map(criterion => [criterion, verdictOf(criterion)]);
  const review = {
    reviewers,
    criteria: Object.fromEntries(judged) as Record<Criterion, Verdict>,
    text: text('text'),
    approbation: text('approbation'),
    protocolNumber,
  };
  if (Object.keys(faults).length > 0 || protocolOn === null || conclusion === undefined)
    return { kind: 'wrong', faults };
  return { kind: 'read', review: { ...review, protocolOn, conclusion } };
}

export function reviewFormView(typed: Typed, faults: ReviewFaults, t: Catalogue) {
  const words = t.moocregistry.review;
  const field = (name: string, label: string, more: object = {}) => {
    const fault = faults[name];
    return {
      id: name.replace(':', '-'),
      name,
      label,
      value: typed[name] ?? '',
      error: fault === undefined ? null : words.faults[fault],
      autocomplete: 'off',
      ...more,
    };
  };
  const options = <T extends string>(name: string, values: readonly T[], text: (value: T) => string) =>
    values.map(value => ({ value, text: text(value), selected: typed[name] === value }));
  return {
    protocol: [
      field('protocolNumber', words.protocolNumber, { maxLength: longest.protocolNumber, size: 'short' }),
      field('protocolOn', words.protocolOn, { type: 'date', size: 'short' }),
      field('reviewers', words.reviewers, { type: 'textarea', hint: words.reviewersHint, wide: true }),
    ],
    verdicts: criteria.map(criterion => {
      const name = `verdict:${criterion}`;
      return field(name, words.criterion[criterion], {
        type: 'select',
        options: options(name, ['not-judged', 'met', 'partly', 'not-met'], value => words.verdicts[value]),
      });
    }),
    conclusion: [
      field('conclusion', words.conclusion, {
        type: 'select',
        options: [
          { value: '', text: t.moocregistry.facts.none, selected: typed['conclusion'] === undefined },
          ...options('conclusion', conclusions, value => words.conclusions[value]),
        ],
      }),
      field('text', words.text, { type: 'textarea', wide: true, maxLength: longest.text }),
      field('approbation', words.approbation, {
        type: 'textarea',
        hint: words.approbationHint,
        wide: true,
        maxLength: longest.approbation,
      }),
    ],
  };
}
