import { type Doc } from '../bson/values.ts';
import { type TimeLimit } from '../plan/timeLimit.ts';
import { type Engine } from '../storage/engine.ts';
import { type Arguments } from './arguments.ts';
import { type Cursors } from './cursors.ts';

/** What a command works with. */
export interface Call {
  engine: Engine;
  cursors: Cursors;
  connection: number;
  db: string;
  args: Arguments;
  /** Documents that came beside the command or in its field `documents`, undecoded. */
  sequences: ReadonlyMap<string, readonly Buffer[]>;
  timeLimit: TimeLimit | undefined;
}

/** An answer without its `ok: 1`, or encoded with it. */
export type Answer = Doc | Buffer;

export interface Command {
  /**
   * `reads` changes nothing. `writes` are statements that leave nothing behind when they fail, so that several share
   * a transaction and one flush to the disk. `defines` takes a transaction for itself alone.
   */
  kind: 'reads' | 'writes' | 'defines';
  run(call: Call): Answer;
}
