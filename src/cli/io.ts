import { type Writable } from 'node:stream';

/** The streams of a command; `process` has them. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Writable;
  readonly stderr: Writable;
}
