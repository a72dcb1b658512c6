import { plainKey } from '../../../../kernel/rowKeys.ts';
import { type DiffSection } from '../diff/parts.ts';
import { type CalendarRow, type Outcome, type Rubric, type Syllabus } from '../types.ts';

/** A row of a syllabus taken apart into the values that are merged one by one. */
export interface MergeRow {
  readonly section: DiffSection;
  /** As a part of a comparison has it: what it is called follows from it. */
  readonly key: string;
  readonly name: string;
  /** By the name of their field. A value that only makes sense with another one stands in one object with it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What says where the row belongs and is never different between two rows that are the same. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

const rowOf = (
  section: DiffSection,
  key: string,
  name: string,
  values: MergeRow['values'],
  fixed: MergeRow['fixed'] = {},
): MergeRow => ({ section, key, name, values, fixed });

/** The rows of one section in the order of the document. */
export function rowsOfSection(section: DiffSection, syllabus: Syllabus): MergeRow[] {
  switch (section) {
    case 'course':
      return [rowOf(section, 'course', '', syllabus.course)];
    case 'outcomes':
      return syllabus.outcomes.flatMap(({ code, text, indicators }) => [
        rowOf(section, `outcome-${code}`, code, { text }, { code, parent: null }),
        ...indicators.map(one =>
          rowOf(
            section,
            `indicator-${one.code}`,
            one.code,
            { text: one.text },
            { code: one.code, parent: code },
          ),
        ),
      ]);
    case 'policies':
      return syllabus.policies.map(({ kind, text }) =>
        rowOf(section, `policy-${kind}`, kind, { text }, { kind }),
      );
    case 'scale':
      return syllabus.scale.map(({ letter, gpa, min, max, label, labelText }) =>
        rowOf(section, `scale-${letter}`, letter, { gpa, min, max, label: { label, labelText } }, { letter }),
      );
    case 'weights':
      return syllabus.weights.map(({ kind, percent, text }) =>
        rowOf(section, `weight-${kind}-${text}`, text, { kind, text, percent }),
      );
    case 'calendar':
      return syllabus.calendar.map(calendarRow);
    case 'rubric':
      return rubricRows(syllabus.rubric);
  }
}

function calendarRow({ maxPoints: points, mode, modeText, ...same }: CalendarRow): MergeRow {
  const key = same.number === null ? `${same.kind}:${same.title}` : plainKey(same);
  return rowOf('calendar', key, same.title, { ...same, points, mode: { mode, modeText } });
}

const bandName = (index: number): string => `band ${index + 1}`;

function rubricRows(rubric: Rubric | null): MergeRow[] {
  if (rubric === null) return [];
  const { title, form, platform, bands, questions } = rubric;
  return [
    rowOf('rubric', 'rubric', '', { title, form, platform, bands }),
    ...questions.flatMap(({ number: question, criteria }) =>
      criteria.map(({ number, text, descriptors }) =>
        rowOf(
          'rubric',
          `criterion-${question}-${number}`,
          `${question}.${number}`,
          { text, ...Object.fromEntries(descriptors.map((one, index) => [bandName(index), one])) },
          { question, number, bands: descriptors.length },
        ),
      ),
    ),
  ];
}

/** What a merged row has to say; the values are of the kinds that `rowsOfSection` took apart. */
export type MergedRow = Pick<MergeRow, 'section' | 'key' | 'values' | 'fixed'>;

/** The sections put together again. */
export function syllabusOf(
  rows: (section: DiffSection) => readonly MergedRow[],
  { language }: Pick<Syllabus, 'language'>,
): Syllabus {
  // The values were taken out of syllabi, so they are of its types.
  const flat = <T>(section: DiffSection): T[] =>
    rows(section).map(({ values, fixed }) => ({ ...fixed, ...values }) as T);
  const [course] = flat<Syllabus['course']>('course');
  if (course === undefined) throw new RangeError('a syllabus without its course');
  return {
    kind: 'syllabus',
    language,
    course,
    outcomes: outcomesOf(rows('outcomes')),
    policies: flat('policies'),
    scale: rows('scale').map(({ values, fixed }) => {
      const { label, ...same } = values as { label: object };
      return { ...fixed, ...same, ...label } as unknown as Syllabus['scale'][number];
    }),
    weights: flat('weights'),
    calendar: rows('calendar').map(({ values }) => {
      const { points, mode, ...same } = values as { points: number | null; mode: object };
      return { ...same, maxPoints: points, ...mode } as unknown as CalendarRow;
    }),
    rubric: rubricOf(rows('rubric')),
  };
}

function outcomesOf(rows: readonly MergedRow[]): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const { values, fixed } of rows) {
    const { code, parent } = fixed as { code: string; parent: string | null };
    const { text } = values as { text: string };
    if (parent === null) outcomes.push({ code, text, indicators: [] });
    else outcomes.find(outcome => outcome.code === parent)?.indicators.push({ code, text });
  }
  return outcomes;
}

function rubricOf(rows: readonly MergedRow[]): Rubric | null {
  const header = rows.find(({ key }) => key === 'rubric');
  if (header === undefined) return null;
  const questions: Rubric['questions'] = [];
  for (const { values, fixed } of rows.filter(row => row !== header)) {
    const { question, number, bands } = fixed as { question: number; number: number; bands: number };
    const descriptors = Array.from({ length: bands }, (_, index) => values[bandName(index)] as string | null);
    const own = questions.find(one => one.number === question);
    const criterion = { number, text: values.text as string, descriptors };
    if (own === undefined) questions.push({ number: question, criteria: [criterion] });
    else own.criteria.push(criterion);
  }
  return { ...(header.values as Pick<Rubric, 'title' | 'form' | 'platform' | 'bands'>), questions };
}
