import { formatInstant } from '../../../kernel/dates.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { type ListedStudent } from '../classList.ts';
import { type RubricVersion } from '../domain/carry.ts';
import { type InstitutionPolicy, labels } from '../domain/policy.ts';
import { criteriaOf, type Rubric } from '../domain/rubric.ts';
import { type RubricChange } from '../domain/rubricChanges.ts';
import { fieldsOfForm, type RubricForm } from '../domain/rubricForm.ts';
import { bandTones, labelText } from '../gradeWords.ts';
import { type LibraryEntry } from './libraryStore.ts';

type NameOf = (id: PersonId) => string;

/** What says how the course’s institution calls the traditional grades. */
type Labelled = Pick<InstitutionPolicy, 'labels'>;

/** A rubric to be read: the criteria with their levels, weights and outcomes. */
export function rubricReading(context: LaunchContext, policy: Labelled, rubric: Rubric, lang: string) {
  const { t } = context;
  const words = t.grading.rubrics;
  const tones = bandTones(rubric.bands);
  const placed = criteriaOf(rubric);
  const note = (weight: string | undefined, outcomes: readonly string[] = []): string =>
    [
      weight === undefined ? '' : words.weightIs({ weight }),
      outcomes.length === 0 ? '' : words.outcomesAre({ codes: outcomes.join(', ') }),
    ]
      .filter(text => text !== '')
      .join('; ');
  return {
    title: rubric.title,
    lang,
    questions: rubric.questions.map(({ number, weight }) => ({
      id: `question-${number}`,
      title: t.grading.panel.question({ number }),
      note: note(weight),
      criteria: placed
        .map((criterion, index) => ({ criterion, index }))
        .filter(({ criterion }) => criterion.question === number)
        .map(({ criterion, index }) => ({
          id: `criterion-${index}`,
          number: `${criterion.question}.${criterion.number}`,
          title: criterion.text,
          lang,
          result: note(criterion.weight, criterion.outcomes) || undefined,
          bands: rubric.bands.map(({ min, max, label }, place) => ({
            range: `${min}–${max}`,
            label: labelText(policy, label, context),
            tone: tones[place],
            text: criterion.descriptors[place],
            chosen: false,
          })),
        })),
    })),
  };
}

/** The versions of the course's rubric, each with its author. */
export function versionsView(
  { t, base }: LaunchContext,
  versions: readonly RubricVersion[],
  shown: number,
  { nameOf, timeZone }: { nameOf: NameOf; timeZone: string },
) {
  const words = t.grading.rubrics;
  return versions.map(({ version, by, at }) => ({
    href: `${base}/grading/rubric?version=${version}`,
    text: words.version({ version }),
    current: version === shown,
    by: by === null || at === null ? words.fromSyllabus : `${nameOf(by)}, ${formatInstant(at, timeZone)}`,
  }));
}

/** The form: every field with its name, and the buttons that change its shape. */
export function editView(
  context: LaunchContext,
  policy: Labelled,
  form: RubricForm,
  { version, lang }: { readonly version: number; readonly lang: string },
) {
  const { t, base } = context;
  const words = t.grading.rubrics;
  const levels = form.bands.map(({ min, max }) => `${min}–${max}`);
  return {
    lang,
    action: `${base}/grading/rubric/edit`,
    back: `${base}/grading/rubric`,
    version,
    title: { id: 'title', name: 'title', label: words.title, value: form.title, hint: words.titleHint, lang },
    bands: form.bands.map(({ min, max, label }, index) => ({
      legend: words.band({ number: index + 1 }),
      remove: `remove-band:${index}`,
      fields: [
        numberField(`band-${index}-min`, words.from, min),
        numberField(`band-${index}-max`, words.to, max),
        {
          id: `band-${index}-label`,
          name: `band-${index}-label`,
          label: words.label,
          type: 'select',
          options: labels.map(one => ({
            value: one,
            text: labelText(policy, one, context),
            selected: one === label,
          })),
        },
      ],
    })),
    questions: form.questions.map(({ weight, criteria }, question) => ({
      legend: t.grading.panel.question({ number: question + 1 }),
      weight: numberField(`question-${question}-weight`, words.questionWeight, weight),
      remove: `remove-question:${question}`,
      add: `add-criterion:${question}`,
      criteria: criteria.map((criterion, index) => {
        const name = `criterion-${question}-${index}`;
        return {
          legend: words.criterion({ number: `${question + 1}.${index + 1}` }),
          from: { name: `${name}-from`, value: criterion.from },
          remove: `remove-criterion:${question}:${index}`,
          up: index === 0 ? null : `up-criterion:${question}:${index}`,
          text: {
            ...{ id: `${name}-text`, name: `${name}-text`, label: words.text, type: 'textarea', lang },
            value: criterion.text,
          },
          weight: numberField(`${name}-weight`, words.weight, criterion.weight),
          outcomes: {
            ...{ id: `${name}-outcomes`, name: `${name}-outcomes`, label: words.outcomes },
            ...{ value: criterion.outcomes, size: 'short' },
          },
          levels: criterion.descriptors.map((value, band) => ({
            ...{ id: `${name}-band-${band}`, name: `${name}-band-${band}`, type: 'textarea', value, lang },
            label: words.descriptor({ range: levels[band] ?? '' }),
          })),
        };
      }),
    })),
  };
}

function numberField(name: string, label: string, value: string) {
  return { id: name, name, label, value, size: 'number', inputMode: 'decimal', autocomplete: 'off' };
}

/** What the next version would change, student by student, and the form that is carried through the question. */
export function previewView(
  { t, base }: LaunchContext,
  changes: readonly RubricChange[],
  students: readonly ListedStudent[],
  carried: { form: RubricForm; version: number },
) {
  const words = t.grading.rubrics;
  const names = new Map(students.map(({ id, name }) => [id, name]));
  const order = new Map(students.map(({ id }, index) => [id, index]));
  const text = (outcome: { total: number; letter: string } | null): string =>
    outcome === null ? words.incomplete : `${outcome.total} (${outcome.letter})`;
  return {
    action: `${base}/grading/rubric/edit`,
    version: carried.version,
    fields: fieldsOfForm(carried.form),
    lead: words.changesLead({ count: changes.length }),
    rows: [...changes]
      .sort((one, other) => (order.get(one.personId) ?? 0) - (order.get(other.personId) ?? 0))
      .map(({ personId, before, after, lost, released }) => ({
        name: names.get(personId) ?? '–',
        before: text(before),
        after: text(after),
        lost: lost === 0 ? '' : String(lost),
        released: released === null ? '' : text(released),
      })),
  };
}

export function libraryView(
  { t, base, actor }: LaunchContext,
  entries: readonly LibraryEntry[],
  timeZone: string,
) {
  return {
    back: `${base}/grading/rubric`,
    rows: entries.map(({ id, title, lang, courseTitle, rubric, by, at }) => ({
      title,
      lang,
      course: courseTitle,
      size: t.grading.rubrics.size({
        questions: rubric.questions.length,
        criteria: criteriaOf(rubric).length,
      }),
      at: formatInstant(at, timeZone),
      take: `${base}/grading/rubric/edit?take=${id}`,
      remove: by === actor.personId ? `${base}/grading/rubric/library/${id}/remove` : null,
    })),
  };
}
