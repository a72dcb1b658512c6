import { type Label, labels } from './policy.ts';
import { criteriaOf, type Rubric, rubricProblems, type RubricProblem } from './rubric.ts';

/** A rubric as somebody writes it: every value is what stands in its field. */
export interface RubricForm {
  readonly title: string;
  readonly bands: readonly BandFields[];
  readonly questions: readonly QuestionFields[];
}

interface BandFields {
  readonly min: string;
  readonly max: string;
  readonly label: string;
}

interface QuestionFields {
  readonly weight: string;
  readonly criteria: readonly CriterionFields[];
}

export interface CriterionFields {
  readonly text: string;
  readonly weight: string;
  /** codes of learning outcomes, separated by commas. */
  readonly outcomes: string;
  /** The place of this criterion in the version that is edited; empty: it is new. */
  readonly from: string;
  readonly descriptors: readonly string[];
}

/** More than any document has, and few enough for exact weights with a common measure. */
const mostQuestions = 20;
const mostCriteria = 20;
const mostBands = 10;
const longestText = 5000;

export function formOfRubric(rubric: Rubric): RubricForm {
  let place = 0;
  return {
    title: rubric.title,
    bands: rubric.bands.map(({ min, max, label }) => ({ min: String(min), max: String(max), label })),
    questions: rubric.questions.map(({ weight = '', criteria }) => ({
      weight,
      criteria: criteria.map(({ text, weight: own = '', outcomes = [], descriptors }) => {
        const from = String(place);
        place += 1;
        return { text, weight: own, outcomes: outcomes.join(', '), from, descriptors };
      }),
    })),
  };
}

/** A first rubric to write on: the usual levels, one question with one criterion. */
export const blankForm: RubricForm = {
  title: '',
  bands: [
    { min: '90', max: '100', label: 'excellent' },
    { min: '70', max: '89', label: 'good' },
    { min: '50', max: '69', label: 'satisfactory' },
    { min: '25', max: '49', label: 'unsatisfactory' },
    { min: '0', max: '24', label: 'unsatisfactory' },
  ],
  questions: [{ weight: '', criteria: [blankCriterion(5)] }],
};

function blankCriterion(bands: number): CriterionFields {
  return { text: '', weight: '', outcomes: '', from: '', descriptors: Array<string>(bands).fill('') };
}

type Fields = Readonly<Record<string, unknown>>;

/** The form as a browser posts it; what is missing is blank, what is too much is left out. */
export function formOfFields(fields: Fields): RubricForm {
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').slice(0, longestText) : '';
  };
  const count = (most: number, has: (index: number) => boolean): number[] => {
    const places: number[] = [];
    for (let index = 0; index < most && has(index); index += 1) places.push(index);
    return places;
  };
  const bands = count(mostBands, index => `band-${index}-min` in fields);
  return {
    title: text('title'),
    bands: bands.map(index => ({
      min: text(`band-${index}-min`),
      max: text(`band-${index}-max`),
      label: text(`band-${index}-label`),
    })),
    questions: count(mostQuestions, index => `question-${index}-weight` in fields).map(question => ({
      weight: text(`question-${question}-weight`),
      criteria: count(mostCriteria, index => `criterion-${question}-${index}-text` in fields).map(index => {
        const name = `criterion-${question}-${index}`;
        return {
          text: text(`${name}-text`),
          weight: text(`${name}-weight`),
          outcomes: text(`${name}-outcomes`),
          from: text(`${name}-from`),
          descriptors: bands.map(band => text(`${name}-band-${band}`)),
        };
      }),
    })),
  };
}

/** The fields of a form again, by their names: to carry it through a question that is asked in between. */
export function fieldsOfForm({ title, bands, questions }: RubricForm): { name: string; value: string }[] {
  return [
    { name: 'title', value: title },
    ...bands.flatMap((band, index) => [
      { name: `band-${index}-min`, value: band.min },
      { name: `band-${index}-max`, value: band.max },
      { name: `band-${index}-label`, value: band.label },
    ]),
    ...questions.flatMap(({ weight, criteria }, question) => [
      { name: `question-${question}-weight`, value: weight },
      ...criteria.flatMap(({ descriptors, ...criterion }, index) => {
        const name = `criterion-${question}-${index}`;
        return [
          ...Object.entries(criterion).map(([field, value]) => ({ name: `${name}-${field}`, value })),
          ...descriptors.map((value, band) => ({ name: `${name}-band-${band}`, value })),
        ];
      }),
    ]),
  ];
}

/** What a button of the form does to it: "add-criterion:0", "remove-band:2", "up-criterion:1:0"; null: nothing of that. */
export function changeForm(form: RubricForm, command: string): RubricForm | null {
  const [name = '', ...places] = command.split(':');
  const [first = -1, second = -1] = places.map(Number);
  const { bands, questions } = form;
  const withCriteria = (change: (criteria: readonly CriterionFields[]) => CriterionFields[]): RubricForm => ({
    ...form,
    questions: questions.map((question, index) =>
      index === first ? { ...question, criteria: change(question.criteria) } : question,
    ),
  });
  switch (name) {
    case 'add-question':
      return questions.length >= mostQuestions
        ? form
        : { ...form, questions: [...questions, { weight: '', criteria: [blankCriterion(bands.length)] }] };
    case 'remove-question':
      return { ...form, questions: questions.filter((_, index) => index !== first) };
    case 'add-criterion':
      return withCriteria(criteria =>
        criteria.length >= mostCriteria ? [...criteria] : [...criteria, blankCriterion(bands.length)],
      );
    case 'remove-criterion':
      return withCriteria(criteria => criteria.filter((_, index) => index !== second));
    case 'up-criterion':
      return withCriteria(criteria => swapped(criteria, second - 1));
    case 'add-band':
      return bands.length >= mostBands ? form : withBands(form, [...bands.keys(), null]);
    case 'remove-band':
      return withBands(
        form,
        [...bands.keys()].filter(index => index !== first),
      );
    default:
      return null;
  }
}

function swapped<T>(list: readonly T[], index: number): T[] {
  const [one, other] = [list[index], list[index + 1]];
  return one === undefined || other === undefined
    ? [...list]
    : [...list.slice(0, index), other, one, ...list.slice(index + 2)];
}

/** @param places of the bands that stay, null for a new one */
function withBands(form: RubricForm, places: readonly (number | null)[]): RubricForm {
  const blank: BandFields = { min: '', max: '', label: 'unsatisfactory' };
  return {
    ...form,
    bands: places.map(place => (place === null ? blank : (form.bands[place] ?? blank))),
    questions: form.questions.map(question => ({
      ...question,
      criteria: question.criteria.map(criterion => ({
        ...criterion,
        descriptors: places.map(place => (place === null ? '' : (criterion.descriptors[place] ?? ''))),
      })),
    })),
  };
}

export type FormProblem =
  | RubricProblem
  | { readonly code: 'band-edge'; readonly band: number }
  | { readonly code: 'criterion-blank'; readonly question: number; readonly criterion: number };

export type FormReading =
  | { readonly ok: true; readonly rubric: Rubric; readonly from: readonly (number | null)[] }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };

/**
 * The rubric that a form means, numbered in its order, and which criteria of the version before its criteria are.
 * Every problem is named, so that one never hides another.
 */
export function readRubricForm(form: RubricForm): FormReading {
  const edges = form.bands.flatMap(({ min, max }, index): FormProblem[] =>
    [min, max].every(isPercent) ? [] : [{ code: 'band-edge', band: index + 1 }],
  );
  const rubric: Rubric = {
    title: form.title.trim(),
    bands: form.bands.map(({ min, max, label }) => ({
      min: Number(min),
      max: Number(max),
      label: labelOf(label),
    })),
    questions: form.questions
      .filter(({ criteria }) => criteria.length > 0)
      .map(({ weight, criteria }, question) => ({
        number: question + 1,
        ...(weight.trim() === '' ? {} : { weight: weight.trim() }),
        criteria: criteria.map(criterionOf),
      })),
  };
  const blank = criteriaOf(rubric)
    .filter(({ text }) => text === '')
    .map(({ question, number }) => ({ code: 'criterion-blank' as const, question, criterion: number }));
  const problems = [...edges, ...blank, ...(edges.length > 0 ? [] : rubricProblems(rubric))];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rubric, from: placesBefore(form) };
}

const isPercent = (written: string): boolean => /^\d{1,3}$/.test(written.trim()) && Number(written) <= 100;
const labelOf = (written: string): Label => labels.find(label => label === written) ?? 'unsatisfactory';

function criterionOf({ text, weight, outcomes, descriptors }: CriterionFields, index: number) {
  const codes = outcomes
    .split(/[,;\n]/)
    .map(code => code.trim())
    .filter(code => code !== '');
  return {
    number: index + 1,
    text: text.trim(),
    descriptors: descriptors.map(descriptor => descriptor.trim()),
    ...(weight.trim() === '' ? {} : { weight: weight.trim() }),
    ...(codes.length === 0 ? {} : { outcomes: [...new Set(codes)] }),
  };
}

/** A place that two criteria claim belongs to the first: marks are never doubled. */
function placesBefore({ questions }: RubricForm): (number | null)[] {
  const taken = new Set<number>();
  return questions.flatMap(({ criteria }) =>
    criteria.map(({ from }) => {
      const place = /^\d{1,4}$/.test(from) ? Number(from) : null;
      if (place === null || taken.has(place)) return null;
      taken.add(place);
      return place;
    }),
  );
}

/** The form of a rubric from elsewhere: criteria whose words stand in the present rubric too keep their marks. */
export function formOfOther(other: Rubric, present: Rubric | null): RubricForm {
  const form = formOfRubric(other);
  const before = present === null ? [] : criteriaOf(present).map(({ text }) => text);
  return {
    ...form,
    questions: form.questions.map(question => ({
      ...question,
      criteria: question.criteria.map(criterion => {
        const place = before.indexOf(criterion.text);
        return { ...criterion, from: place === -1 ? '' : String(place) };
      }),
    })),
  };
}
