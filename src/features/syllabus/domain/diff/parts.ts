import { type Syllabus } from '../types.ts';
import { valueText } from './valueText.ts';

export const diffSections = [
  'course',
  'outcomes',
  'policies',
  'scale',
  'weights',
  'calendar',
  'rubric',
] as const;
export type DiffSection = (typeof diffSections)[number];

/** A row of a syllabus that two versions are compared by: it is the same row while its key is. */
export interface Part {
  readonly key: string;
  readonly section: DiffSection;
  /** What the row is called, in the document's own words or numbers: "A-", "1.2", the topic of a class. */
  readonly name: string;
  /** The values by the name of their field; null where the document has none. */
  readonly fields: Readonly<Record<string, string | null>>;
}

/** Every row of a syllabus, in the order of the document; rows that would have the same key are told apart by order. */
export function partsOf(syllabus: Syllabus): Part[] {
  const used = new Map<string, number>();
  return [...frontParts(syllabus), ...tableParts(syllabus), ...rubricParts(syllabus)].map(part => {
    const times = (used.get(part.key) ?? 0) + 1;
    used.set(part.key, times);
    return times === 1 ? part : { ...part, key: `${part.key}~${times}` };
  });
}

function frontParts({ course, outcomes, policies }: Syllabus): Part[] {
  const { title, code, credits, aim, prerequisites, postrequisites } = course;
  return [
    {
      key: 'course',
      section: 'course',
      name: '',
      fields: {
        title,
        code,
        credits: valueText(credits),
        aim,
        prerequisites: valueText(prerequisites),
        postrequisites: valueText(postrequisites),
      },
    },
    ...outcomes.flatMap(outcome => [
      part('outcomes', `outcome-${outcome.code}`, outcome.code, { text: outcome.text }),
      ...outcome.indicators.map(one =>
        part('outcomes', `indicator-${one.code}`, one.code, { text: one.text }),
      ),
    ]),
    ...policies.map(policy => part('policies', `policy-${policy.kind}`, policy.kind, { text: policy.text })),
  ];
}

const part = (section: DiffSection, key: string, name: string, fields: Part['fields']): Part => ({
  key,
  section,
  name,
  fields,
});

function tableParts({ scale, weights, calendar }: Syllabus): Part[] {
  return [
    ...scale.map(({ letter, gpa, min, max, labelText }) =>
      part('scale', `scale-${letter}`, letter, {
        gpa,
        min: valueText(min),
        max: valueText(max),
        label: labelText,
      }),
    ),
    ...weights.map(({ kind, percent, text: name }) =>
      part('weights', `weight-${kind}-${name}`, name, { kind, percent: valueText(percent) }),
    ),
    ...calendar.map(row =>
      part(
        'calendar',
        row.number === null ? `${row.kind}:${row.title}` : `${row.kind}-${row.number}`,
        row.title,
        {
          kind: row.kind,
          number: valueText(row.number),
          week: valueText(row.week),
          module: valueText(row.module),
          title: row.title,
          hours: valueText(row.hours),
          points: valueText(row.maxPoints),
          prepares: valueText(row.prepares),
          tasks: row.tasks,
          assessment: row.assessment,
          mode: row.modeText ?? row.mode,
          platform: row.platform,
          url: row.url,
        },
      ),
    ),
  ];
}

function rubricParts({ rubric }: Syllabus): Part[] {
  if (rubric === null) return [];
  const { title, form, platform, bands, questions } = rubric;
  return [
    part('rubric', 'rubric', '', { title, form, platform, bands: valueText(bands) ?? '' }),
    ...questions.flatMap(({ number, criteria }) =>
      criteria.map(criterion =>
        part('rubric', `criterion-${number}-${criterion.number}`, `${number}.${criterion.number}`, {
          text: criterion.text,
          ...Object.fromEntries(criterion.descriptors.map((one, index) => [`band ${index + 1}`, one])),
        }),
      ),
    ),
  ];
}
