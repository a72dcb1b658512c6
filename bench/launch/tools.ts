import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootFolder } from '../../src/paths.ts';
import { type Registration } from '../../src/practice-lms/index.ts';

/** A tool under measurement: a process of its own, whose processor time can be asked for. */
export interface Tool {
  readonly name: string;
  readonly origin: string;
  readonly loginPath: string;
  /** Where its launches go: `target_link_uri` and redirect URI. */
  readonly launchUrl: string;
  /** Processor time of the process since its start, user and system, in milliseconds. */
  cpu(): Promise<number>;
  stop(): void;
}

const secretKey = 'the secret key of the benchmark, which protects nothing';
const probe = join(rootFolder, 'bench/launch/cpuProbe.mjs');

/** The built product on the store in `dataDir`, as `npm start` runs it, without its practice LMS. */
export async function startTirek(name: string, dataDir: string): Promise<Tool> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = start(join(rootFolder, 'dist/server.js'), [], {
    PORT: String(port),
    DATA_DIR: dataDir,
    SECRET_KEY: secretKey,
    PRACTICE_LMS: 'off',
  });
  await untilReady(`${origin}/readyz`, child);
  return toolOf(name, child, { origin, loginPath: '/lti/login', launchUrl: `${origin}/lti/launch` });
}

/** Connects a platform to the product, as its operator does. */
export async function connectPlatform(dataDir: string, platform: Registration): Promise<void> {
  const values = {
    name: platform.name,
    issuer: platform.issuer,
    'client-id': platform.clientId,
    'auth-url': platform.authUrl,
    'token-url': platform.tokenUrl,
    'jwks-url': platform.jwksUrl,
    'deployment-id': platform.deploymentId,
  };
  const options = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  await promisify(execFile)(
    process.execPath,
    [join(rootFolder, 'dist/cli.js'), 'platform', 'add', ...options],
    { env: { PATH: process.env['PATH'], DATA_DIR: dataDir, SECRET_KEY: secretKey } },
  );
}

/** The quick-start application of ltijs, with its own Database class on the given store. */
export async function startStock(mongodbUri: string, platform: Registration): Promise<Tool> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const program = join(rootFolder, 'bench/launch/stockTool.mjs');
  const child = start(program, [mongodbUri, String(port), JSON.stringify(platform)], {});
  await Promise.race([once(child, 'message'), endOf(child)]);
  return toolOf('stock ltijs', child, { origin, loginPath: '/login', launchUrl: `${origin}/` });
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return fork(program, args, {
    execArgv: ['--no-deprecation', '--import', probe],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function toolOf(
  name: string,
  child: ChildProcess,
  addresses: Pick<Tool, 'origin' | 'loginPath' | 'launchUrl'>,
): Tool {
  return {
    name,
    ...addresses,
    async cpu() {
      child.send('cpu');
      const [answer] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
      return (answer.cpu.user + answer.cpu.system) / 1_000;
    },
    stop: () => void child.kill(),
  };
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code] =
    child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode];
  throw new Error(`${child.spawnargs.join(' ')} ended with ${code ?? 'a signal'} before it was ready`);
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    if (child.exitCode !== null) await endOf(child);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
