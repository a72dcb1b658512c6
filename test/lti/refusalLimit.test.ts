import { describe, expect, it } from 'vitest';
import { createRefusalLimit } from '../../src/lti/refusalLimit.ts';

describe('refusals of one address', () => {
  let at = 0;
  const flood = (limit: ReturnType<typeof createRefusalLimit>, address: string, times: number): boolean[] =>
    Array.from({ length: times }, () => limit.take(address));

  it('are answered in full a thousand times a minute, and again in the next', () => {
    const limit = createRefusalLimit(() => at);
    expect(flood(limit, '203.0.113.7', 1_000)).not.toContain(false);
    expect(flood(limit, '203.0.113.7', 500)).not.toContain(true);
    at += 59_999;
    expect(limit.take('203.0.113.7')).toBe(false);
    at += 1;
    expect(limit.take('203.0.113.7')).toBe(true);
  });

  it('are counted for each network alone', () => {
    const limit = createRefusalLimit(() => at);
    flood(limit, '2a00:1450:1:2::7', 1_001);
    expect(['2a00:1450:1:2:ffff::1', '2a00:1450:1:3::7', '203.0.113.8'].map(one => limit.take(one))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('of very many addresses do not pile up', () => {
    const limit = createRefusalLimit(() => at);
    flood(limit, '203.0.113.7', 1_001);
    for (let n = 0; n < 10_000; n += 1) limit.take(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    expect(limit.take('203.0.113.7')).toBe(true);
  });
});
