import { type Catalogue } from '../../i18n/index.ts';
import { partsOf, type Syllabus } from '../syllabus/index.ts';
import {
  coverageOf,
  type CoveredGoal,
  type Goal,
  type Links,
  roleOfRow,
  type Target,
} from './domain/coverage.ts';

export function goalsOf(syllabus: Syllabus): Goal[] {
  return syllabus.outcomes.flatMap(({ code, text, indicators }) => [
    { code, text, of: null },
    ...indicators.map(indicator => ({ ...indicator, of: code })),
  ]);
}

/** Everything that goals can be linked with, in the order of the document. */
export function targetsOf(syllabus: Syllabus, topics: readonly string[], t: Catalogue): Target[] {
  const keys = partsOf(syllabus).filter(({ section }) => section === 'calendar');
  const rows = syllabus.calendar.map((row, index): Target => {
    const kind = t.calendar.kinds[row.kind];
    return {
      key: keys[index]?.key ?? '',
      kind: 'row',
      label: row.number === null ? kind : `${kind} ${row.number}`,
      week: row.week,
      ...roleOfRow(row),
    };
  });
  const criteria = (syllabus.rubric?.questions ?? []).flatMap(question =>
    question.criteria.map((criterion): Target => ({
      key: `criterion-${question.number}-${criterion.number}`,
      kind: 'criterion',
      label: t.outcomes.criterion({ question: question.number, criterion: criterion.number }),
      week: null,
      teaches: false,
      assesses: true,
    })),
  );
  const exam = topics.map((_, index): Target => ({
    key: `topic-${index + 1}`,
    kind: 'topic',
    label: t.outcomes.topic({ number: index + 1 }),
    week: null,
    teaches: false,
    assesses: true,
  }));
  return [...rows, ...criteria, ...exam];
}

export interface GoalView {
  readonly code: string;
  readonly isOutcome: boolean;
  readonly text: string;
  readonly taught: string;
  readonly assessed: string;
  readonly chips: readonly { readonly text: string; readonly tone: string; readonly icon: string }[];
}

export function coverageView(syllabus: Syllabus, links: Links, topics: readonly string[], t: Catalogue) {
  const words = t.outcomes;
  const goals = coverageOf(goalsOf(syllabus), targetsOf(syllabus, topics, t), links);
  const untaught = goals.filter(({ taughtBy }) => taughtBy.length === 0);
  const unassessed = goals.filter(({ assessedBy }) => assessedBy.length === 0);
  return {
    goals: goals.map(goal => goalView(goal, t)),
    summary:
      untaught.length + unassessed.length === 0
        ? { tone: 'success', text: words.allCovered }
        : {
            tone: 'warning',
            text: words.gaps({
              untaught: untaught.length,
              unassessed: unassessed.length,
              goals: goals.length,
            }),
          },
  };
}

function goalView(goal: CoveredGoal, t: Catalogue): GoalView {
  const words = t.outcomes;
  const list = (targets: readonly Target[]): string =>
    targets.length === 0
      ? words.nowhere
      : targets.map(({ label, week }) => (week === null ? label : words.inWeek({ label, week }))).join('; ');
  const warning = (text: string) => ({ text, tone: 'warning', icon: 'warning' });
  const gaps = [
    ...(goal.taughtBy.length === 0 ? [warning(words.neverTaught)] : []),
    ...(goal.assessedBy.length === 0 ? [warning(words.neverAssessed)] : []),
  ];
  return {
    code:
      goal.of === null ? t.syllabus.outcome({ code: goal.code }) : t.syllabus.indicator({ code: goal.code }),
    isOutcome: goal.of === null,
    text: goal.text,
    taught: list(goal.taughtBy),
    assessed: list(goal.assessedBy),
    chips: gaps.length === 0 ? [{ text: words.covered, tone: 'success', icon: 'check' }] : gaps,
  };
}

/** A field a target, with the codes as they were typed. */
export function linkFields(
  syllabus: Syllabus,
  topics: readonly string[],
  typed: Readonly<Record<string, string>>,
  unknown: Readonly<Record<string, readonly string[]>>,
  t: Catalogue,
) {
  const parts = new Map<string, string>(partsOf(syllabus).map(part => [part.key, part.name]));
  const criteria = new Map<string, string>(
    (syllabus.rubric?.questions ?? []).flatMap(question =>
      question.criteria.map(one => [`criterion-${question.number}-${one.number}`, one.text] as const),
    ),
  );
  const titles = new Map<string, string>(topics.map((title, index) => [`topic-${index + 1}`, title]));
  return targetsOf(syllabus, topics, t).map(({ key, label, week }, index) => ({
    label,
    week: week === null ? '' : String(week),
    title: titles.get(key) ?? criteria.get(key) ?? parts.get(key) ?? '',
    field: {
      id: `codes-${index}`,
      name: `codes:${key}`,
      label: t.outcomes.codesOf({ row: label }),
      hiddenLabel: true,
      value: typed[`codes:${key}`] ?? '',
      error: unknown[key] === undefined ? null : t.outcomes.unknownCodes({ codes: unknown[key].join(', ') }),
      autocomplete: 'off',
      maxLength: 200,
    },
  }));
}
