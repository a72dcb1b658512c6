import { readFile } from 'node:fs/promises';
import { type Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { parsePolicy } from '../features/grading/domain/parsePolicy.ts';
import { type GradingPolicy, nationalPolicy } from '../features/grading/domain/policy.ts';
import { readExactJson } from '../kernel/exactJson.ts';
import { gradeLine } from './gradeLine.ts';
import { type InputLine, LineFault, readLines } from './lines.ts';

/** Where lines come from and go to; by default the process's own streams. */
interface GradeStreams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const usage = `Usage: tirek grade [--policy FILE] < LINES
       tirek grade [--policy FILE] --print-policy

Reads one JSON object a line, {"id", "rk1", "rk2", "exam"} or {"id", "criteria": [percent, ...]}, and writes one a
line: {"id", "total", "letter", "gpa", "label", "status", "reason"?}, or {"line", "id"?, "error"} in its place.
Values are 0-100, numbers or decimal strings with a point or a comma, and are taken exactly as written; criteria are
whole percents.

  --policy FILE    grade by this policy instead of the national scale
  --print-policy   print the policy as JSON, in the form that --policy takes
  --help           print this text

With "status": "not-admitted", and wherever there is a "reason", a threshold of the policy took the decision: total
and letter are what the marks would give, and do not stand.
`;

/**
 * `tirek grade`: grades lines from stdin to stdout. Resolves to the exit code: 0 when every line was graded, 1 when
 * one could not be read or the command failed, 2 for wrong usage.
 */
export async function gradeCommand(args: readonly string[], io: GradeStreams = process): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return fail(io, 2, `${options} (see tirek grade --help)`);
  // A reader that goes away is noticed by the write that fails; without a listener the event would end the process.
  io.stdout.on('error', ignore);
  try {
    if (options.help) return await print(io, usage);
    const policy = options.policy === undefined ? nationalPolicy : await loadPolicy(options.policy);
    if (options.printPolicy) return await print(io, `${JSON.stringify(policy, null, 2)}\n`);
    return await gradeLines(policy, io);
  } catch (error) {
    return await fail(io, 1, error instanceof Error ? error.message : String(error));
  } finally {
    io.stdout.off('error', ignore);
  }
}

function ignore(): void {
  // See gradeCommand.
}

async function print(io: GradeStreams, text: string): Promise<number> {
  await write(io.stdout, text);
  return 0;
}

async function fail(io: GradeStreams, code: number, problem: string): Promise<number> {
  await write(io.stderr, `tirek grade: ${problem}\n`);
  return code;
}

interface Options {
  readonly help: boolean;
  readonly printPolicy: boolean;
  readonly policy: string | undefined;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        'print-policy': { type: 'boolean' },
        policy: { type: 'string', multiple: true },
      },
    });
    const policies = values.policy ?? [];
    if (policies.length > 1) return '--policy can be given once';
    return { help: values.help ?? false, printPolicy: values['print-policy'] ?? false, policy: policies[0] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function loadPolicy(file: string): Promise<GradingPolicy> {
  const reading = parsePolicy(parseStrictly(file, await readFile(file, 'utf8')));
  if (!reading.ok) throw new Error(`${file} is not a policy: ${reading.problems.join('; ')}`);
  return reading.policy;
}

function parseStrictly(file: string, content: string): unknown {
  const text = content.replace(/^\uFEFF/, '');
  try {
    // Refuses a key that stands twice, where JSON.parse takes the last.
    readExactJson(text);
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function gradeLines(policy: GradingPolicy, io: GradeStreams): Promise<number> {
  const tally = new Tally(policy);
  try {
    for await (const lines of readLines(io.stdin)) {
      const text = lines.map(line => tally.grade(line)).join('');
      if (text !== '') await write(io.stdout, text);
    }
  } catch (error) {
    // The reader has what it wanted (`tirek grade | head`): nobody is left to write to, and nothing has failed.
    if (!isReaderGone(error)) throw error;
  }
  if (tally.failed === 0) return 0;
  await write(io.stderr, `${tally.failed} of ${tally.lines} lines could not be read\n`);
  return 1;
}

/** Grades line after line and counts them; blank lines count as places only. */
class Tally {
  /** Lines that are not blank. */
  lines = 0;
  failed = 0;
  #place = 0;
  readonly #policy: GradingPolicy;

  constructor(policy: GradingPolicy) {
    this.#policy = policy;
  }

  /** The line of output for a line of input, or nothing for a blank one. */
  grade(line: InputLine): string {
    this.#place++;
    if (line instanceof LineFault) {
      this.lines++;
      return this.#refuse(null, line.reason);
    }
    if (/^[ \t\r]*$/.test(line)) return '';
    this.lines++;
    const graded = gradeLine(line, this.#policy);
    return graded.ok ? `${graded.json}\n` : this.#refuse(graded.id, graded.error);
  }

  #refuse(id: string | null, error: string): string {
    this.failed++;
    return `{"line":${this.#place},${id === null ? '' : `"id":${id},`}"error":${JSON.stringify(error)}}\n`;
  }
}

/** Resolves when the text has been handed on, so a slow reader slows the command and memory stays flat. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error ? reject(error) : resolve()));
  });
}

function isReaderGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
