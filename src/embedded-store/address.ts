/** Where a server listens: a unix socket, or a loopback port where the system has no such sockets. */
export type Address = { kind: 'socket'; path: string } | { kind: 'port'; port: number };

/** What the parent tells the child on its command line, as JSON in the first argument. */
export interface ServeOptions {
  dataDir: string;
  address: Address;
  /** How often expired documents and idle cursors are removed, in ms; once a minute unless given. */
  sweepEveryMs?: number;
}

/** What the child tells its parent over IPC. */
export type ServerMessage =
  { type: 'ready'; address: Address } | { type: 'busy'; pid: number } | { type: 'failed'; message: string };
