import { describe, expect, it } from 'vitest';
import { random } from '../../src/secrets/random.ts';

describe('random bytes', () => {
  it('are as many as were asked for, also more than are drawn at once', () => {
    for (const bytes of [1, 12, 4095, 4096, 5000]) expect(random(bytes)).toHaveLength(bytes);
  });
  it('never come twice, and what was given is not changed by what follows', () => {
    const drawn = Array.from({ length: 2_000 }, () => random(16));
    const texts = drawn.map(one => one.toString('hex'));
    expect(new Set(texts).size).toBe(drawn.length);
    random(4096);
    expect(drawn.map(one => one.toString('hex'))).toEqual(texts);
  });
});
