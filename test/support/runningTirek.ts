import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFolder } from '../../src/paths.ts';

/** The built product as a process of its own, with its practice LMS, on free ports and an empty data directory. */
export interface RunningTirek {
  readonly process: ChildProcess;
  readonly url: string;
  readonly lmsUrl: string;
  readonly dataDir: string;
  /** All that it printed so far. */
  output(): string;
  /** Starts the same installation again after its process ended. */
  restart(): Promise<RunningTirek>;
  /** Ends the process and waits for it; null exit code when a signal killed it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends the process and removes its data. */
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export async function startTirek(env: Readonly<Record<string, string>> = {}): Promise<RunningTirek> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'tirek-run-'));
  const [port, lmsPort] = [await freePort(), await freePort()];
  return run({ PORT: String(port), PRACTICE_LMS_PORT: String(lmsPort), DATA_DIR: dataDir, ...env });
}

async function run(env: Readonly<Record<string, string>>): Promise<RunningTirek> {
  const child = spawn(process.execPath, ['dist/server.js'], {
    cwd: rootFolder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  const url = `http://localhost:${env.PORT ?? ''}`;
  const failed = ended.then(code => {
    throw new Error(`Tirek ended with ${String(code)} before it was ready:\n${output}`);
  });
  await Promise.race([untilReady(url), failed]);
  failed.catch(() => {});
  return {
    process: child,
    url,
    lmsUrl: `http://127.0.0.1:${env.PRACTICE_LMS_PORT ?? ''}`,
    dataDir: env.DATA_DIR ?? '',
    output: () => output,
    restart: () => run(env),
    end,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await end();
      rmSync(env.DATA_DIR ?? '', { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
