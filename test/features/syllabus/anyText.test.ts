import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentError, readDocument } from '../../../src/documents/index.ts';
import {
  checkSyllabus,
  NotASyllabusError,
  parseMap,
  parseSyllabus,
  printedSyllabus,
} from '../../../src/features/syllabus/domain/index.ts';
import { syllabusSchema } from '../../../src/features/syllabus/domain/types.ts';

const lines = readFileSync(new URL('../../../samples/syllabus-sample-kk.txt', import.meta.url), 'utf8').split(
  '\n',
);

/** Anything that can happen to the lines of a document on its way: lost, repeated, moved, joined, cut, misspelt. */
const change = fc.record({
  how: fc.constantFrom('drop', 'repeat', 'swap', 'join', 'cut', 'insert', 'tab'),
  at: fc.nat(lines.length - 1),
  other: fc.nat(lines.length - 1),
  text: fc.string({ unit: 'grapheme', maxLength: 20 }),
});

function changed(changes: readonly { how: string; at: number; other: number; text: string }[]): string {
  const result = [...lines];
  for (const { how, at, other, text } of changes) {
    const line = result[at] ?? '';
    const middle = Math.floor(line.length / 2);
    if (how === 'drop') result[at] = '';
    if (how === 'repeat') result.splice(other, 0, line);
    if (how === 'swap') [result[at], result[other]] = [result[other] ?? '', line];
    if (how === 'join') result.splice(at, 2, line + (result[at + 1] ?? ''));
    if (how === 'cut') result.splice(at, 1, line.slice(0, middle), line.slice(middle));
    if (how === 'insert') result[at] = line.slice(0, middle) + text + line.slice(middle);
    if (how === 'tab') result[at] = `${line}\t${text}`;
  }
  return result.join('\n');
}

describe('any text', () => {
  it('gives a syllabus of the right shape whose findings have words, or a refusal with a name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), async changes => {
        try {
          const document = await readDocument(Buffer.from(changed(changes)), 'a');
          parseMap(document);
          const { syllabus, evidence, findings } = parseSyllabus(document);
          expect(syllabusSchema.parse(syllabus)).toEqual(syllabus);
          const all = [...findings, ...checkSyllabus(syllabus, evidence, null)];
          for (const { message } of printedSyllabus(syllabus, all, 'kk').findings) {
            expect(message).not.toMatch(/undefined|NaN|\[object/);
          }
        } catch (error) {
          if (!(error instanceof DocumentError) && !(error instanceof NotASyllabusError)) throw error;
        }
      }),
      { numRuns: 60 },
    );
  });
});
