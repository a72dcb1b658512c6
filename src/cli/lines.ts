import { Buffer, isUtf8 } from 'node:buffer';

/** A line that cannot be handed on as text, and why. */
export class LineFault {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export type InputLine = string | LineFault;

/** Bytes. A line beyond this is skipped as it streams by, so that memory stays flat whatever comes in. */
export const longestLine = 1 << 20;

const newline = 0x0a;
const tooLong = new LineFault(`the line is longer than ${longestLine} bytes`);
const notUtf8 = new LineFault('the line is not UTF-8');

/**
 * The lines of a byte stream in UTF-8, in batches as the chunks come, without their line feeds. A byte order mark at
 * the beginning is dropped. A line with bytes that are not UTF-8 is a fault: decoding it loosely could make two ids one.
 */
export async function* readLines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<InputLine[]> {
  const splitter = new LineSplitter();
  for await (const chunk of input) {
    const lines = splitter.push(Buffer.from(chunk as Uint8Array));
    if (lines.length > 0) yield lines;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

class LineSplitter {
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #isSkipping = false;
  #isFirst = true;

  push(chunk: Buffer): InputLine[] {
    const last = chunk.lastIndexOf(newline);
    if (last !== -1) {
      const lines = this.#take(chunk.subarray(0, last));
      this.#carry(chunk.subarray(last + 1));
      return lines;
    }
    this.#carry(chunk);
    return [];
  }

  end(): InputLine[] {
    return this.#carriedBytes > 0 ? this.#take(Buffer.alloc(0)) : [];
  }

  #carry(part: Buffer): void {
    if (part.length === 0) return;
    this.#carriedBytes += part.length;
    if (this.#carriedBytes > longestLine) {
      this.#isSkipping = true;
      this.#carried = [];
    } else {
      this.#carried.push(part);
    }
  }

  /** All lines of what was carried over and of `part`, which ends where a line ends. */
  #take(part: Buffer): InputLine[] {
    const lines: InputLine[] = [];
    let block = this.#carried.length > 0 ? Buffer.concat([...this.#carried, part]) : part;
    let isDone = false;
    if (this.#isSkipping) {
      lines.push(tooLong);
      const end = part.indexOf(newline);
      isDone = end === -1;
      block = part.subarray(end + 1);
    }
    this.#carried = [];
    this.#carriedBytes = 0;
    this.#isSkipping = false;
    if (!isDone) for (const line of decodeLines(block)) lines.push(line);
    return this.#withoutMark(lines);
  }

  #withoutMark(lines: InputLine[]): InputLine[] {
    const [first] = lines;
    if (this.#isFirst && typeof first === 'string' && first.startsWith('\uFEFF')) lines[0] = first.slice(1);
    this.#isFirst = false;
    return lines;
  }
}

function decodeLines(block: Buffer): InputLine[] {
  if (block.length <= longestLine && isUtf8(block)) return block.toString('utf8').split('\n');
  const lines: InputLine[] = [];
  for (let start = 0; start <= block.length;) {
    const found = block.indexOf(newline, start);
    const end = found === -1 ? block.length : found;
    lines.push(decodeLine(block.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

function decodeLine(bytes: Buffer): InputLine {
  if (bytes.length > longestLine) return tooLong;
  return isUtf8(bytes) ? bytes.toString('utf8') : notUtf8;
}
