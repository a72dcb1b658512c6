import { blankRow } from './blankRow.ts';
import { type FieldFault, type FieldType, numberText, preparesText, readValue } from './fieldValue.ts';
import { withPolicyText } from './policyTexts.ts';
import {
  type CalendarRow,
  type PolicyKind,
  policyKinds,
  type Prepares,
  type RowKind,
  type Syllabus,
} from './types.ts';

/** The parts of a syllabus that a person corrects one at a time. */
export const correctableSections = [
  'course',
  'outcomes',
  'policies',
  'weights',
  'calendar',
  'rubric',
] as const;
export type CorrectableSection = (typeof correctableSections)[number];

/** One value that can be corrected; `path` is where it stands in the syllabus, and the name of its field. */
export interface CorrectableField {
  readonly path: string;
  readonly type: FieldType;
  /** As a person types it; a decimal has a point here. */
  readonly value: string;
}

export type Correction =
  | { readonly kind: 'corrected'; readonly syllabus: Syllabus }
  | { readonly kind: 'wrong'; readonly faults: Readonly<Record<string, FieldFault>> };

/** Rows of the calendar, counted from 0; the last one is not included. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The rows from the first to the last one that paths or names of fields lead to; none where they lead to no row. */
export function rowsOf(paths: readonly string[]): RowRange {
  const rows = paths.flatMap(path => {
    const row = /^calendar\[(\d+)\]/.exec(path)?.[1];
    return row === undefined ? [] : [Number(row)];
  });
  const [from, to] = rows.reduce(([low, high], row) => [Math.min(low, row), Math.max(high, row + 1)], [
    Infinity,
    0,
  ] as [number, number]);
  return from < to ? { from, to } : { from: 0, to: 0 };
}

/**
 * The values of one section in the order in which a person reads them.
 * @param rows which rows of the calendar; all of them when absent
 */
export function fieldsOf(
  section: CorrectableSection,
  syllabus: Syllabus,
  rows: RowRange = { from: 0, to: Infinity },
): CorrectableField[] {
  switch (section) {
    case 'course':
      return courseFields(syllabus.course);
    case 'outcomes':
      return syllabus.outcomes.flatMap((outcome, o) => [
        { path: `outcomes[${o}].text`, type: 'long' as const, value: outcome.text },
        ...outcome.indicators.map((indicator, i) => ({
          path: `outcomes[${o}].indicators[${i}].text`,
          type: 'long' as const,
          value: indicator.text,
        })),
      ]);
    case 'policies':
      return policyKinds.map(kind => ({
        path: policyPath(kind),
        type: 'long?' as const,
        value: syllabus.policies.find(policy => policy.kind === kind)?.text ?? '',
      }));
    case 'weights':
      return syllabus.weights.flatMap((weight, w): CorrectableField[] => [
        { path: `weights[${w}].kind`, type: 'weightKind', value: weight.kind },
        { path: `weights[${w}].text`, type: 'text', value: weight.text },
        { path: `weights[${w}].percent`, type: 'percent', value: String(weight.percent) },
      ]);
    case 'calendar':
      return syllabus.calendar
        .slice(rows.from, rows.to)
        .flatMap((row, r) => rowFields(row, `calendar[${rows.from + r}]`));
    case 'rubric':
      return rubricFields(syllabus.rubric);
  }
}

/** Policies are told apart by their kind, so that one which is not there yet has a field too. */
export const policyPath = (kind: PolicyKind): string => `policies.${kind}`;

function courseFields(course: Syllabus['course']): CorrectableField[] {
  return [
    { path: 'course.title', type: 'text?', value: course.title ?? '' },
    { path: 'course.code', type: 'text?', value: course.code ?? '' },
    { path: 'course.credits', type: 'decimal?', value: numberText(course.credits) },
    { path: 'course.aim', type: 'long?', value: course.aim ?? '' },
    { path: 'course.prerequisites', type: 'lines', value: course.prerequisites.join('\n') },
    { path: 'course.postrequisites', type: 'lines', value: course.postrequisites.join('\n') },
  ];
}

function rowFields(row: CalendarRow, path: string): CorrectableField[] {
  return [
    { path: `${path}.week`, type: 'whole?', value: numberText(row.week) },
    { path: `${path}.kind`, type: 'rowKind', value: row.kind },
    { path: `${path}.number`, type: 'whole?', value: numberText(row.number) },
    { path: `${path}.title`, type: 'text', value: row.title },
    { path: `${path}.hours`, type: 'decimal?', value: numberText(row.hours) },
    { path: `${path}.maxPoints`, type: 'decimal?', value: numberText(row.maxPoints) },
    { path: `${path}.prepares`, type: 'prepares', value: preparesText(row.prepares) },
  ];
}

function rubricFields(rubric: Syllabus['rubric']): CorrectableField[] {
  if (rubric === null) return [];
  return [
    { path: 'rubric.title', type: 'text?', value: rubric.title ?? '' },
    { path: 'rubric.form', type: 'text?', value: rubric.form ?? '' },
    { path: 'rubric.platform', type: 'text?', value: rubric.platform ?? '' },
    ...rubric.questions.flatMap((question, q) =>
      question.criteria.flatMap((criterion, c): CorrectableField[] => {
        const path = `rubric.questions[${q}].criteria[${c}]`;
        return [
          { path: `${path}.text`, type: 'long', value: criterion.text },
          ...criterion.descriptors.map((text, d): CorrectableField => ({
            path: `${path}.descriptors[${d}]`,
            type: 'long?',
            value: text ?? '',
          })),
        ];
      }),
    ),
  ];
}

/**
 * Takes over what a person typed into the fields of one section. A field that is not among the values keeps its own.
 * Calendar rows can be removed (`remove:calendar[3]`) and one can be added (`add.week`, `add.kind`, …): it becomes the
 * last row of its week.
 *
 * @param locked parts of the policy that are the institution's: what was typed for them does not count
 */
export function correctSection(
  section: CorrectableSection,
  syllabus: Syllabus,
  values: Readonly<Record<string, string>>,
  locked: readonly PolicyKind[] = [],
): Correction {
  const faults: Record<string, FieldFault> = {};
  let corrected = { ...syllabus };
  const lockedPaths = new Set(locked.map(policyPath));
  for (const field of fieldsOf(section, syllabus, rowsOf(Object.keys(values)))) {
    const typed = values[field.path];
    if (typed === undefined || lockedPaths.has(field.path)) continue;
    if (Object.hasOwn(values, `remove:${field.path.replace(/\.\w+$/, '')}`)) continue;
    const read = readValue(field.type, typed);
    if ('fault' in read) faults[field.path] = read.fault;
    else if (section === 'policies') setPolicy(corrected, field.path, read.value as string | null);
    else corrected = withValueAt(corrected, field.path, read.value);
  }
  const added = section === 'calendar' ? readAddedRow(values, faults) : null;
  if (Object.keys(faults).length > 0) return { kind: 'wrong', faults };
  if (section === 'calendar') {
    corrected.calendar = corrected.calendar.filter((_, r) => !Object.hasOwn(values, `remove:calendar[${r}]`));
    if (added !== null) insertRow(corrected.calendar, added);
  }
  return { kind: 'corrected', syllabus: corrected };
}

function setPolicy(syllabus: Syllabus, path: string, text: string | null): void {
  const kind = policyKinds.find(one => policyPath(one) === path);
  if (kind !== undefined) syllabus.policies = withPolicyText(syllabus.policies, kind, text);
}

function readAddedRow(
  values: Readonly<Record<string, string>>,
  faults: Record<string, FieldFault>,
): CalendarRow | null {
  if ((values['add.title'] ?? '').trim() === '') return null;
  const get = (name: string, type: FieldType): unknown => {
    const read = readValue(type, values[`add.${name}`] ?? '');
    if ('fault' in read) {
      faults[`add.${name}`] = read.fault;
      return null;
    }
    return read.value;
  };
  return {
    ...blankRow,
    week: get('week', 'whole?') as number | null,
    kind: get('kind', 'rowKind') as RowKind,
    number: get('number', 'whole?') as number | null,
    title: get('title', 'text') as string,
    hours: get('hours', 'decimal?') as number | null,
    maxPoints: get('maxPoints', 'decimal?') as number | null,
    prepares: get('prepares', 'prepares') as Prepares | null,
  };
}

function insertRow(calendar: CalendarRow[], row: CalendarRow): void {
  const { week } = row;
  if (week === null) {
    calendar.push(row);
    return;
  }
  const isControl = (other: CalendarRow): boolean => other.kind === 'midterm' || other.kind === 'final';
  const before = calendar.findLastIndex(
    other => !isControl(other) && other.week !== null && other.week <= week,
  );
  const neighbour = calendar[before];
  calendar.splice(before + 1, 0, {
    ...row,
    module: neighbour?.module ?? null,
  });
}

/**
 * The syllabus with another value at a path that `fieldsOf` made, e.g. `rubric.questions[0].criteria[2].text`. Only what
 * lies on the path is copied: a value is saved while it is typed, and a calendar may have a thousand rows.
 */
function withValueAt(syllabus: Syllabus, path: string, value: unknown): Syllabus {
  const steps = path.split(/[.[\]]+/).filter(step => step !== '');
  const copy = { ...syllabus };
  let at = copy as unknown as Record<string, unknown>;
  for (const step of steps.slice(0, -1)) {
    const child: unknown = at[step];
    const own = (Array.isArray(child) ? [...(child as unknown[])] : { ...(child as object) }) as Record<
      string,
      unknown
    >;
    at[step] = own;
    at = own;
  }
  at[steps.at(-1) ?? ''] = value;
  return copy;
}
