import { type Catalogue } from '../../i18n/index.ts';
import {
  type CorrectableField,
  type CorrectableSection,
  fieldsOf,
  policyPath,
  type RowRange,
} from './domain/corrections.ts';
import { type FieldFault } from './domain/fieldValue.ts';
import { type PolicyKind, rowKinds, type Syllabus, weightKinds } from './domain/types.ts';

/** What `components/field` prints. */
export interface FieldView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'textarea' | 'select';
  readonly value: string;
  readonly options?: readonly { value: string; text: string; selected: boolean }[];
  readonly error: string | null;
  readonly hint?: string;
  readonly size?: 'number' | 'short';
  readonly inputMode?: 'numeric' | 'decimal';
  readonly maxLength?: number;
  readonly lang?: string;
  readonly readOnly?: boolean;
}

/** Fields that belong together: a calendar row, a criterion, an outcome. */
export interface FieldGroup {
  readonly id: string;
  readonly legend: string;
  readonly layout: 'stack' | 'row';
  readonly fields: readonly FieldView[];
  /** The name of the checkbox that removes the whole group. */
  readonly remove: { readonly name: string; readonly checked: boolean } | null;
  readonly hint: string | null;
}

export interface Typed {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, FieldFault>>;
  /** Whether a field says what the draft has where something else was typed. */
  readonly showsOther?: true;
}

/** What the fields of one form have in common. */
interface Form {
  readonly syllabus: Syllabus;
  readonly t: Catalogue;
  readonly typed: Typed;
  /** What rows may prepare: the same for every row, so it is looked for once. */
  readonly targets: readonly Target[];
}

/**
 * The form of one section; what a person typed stands in it again when something was wrong with it.
 * @param locked parts of the policy that are the institution's and are only read
 * @param rows which rows of the calendar, the last one not included; all of them when absent
 */
export function correctionGroups(
  section: CorrectableSection,
  syllabus: Syllabus,
  t: Catalogue,
  typed: Typed,
  { locked = [], rows }: { readonly locked?: readonly PolicyKind[]; readonly rows?: RowRange } = {},
): FieldGroup[] {
  const lockedPaths = new Set(locked.map(policyPath));
  const form = { syllabus, t, typed, targets: preparable(syllabus, t) };
  const view = (field: CorrectableField): FieldView =>
    lockedPaths.has(field.path)
      ? { ...fieldView(field, { ...form, typed: noneTyped }), hint: t.syllabus.lockedText, readOnly: true }
      : fieldView(field, form);
  const byPrefix = new Map<string, FieldView[]>();
  for (const field of fieldsOf(section, syllabus, rows)) {
    const prefix = groupOf(field.path);
    const group = byPrefix.get(prefix);
    if (group === undefined) byPrefix.set(prefix, [view(field)]);
    else group.push(view(field));
  }
  const groups = [...byPrefix].map(([prefix, fields]): FieldGroup => {
    const removable = section === 'calendar';
    const name = `remove:${prefix}`;
    return {
      id: fieldId(prefix),
      legend: legendOf(prefix, syllabus, t),
      layout: section === 'calendar' || section === 'weights' ? 'row' : 'stack',
      fields,
      remove: removable ? { name, checked: Object.hasOwn(typed.values, name) } : null,
      hint: null,
    };
  });
  return section === 'calendar' ? [...groups, addedRow(form)] : groups;
}

const noneTyped: Typed = { values: {}, faults: {} };

/** `calendar[3].hours` belongs to `calendar[3]`; `outcomes[1].indicators[0].text` to `outcomes[1]`. */
function groupOf(path: string): string {
  if (path.startsWith('outcomes')) return /^outcomes\[\d+\]/.exec(path)?.[0] ?? path;
  if (path.startsWith('rubric.questions'))
    return /^rubric\.questions\[\d+\]\.criteria\[\d+\]/.exec(path)?.[0] ?? path;
  return path.replace(/\.\w+$/, '');
}

function legendOf(prefix: string, syllabus: Syllabus, t: Catalogue): string {
  const words = t.syllabus;
  const index = Number(/\[(\d+)\]/.exec(prefix)?.[1] ?? 0);
  if (prefix.startsWith('calendar')) {
    const row = syllabus.calendar[index];
    if (row === undefined) return words.row.add;
    const kind = t.calendar.kinds[row.kind];
    const name = row.number === null ? kind : `${kind} ${row.number}`;
    return row.week === null ? name : `${t.calendar.week({ week: row.week })}: ${name}`;
  }
  if (prefix.startsWith('outcomes')) return words.outcome({ code: syllabus.outcomes[index]?.code ?? '' });
  if (prefix.startsWith('weights')) return words.weightKinds[syllabus.weights[index]?.kind ?? 'other'];
  if (prefix.startsWith('rubric.questions')) {
    const [question = 0, criterion = 0] = [...prefix.matchAll(/\[(\d+)\]/g)].map(match => Number(match[1]));
    const found = syllabus.rubric?.questions[question];
    return `${words.rubric.question({ number: found?.number ?? 0 })}, ${words.rubric.criterion({ number: found?.criteria[criterion]?.number ?? 0 })}`;
  }
  if (prefix === 'policies') return words.sections.policies;
  return prefix === 'rubric' ? words.sections.rubric : words.sections.course;
}

/** Of a field or a group of them on the page. */
export const fieldId = (path: string): string => path.replace(/[[\].]+/g, '-').replace(/-$/, '');

function fieldView(field: CorrectableField, form: Form): FieldView {
  const { syllabus, t, typed } = form;
  const value = typed.values[field.path] ?? field.value;
  const fault = typed.faults[field.path];
  const common = {
    id: fieldId(field.path),
    name: field.path,
    label: labelOf(field.path, syllabus, t),
    value,
    error: fault === undefined ? null : t.syllabus.wrong[fault],
    ...(typed.showsOther === true && value !== field.value
      ? { hint: t.authoring.live.inDraft({ value: field.value === '' ? t.approval.blank : field.value }) }
      : {}),
  };
  const lang = syllabus.language;
  switch (field.type) {
    case 'text':
    case 'text?':
      return { ...common, lang };
    case 'long':
    case 'long?':
      return { ...common, type: 'textarea', lang };
    case 'lines':
      return { hint: t.syllabus.course.listHint, ...common, type: 'textarea', lang };
    case 'decimal?':
      return { ...common, size: 'number', inputMode: 'decimal', maxLength: 8 };
    case 'whole?':
      return { ...common, size: 'number', inputMode: 'numeric', maxLength: 4 };
    case 'percent':
      return { ...common, size: 'number', inputMode: 'decimal', maxLength: 8 };
    case 'rowKind':
      return {
        ...common,
        type: 'select',
        options: rowKinds.map(kind => ({
          value: kind,
          text: t.calendar.kinds[kind],
          selected: kind === value,
        })),
      };
    case 'weightKind':
      return {
        ...common,
        type: 'select',
        options: weightKinds.map(kind => ({
          value: kind,
          text: t.syllabus.weightKinds[kind],
          selected: kind === value,
        })),
      };
    case 'prepares':
      return { ...common, type: 'select', options: preparesOptions(value, form.targets) };
  }
}

interface Target {
  readonly value: string;
  readonly text: string;
}

/** What a row may prepare: nothing, a work or a midterm control that the calendar has, or the exam. */
function preparable({ calendar }: Syllabus, t: Catalogue): Target[] {
  const numbers = (kind: 'srs' | 'midterm') =>
    [
      ...new Set(calendar.flatMap(row => (row.kind === kind && row.number !== null ? [row.number] : []))),
    ].sort((a, b) => a - b);
  return [
    { value: '', text: t.syllabus.row.preparesNothing },
    ...numbers('srs').map(number => ({ value: `srs:${number}`, text: t.calendar.preparesSrs({ number }) })),
    ...numbers('midterm').map(number => ({
      value: `midterm:${number}`,
      text: t.calendar.preparesMidterm({ number }),
    })),
    { value: 'final', text: t.calendar.preparesFinal },
  ];
}

function preparesOptions(value: string, targets: readonly Target[]) {
  // A target that no row has (the document contradicts itself) stays choosable, so that saving changes nothing unasked.
  const isKnown = targets.some(target => target.value === value);
  return (isKnown ? targets : [...targets, { value, text: value }]).map(option => ({
    ...option,
    selected: option.value === value,
  }));
}

function labelOf(path: string, syllabus: Syllabus, t: Catalogue): string {
  const words = t.syllabus;
  const name = /\w+(?=(\[\d+\])?$)/.exec(path)?.[0] ?? '';
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  if (path.startsWith('course.'))
    return words.course[name as 'title' | 'code' | 'credits' | 'aim' | 'prerequisites' | 'postrequisites'];
  if (path.startsWith('policies')) return words.policyKinds[name as PolicyKind];
  if (path.startsWith('weights')) return words.weight[name as 'kind' | 'text' | 'percent'];
  if (path.startsWith('calendar') || path.startsWith('add.')) {
    return name === 'maxPoints'
      ? words.row.points
      : words.row[name as 'week' | 'kind' | 'number' | 'title' | 'hours' | 'prepares'];
  }
  if (path.includes('.indicators[')) {
    const [o = 0, i = 0] = [...path.matchAll(/\[(\d+)\]/g)].map(match => Number(match[1]));
    return words.indicator({ code: syllabus.outcomes[o]?.indicators[i]?.code ?? '' });
  }
  if (path.startsWith('outcomes')) return words.outcomeText;
  if (name === 'descriptors') {
    const band = syllabus.rubric?.bands[index];
    return band === undefined ? words.rubric.bands : `${band.min}–${band.max} %`;
  }
  if (path.startsWith('rubric.questions')) return words.rubric.criterionText;
  return words.rubric[name as 'title' | 'form' | 'platform'];
}

function addedRow(form: Form): FieldGroup {
  const { t } = form;
  const blank: Record<string, CorrectableField['type']> = {
    week: 'whole?',
    kind: 'rowKind',
    number: 'whole?',
    title: 'text?',
    hours: 'decimal?',
    maxPoints: 'decimal?',
    prepares: 'prepares',
  };
  const fields = Object.entries(blank).map(([name, type]) =>
    fieldView({ path: `add.${name}`, type, value: name === 'kind' ? 'seminar' : '' }, form),
  );
  return {
    id: 'add',
    legend: t.syllabus.row.add,
    layout: 'row',
    fields,
    remove: null,
    hint: t.syllabus.row.addHint,
  };
}
