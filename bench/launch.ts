import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PracticeLms, startPracticeLms } from '../src/practice-lms/index.ts';
import { startEmbeddedStore, type EmbeddedStore } from '../src/store/embedded.ts';
import { silentLog } from '../src/store/log.ts';
import { crowd } from './launch/crowdedStore.ts';
import { launchAll, launchAlone, type Launcher, type Round } from './launch/launches.ts';
import { protocolMeasure, type ProtocolRound } from './launch/protocol.ts';
import { connectPlatform, startStock, startTirek, type Tool } from './launch/tools.ts';

const rounds = 45;
const launchesARound = 100;
/** A tool runs for weeks: what V8 spends on compiling its first launches is in no figure, on either side. */
const warmUpRounds = 25;
const concurrency = 8;
const platforms = 1_000;
const sessions = 100_000;
const classSize = 300;
const classWithinMs = 10_000;

/** What one round of everything gave. */
interface Interleaved {
  readonly tirek: Round;
  readonly crowded: Round;
  readonly stock: Round;
  readonly protocol: ProtocolRound;
}

/**
 * What launches cost the tool's own process (the store is another process), beside the quick start of ltijs on the same
 * kind of store and the same platform. Processor times, because wall clocks say little on a busy machine.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-launch-'));
  const opened: { stop(): unknown }[] = [];
  const own = <T extends { stop(): unknown }>(one: T): T => (opened.unshift(one), one);
  try {
    const [few, many, theirs] = await Promise.all(
      ['few', 'many', 'stock'].map(async name => {
        const dataDir = join(folder, name);
        return { dataDir, store: own(await startEmbeddedStore({ dataDir, log: silentLog })) };
      }) as [Promise<Place>, Promise<Place>, Promise<Place>],
    );
    // Which address it takes for the tool's does not matter here: every launch names its own.
    const lms = await startPracticeLms({
      port: 0,
      dataDir: folder,
      toolUrl: 'http://localhost',
      log: quietLog,
    });
    own({ stop: () => lms.close() });
    for (const { dataDir } of [few, many]) await connectPlatform(dataDir, lms.registration);
    await crowd(many.dataDir, platforms, sessions);
    const tirek = own(await startTirek('Tirek', few.dataDir));
    const crowded = own(await startTirek('Tirek, crowded', many.dataDir));
    const stock = own(await startStock(theirs.store.uri, lms.registration));
    const measured = await interleave(lms, { tirek, crowded, stock });
    return { ...figures(measured), ...(await classroom(tirek, lms)) };
  } finally {
    for (const one of opened) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly dataDir: string;
  readonly store: EmbeddedStore;
}

const quietLog = { info: () => {}, warn: () => {}, error: () => {} };

async function interleave(
  lms: PracticeLms,
  tools: { tirek: Tool; crowded: Tool; stock: Tool },
): Promise<Interleaved[]> {
  const people: Launcher[] = [lms.world.teacher, ...lms.world.students].map(({ id }) => ({ personId: id }));
  const everybody = Array.from({ length: launchesARound }, (_, n) => people[n % people.length] as Launcher);
  const protocol = await protocolMeasure(lms);
  const measured: Interleaved[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const launch = (tool: Tool): Promise<Round> => launchAll(tool, lms, everybody, concurrency);
    const one = {
      tirek: await launch(tools.tirek),
      crowded: await launch(tools.crowded),
      stock: await launch(tools.stock),
      protocol: await protocol.round(),
    };
    if (round >= 0) measured.push(one);
  }
  await protocol.stop();
  return measured;
}

const wholeOf = (round: Round): number => (round.loginCpu + round.launchCpu + round.pageCpu) / round.launches;

const sumOf = (measured: readonly Interleaved[], tool: 'tirek' | 'crowded' | 'stock'): number =>
  measured.reduce((sum, one) => sum + wholeOf(one[tool]), 0);

function figures(measured: readonly Interleaved[]): Record<string, number> {
  const latencies = measured.flatMap(({ tirek }) => tirek.latencies).toSorted((a, b) => a - b);
  const stockLatencies = measured.flatMap(({ stock }) => stock.latencies).toSorted((a, b) => a - b);
  // Milliseconds a launch are seconds per thousand launches.
  return {
    ...spread(
      'launchStockCpuSeconds',
      measured.map(({ stock }) => wholeOf(stock)),
    ),
    ...spread(
      'launchTirekCpuSeconds',
      measured.map(({ tirek }) => wholeOf(tirek)),
    ),
    ...spread(
      'launchShareOfStock',
      measured.map(({ tirek, stock }) => wholeOf(tirek) / wholeOf(stock)),
    ),
    ...spread(
      'launchLoginCpuSeconds',
      measured.map(({ tirek }) => tirek.loginCpu / tirek.launches),
    ),
    ...spread(
      'launchLaunchCpuSeconds',
      measured.map(({ tirek }) => tirek.launchCpu / tirek.launches),
    ),
    ...spread(
      'launchPageCpuSeconds',
      measured.map(({ tirek }) => tirek.pageCpu / tirek.launches),
    ),
    ...spread(
      'launchProtocolCpuMs',
      measured.map(({ protocol }) => protocol.protocol),
    ),
    ...spread(
      'launchRs256JoseCpuMs',
      measured.map(({ protocol }) => protocol.jose),
    ),
    ...spread(
      'launchRs256NodeCpuMs',
      measured.map(({ protocol }) => protocol.node),
    ),
    ...spread(
      'launchProtocolInJoseVerifications',
      measured.map(({ protocol }) => protocol.protocol / protocol.jose),
    ),
    ...spread(
      'launchProtocolInNodeVerifications',
      measured.map(({ protocol }) => protocol.protocol / protocol.node),
    ),
    ...spread(
      'launchCrowdedToFew',
      measured.map(({ tirek, crowded }) => wholeOf(crowded) / wholeOf(tirek)),
    ),
    // Over all rounds together: a round is short, and a busy machine shifts single ones by half.
    launchShareOfStockOverall: round(sumOf(measured, 'tirek') / sumOf(measured, 'stock')),
    launchCrowdedToFewOverall: round(sumOf(measured, 'crowded') / sumOf(measured, 'tirek')),
    launchLatencyP50Ms: round(quantile(latencies, 0.5)),
    launchLatencyP99Ms: round(quantile(latencies, 0.99)),
    launchStockLatencyP50Ms: round(quantile(stockLatencies, 0.5)),
    launchStockLatencyP99Ms: round(quantile(stockLatencies, 0.99)),
  };
}

/** A class opens its first page: different students, each with a connection of its own, evenly over the time. */
async function classroom(tool: Tool, lms: PracticeLms): Promise<Record<string, number>> {
  const personId = lms.world.students[0]?.id ?? '';
  const outcomes = await Promise.all(
    Array.from({ length: classSize }, async (_, n) => {
      await new Promise(resolve => setTimeout(resolve, (n * classWithinMs) / classSize));
      const claims = { sub: `class-${n}`, name: `Student ${n}`, given_name: `${n}`, family_name: 'Student' };
      return launchAlone(tool, lms, { personId, claims }).catch((error: unknown) => {
        process.stderr.write(`  ${String(error)}\n`);
        return null;
      });
    }),
  );
  const entered = outcomes.filter(ms => ms !== null).toSorted((a, b) => a - b);
  return {
    launchClassroomRefused: classSize - entered.length,
    launchClassroomP50Ms: round(quantile(entered, 0.5)),
    launchClassroomSlowestMs: round(entered.at(-1) ?? Number.NaN),
  };
}

function spread(name: string, values: readonly number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    [name]: round(quantile(sorted, 0.5)),
    [`${name}Least`]: round(sorted[0] ?? Number.NaN),
    [`${name}Most`]: round(sorted.at(-1) ?? Number.NaN),
  };
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const round = (value: number): number => Math.round(value * 1_000) / 1_000;
