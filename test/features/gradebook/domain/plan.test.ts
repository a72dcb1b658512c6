import { describe, expect, it } from 'vitest';
import { buildCalendar } from '../../../../src/features/calendar/index.ts';
import { controlsOf, planOf, remarksOn } from '../../../../src/features/gradebook/domain/plan.ts';
import {
  type InstitutionPolicy,
  midtermCounts,
  type PeriodRule,
} from '../../../../src/features/grading/index.ts';
import { type CalendarRow } from '../../../../src/features/syllabus/index.ts';

const row = (
  kind: CalendarRow['kind'],
  number: number,
  week: number,
  maxPoints: number | null,
): CalendarRow => ({
  ...{ kind, number, week, maxPoints, module: null, title: '', hours: null, prepares: null, tasks: null },
  ...{ assessment: null, mode: null, modeText: null, platform: null, url: null },
});

/** Four periods of one seminar each, 100 points, and a midterm control behind each. */
const calendar = buildCalendar(
  [1, 2, 3, 4].flatMap(number => [row('seminar', number, number, 100), row('midterm', number, number, null)]),
);
const planFor = (count: InstitutionPolicy['periods']['count'], rule: PeriodRule = 'mean') =>
  planOf(calendar, true, { periods: { count, rule }, late: [] });

describe('the columns of a gradebook', () => {
  it('count for as many periods as the policy has midterm controls, in the calendar’s order', () => {
    expect(midtermCounts.map(count => planFor(count).columns.map(({ control }) => control))).toEqual([
      ['rk1', 'rk1', 'rk1', 'rk1'],
      ['rk1', 'rk2', null, null],
      ['rk1', 'rk2', 'rk3', null],
      ['rk1', 'rk2', 'rk3', 'rk4'],
    ]);
    expect(midtermCounts.map(count => controlsOf(planFor(count)).length)).toEqual([2, 3, 4, 5]);
  });

  it('that no control of the policy takes in are said above the gradebook', () => {
    expect(remarksOn(planFor(3))).toEqual([{ code: 'uncounted', columns: 1 }]);
    expect(remarksOn(planFor(4))).toEqual([]);
  });

  it('have one mark for a midterm control whose period the calendar does not have', () => {
    const short = buildCalendar([row('seminar', 1, 1, 100), row('midterm', 1, 1, null)]);
    const plan = planOf(short, true, { periods: { count: 3, rule: 'mean' }, late: [] });
    expect(plan.columns.map(({ key, maximum, number }) => [key, maximum, number])).toEqual([
      ['seminar-1', '100', 1],
      ['rk2', '100', 2],
      ['rk3', '100', 3],
    ]);
    expect(plan.sources).toEqual({ rk1: 'period', rk2: 'mark', rk3: 'mark', exam: 'panel' });
    expect(remarksOn(plan).map(({ code }) => code)).toEqual(['no-period', 'no-period']);
  });

  it('have the midterm work of each period behind it, where it is half of the control', () => {
    expect(planFor(4, 'current-and-midterm').columns.map(({ key }) => key)).toEqual(
      [1, 2, 3, 4].flatMap(number => [`seminar-${number}`, `rk${number}-work`]),
    );
  });
});
