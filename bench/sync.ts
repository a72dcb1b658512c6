import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { startBenchTool, type BenchTool } from './support/syncTool.ts';
import { readConfig } from '../src/config.ts';

const latencyMs = 20;
const parallel = 4;
const rounds = 5;
const perRound = 300;
const many = Number(process.env.BENCH_SYNC_GRADES ?? 10_000);
const perCourse = 1_000;
/** The least time for one grade. */
const boundSeconds = latencyMs / parallel / 1000;
const bareCount = 1_000;
const queued = Number(process.env.BENCH_SYNC_QUEUED ?? 100_000);

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** What the platform saw since it was asked before. */
interface Figures {
  /** All of the tool's so far. */
  readonly tokens: number;
  readonly scores: number;
  readonly mostAtOnce: number;
  readonly twiceAtOnce: number;
  readonly falling: number;
}

/**
 * Grade sync against an LMS that answers in 20 ms, in a process of its own, over the embedded store. Ratios are medians
 * of five interleaved runs; CPU is that of the sending process alone. The bare calls show what this machine takes for
 * the requests alone: a busy one does not reach the bound with an empty loop either.
 */
export async function run(): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tirek-bench-sync-'));
  const platform = fork(supportFile('slowPlatform.mjs'), [String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const origin = await firstLine(platform);
  const tool = await startBenchTool({ dataDir, origin, parallel, config: readConfig({}) });
  const plain = fork(supportFile('ltijsLoop.mjs'), [tool.storeUri, origin], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await message(plain);
    return {
      ...(await besideLtijs(tool, plain)),
      ...(await manyGrades(tool, origin)),
      ...(await memory(tool)),
      statusPageMs: await statusPage(tool),
    };
  } finally {
    plain.disconnect();
    platform.disconnect();
    await tool.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function besideLtijs(tool: BenchTool, plain: ChildProcess): Promise<Record<string, number>> {
  const ours: Cost[] = [];
  const theirs: Cost[] = [];
  for (let round = 0; round <= rounds; round++) {
    plain.send({ count: perRound });
    const their = (await message(plain)) as Cost;
    await tool.release(perRound, perRound);
    const our = await cost(() => tool.drain());
    // The first round warms up.
    if (round > 0) ours.push(our);
    if (round > 0) theirs.push(their);
  }
  const speed = ours.map((our, i) => (theirs[i]?.seconds ?? NaN) / our.seconds);
  const cpu = ours.map((our, i) => our.cpuSeconds / (theirs[i]?.cpuSeconds ?? NaN));
  return {
    timesFasterThanLtijsLoop: round2(median(speed)),
    timesFasterLeast: round2(Math.min(...speed)),
    timesFasterMost: round2(Math.max(...speed)),
    shareOfLtijsCpu: round2(median(cpu)),
    shareOfLtijsCpuMost: round2(Math.max(...cpu)),
  };
}

async function manyGrades(tool: BenchTool, origin: string): Promise<Record<string, number>> {
  const bare = await bareCalls(origin);
  await figures(origin);
  await tool.release(many, perCourse);
  const spent = await cost(() => tool.drain());
  const first = await figures(origin);
  await tool.releaseAgain(many, 3);
  await tool.drain();
  const second = await figures(origin);
  return {
    grades: first.scores,
    seconds: round2(spent.seconds),
    ratioToBound: round2(spent.seconds / (many * boundSeconds)),
    ratioOfBareCallsToBound: round2(bare.seconds / (bareCount * boundSeconds)),
    ratioToBareCalls: round2(spent.seconds / many / (bare.seconds / bareCount)),
    cpuMsPerGrade: round2((spent.cpuSeconds * 1000) / many),
    tokenRequests: second.tokens,
    mostAtOnce: first.mostAtOnce,
    sameGradeTwiceAtOnce: first.twiceAtOnce + second.twiceAtOnce,
    fallingTimestamps: first.falling + second.falling,
    secondReleaseWith3Changes: second.scores,
  };
}

/** The same requests, as many at once, with nothing around them. */
async function bareCalls(origin: string): Promise<Cost> {
  const dispatcher = new Agent({ connections: parallel });
  const headers = { 'content-type': 'application/vnd.ims.lis.v1.score+json' };
  let sent = 0;
  const work = async () => {
    while (sent++ < bareCount) {
      const body = JSON.stringify({ userId: `bare-${sent}`, timestamp: new Date().toISOString() });
      const url = `${origin}/bare/lineitem/scores`;
      await (await request(url, { dispatcher, method: 'POST', headers, body })).body.dump();
    }
  };
  const spent = await cost(() => Promise.all(Array.from({ length: parallel }, work)));
  await dispatcher.close();
  return spent;
}

/** The sender's memory while it sends from a short queue and from a long one. */
async function memory(tool: BenchTool): Promise<Record<string, number>> {
  await tool.release(1_000, perCourse);
  const short = await peakRss(() => tool.drain());
  await tool.release(queued, perCourse);
  const long = await peakRss(() => tool.sendFor(5_000));
  return { rssMbWith1000Queued: short, [`rssMbWith${queued}Queued`]: long };
}

async function statusPage(tool: BenchTool): Promise<number> {
  const open = await tool.statusPage(perCourse);
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const begun = performance.now();
    await open();
    times.push(performance.now() - begun);
  }
  return round2(median(times));
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function peakRss(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  await work();
  clearInterval(timer);
  return Math.round(peak / 1_048_576);
}

async function figures(origin: string): Promise<Figures> {
  return (await (await fetch(`${origin}/figures`)).json()) as Figures;
}

const supportFile = (name: string): string =>
  fileURLToPath(new URL(`../bench/support/${name}`, import.meta.url));

const message = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', code => reject(new Error(`the process ended with ${String(code)}`)));
  });

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise(resolve => child.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim())));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const round2 = (value: number): number => Math.round(value * 100) / 100;
