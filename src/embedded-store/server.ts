import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Address } from './address.ts';
import { Cursors } from './commands/cursors.ts';
import { Dispatcher } from './commands/dispatch.ts';
import { encode } from './bson/encode.ts';
import { failure } from './commands/answer.ts';
import { MongoError } from './errors.ts';
import { Engine } from './storage/engine.ts';
import { openKeyValues, type KeyValues } from './storage/kv.ts';
import { removeExpired } from './ttl.ts';
import { framesOf, ProtocolError } from './wire/frames.ts';
import { parseRequest, replyTo } from './wire/message.ts';

export interface ServerOptions {
  dataDir: string;
  /** How often expired documents and idle cursors are removed; MongoDB's minute unless given. */
  sweepEveryMs?: number | undefined;
  /** Errors that are nobody's fault but the server's. */
  report: (error: unknown) => void;
}

const SWEEP_EVERY_MS = 60_000;
const MOST_CONNECTIONS = 1_000;
const LOOPBACK = '127.0.0.1';

/** Speaks MongoDB's wire protocol over a unix socket or a loopback port. */
export class EmbeddedServer {
  private readonly kv: KeyValues;
  private readonly engine: Engine;
  private readonly cursors = new Cursors();
  private readonly dispatcher: Dispatcher;
  private readonly listener: NetServer;
  private readonly sockets = new Set<Socket>();
  private readonly report: (error: unknown) => void;
  private readonly sweeper: NodeJS.Timeout;
  private sweeping = false;
  private connections = 0;

  constructor({ dataDir, sweepEveryMs = SWEEP_EVERY_MS, report }: ServerOptions) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    this.report = report;
    this.kv = openKeyValues(join(dataDir, 'documents.lmdb'));
    this.engine = new Engine(this.kv);
    this.dispatcher = new Dispatcher(this.engine, this.cursors, report);
    this.listener = createServer(socket => void this.serve(socket));
    this.listener.maxConnections = MOST_CONNECTIONS;
    this.sweeper = setInterval(() => void this.sweep(), sweepEveryMs);
  }

  /** Begins to listen and answers where; a port 0 is answered with the port that was found. */
  async listen(address: Address): Promise<Address> {
    const target =
      address.kind === 'socket' ? { path: address.path } : { port: address.port, host: LOOPBACK };
    this.listener.listen(target);
    await once(this.listener, 'listening');
    if (address.kind === 'socket') return address;
    return { kind: 'port', port: (this.listener.address() as AddressInfo).port };
  }

  /** Ends all connections and closes the files. */
  async close(): Promise<void> {
    clearInterval(this.sweeper);
    for (const socket of this.sockets) socket.destroy();
    if (this.listener.listening) {
      this.listener.close();
      await once(this.listener, 'close');
    }
    await this.kv.close();
  }

  private async serve(socket: Socket): Promise<void> {
    const connection = ++this.connections;
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
    try {
      for await (const frame of framesOf(socket as AsyncIterable<Buffer>)) {
        const reply = await this.replyTo(frame, connection);
        if (reply && !socket.destroyed && !socket.write(reply)) await once(socket, 'drain');
      }
    } catch (error) {
      // A peer that goes away or sends no messages of the protocol is no fault of ours.
      if (!(error instanceof ProtocolError) && !isSocketError(error)) this.report(error);
    } finally {
      socket.destroy();
    }
  }

  private async replyTo(frame: Buffer, connection: number): Promise<Buffer | null> {
    try {
      const request = parseRequest(frame);
      const reply = await this.dispatcher.answer(request, connection);
      return request.unanswered ? null : replyTo(request, reply);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      return replyTo({ id: frame.readInt32LE(4), kind: 'message' }, encode(failure(error)));
    }
  }

  private async sweep(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      this.cursors.endIdle();
      await removeExpired(this.engine);
    } catch (error) {
      this.report(error);
    } finally {
      this.sweeping = false;
    }
  }
}

function isSocketError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ERR_STREAM_DESTROYED|ABORT_ERR)$/.test(code);
}
