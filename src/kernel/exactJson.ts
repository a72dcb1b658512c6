/**
 * A strict JSON reader (RFC 8259) that keeps numbers as they are written.
 *
 * `JSON.parse` turns 49.499999999999999999 into 49.5, and the source text of a number reaches a reviver only from
 * Node 21 on. This reader also refuses a key that stands twice in one object, where `JSON.parse` silently takes the
 * last: with marks nobody can say which of the two was meant.
 */

/** A JSON number as its text, e.g. "69.50" or "1e1". */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type ExactJsonValue = null | boolean | string | WrittenNumber | ExactJsonValue[] | ExactJsonObject;
export type ExactJsonObject = Map<string, ExactJsonValue>;

/** What is wrong with the text, with the place: `column` counts UTF-16 units from 1. */
export class ExactJsonError extends Error {
  readonly column: number;

  constructor(problem: string, index: number) {
    super(`${problem} at column ${index + 1}`);
    this.name = 'ExactJsonError';
    this.column = index + 1;
  }
}

const deepest = 64;
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const quote = 0x22;
const backslash = 0x5c;
const words: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

/** Reads one JSON text. Throws ExactJsonError when it is not JSON, names a key twice or nests deeper than 64. */
export function readExactJson(text: string): ExactJsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): ExactJsonValue {
    if (depth > deepest) throw new ExactJsonError('nested too deeply', this.#at);
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case 'n':
        return this.#word('null');
      case 't':
        return this.#word('true');
      case 'f':
        return this.#word('false');
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  #object(depth: number): ExactJsonObject {
    const object: ExactJsonObject = new Map();
    this.#at++;
    if (this.#take('}')) return object;
    do {
      this.#skipBlanks();
      const keyAt = this.#at;
      const key = this.#string();
      if (object.has(key)) throw new ExactJsonError(`key ${JSON.stringify(key)} stands twice`, keyAt);
      this.#expect(':');
      object.set(key, this.value(depth));
    } while (this.#take(','));
    this.#expect('}');
    return object;
  }

  #array(depth: number): ExactJsonValue[] {
    const array: ExactJsonValue[] = [];
    this.#at++;
    if (this.#take(']')) return array;
    do array.push(this.value(depth));
    while (this.#take(','));
    this.#expect(']');
    return array;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== quote) throw this.#unexpected();
    let escaped = false;
    for (this.#at++; this.#text.charCodeAt(this.#at) !== quote; this.#at++) {
      // The end of the text has no code (NaN), so it is refused here like a raw control character.
      if (!(this.#text.charCodeAt(this.#at) >= 0x20)) throw this.#unexpected();
      if (this.#text.charCodeAt(this.#at) !== backslash) continue;
      escaped = true;
      this.#at++;
    }
    this.#at++;
    return escaped
      ? unescaped(this.#text.slice(start, this.#at), start)
      : this.#text.slice(start + 1, this.#at - 1);
  }

  #number(): WrittenNumber {
    numberPattern.lastIndex = this.#at;
    if (!numberPattern.test(this.#text)) throw this.#unexpected();
    const number = new WrittenNumber(this.#text.slice(this.#at, numberPattern.lastIndex));
    this.#at = numberPattern.lastIndex;
    return number;
  }

  #word(word: string): null | boolean {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected();
    this.#at += word.length;
    return words[word] ?? null;
  }

  #take(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw this.#unexpected();
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return;
      this.#at++;
    }
  }

  #unexpected(): ExactJsonError {
    const character = this.#text[this.#at];
    return new ExactJsonError(
      character === undefined ? 'unexpected end' : `unexpected ${JSON.stringify(character)}`,
      this.#at,
    );
  }
}

function unescaped(token: string, index: number): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    throw new ExactJsonError('a wrong escape in the string', index);
  }
}
