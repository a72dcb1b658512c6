import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readDocument } from '../src/documents/index.ts';
import { checkSyllabus, parseSyllabus } from '../src/features/syllabus/domain/index.ts';
import { courseTexts } from '../test/corpus/courses.ts';
import { layouts } from '../test/corpus/layouts.ts';
import { type TestBlock } from '../test/documents/blocks.ts';
import { rendered, type TestFormat } from '../test/documents/rendered.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const rounds = 5;
const documents = 100;

/** Loaded before the command: says at the end how much memory it ever had, in KiB. */
const peakMemory = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

/**
 * `tirek import` as it is built, over a syllabus of 40 pages in each format; start-up is counted, because a person waits
 * for it. Then documents one after another in one process: what stays in memory after the last ninety must be what stays
 * after the first ten. Seconds and MB, medians.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-bench-import-'));
  try {
    const results: Record<string, number> = {};
    for (const format of ['docx', 'xlsx', 'pdf'] as const) {
      const file = join(folder, `syllabus.${format}`);
      writeFileSync(file, fortyPages(format));
      const runs: { seconds: number; peakMb: number }[] = [];
      for (let round = 0; round < rounds; round++) runs.push(await importFile(file));
      results[`${format}Seconds`] = median(runs.map(({ seconds }) => seconds));
      results[`${format}SecondsMost`] = Math.max(...runs.map(({ seconds }) => seconds));
      results[`${format}PeakMb`] = median(runs.map(({ peakMb }) => peakMb));
      Object.assign(results, await afterMany(format));
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A page has about 30 lines of text; the syllabus itself takes six pages. */
function fortyPages(format: TestFormat): Uint8Array {
  const [layout] = layouts;
  const [text] = courseTexts;
  if (layout === undefined || text === undefined) throw new Error('no course to write');
  const line = text.outcomes.map(outcome => outcome.text).join(' ');
  const more: TestBlock[] = Array.from({ length: 34 * 30 }, (_, index) => `${index + 1}. ${line}`);
  return rendered([...layout.build(text, {}), ...more], format);
}

async function afterMany(format: TestFormat): Promise<Record<string, number>> {
  const bytes = fortyPages(format);
  const startedAt = performance.now();
  let early = 0;
  for (let count = 1; count <= documents; count++) {
    const { syllabus, evidence } = parseSyllabus(await readDocument(bytes, `syllabus.${format}`));
    checkSyllabus(syllabus, evidence, null);
    if (count === 10) early = keptMb();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    [`${format}GrowthMbOver${documents}`]: Math.round((keptMb() - early) * 10) / 10,
    [`${format}MillisecondsEach`]: Math.round((seconds * 1000) / documents),
  };
}

/** What is still referred to: everything else is collected first. */
function keptMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

async function importFile(file: string): Promise<{ seconds: number; peakMb: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', peakMemory, cli, 'import', file, '--json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let report = '';
  child.stderr.on('data', (text: Buffer) => (report += text.toString()));
  const code = await new Promise(resolve => child.on('close', resolve));
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const peak = /peak (\d+)$/.exec(report)?.[1];
  if (code !== 0 || peak === undefined) throw new Error(`tirek import ended with ${String(code)}: ${report}`);
  return { seconds, peakMb: Math.round(Number(peak) / 1024) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
