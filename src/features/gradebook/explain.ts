import {
  type GradeResult,
  type GradingPolicy,
  type InstitutionPolicy,
  labelText,
  type Step,
} from '../grading/index.ts';
import { compareExact, type Exact, type RoundingMode } from '../../kernel/exact.ts';
import { columnName, maximumText, markText, numberText, type Reader } from './gradebookWords.ts';
import { type ControlResult, controlOf, type ControlStep, type Marks } from './domain/control.ts';
import { meaningOf } from './domain/mark.ts';
import { type Column, type Plan } from './domain/plan.ts';
import { type RowResult } from './domain/row.ts';

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
  if (source === 'period') {
    const steps: ControlStep[] = [];
    controlOf(parts.plan, parts.policy, parts.marks, control.key, steps);
    return { title, value, lines: periodLines(steps, reader), note };
  }
  const lines = [
    {
      words: source === 'panel' ? words.how.panel : words.how.mark,
      numbers: numberText(control.percent, reader),
    },
  ];
  return { title, value, lines: [...lines, ...roundedLine(control, parts.policy, reader)], note };
}

function roundedLine({ percent, value }: ControlResult, { rounding }: GradingPolicy, reader: Reader): Line[] {
  if (percent === null || value === null || compareExact(percent, value) === 0) return [];
  return [roundLine({ of: percent, mode: rounding.mode, value }, reader)];
}

/** Every step in words, in the order in which it is done by hand. */
function stepLine(step: ControlStep, reader: Reader): Line {
  const { how } = reader.t.gradebook;
  const { how: rules } = reader.t.policy;
  const text = (value: Exact): string => numberText(value, reader);
  switch (step.kind) {
    case 'points':
      return { words: rules.points({ work: columnName(step.column, reader.t) }), numbers: text(step.value) };
    case 'late': {
      const words =
        step.days === null
          ? rules.lateUnknown({ work: columnName(step.column, reader.t) })
          : rules.late({ work: columnName(step.column, reader.t), days: step.days });
      return { words, numbers: `${text(step.written)} × ${text(step.kept)} % = ${text(step.value)}` };
    }
    case 'absent':
    case 'excused':
      return { words: how[step.kind]({ works: columnName(step.column, reader.t) }), numbers: '' };
    case 'sum': {
      const sum = step.of.map(text).join(' + ');
      return { words: how.sum, numbers: sum === '' ? text(step.value) : `${sum} = ${text(step.value)}` };
    }
    case 'percent':
      return {
        words: how.scaled,
        numbers: `${text(step.earned)} / ${text(step.offered)} × 100 = ${text(step.value)}`,
      };
    case 'halves':
      return {
        words: rules.halves,
        numbers: `(${text(step.current)} + ${text(step.midterm)}) / 2 = ${text(step.value)}`,
      };
    case 'round':
      return roundLine(step, reader);
  }
}

/** Points that enter the sum as they are stand in the sum; works left out are named together. */
function periodLines(steps: readonly ControlStep[], reader: Reader): Line[] {
  const { how } = reader.t.gradebook;
  const named = (kind: 'absent' | 'excused'): Line[] => {
    const columns = steps.flatMap(step => (step.kind === kind ? [columnName(step.column, reader.t)] : []));
    return columns.length === 0 ? [] : [{ words: how[kind]({ works: columns.join(', ') }), numbers: '' }];
  };
  const spoken = steps.filter(
    step =>
      step.kind !== 'absent' &&
      step.kind !== 'excused' &&
      (step.kind !== 'points' || step.column.isMidterm === true),
  );
  const before = spoken.filter(({ kind }) => kind === 'late' || kind === 'points');
  const after = spoken.filter(({ kind }) => kind !== 'late' && kind !== 'points');
  const [sum, ...rest] = after.map(step => stepLine(step, reader));
  return [
    ...before.map(step => stepLine(step, reader)),
    ...(sum === undefined ? [] : [sum]),
    ...named('absent'),
    ...named('excused'),
    ...rest,
  ];
}

const roundLine = (
  step: { readonly of: Exact; readonly mode: RoundingMode; readonly value: Exact },
  reader: Reader,
): Line => ({
  words: reader.t.results.steps.round[step.mode],
  numbers: `${numberText(step.of, reader)} → ${numberText(step.value, reader)}`,
});

/** The total, from the three controls to the letter. */
export function explainTotal(row: RowResult, policy: InstitutionPolicy, reader: Reader): Explanation {
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
  const { how: rules } = reader.t.policy;
  const valueOf = new Map(result.steps.map(step => [step.name, numberText(step.value, reader)]));
  const texts = (names: readonly Step['name'][]): string[] => names.map(name => valueOf.get(name) ?? '');
  return result.steps.flatMap(step => {
    const value = numberText(step.value, reader);
    if (step.operation === 'mean')
      return step.of.length === 1
        ? []
        : [
            {
              words: how.midterms,
              numbers: `(${texts(step.of).join(' + ')}) / ${step.of.length} = ${value}`,
            },
          ];
    if (step.operation === 'weighted-mean') {
      const products = texts(step.of).map((text, place) => `${text} × ${step.weights[place] ?? 0}`);
      const divisor = step.weights.reduce((sum, weight) => sum + weight, 0);
      return [{ words: rules.cumulative, numbers: `(${products.join(' + ')}) / ${divisor} = ${value}` }];
    }
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

function scaleLine(result: GradeResult, policy: InstitutionPolicy, reader: Reader): Line[] {
  const { t, lang } = reader;
  const row = policy.scale.find(({ letter }) => letter === result.letter);
  if (row === undefined) return [];
  const gpa = lang === 'en' ? row.gpa : row.gpa.replace('.', ',');
  return [
    {
      words: t.results.steps.scale(row),
      numbers: `${row.letter} (${gpa}), ${labelText(policy, row.label, reader)}`,
    },
  ];
}

/** A mark beside its maximum: "7,5 / 8"; the words for an absence stand alone. */
export function markOfMaximum(column: Column, mark: string, reader: Reader): string {
  const text = markText(mark, reader);
  return meaningOf(mark).kind === 'points' ? `${text} / ${maximumText(column, reader)}` : text;
}
