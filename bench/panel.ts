import { type Browser } from 'playwright-core';
import { computeRow } from '../src/features/gradebook/domain/row.ts';
import { type Plan } from '../src/features/gradebook/domain/plan.ts';
import { nationalPolicy } from '../src/features/grading/domain/policy.ts';
import { courseTotal } from '../src/features/grading/domain/result.ts';
import {
  blankRowsWhileScrolling,
  launch,
  nextStudents,
  openAs,
  openGradebook,
  wholeCells,
} from './panel/browser.ts';
import { type BenchClass, type BenchTool, marksOf, startBenchTool } from './panel/classes.ts';

const rounds = 5;

/**
 * The grading panel and the gradebook at 1,000 students, in the server and in a browser (where there is one), and the
 * growth of their cost from 30 to 3,000. Milliseconds, medians.
 */
export async function run(): Promise<Record<string, number>> {
  const tool = await startBenchTool();
  const browser = await launch();
  try {
    const large = await tool.newClass(1_000, 40);
    const small = await tool.newClass(120, 40);
    return {
      ...recompute(),
      ...(await serverOf(tool, large)),
      ...(await growth(tool)),
      ...(browser === null ? {} : await inBrowser(browser, tool, large, small)),
    };
  } finally {
    await browser?.close();
    await tool.stop();
  }
}

/** Every number of a class again from its marks. */
function recompute(): Record<string, number> {
  const plan: Plan = {
    columns: Array.from({ length: 40 }, (_, n) => ({
      key: `seminar-${n + 1}`,
      kind: 'seminar',
      number: n + 1,
      title: '',
      week: null,
      maximum: '5',
      control: n < 20 ? 'rk1' : 'rk2',
    })),
    sources: { rk1: 'period', rk2: 'period', exam: 'panel' },
    rule: 'mean',
    late: [],
  };
  const rules = { plan, policy: nationalPolicy, courseTotal };
  const timeOf = (students: number): number => {
    const rows = Array.from({ length: students }, (_, n) => marksOf(n, 40));
    const times = Array.from({ length: rounds }, () => {
      const begun = performance.now();
      for (const marks of rows) computeRow(rules, marks, { percent: 72, released: true });
      return performance.now() - begun;
    });
    return median(times);
  };
  timeOf(1_000);
  return {
    recompute30x40Ms: timeOf(30),
    recompute1000x40Ms: timeOf(1_000),
    recompute3000x40Ms: timeOf(3_000),
  };
}

async function serverOf(tool: BenchTool, { teacher, students }: BenchClass): Promise<Record<string, number>> {
  let written = 0;
  const saveCell = async (): Promise<void> => {
    written += 1;
    const id = students[written % students.length] ?? '';
    const from = ['0', '0.5', '1', '1.5', '2', '2.5', '3', '3.5', '4'];
    const cells = [{ column: 'seminar-1', from, to: written % 2 === 0 ? '2' : '3' }];
    const body = JSON.stringify({ via: 'typed', rows: [{ id, cells }] });
    await done(tool.post(teacher, '/gradebook/marks', body, 'application/json'));
  };
  const ids = students.slice(0, 40).join(',');
  const pasted = JSON.stringify({
    via: 'pasted',
    rows: students.slice(0, 200).map((id, n) => ({
      id,
      cells: Object.entries(marksOf(n, 40)).map(([column, mark]) => ({
        column,
        from: [mark, '2', '3'],
        to: '4.5',
      })),
    })),
  });
  return {
    gradebookServer1000x40Ms: await timed(() => done(tool.get(teacher, '/gradebook'))),
    savedCellServerMs: await timed(saveCell, 40),
    savedRowsOf200StudentsMs: await timed(
      () => done(tool.post(teacher, '/gradebook/marks', pasted, 'application/json')),
      1,
    ),
    panelDraftsServerMs: await timed(() => done(tool.get(teacher, `/grading/drafts?ids=${ids}`)), 20),
    panelPageServerMs: await timed(() => done(tool.get(teacher, `/grading/${students[0] ?? ''}`))),
  };
}

async function growth(tool: BenchTool): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const size of [30, 300, 3_000]) {
    const { teacher } = await tool.newClass(size, 40);
    figures[`gradebookServer${size}x40Ms`] = await timed(() => done(tool.get(teacher, '/gradebook')));
  }
  return figures;
}

async function inBrowser(
  browser: Browser,
  tool: BenchTool,
  large: BenchClass,
  small: BenchClass,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, one] of [
    ['1000x40', large],
    ['120x40', small],
  ] as const) {
    const page = await openAs(browser, one.teacher, tool.url);
    const address = `${tool.url}${one.teacher.base}/gradebook`;
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await openGradebook(page, address));
    figures[`gradebookOpens${name}Ms`] = median(times);
    figures[`wholeCellsInSight${name}`] = await wholeCells(page);
    figures[`blankRowsWhileScrolling${name}`] = await blankRowsWhileScrolling(page);
    await page.context().close();
  }
  const page = await openAs(browser, large.teacher, tool.url);
  await page.goto(`${tool.url}${large.teacher.base}/grading/${large.students[0] ?? ''}`);
  // The script has taken over when the button of the page without script is gone.
  await page.locator('#save').waitFor({ state: 'hidden' });
  const times = await nextStudents(page, 30);
  figures['nextStudentMs'] = median(times);
  figures['nextStudentWorstMs'] = rounded(Math.max(...times));
  await page.context().close();
  return figures;
}

async function done(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
}

async function timed(work: () => Promise<void>, times = rounds): Promise<number> {
  if (times > 1) await work();
  const spent: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now();
    await work();
    spent.push(performance.now() - begun);
  }
  return median(spent);
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
