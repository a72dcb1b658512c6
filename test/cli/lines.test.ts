import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestLine } from '../../src/cli/lines.ts';
import { grade, results } from './gradeHarness.ts';

describe('the lines of an input', () => {
  it('are the same however they are cut into chunks', async () => {
    const lines = [
      '\uFEFF{"id":"ә","rk1":"69,5","rk2":70,"exam":71}',
      '',
      '{"id":"қ","criteria":[50,60]}',
      'wrong',
      '{"id":"😀"}',
    ];
    const bytes = Buffer.from(lines.join('\r\n'));
    const whole = await grade(bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async sizes => {
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await grade(chunks)).toEqual(whole);
      }),
    );
    expect(whole.err).toBe('2 of 4 lines could not be read\n');
  });

  it('are refused with bytes that are not UTF-8, which would make two ids one', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"id":"'),
      Buffer.from([0xcf]),
      Buffer.from('","criteria":[1]}\n{"id":2,"criteria":[1]}'),
    ]);
    expect(await results(bytes)).toEqual([
      { line: 1, error: 'the line is not UTF-8' },
      expect.objectContaining({ id: 2 }),
    ]);
  });

  it('are skipped as they stream by when they are too long to be kept', async () => {
    const good = '{"id":1,"criteria":[50]}';
    const long = `"${'x'.repeat(longestLine)}"`;
    for (const size of [1 << 16, 1 << 20, 1 << 23]) {
      const bytes = Buffer.from([good, long, good, long, long].join('\n'));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const graded = await results(chunks);
      expect(graded.map(({ line }) => line)).toEqual([undefined, 2, undefined, 4, 5]);
      expect(graded[1]?.['error']).toBe('the line is longer than 1048576 bytes');
    }
  });
});
