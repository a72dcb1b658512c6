import mongoose from 'mongoose';
import { startEmbeddedStore, type EmbeddedStore } from './embedded.ts';
import { StoreError } from './errors.ts';
import { silentLog, type StoreLog } from './log.ts';

/** The one door to the data: a Mongoose connection of its own, never the library's global one. */
export interface Store {
  connection: mongoose.Connection;
  kind: 'embedded' | 'mongodb';
  /** Cheap enough for every probe: asks nobody over the network. */
  healthy(): boolean;
  close(): Promise<void>;
}

export interface StoreConfig {
  /** Set: that server, never a fallback. Unset: the embedded store in `dataDir`. */
  mongodbUri?: string | undefined;
  dataDir: string;
  /** Instead of the one in the connection string (tests). */
  dbName?: string | undefined;
  log?: StoreLog | undefined;
}

const SELECT_WITHIN_MS = 3_000;

/** @throws StoreError, one line for the operator, when the store cannot be reached or opened. */
export async function openStore(config: StoreConfig): Promise<Store> {
  const log = config.log ?? silentLog;
  if (config.mongodbUri) {
    const connection = await connect(config.mongodbUri, config.dbName, 'MONGODB_URI');
    return {
      connection,
      kind: 'mongodb',
      healthy: () => isConnected(connection),
      close: () => connection.close(),
    };
  }
  const server = await startEmbeddedStore({ dataDir: config.dataDir, log });
  const connection = await connectTo(server, config.dbName);
  return {
    connection,
    kind: 'embedded',
    healthy: () => server.healthy() && isConnected(connection),
    close: async () => {
      await connection.close();
      await server.stop();
    },
  };
}

async function connectTo(server: EmbeddedStore, dbName: string | undefined): Promise<mongoose.Connection> {
  try {
    return await connect(server.uri, dbName, 'The embedded store');
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function connect(uri: string, dbName: string | undefined, name: string): Promise<mongoose.Connection> {
  try {
    return await mongoose
      .createConnection(uri, {
        ...(dbName === undefined ? {} : { dbName }),
        autoIndex: false,
        autoCreate: false,
        // A request fails at once while the store is away instead of waiting in Mongoose's own queue.
        bufferCommands: false,
        serverSelectionTimeoutMS: SELECT_WITHIN_MS,
        connectTimeoutMS: SELECT_WITHIN_MS,
        heartbeatFrequencyMS: 2_000,
        maxPoolSize: 20,
      })
      .asPromise();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StoreError(`${name} cannot be reached: ${reason}`, { cause: error });
  }
}

const isConnected = (connection: mongoose.Connection): boolean =>
  connection.readyState === mongoose.ConnectionStates.connected;
