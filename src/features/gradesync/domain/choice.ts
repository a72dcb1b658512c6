import { type ColumnKey } from './column.ts';

/** One thing that is graded in a course and may have a column in the LMS. */
export interface GradableColumn {
  readonly key: ColumnKey;
  /** `total`: the midterm controls, the exam and the course's total. `activity`: one graded activity of the calendar. */
  readonly kind: 'total' | 'activity';
  /** In the language of the course. */
  readonly title: string;
  /** More than 0. */
  readonly maximum: number;
  /** Students do not see these grades yet, so nothing is sent until they may. */
  readonly isClosed?: boolean;
}

export const choiceModes = ['totals', 'all', 'single'] as const;

/** What the teacher wants in the LMS's gradebook. */
export interface Choice {
  readonly mode: (typeof choiceModes)[number];
  /** Of `single` alone. */
  readonly keys: readonly ColumnKey[];
}

/** Until the teacher chooses: what a dean's office asks for. */
export const defaultChoice: Choice = { mode: 'totals', keys: [] };

export function isChosen(choice: Choice, column: GradableColumn): boolean {
  switch (choice.mode) {
    case 'totals':
      return column.kind === 'total';
    case 'all':
      return true;
    case 'single':
      return choice.keys.includes(column.key);
  }
}

/** The choice that differs from this one by one column alone. */
export function without(choice: Choice, gradable: readonly GradableColumn[], key: ColumnKey): Choice {
  const keys = gradable.filter(column => column.key !== key && isChosen(choice, column));
  return { mode: 'single', keys: keys.map(column => column.key) };
}
