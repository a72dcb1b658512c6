import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Address, ServeOptions, ServerMessage } from '../embedded-store/address.ts';
import {
  chooseAddress,
  forgetAddress,
  leavePlace,
  preparePlace,
  recordAddress,
  recordedAddress,
} from './address.ts';
import { StoreError } from './errors.ts';
import type { StoreLog } from './log.ts';

/** The embedded store as its user sees it: one address for its whole life, whichever process serves it. */
export interface EmbeddedStore {
  /** Connection string without options of the driver's own; its database is `tirek`. */
  uri: string;
  /** False while the serving process is away; nothing is asked over the network. */
  healthy(): boolean;
  /** The process that serves, if it is this process's own child. */
  pid(): number | null;
  /** Ends the server if it is this process's own; a guest only leaves. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 10_000;
const BUSY_PAUSE_MS = 50;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** A server that lived this long starts its back-off afresh. */
const SETTLED_MS = 60_000;

/**
 * Serves the data directory by a child process, or joins the process that already serves it (an operator's command
 * beside the running tool). Either way a server that goes away is replaced, with back-off, at the same address.
 *
 * @throws StoreError when the store is not built, cannot open its files, or is held by a process that does not answer.
 */
export async function startEmbeddedStore(options: {
  dataDir: string;
  log: StoreLog;
}): Promise<EmbeddedStore> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const keeper = new Keeper(realpathSync(options.dataDir), options.log);
  await keeper.attach();
  return keeper;
}

class Keeper implements EmbeddedStore {
  private readonly dataDir: string;
  private readonly log: StoreLog;
  private address: Address;
  private child: ChildProcess | null = null;
  private hostSocket: Socket | null = null;
  private up = false;
  private stopped = false;
  private delay = FIRST_DELAY_MS;
  private upSince = 0;

  constructor(dataDir: string, log: StoreLog) {
    this.dataDir = dataDir;
    this.log = log;
    this.address = chooseAddress(dataDir);
  }

  get uri(): string {
    const place =
      this.address.kind === 'socket'
        ? encodeURIComponent(this.address.path)
        : `127.0.0.1:${this.address.port}`;
    return `mongodb://${place}/tirek?directConnection=true`;
  }

  healthy(): boolean {
    return this.up;
  }

  pid(): number | null {
    return this.child?.pid ?? null;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.up = false;
    this.hostSocket?.destroy();
    const child = this.child;
    if (!child) return;
    // First the record: whoever serves next writes its own, which must stay.
    forgetAddress(this.dataDir);
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.ref();
      if (child.connected) child.send('stop');
    });
    leavePlace(this.dataDir, this.address);
  }

  /** Joins a server that answers, else becomes the host. A server that is just beginning or ending is waited for. */
  async attach(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      if (await this.join()) return;
      const outcome = await this.host();
      if (outcome.type === 'ready') return;
      if (outcome.type === 'failed')
        throw new StoreError(`The embedded store could not start: ${outcome.message}`);
      if (Date.now() > deadline) {
        throw new StoreError(
          `${this.dataDir} is in use by process ${outcome.pid}, whose store does not answer.`,
        );
      }
      await pause(BUSY_PAUSE_MS);
    }
  }

  private join(): Promise<boolean> {
    const recorded = recordedAddress(this.dataDir);
    if (!recorded) return Promise.resolve(false);
    return new Promise(resolve => {
      const socket = createConnection(
        recorded.kind === 'socket' ? { path: recorded.path } : { port: recorded.port, host: '127.0.0.1' },
      );
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        if (this.stopped) socket.destroy();
        this.adopt(recorded);
        this.hostSocket = socket.unref();
        this.setUp();
        resolve(true);
      });
      socket.once('close', () => {
        if (this.hostSocket === socket) this.lost('The process that serves the embedded store has ended');
      });
      socket.resume();
    });
  }

  /** A client of the old address cannot follow to another one, so only the first attachment may choose. */
  private adopt(address: Address): void {
    if (this.upSince > 0 && JSON.stringify(address) !== JSON.stringify(this.address)) {
      this.log.error('The embedded store has moved to another address: restart this process to reach it.');
      return;
    }
    this.address = address;
  }

  private host(): Promise<ServerMessage> {
    preparePlace(this.address, this.dataDir);
    const options: ServeOptions = { dataDir: this.dataDir, address: this.address };
    const child = fork(storeProgram(), [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
    });
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => this.log.warn(`embedded store: ${text.trim()}`));
    return new Promise(resolve => {
      const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
      child.once('message', (message: ServerMessage) => {
        clearTimeout(timer);
        if (message.type === 'ready') this.hosting(child, message.address);
        resolve(message);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        resolve({ type: 'failed', message: `its process ended with ${signal ?? `code ${code}`}` });
        if (this.child === child) this.lost(`The embedded store ended with ${signal ?? `code ${code}`}`);
      });
    });
  }

  private hosting(child: ChildProcess, address: Address): void {
    this.child = child;
    this.adopt(address);
    recordAddress(this.dataDir, address);
    this.setUp();
    // The store must not keep its user alive; the user keeps the store alive.
    child.unref();
    child.channel?.unref();
    (child.stderr as (NodeJS.ReadableStream & { unref?(): void }) | null)?.unref?.();
  }

  private setUp(): void {
    this.up = true;
    this.upSince = Date.now();
  }

  private lost(reason: string): void {
    this.child = null;
    this.hostSocket = null;
    this.up = false;
    if (this.stopped) return;
    if (Date.now() - this.upSince > SETTLED_MS) this.delay = FIRST_DELAY_MS;
    this.log.warn(`${reason}; starting it again in ${this.delay} ms.`);
    this.retryLater();
  }

  private retryLater(): void {
    const timer = setTimeout(() => void this.retry(), this.delay);
    timer.unref();
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY_MS);
  }

  private async retry(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.attach();
      if (this.stopped) await this.stop();
    } catch (error) {
      this.log.error(error instanceof Error ? error.message : String(error));
      if (!this.stopped) this.retryLater();
    }
  }
}

/** dist/embedded-store.js of this installation, from the built program as well as from the sources. */
function storeProgram(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const program = join(folder, 'dist', 'embedded-store.js');
      if (existsSync(program)) return program;
      throw new StoreError('The embedded store is not built: run "npm run build".');
    }
    if (folder === dirname(folder))
      throw new StoreError('The embedded store is not part of this installation.');
  }
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
