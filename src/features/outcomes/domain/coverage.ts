import { type CalendarRow } from '../../syllabus/index.ts';

/** What an outcome or indicator can be linked with: a row of the calendar, a criterion of the rubric, an exam topic. */
export interface Target {
  readonly key: string;
  readonly kind: 'row' | 'criterion' | 'topic';
  readonly label: string;
  readonly week: number | null;
  readonly teaches: boolean;
  readonly assesses: boolean;
}

/** The codes that each target serves, by the target's key. */
export type Links = Readonly<Record<string, readonly string[]>>;

export interface Goal {
  readonly code: string;
  readonly text: string;
  /** The outcome that an indicator belongs to; null for an outcome. */
  readonly of: string | null;
}

export interface CoveredGoal extends Goal {
  readonly taughtBy: readonly Target[];
  readonly assessedBy: readonly Target[];
}

const teaching: readonly CalendarRow['kind'][] = [
  'lecture',
  'seminar',
  'practical',
  'lab',
  'srsp',
  'consultation',
];

/** Whether a class teaches and whether it assesses: what has points, and every control, assesses. */
export function roleOfRow(row: Pick<CalendarRow, 'kind' | 'maxPoints'>): {
  teaches: boolean;
  assesses: boolean;
} {
  const isControl = row.kind === 'srs' || row.kind === 'midterm' || row.kind === 'final';
  return { teaches: teaching.includes(row.kind), assesses: isControl || (row.maxPoints ?? 0) > 0 };
}

/**
 * Where each goal is taught and assessed. An outcome is served by what is linked with it and by what is linked with any of
 * its indicators; an indicator also by what is linked with its outcome as a whole.
 */
export function coverageOf(goals: readonly Goal[], targets: readonly Target[], links: Links): CoveredGoal[] {
  return goals.map(goal => {
    const related = new Set([
      goal.code,
      ...(goal.of === null
        ? goals.filter(other => other.of === goal.code).map(({ code }) => code)
        : [goal.of]),
    ]);
    const serving = targets.filter(({ key }) => (links[key] ?? []).some(code => related.has(code)));
    return {
      ...goal,
      taughtBy: serving.filter(({ teaches }) => teaches),
      assessedBy: serving.filter(({ assesses }) => assesses),
    };
  });
}

/** Codes as a person types them ("1.1, 2 3.2"); those that no goal has are faults. */
export function readCodes(
  typed: string,
  goals: readonly Goal[],
): { readonly codes: string[]; readonly unknown: string[] } {
  const written = typed.split(/[\s,;]+/).filter(code => code !== '');
  const known = new Set(goals.map(({ code }) => code));
  const codes = goals.map(({ code }) => code).filter(code => written.includes(code));
  return { codes, unknown: written.filter(code => !known.has(code)) };
}
