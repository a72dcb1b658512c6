import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextNight } from '../../src/jobs/nightly.ts';

const zone = 'Asia/Almaty';
const hourOf = (at: Date): number =>
  Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(at));

it('lies ahead, within a day, between one and five in the morning of the zone', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      fc.string(),
      (now, name) => {
        const at = nextNight(now, zone, name);
        expect(at.getTime()).toBeGreaterThan(now.getTime());
        expect(at.getTime() - now.getTime()).toBeLessThanOrEqual(24 * 3_600_000);
        expect(hourOf(at)).toBeGreaterThanOrEqual(1);
        expect(hourOf(at)).toBeLessThan(5);
      },
    ),
  );
});

it('is the same minute every night for one name, and spread for many', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const first = nextNight(now, zone, 'course');
  expect(nextNight(first, zone, 'course').getTime() - first.getTime()).toBe(24 * 3_600_000);
  const minutes = new Set(
    Array.from({ length: 200 }, (_, i) => nextNight(now, zone, `course ${i}`).getTime()),
  );
  expect(minutes.size).toBeGreaterThan(100);
});
