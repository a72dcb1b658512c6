import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ExactJsonError,
  type ExactJsonValue,
  readExactJson,
  WrittenNumber,
} from '../../src/kernel/exactJson.ts';

/** What `JSON.parse` would have made of it. */
function plain(value: ExactJsonValue): unknown {
  if (value instanceof WrittenNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the exact JSON reader', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 5, noUnicodeString: false }),
        fc.constantFrom(undefined, 1, '\t'),
        (text, space) => {
          const value: unknown = JSON.parse(text);
          expect(plain(readExactJson(JSON.stringify(value, null, space)))).toEqual(value);
        },
      ),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e1',
      'null',
      'true',
      ' ',
      '\n',
      '\u0001',
      '\\u00e',
      'é',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), parts => {
        const text = parts.join('');
        let isRead = true;
        try {
          readExactJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExactJsonError);
          isRead = false;
        }
        expect(isRead).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps every digit of a number', () => {
    const value = readExactJson(
      '[49.499999999999999999, 1.0, 12345678901234567890, -0e2]',
    ) as WrittenNumber[];
    expect(value.map(({ text }) => text)).toEqual([
      '49.499999999999999999',
      '1.0',
      '12345678901234567890',
      '-0e2',
    ]);
  });

  it('refuses a key that stands twice, however it is escaped', () => {
    expect(() => readExactJson('{"rk1":50,"rk1":60}')).toThrow('key "rk1" stands twice at column 11');
    expect(() => readExactJson('{"rk1":50,"\\u0072k1":60}')).toThrow(ExactJsonError);
  });

  it('treats __proto__ as a key like any other', () => {
    const value = readExactJson('{"__proto__":{"rk1":100}}');
    expect(value instanceof Map && [...value.keys()]).toEqual(['__proto__']);
  });

  it('names the place of a fault', () => {
    expect(() => readExactJson('{"a":}')).toThrow('unexpected "}" at column 6');
    expect(() => readExactJson('"abc')).toThrow('unexpected end at column 5');
    expect(() => readExactJson('')).toThrow('unexpected end at column 1');
  });

  it('survives deep nesting and long strings', () => {
    expect(() => readExactJson('['.repeat(1e5))).toThrow('nested too deeply');
    expect(readExactJson(`"${'ә'.repeat(1e6)}"`)).toBe('ә'.repeat(1e6));
  });
});
