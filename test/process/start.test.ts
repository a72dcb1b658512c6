import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { rootFolder } from '../../src/paths.ts';
import { freePort, type RunningTirek, startTirek } from '../support/runningTirek.ts';

const started: RunningTirek[] = [];
afterEach(async () => {
  for (const tirek of started.splice(0)) await tirek.stop();
});

async function start(env: Record<string, string> = {}): Promise<RunningTirek> {
  const tirek = await startTirek(env);
  started.push(tirek);
  return tirek;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the server, which is expected to end by itself. */
function runServer(env: Record<string, string>): Promise<Ended> {
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      ['dist/server.js'],
      { cwd: rootFolder, env: { PATH: process.env.PATH, ...env }, timeout: 20_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function occupy(port: number): Promise<Server> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Processes whose command line names this data directory. */
function processesOf(dataDir: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(dataDir) ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}

async function waitUntil(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 50));
}

describe('the start', () => {
  it('prints both addresses and is ready; without a key it makes one that its owner alone may read', async () => {
    const tirek = await start();
    await waitUntil(() => tirek.output().includes(tirek.lmsUrl));
    expect(tirek.output()).toContain(tirek.url);
    const ready = await fetch(`${tirek.url}/readyz`);
    expect(await ready.json()).toMatchObject({ status: 'ok', store: 'embedded' });
    expect(statSync(join(tirek.dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect((await fetch(tirek.lmsUrl)).status).toBe(200);
  });

  it('stops with one line that names the variable when a port is taken', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tirek-port-'));
    const [taken, free] = [await freePort(), await freePort()];
    const other = await occupy(taken);
    for (const [env, name] of [
      [{ PORT: String(taken), PRACTICE_LMS_PORT: String(free) }, 'PORT'],
      [{ PORT: String(free), PRACTICE_LMS_PORT: String(taken) }, 'PRACTICE_LMS_PORT'],
    ] as const) {
      const ended = await runServer({ ...env, DATA_DIR: dataDir });
      expect(ended.code).toBe(1);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(ended.stderr).toMatch(new RegExp(`^${name}\\b`));
    }
    other.close();
    await waitUntil(() => processesOf(dataDir).length === 0);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('stops with one line that names what is wrong in the environment', async () => {
    // The house takes a second to load; what else can be wrong is in test/config.test.ts.
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://tirek.example', EMBEDDED_STORE: '1' };
    const cases: [Record<string, string>, string][] = [
      [{ PORT: 'abc' }, 'PORT'],
      [{ ...production, DATA_DIR: join(tmpdir(), 'tirek-none') }, 'SECRET_KEY'],
    ];
    for (const [env, name] of cases) {
      const ended = await runServer(env);
      expect(ended.code, name).toBe(1);
      expect(ended.stderr.trim().split('\n'), name).toHaveLength(1);
      expect(ended.stderr, name).toMatch(new RegExp(`^${name}\\b`));
    }
  });

  it('drains on SIGTERM, exits with 0 and leaves no process; with another SECRET_KEY it then stops with one line', async () => {
    const tirek = await start({ PRACTICE_LMS: 'off', SECRET_KEY: 'the first key, long enough to be one' });
    expect(await tirek.end('SIGTERM'), 'it drains').toBe(0);
    await waitUntil(() => processesOf(tirek.dataDir).length === 0);
    const port = String(await freePort());
    const ended = await runServer({
      DATA_DIR: tirek.dataDir,
      PORT: port,
      PRACTICE_LMS: 'off',
      SECRET_KEY: 'another key that is long enough as well',
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('SECRET_KEY');
  });

  it('never falls back to the embedded store when MONGODB_URI does not answer', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tirek-mongo-'));
    const ended = await runServer({
      MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/tirek`,
      PORT: String(await freePort()),
      PRACTICE_LMS: 'off',
      DATA_DIR: dataDir,
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('MONGODB_URI');
    expect(readdirSync(dataDir).filter(name => name.endsWith('.lmdb'))).toEqual([]);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('the end', () => {
  it('by kill -9 loses nothing and leaves no process; the next start finds everything', async () => {
    const tirek = await start();
    await tirek.end('SIGKILL');
    await waitUntil(() => processesOf(tirek.dataDir).length === 0);
    const again = await tirek.restart();
    started.push(again);
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
    // The practice LMS is registered by itself, once.
    const list = await new Promise<string>(resolve => {
      const child = spawn(process.execPath, ['dist/cli.js', 'platform', 'list', '--json'], {
        cwd: rootFolder,
        env: { PATH: process.env.PATH, DATA_DIR: tirek.dataDir },
      });
      let text = '';
      child.stdout.on('data', (part: Buffer) => (text += part.toString()));
      child.once('close', () => resolve(text));
    });
    expect(JSON.parse(list)).toHaveLength(1);
  });

  it('of the store alone makes the tool say so until the store is back', async () => {
    const tirek = await start({ PRACTICE_LMS: 'off' });
    const [store] = processesOf(tirek.dataDir).filter(line => line.includes('embedded-store'));
    expect(store).toBeDefined();
    process.kill(Number(store?.split(' ')[0]), 'SIGKILL');
    await waitUntil(async () => (await fetch(`${tirek.url}/readyz`)).status === 503);
    expect((await fetch(`${tirek.url}/healthz`)).status).toBe(200);
    await waitUntil(async () => (await fetch(`${tirek.url}/readyz`)).status === 200);
    expect(existsSync(tirek.dataDir)).toBe(true);
  });
});
