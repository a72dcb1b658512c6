import { accessSync, constants, mkdirSync } from 'node:fs';
import { type RequestListener, type Server } from 'node:http';
import { type Config, ConfigError, configWarnings, readConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { version } from './paths.ts';
import { type PracticeLms } from './practice-lms/index.ts';
import { WrongSecretKeyError } from './secretKeyCheck.ts';
import { keptSecretKey } from './secrets/secretKey.ts';
import { openStore, StoreError } from './store/index.ts';
import { createTirek, type Tirek } from './tirek.ts';
import { createHttpServer } from './web/httpServer.ts';

/** A reason not to start that the operator can mend; `message` is one line. */
class StartError extends Error {}

const drainMs = 10_000;

/** Reads the environment, opens the sockets, handles signals: nothing else in the house does. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  for (const warning of configWarnings(config)) say(`Warning: ${warning}`);
  const { server, serve } = createHttpServer(answerStarting);
  await listen(server, config.port, config.host, 'PORT');
  const { tirek, practice } = await open(config, log);
  stopOnSignals(server, tirek, practice, log);
  serve(tirek.app);
  tirek.start();
  say(`Tirek ${version}: ${config.publicUrl}`);
  if (practice !== null) say(`Practice LMS: ${practice.url}`);
}

async function open(config: Config, log: Log): Promise<{ tirek: Tirek; practice: PracticeLms | null }> {
  if (config.mongodbUri === null || config.secretKey === null) prepareDataDir(config.dataDir);
  const secretKey = config.secretKey ?? keptSecretKey(config.dataDir);
  const store = await openStore({
    mongodbUri: config.mongodbUri ?? undefined,
    dataDir: config.dataDir,
    log: {
      info: message => log.info({ message }, 'store'),
      warn: message => log.warn({ message }, 'store'),
      error: message => log.error({ message }, 'store'),
    },
  });
  try {
    const tirek = await createTirek({ config, store, secretKey, log, now: () => new Date() });
    const practice = config.practiceLms ? await startPractice(config, tirek, log) : null;
    return { tirek, practice };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startPractice(config: Config, tirek: Tirek, log: Log): Promise<PracticeLms> {
  // Loaded only here, so that production never has its code in memory.
  const { startPracticeLms } = await import('./practice-lms/index.ts');
  const practice = await startPracticeLms({
    port: config.practiceLmsPort,
    dataDir: config.dataDir,
    toolUrl: config.publicUrl,
    log,
  }).catch((error: unknown) => {
    throw isPortTaken(error) ? portTaken('PRACTICE_LMS_PORT', config.practiceLmsPort) : error;
  });
  await tirek.trustPlatform(practice.registration);
  return practice;
}

function listen(server: Server, port: number, host: string, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error =>
      reject(isPortTaken(error) ? portTaken(variable, port) : (cannotListen(error, host, port) ?? error)),
    );
    server.listen(port, host, resolve);
  });
}

const isPortTaken = (error: unknown): boolean =>
  ['EADDRINUSE', 'PRACTICE_LMS_PORT_TAKEN'].includes(String((error as NodeJS.ErrnoException).code));
const portTaken = (variable: string, port: number): StartError =>
  new StartError(`${variable}: port ${port} is taken by another program; set ${variable} to a free one`);

/** What a failure to listen says of HOST or PORT; null: of neither. */
function cannotListen(error: Error, host: string, port: number): StartError | null {
  switch (String((error as NodeJS.ErrnoException).code)) {
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new StartError(`HOST has a wrong value: ${host} is no address of this machine`);
    case 'EACCES':
      return new StartError(`PORT: port ${port} is not for this user; set PORT to one from 1024 up`);
    default:
      return null;
  }
}

/** Makes the data directory, which must be a folder that this process may write to. */
function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new StartError(`DATA_DIR cannot be used: ${(error as Error).message}`);
  }
}

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, {
    'Content-Type': 'application/json',
    'Retry-After': '2',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify({ status: 'starting', version }));
};

function stopOnSignals(server: Server, tirek: Tirek, practice: PracticeLms | null, log: Log): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    tirek.drain();
    // Whatever hangs, the process ends: the store's data is safe at any moment.
    setTimeout(() => process.exit(0), drainMs).unref();
    void finish(server, tirek, practice).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'stop-failed');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function finish(server: Server, tirek: Tirek, practice: PracticeLms | null): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
  await tirek.stop();
  await practice?.close();
  await tirek.closeStore();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigError ||
    error instanceof StartError ||
    error instanceof StoreError ||
    error instanceof WrongSecretKeyError;
  process.stderr.write(
    known
      ? `${error.message.split('\n')[0]}\n`
      : `Tirek could not start: ${String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
});
