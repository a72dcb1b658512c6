import { type GradeResult, type GradingPolicy, type Step } from '../grading/index.ts';
import { compareExact, exactWhole } from '../../kernel/exact.ts';
import { columnName, maximumText, markText, numberText, type Reader } from './gradebookWords.ts';
import { meaningOf } from './domain/mark.ts';
import { type Column, type Plan } from './domain/plan.ts';
import { type ControlResult, type Marks, type RowResult } from './domain/row.ts';

/** One line of a computation: what is done, in words, and the numbers. */
export interface Line {
  readonly words: string;
  readonly numbers: string;
}

/** What "how was this computed" says about a number. */
export interface Explanation {
  readonly title: string;
  /** The number itself; empty while there is none. */
  readonly value: string;
  readonly lines: readonly Line[];
  /** What is still missing. */
  readonly note: string | null;
}

/** The number as it stands, or what there is so far; empty before the first mark. */
export function controlText({ value, earned, isFinal }: ControlResult, reader: Reader): string {
  if (value === null) return '';
  return isFinal
    ? numberText(value, reader)
    : reader.t.gradebook.how.soFar({ points: numberText(earned, reader) });
}

const hundred = exactWhole(100);

/** A midterm control or the exam, from the marks to the number that stands in a statement. */
export function explainControl(
  control: ControlResult,
  parts: { readonly plan: Plan; readonly policy: GradingPolicy; readonly marks: Marks },
  reader: Reader,
): Explanation {
  const words = reader.t.gradebook;
  const source = parts.plan.sources[control.key];
  const title = words.controls[control.key];
  const value = controlText(control, reader);
  const note =
    control.blanks === 0 || source === 'panel' ? null : words.unfinished({ blanks: control.blanks });
  if (control.percent === null) return { title, value, lines: [], note: words.how.nothing };
  const lines =
    source === 'period'
      ? periodLines(control, parts, reader)
      : [
          {
            words: source === 'panel' ? words.how.panel : words.how.mark,
            numbers: numberText(control.percent, reader),
          },
        ];
  return { title, value, lines: [...lines, ...roundLine(control, parts.policy, reader)], note };
}

function periodLines(
  control: ControlResult,
  { plan, marks }: { readonly plan: Plan; readonly marks: Marks },
  reader: Reader,
): Line[] {
  const { how } = reader.t.gradebook;
  const columns = plan.columns.filter(column => column.control === control.key);
  const kindOf = (column: Column) => meaningOf(marks[column.key] ?? '');
  const given = columns.flatMap(column => {
    const meaning = kindOf(column);
    return meaning.kind === 'points' ? [numberText(meaning.points, reader)] : [];
  });
  const named = (kind: 'absent' | 'excused'): string =>
    columns
      .filter(column => kindOf(column).kind === kind)
      .map(column => columnName(column, reader.t))
      .join(', ');
  const earned = numberText(control.earned, reader);
  const offered = numberText(control.offered, reader);
  const [absent, excused] = [named('absent'), named('excused')];
  return [
    { words: how.sum, numbers: given.length === 0 ? earned : `${given.join(' + ')} = ${earned}` },
    ...(absent === '' ? [] : [{ words: how.absent({ works: absent }), numbers: '' }]),
    ...(excused === '' ? [] : [{ words: how.excused({ works: excused }), numbers: '' }]),
    ...(compareExact(control.offered, hundred) === 0 || control.percent === null
      ? []
      : [
          {
            words: how.scaled,
            numbers: `${earned} / ${offered} × 100 = ${numberText(control.percent, reader)}`,
          },
        ]),
  ];
}

function roundLine({ percent, value }: ControlResult, { rounding }: GradingPolicy, reader: Reader): Line[] {
  if (percent === null || value === null || compareExact(percent, value) === 0) return [];
  return [
    {
      words: reader.t.results.steps.round[rounding.mode],
      numbers: `${numberText(percent, reader)} → ${numberText(value, reader)}`,
    },
  ];
}

/** The total, from the three controls to the letter. */
export function explainTotal(row: RowResult, policy: GradingPolicy, reader: Reader): Explanation {
  const { t } = reader;
  const words = t.gradebook;
  const title = words.own.final;
  const { result } = row;
  if (result === null) return { title, value: '', lines: [], note: words.how.waiting };
  return {
    title,
    value: `${result.total} – ${result.letter}`,
    lines: [...totalLines(result, reader), ...scaleLine(result, policy, reader)],
    note: row.isProvisional ? words.notReleased : null,
  };
}

function totalLines(result: GradeResult, reader: Reader): Line[] {
  const { how } = reader.t.gradebook;
  const valueOf = new Map(result.steps.map(step => [step.name, numberText(step.value, reader)]));
  const texts = (names: readonly Step['name'][]): string[] => names.map(name => valueOf.get(name) ?? '');
  return result.steps.flatMap(step => {
    const value = numberText(step.value, reader);
    if (step.operation === 'mean')
      return [
        { words: how.midterms, numbers: `(${texts(step.of).join(' + ')}) / ${step.of.length} = ${value}` },
      ];
    if (step.operation === 'share') {
      const percent = numberText(step.percent, reader);
      const words = step.name === 'exam-share' ? how['exam-share'] : how['midterms-share'];
      return [{ words, numbers: `${texts([step.of]).join('')} × ${percent} % = ${value}` }];
    }
    if (step.operation === 'sum')
      return [{ words: how.total, numbers: `${texts(step.of).join(' + ')} = ${value}` }];
    // Controls are rounded where they are explained; a whole number needs no rounding.
    if (step.operation !== 'round' || step.name !== 'total') return [];
    const [before = ''] = texts([step.of]);
    const words = reader.t.results.steps.round[step.mode];
    return before === value ? [] : [{ words, numbers: `${before} → ${value}` }];
  });
}

function scaleLine(result: GradeResult, policy: GradingPolicy, reader: Reader): Line[] {
  const { t, lang } = reader;
  const row = policy.scale.find(({ letter }) => letter === result.letter);
  if (row === undefined) return [];
  const gpa = lang === 'en' ? row.gpa : row.gpa.replace('.', ',');
  return [
    {
      words: t.results.steps.scale(row),
      numbers: `${row.letter} (${gpa}), ${t.grading.labels[row.label]}`,
    },
  ];
}

/** A mark beside its maximum: "7,5 / 8"; the words for an absence stand alone. */
export function markOfMaximum(column: Column, mark: string, reader: Reader): string {
  const text = markText(mark, reader);
  return meaningOf(mark).kind === 'points' ? `${text} / ${maximumText(column, reader)}` : text;
}
