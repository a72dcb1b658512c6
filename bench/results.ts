import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeXlsx } from '../src/documents/write/index.ts';
import { createMatcher, type RosterEntry } from '../src/features/marksimport/index.ts';
import { guessColumns } from '../src/features/moocresults/domain/columns.ts';
import { usualRules } from '../src/features/moocresults/domain/conversion.ts';
import { overall, previewResults } from '../src/features/moocresults/domain/preview.ts';
import { readResultFile } from '../src/features/moocresults/reading.ts';
import { asId } from '../src/kernel/ids.ts';

const learners = 50_000;
const students = 150;
const rounds = 5;

/**
 * A platform's export of 50,000 learners, 150 of whom are students of the course: read, matched and looked at, in a
 * process of its own. Seconds and MB, medians; how long other requests wait at most, in milliseconds.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-bench-results-'));
  try {
    const figures: Record<string, number> = { rows: learners, students };
    for (const [format, bytes] of [
      [
        'csv',
        Buffer.from(
          table()
            .map(row => row.join(','))
            .join('\r\n'),
        ),
      ],
      ['xlsx', await workbook()],
    ] as const) {
      const file = join(folder, `report.${format}`);
      writeFileSync(file, bytes);
      const runs: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await inOwnProcess(file));
      figures[`${format}Mb`] = Math.round(bytes.length / 1024 / 1024);
      figures[`${format}Seconds`] = median(runs.map(({ seconds }) => seconds));
      figures[`${format}SecondsMost`] = Math.max(...runs.map(({ seconds }) => seconds));
      figures[`${format}CpuSeconds`] = median(runs.map(({ cpuSeconds }) => cpuSeconds));
      figures[`${format}PeakMb`] = median(runs.map(({ peakMb }) => peakMb));
      figures[`${format}LongestWaitMs`] = median(runs.map(({ waitMs }) => waitMs));
      figures[`${format}People`] = median(runs.map(({ people }) => people));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const headings = ['Student ID', 'Email', 'Username', 'Name', 'Grade', ...assignments(), 'Enrollment Track'];

function assignments(): string[] {
  return Array.from({ length: 12 }, (_, index) => `Homework ${index + 1}`);
}

function table(): string[][] {
  const rows = Array.from({ length: learners }, (_, index) => {
    // Every so many is a student, some with another address.
    const isStudent = index % Math.floor(learners / students) === 0;
    const name = `Қожахметов${index % 4_000} Нұрсұлтан${index % 700}`;
    const email = isStudent ? `student${index}@univ.example` : `learner${index}@mail.example`;
    const grades = Array.from({ length: 13 }, (_, task) => ((index * 7 + task * 13) % 101) / 100);
    return [String(index), email, `user${index}`, name, ...grades.map(String), 'audit'];
  });
  return [headings, ...rows];
}

const workbook = (): Promise<Buffer> =>
  writeXlsx({
    name: 'report',
    widths: headings.map(() => 12),
    rows: table().map(row =>
      row.map(text => ({ text, number: /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : null })),
    ),
  });

interface Measured {
  readonly seconds: number;
  /** What it cost the processor: on a busy machine less than the clock says. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly waitMs: number;
  readonly people: number;
}

async function inOwnProcess(file: string): Promise<Measured> {
  const script = `const { measure } = await import(${JSON.stringify(import.meta.url)}); console.log(JSON.stringify(await measure(${JSON.stringify(file)})));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise(resolve => child.on('close', resolve));
  if (code !== 0) throw new Error(`the reading ended with ${String(code)}`);
  return JSON.parse(said) as Measured;
}

/** Run in the process that is measured. */
export async function measure(file: string): Promise<Measured> {
  const bytes = readFileSync(file);
  const roster = Array.from({ length: students }, (_, index): RosterEntry => {
    const number = index * Math.floor(learners / students);
    return {
      id: asId<'person'>(String(index).padStart(24, '0')),
      email: `student${number}@univ.example`,
      sourcedId: null,
      sub: `lms-${index}`,
      names: [`Тегі${index} Аты${index}`],
    };
  });
  const waits = monitorEventLoopDelay({ resolution: 5 });
  waits.enable();
  const begun = performance.now();
  const used = process.cpuUsage();
  const match = createMatcher(roster);
  const content = await readResultFile({ name: file, bytes }, match, new Map(), () => undefined);
  if (content === null) throw new Error('no table');
  const preview = previewResults({
    rows: content.table.rows,
    columns: guessColumns(content.table.headings, new Map()),
    targets: [
      { key: overall, column: null, source: { column: 4, scale: 'fraction', of: '100' }, dueOn: null },
    ],
    rules: usualRules,
    match,
    decisions: new Map(),
    window: null,
    fileDay: null,
    closed: new Set(),
    marksOf: () => ({}),
    broughtMark: () => null,
  });
  const seconds = Math.round(performance.now() - begun) / 1000;
  const cpu = process.cpuUsage(used);
  waits.disable();
  return {
    seconds,
    cpuSeconds: Math.round((cpu.user + cpu.system) / 1000) / 1000,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    waitMs: Math.round(waits.max / 1e6),
    people: preview.people,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
