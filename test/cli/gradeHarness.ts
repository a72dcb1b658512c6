import { Readable, Writable } from 'node:stream';
import { gradeCommand } from '../../src/cli/grade.ts';

/** A stream that keeps what is written. */
export class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

type Input = string | Uint8Array | Iterable<Uint8Array>;

/** Runs the command over one input. */
export async function grade(input: Input, ...args: string[]) {
  const chunks =
    typeof input === 'string' || input instanceof Uint8Array ? [Buffer.from(input as string)] : input;
  const io = { stdin: Readable.from(chunks), stdout: new Sink(), stderr: new Sink() };
  const code = await gradeCommand(args, io);
  return { code, out: io.stdout.text, err: io.stderr.text };
}

/** The parsed lines of output. */
export async function results(input: Input, ...args: string[]): Promise<Record<string, unknown>[]> {
  const { out } = await grade(input, ...args);
  return out
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Record<string, unknown>);
}
