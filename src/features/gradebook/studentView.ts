import { type LaunchContext } from '../../web/context.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { courseTotal, labelText } from '../grading/index.ts';
import { type Explanation, explainControl, explainTotal, markOfMaximum } from './explain.ts';
import { type ClassRow, type GradebookRules } from './gradebookService.ts';
import { columnName, markText, maximumText, type Reader } from './gradebookWords.ts';
import { type Column, type ControlKey, controlsOf } from './domain/plan.ts';
import { neededExams } from './domain/needed.ts';
import { computeRow, midtermMarks, type RowResult } from './domain/row.ts';
import { type CellChange } from './domain/writing.ts';
import { type RowChange } from './gradebookStore.ts';
import { statusNote } from './statusView.ts';
import { type ControlWindow } from './windowService.ts';
import { closedTexts } from './windowView.ts';

/** What was typed in a student's form and not taken, at its field. */
export interface FieldTrouble {
  readonly column: string;
  readonly typed: string;
  /** What the form follows now. */
  readonly was: string;
  readonly text: string;
}

/** A student's row of the gradebook for those who grade: fields, results, how they came about. */
export function studentView(
  context: LaunchContext,
  { rules, row }: { readonly rules: GradebookRules; readonly row: ClassRow },
  troubles: readonly FieldTrouble[],
  windows: readonly ControlWindow[],
) {
  const computed = computeRow({ ...rules, courseTotal }, row.marks, row.exam, row.status);
  const canEdit = context.actor.can('grades.draft');
  const closed = closedTexts(windows, rules.timeZone, context.t);
  const groups = groupsOf(rules).map(({ key, columns }) => ({
    id: key ?? 'other',
    title: key === null ? context.t.gradebook.short.other : context.t.gradebook.controls[key],
    closed: key === null ? null : (closed[key] ?? null),
    fields: columns.map(column => ({
      ...fieldOf(column, row.marks[column.key] ?? '', troubles, context),
      readOnly: key !== null && closed[key] !== undefined,
    })),
    rows: workRows(columns, row, context),
  }));
  return {
    canEdit,
    groups,
    explanations: explanationsOf(computed, rules, row, context),
    result: scoreOf(computed, rules, context),
    policy: context.t.gradebook.how.policy({ version: rules.version }),
    statusNote: statusNote(computed.status, rules, context),
  };
}

/** Columns by the control that they count for, in the order of the controls; the uncounted ones last. */
function groupsOf({ plan }: GradebookRules): { key: ControlKey | null; columns: Column[] }[] {
  return [...controlsOf(plan), null]
    .map(key => ({ key, columns: plan.columns.filter(({ control }) => control === key) }))
    .filter(({ columns }) => columns.length > 0);
}

function fieldOf(column: Column, mark: string, troubles: readonly FieldTrouble[], reader: Reader) {
  const trouble = troubles.find(one => one.column === column.key);
  return {
    id: `mark-${column.key.replace('~', '-')}`,
    name: `mark:${column.key}`,
    label: columnName(column, reader.t),
    value: trouble?.typed ?? markText(mark, reader),
    suffix: `/ ${maximumText(column, reader)}`,
    hint: column.title,
    error: trouble?.text ?? null,
    size: 'number',
    autocomplete: 'off',
    was: { name: `was:${column.key}`, value: trouble?.was ?? mark },
  };
}

/** The marks of a control, work by work, for reading. */
export function workRows(columns: readonly Column[], { marks }: ClassRow, reader: Reader) {
  return columns.map(column => {
    const mark = marks[column.key] ?? '';
    return {
      name: columnName(column, reader.t),
      title: column.title,
      mark: mark === '' ? reader.t.gradebook.own.none : markOfMaximum(column, mark, reader),
      isBlank: mark === '',
    };
  });
}

export function explanationsOf(
  computed: RowResult,
  rules: GradebookRules,
  { marks }: ClassRow,
  reader: Reader,
): Explanation[] {
  const parts = { ...rules, marks };
  return [
    ...[...computed.midterms, computed.exam].map(control => explainControl(control, parts, reader)),
    explainTotal(computed, rules.policy, reader),
  ];
}

/** The total as the score component shows it; null while a part is missing. */
export function scoreOf(
  { result }: RowResult,
  { policy }: Pick<GradebookRules, 'policy'>,
  { t, lang }: Reader,
) {
  if (result === null) return null;
  return {
    number: String(result.total),
    of: '100',
    letter: result.letter,
    gpa: lang === 'en' ? result.gpa : result.gpa.replace('.', ','),
    label: labelText(policy, result.label, { t, lang }),
    tone: result.label,
    sum: result.status === 'passed' ? '' : t.grading.statuses[result.status],
  };
}

/** What the exam must bring for each letter; a sentence instead while that cannot be said. */
export function neededView(computed: RowResult, rules: GradebookRules, { t }: Reader) {
  const words = t.gradebook.needed;
  const midterms = midtermMarks(rules.plan, computed.midterms);
  if (midterms === null) return { note: words.waiting, rows: [] };
  if (computed.admission === 'not-admitted') return { note: words.notAdmitted, rows: [] };
  const needed = neededExams({ ...rules, courseTotal }, midterms);
  return {
    note: null,
    rows: needed.map(({ letter, percent }) => ({
      letter,
      text: percent === null ? words.unreachable : words.points({ percent }),
      isReachable: percent !== null,
    })),
  };
}

/** The changes of a row, newest first, as sentences. */
export function historyView(
  history: readonly RowChange[],
  { plan, timeZone }: GradebookRules,
  nameOf: (personId: string) => string,
  reader: Reader,
) {
  const { page } = reader.t.gradebook;
  const text = (mark: string): string =>
    mark === '' ? reader.t.gradebook.trouble.blank : markText(mark, reader);
  const sentence = ({ column, from, to }: CellChange): string => {
    const found = plan.columns.find(({ key }) => key === column);
    return page.change({
      column: found === undefined ? column : columnName(found, reader.t),
      from: text(from),
      to: text(to),
    });
  };
  return history.toReversed().map(({ by, at, via, changes, source }) => ({
    at: formatInstant(at, timeZone),
    by: nameOf(by),
    via: source === undefined ? page.via[via] : page.source(source),
    changes: changes.map(sentence),
  }));
}
