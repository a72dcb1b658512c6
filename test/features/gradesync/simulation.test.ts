import { build } from 'esbuild';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createEngine,
  createSyncStores,
  type Engine,
  type SyncStores,
} from '../../../src/features/gradesync/engine.ts';
import { remakeColumn, retryAll } from '../../../src/features/gradesync/teacherActions.ts';
import { asId, type CourseId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { rootFolder } from '../../../src/paths.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { type SeenScore, SimulatedPlatform } from './simulation/platform.ts';
import {
  commentOf,
  courses,
  fastClock,
  type FastClockOrders,
  people,
  simulatedDirectory,
  simulatedGrades,
  type WorkerOrders,
} from './simulation/shared.ts';
import { StoreLine } from './simulation/storeLine.ts';
import { seeded } from './support/clock.ts';
import { registrationId, userOf } from './support/world.ts';

const seed = Number(process.env.SIMULATION_SEED ?? 20261120);
const rounds = 20;
/** How many rounds end with a `kill -9` of whoever is sending. */
const kills = Math.min(Number(process.env.SIMULATION_KILLS ?? 10), rounds);
/** The rounds in which the store is away for a simulated minute. */
const storeAway = [6, 13];
const storeAwayMs = 3_000;
const random = seeded(seed);
const folder = join(rootFolder, 'node_modules', '.cache', `tirek-simulation-${process.pid}`);
const workerFile = join(folder, 'worker.mjs');
/** The simulated day runs twenty times as fast. */
const time: FastClockOrders = { begunAt: Date.now(), speed: 20, offsetMs: 0 };
const clock = fastClock(time);

let store: TestStore;
let line: StoreLine;
let stores: SyncStores;
let platform: SimulatedPlatform;
let grades: ReturnType<typeof simulatedGrades>;
let engine: Engine;
const workers = new Map<string, ChildProcess>();
let born = 0;
let killed = 0;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const entry = join(rootFolder, 'test/features/gradesync/simulation/worker.ts');
  await build({
    entryPoints: [entry],
    outfile: workerFile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  store = await startTestStore();
  line = await StoreLine.to(store.uri);
  stores = createSyncStores(store.connection);
  grades = simulatedGrades(store.connection);
  await ensureIndexes(store.connection);
  platform = new SimulatedPlatform(seeded(seed + 1), () => clock.now());
  await platform.listen();
  engine = createEngine({
    stores,
    // The web's process: it queues and never sends.
    gradebook: {} as never,
    source: grades.source,
    directory: simulatedDirectory(platform.url),
    log: silentLog,
    clock,
  });
});

afterAll(async () => {
  for (const worker of workers.values()) worker.kill('SIGKILL');
  platform.close();
  line.close();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every third computer's date is right, one is two minutes behind, one two minutes ahead. */
function startWorker(): void {
  const name = `worker-${++born}`;
  const orders: WorkerOrders = {
    name,
    storeUri: line.uri,
    dbName: store.dbName,
    platform: platform.url,
    seed: seed + born,
    clock: { ...time, offsetMs: ((born % 3) - 1) * 120_000 },
  };
  workers.set(
    name,
    fork(workerFile, [JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
}

function kill(name: string): void {
  workers.get(name)?.kill('SIGKILL');
  if (workers.delete(name)) killed += 1;
  startWorker();
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

/** Releases some grades; now and then the process "dies" before it queues them. */
async function releaseSome(): Promise<void> {
  const course = pick(courses);
  const chosen = people.filter(() => random() < 0.4);
  for (const person of chosen) {
    await grades.release(course, person, random() < 0.05 ? null : String(Math.floor(random() * 1_001) / 10));
  }
  if (random() < 0.7) await engine.enqueue(course, 'final', chosen);
}

/** Somebody changes something in the LMS: enrolments, locks, the course's visibility, the column itself. */
function disturb(round: number): void {
  for (const set of [platform.strangers, platform.locked, platform.closed]) set.clear();
  if (round % 3 === 0) platform.strangers.add(userOf(pick(people)));
  if (round % 4 === 0) platform.locked.add(userOf(pick(people)));
  if (round % 5 === 0) platform.closed.add(pick(courses));
  if (round === 9 || round === 15) platform.deleteColumn(pick(courses));
  platform.faultRate = [0.05, 0.3, 0.6][round % 3] ?? 0;
}

/** Kills whoever is sending, in the middle of it. */
async function killSender(): Promise<void> {
  const before = platform.seen.length;
  for (let waited = 0; waited < 3_000 && platform.seen.length < before + 3; waited += 5) await pause(5);
  const sender = platform.seen.at(-1)?.worker ?? '';
  kill(workers.has(sender) ? sender : pick([...workers.keys()]));
}

const isKillRound = (round: number): boolean =>
  Math.floor((round * kills) / rounds) > Math.floor(((round - 1) * kills) / rounds);

async function takeStoreAway(): Promise<void> {
  line.cut();
  await pause(storeAwayMs);
  line.mend();
}

/** What was there is lost in the LMS, and the comparison brings it back. */
async function loseSome(): Promise<void> {
  for (const course of courses) {
    for (const person of people.slice(0, 3)) platform.loseGrade(course, userOf(person));
    await stores.checks.ask(course, registrationId());
  }
}

/** The teacher looks at the page and presses what it offers. */
async function teacherHelps(): Promise<void> {
  const parts = { ...stores, clock, wake: () => undefined };
  for (const course of courses) {
    for (const column of await stores.columns.ofCourse(course)) {
      const help = column.state === 'missing' ? remakeColumn : retryAll;
      // Somebody else may have been quicker.
      await help(parts, course, column.id).catch(() => undefined);
    }
  }
}

/** Grades that the platform does not show as wanted, with what the outbox says of them. */
async function missing(): Promise<string[]> {
  const lines: string[] = [];
  for (const grade of await grades.all()) {
    const shown = platform.gradeOf(grade.courseId, userOf(asId<'person'>(grade.personId)));
    const wanted = grade.score === null ? null : Number(grade.score);
    const isThere = (shown?.score ?? null) === wanted;
    if (isThere && (wanted === null || shown?.comment === commentOf(grade.rev))) continue;
    const [column] = await stores.columns.ofCourse(asId<'course'>(grade.courseId));
    const entry = column === undefined ? null : await stores.outbox.find(column.id, grade.personId);
    const pause = column?.pause?.reason ?? 'no pause';
    lines.push(
      `${grade._id} rev ${grade.rev} wants ${wanted}, shows ${shown?.score}: ${entry?.state} ${entry?.reason} ${pause} ${column?.state}`,
    );
  }
  return lines;
}

async function statesOf(course: CourseId): Promise<string[]> {
  const [column] = await stores.columns.ofCourse(course);
  return column === undefined ? [] : (await stores.outbox.lines(column.id)).map(line => line.state);
}

it(`loses nothing, doubles nothing and never puts older over newer (seed ${seed})`, async () => {
  startWorker();
  startWorker();
  for (let round = 1; round <= rounds; round++) {
    disturb(round);
    await releaseSome();
    if (storeAway.includes(round)) await takeStoreAway();
    // Teachers ask for comparisons in the middle of it all.
    if (round % 4 === 1) await stores.checks.ask(pick(courses), registrationId());
    if (isKillRound(round)) await killSender();
    else await pause(150);
  }
  platform.faultRate = 0;
  for (const set of [platform.strangers, platform.locked, platform.closed]) set.clear();
  await settle();
  expect(await missing()).toEqual([]);
  await loseSome();
  await settle();

  expect(await missing()).toEqual([]);
  expect(platform.lost).toBeGreaterThan(0);
  expect(killed).toBe(kills);
  expect([...platform.struck.keys()].length).toBeGreaterThan(8);
  const states = (await Promise.all(courses.map(statesOf))).flat();
  expect(states.filter(state => state === 'conflict')).toEqual([]);
  // Two were deleted on purpose, at most.
  expect(platform.columnsMade).toBeLessThanOrEqual(courses.length + 2);
  expect(platform.columns.map(column => column.course).sort()).toEqual(
    [...new Set(platform.columns.map(c => c.course))].sort(),
  );
  expect(inParallel()).toEqual([]);
  expect(notRising()).toEqual([]);
  expect(olderOverNewer()).toEqual([]);
}, 240_000);

async function settle(): Promise<void> {
  for (let waited = 0; waited < 60 && (await missing()).length > 0; waited++) {
    if (waited % 4 === 3) await teacherHelps();
    await pause(500);
  }
}

/** Scores of each grade in the order in which they came. */
function byKey(): Map<string, SeenScore[]> {
  const groups = new Map<string, SeenScore[]>();
  for (const score of platform.seen) groups.set(score.key, [...(groups.get(score.key) ?? []), score]);
  return groups;
}

function inParallel(): string[] {
  return [...byKey()].flatMap(([key, scores]) =>
    scores.slice(1).flatMap((score, i) => {
      const end = scores[i]?.endedAt;
      return end == null || end > score.begunAt ? [`${key}: ${scores[i]?.worker} and ${score.worker}`] : [];
    }),
  );
}

function notRising(): string[] {
  return [...byKey()].flatMap(([key, all]) => {
    const scores = all.filter(score => !score.isUnauthorized);
    return scores.slice(1).flatMap((score, i) => {
      const before = scores[i];
      return before !== undefined && score.stamp <= before.stamp
        ? [`${key}: ${before.worker} ${before.stamp}, then ${score.worker} ${score.stamp}`]
        : [];
    });
  });
}

function olderOverNewer(): string[] {
  return [...byKey()].flatMap(([key, scores]) => {
    const stored = scores.filter(score => score.isStored && score.rev > 0);
    return stored
      .slice(1)
      .flatMap((score, i) => (score.rev < (stored[i]?.rev ?? 0) ? [`${key}: ${score.rev}`] : []));
  });
}
