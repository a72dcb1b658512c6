import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const rounds = 5;

/** Loaded before the command: says at the end how much memory it ever had, in KiB. */
const peakMemory = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

/**
 * `tirek grade` as it is built, over a million lines: half of them whole marks, a quarter decimals, a quarter criteria.
 * Start-up is what one line takes, and is not counted. Medians; memory in MB, at a tenth of the lines as well, because
 * it must not grow with them.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-bench-grade-'));
  try {
    const one = await writeInput(folder, 1);
    const tenth = await writeInput(folder, 100_000);
    const whole = await writeInput(folder, 1_000_000);
    const speeds: number[] = [];
    const peaks: number[] = [];
    const peaksAtTenth: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const startUp = await gradeFile(one);
      const short = await gradeFile(tenth);
      const long = await gradeFile(whole);
      speeds.push(1_000_000 / (long.seconds - startUp.seconds));
      peaks.push(long.peakMb);
      peaksAtTenth.push(short.peakMb);
    }
    return {
      linesPerSecond: Math.round(median(speeds)),
      linesPerSecondLeast: Math.round(Math.min(...speeds)),
      linesPerSecondMost: Math.round(Math.max(...speeds)),
      peakMb: median(peaks),
      peakMbAt100000Lines: median(peaksAtTenth),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeInput(folder: string, lines: number): Promise<string> {
  const file = join(folder, `${lines}.jsonl`);
  await pipeline(Readable.from(inputOf(lines)), createWriteStream(file));
  return file;
}

function* inputOf(lines: number): Generator<string> {
  for (let i = 0; i < lines; i++) yield `${lineOf(i)}\n`;
}

function lineOf(i: number): string {
  const [a, b, c] = [i % 101, (i * 7) % 101, (i * 13) % 101];
  if (i % 4 === 0) return `{"id":"student-${i}","criteria":[${a},${b},${c},${a},${b},${c}]}`;
  if (i % 4 === 1) return `{"id":"student-${i}","rk1":"${a % 100},5","rk2":${b % 100}.49999,"exam":${c}.0}`;
  return `{"id":"student-${i}","rk1":${a},"rk2":${b},"exam":${c}}`;
}

async function gradeFile(file: string): Promise<{ seconds: number; peakMb: number }> {
  const input = openSync(file, 'r');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', peakMemory, cli, 'grade'], {
    stdio: [input, 'ignore', 'pipe'],
  });
  closeSync(input);
  let report = '';
  child.stderr?.on('data', (text: Buffer) => (report += text.toString()));
  const code = await new Promise(resolve => child.on('close', resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  const peak = /^peak (\d+)$/.exec(report)?.[1];
  if (code !== 0 || peak === undefined) throw new Error(`tirek grade ended with ${String(code)}: ${report}`);
  return { seconds, peakMb: Math.round(Number(peak) / 1024) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
