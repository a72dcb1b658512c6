import { type BSONRegExp } from 'bson';
import { badValue, MongoError, NOT_HERE } from '../errors.ts';

/** Escapes that mean the same in PCRE and in JavaScript. */
const SAME_ESCAPE = /[bBdDwWsSnrtfvpP0-9k]/;
/** Syntax of PCRE that JavaScript does not have; some of it would be read as something else. */
const FOREIGN_GROUP = /^\(\?(?![:=!]|<[=!]|<[A-Za-z_])/;

/**
 * A regular expression of a query as JavaScript's own, with PCRE's meaning (MongoDB uses PCRE): what differs is
 * rewritten, what JavaScript does not have is refused.
 */
export function compileRegex({ pattern, options }: { pattern: string; options: string }): RegExp {
  const wrong = /[^imsxu]/.exec(options);
  if (wrong) throw badValue(`invalid flag in regex options: ${wrong[0]}`);
  const flags = options.replace(/[xu]/g, '');
  const source = translate(pattern, { extended: options.includes('x'), flags });
  try {
    return new RegExp(source, `${flags}u`);
  } catch (error) {
    throw new MongoError(
      51091,
      `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

export const regexEquals = (a: BSONRegExp, b: BSONRegExp): boolean =>
  a.pattern === b.pattern && a.options === b.options;

function translate(pattern: string, { extended, flags }: { extended: boolean; flags: string }): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\') {
      out += escape(pattern.charAt(++at), inClass);
    } else if (inClass) {
      inClass = char !== ']';
      out += char === '[' ? '\\[' : char;
    } else if (char === '[') {
      inClass = true;
      out += char;
    } else if (extended && /\s/.test(char)) {
      continue;
    } else if (extended && char === '#') {
      while (at < pattern.length && pattern.charAt(at) !== '\n') at++;
    } else {
      if (FOREIGN_GROUP.test(pattern.slice(at)))
        throw badValue(`regex syntax ${pattern.slice(at, at + 4)} ${NOT_HERE}`);
      out += outsideClass(char, flags);
    }
  }
  return out;
}

function outsideClass(char: string, flags: string): string {
  // PCRE's dot stops only at a line feed, and its dollar also matches before the last one.
  if (char === '.' && !flags.includes('s')) return '[^\\n]';
  if (char === '$' && !flags.includes('m')) return '(?=\\n?(?![^]))';
  if (char === ']' || char === '}') return char === ']' ? '\\]' : char;
  return char;
}

function escape(char: string, inClass: boolean): string {
  if (SAME_ESCAPE.test(char)) return `\\${char}`;
  if (/[A-Za-z]/.test(char)) throw badValue(`regex escape \\${char} ${NOT_HERE}`);
  if (/[\^$\\.*+?()[\]{}|/]/.test(char) || (inClass && char === '-')) return `\\${char}`;
  return char;
}
