import { compactVerify, importJWK, type JWK } from 'jose';
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PracticeLms, startPracticeLms } from '../src/practice-lms/index.ts';
import { startEmbeddedStore, type EmbeddedStore } from '../src/store/embedded.ts';
import { silentLog } from '../src/store/log.ts';
import { crowd } from './launch/crowdedStore.ts';
import { launchAll, launchAlone, type Launcher, type Round } from './launch/launches.ts';
import { connectPlatform, startStock, startTirek, type Tool } from './launch/tools.ts';

const rounds = 7;
const launchesARound = 100;
const warmUpRounds = 4;
const concurrency = 8;
const platforms = 1_000;
const sessions = 100_000;
const classSize = 300;
const classWithinMs = 10_000;
const verifications = 500;

/** What one round of everything gave. */
interface Interleaved {
  readonly tirek: Round;
  readonly crowded: Round;
  readonly stock: Round;
  readonly bare: Verification;
}

/** Processor time of one RS256 verification in milliseconds: with Web Crypto as jose does it, and with node:crypto. */
interface Verification {
  readonly jose: number;
  readonly node: number;
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
  const bareVerifications = await verifier(lms);
  const measured: Interleaved[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const launch = (tool: Tool): Promise<Round> => launchAll(tool, lms, everybody, concurrency);
    const one = {
      tirek: await launch(tools.tirek),
      crowded: await launch(tools.crowded),
      stock: await launch(tools.stock),
      bare: await bareVerifications(),
    };
    if (round >= 0) measured.push(one);
  }
  return measured;
}

async function verifier(lms: PracticeLms): Promise<() => Promise<Verification>> {
  const { keys } = (await (await fetch(lms.registration.jwksUrl)).json()) as { keys: JWK[] };
  const jwk = keys[0] ?? {};
  const key = await importJWK(jwk, 'RS256');
  const nodeKey = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const token = await lms.signLaunch();
  const [head = '', body = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${body}`);
  const bytes = Buffer.from(signature, 'base64url');
  return async () => {
    const jose = await cpuOf(async () => {
      for (let n = 0; n < verifications; n += 1) await compactVerify(token, key);
    });
    const node = await cpuOf(async () => {
      for (let n = 0; n < verifications; n += 1) {
        if (!verify('sha256', signed, nodeKey, bytes)) throw new Error('the signature does not verify');
      }
    });
    return { jose: jose / verifications, node: node / verifications };
  };
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const protocolOf = (round: Round): number => (round.loginCpu + round.launchCpu) / round.launches;
const wholeOf = (round: Round): number => protocolOf(round) + round.pageCpu / round.launches;

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
      'launchProtocolCpuSeconds',
      measured.map(({ tirek }) => protocolOf(tirek)),
    ),
    ...spread(
      'launchRs256JoseCpuMs',
      measured.map(({ bare }) => bare.jose),
    ),
    ...spread(
      'launchRs256NodeCpuMs',
      measured.map(({ bare }) => bare.node),
    ),
    ...spread(
      'launchProtocolInJoseVerifications',
      measured.map(({ tirek, bare }) => protocolOf(tirek) / bare.jose),
    ),
    ...spread(
      'launchProtocolInNodeVerifications',
      measured.map(({ tirek, bare }) => protocolOf(tirek) / bare.node),
    ),
    ...spread(
      'launchCrowdedToFew',
      measured.map(({ tirek, crowded }) => wholeOf(crowded) / wholeOf(tirek)),
    ),
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
