import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, isMailed, isTold, withoutMail } from '../../../src/features/notices/domain/choice.ts';
import { type DueRow, nearDeadlines } from '../../../src/features/notices/domain/deadlines.ts';
import { mailDayOf } from '../../../src/features/notices/domain/mailDay.ts';
import { type NoticeFact, noticeKinds } from '../../../src/features/notices/domain/notice.ts';
import { classExcept, learners } from '../../../src/features/notices/domain/recipients.ts';
import { digestText } from '../../../src/features/notices/mail/digestText.ts';
import { failureOf } from '../../../src/features/notices/mail/transport.ts';
import { readToken, unsubscribeUrl } from '../../../src/features/notices/mail/unsubscribe.ts';
import { noticeText } from '../../../src/features/notices/noticeText.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { addDays } from '../../../src/kernel/dates.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';

const person = (digit: string) => asId<'person'>(digit.repeat(24));
const due = (on: string, at = '23:59'): DueRow => ({
  key: 'srs-2',
  row: { kind: 'srs', number: 2, title: 'Essay' },
  on,
  at,
});

describe('a nearing deadline', () => {
  const keys = (on: string, today: string, at?: string) =>
    nearDeadlines([due(on, at)], today).map(({ tidings }) => tidings.key);

  it('is told of three days before and one day before, each once', () => {
    const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
    const told = days.map(day => keys('2026-11-24', day).map(key => key.split(':').at(-1)));
    expect(told).toEqual([[], ['3'], ['3'], ['1'], ['1'], []]);
  });

  it('is told twice at most however many nights were missed, and never when it has passed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -30, max: 10 })), nights => {
        const on = '2026-12-01';
        const told = nights.flatMap(night => keys(on, addDays(on, night)));
        expect(new Set(told).size).toBeLessThanOrEqual(2);
        const near = nights.filter(night => night >= -3 && night <= 0);
        expect(told).toHaveLength(near.length);
      }),
    );
  });

  it('is told anew when its day or time was moved', () => {
    const before = keys('2026-11-24', '2026-11-22');
    expect(keys('2026-11-25', '2026-11-22')).not.toEqual(before);
    expect(keys('2026-11-24', '2026-11-22', '12:00')).not.toEqual(before);
  });
});

describe('who is told', () => {
  const members = (['learner', 'assistant', 'instructor', 'mentor', 'guest'] as const).map((role, index) => ({
    person: { id: person(String(index)) },
    role,
    active: true,
  }));
  const gone = { person: { id: person('9') }, role: 'learner', active: false } as const;

  it('is everybody who works in the course, but not who made the change', () => {
    expect(classExcept([...members, gone], null)).toEqual([person('0'), person('1'), person('2')]);
    expect(classExcept(members, person('2'))).toEqual([person('0'), person('1')]);
    expect(learners([...members, gone])).toEqual([person('0')]);
  });

  it('has chosen by kind; what is told nowhere is not in the mail either', () => {
    expect(noticeKinds.every(kind => isTold(everything, kind) && isMailed(everything, kind))).toBe(true);
    const choice = { off: ['calendar'], mailOff: ['result'] } as const;
    expect([isTold(choice, 'calendar'), isMailed(choice, 'calendar')]).toEqual([false, false]);
    expect([isTold(choice, 'result'), isMailed(choice, 'result')]).toEqual([true, false]);
    const ended = withoutMail(choice);
    expect(noticeKinds.some(kind => isMailed(ended, kind))).toBe(false);
    expect(isTold(ended, 'result')).toBe(true);
  });
});

describe('a day of mail', () => {
  it('begins at seven and ends at nine in the evening, and has what was told before seven', () => {
    const at = (utc: string) => mailDayOf(new Date(utc), 'Asia/Almaty');
    expect(at('2026-11-22T01:59:00Z')).toBeNull();
    const morning = { day: '2026-11-22', before: new Date('2026-11-22T02:00:00Z') };
    expect(at('2026-11-22T02:00:00Z')).toEqual(morning);
    expect(at('2026-11-22T15:59:00Z')).toEqual(morning);
    expect(at('2026-11-22T16:00:00Z')).toBeNull();
    expect(at('2026-11-22T19:30:00Z')).toBeNull();
  });
});

const facts: NoticeFact[] = [
  { kind: 'syllabus' },
  { kind: 'calendar' },
  { kind: 'result' },
  { kind: 'appeal' },
  { kind: 'deadline', row: { kind: 'srs', number: 2, title: 'Essay <b>' }, on: '2026-11-24', at: '23:59' },
  { kind: 'deadline', row: { kind: 'final', number: null, title: '' }, on: '2026-12-24', at: '09:00' },
  { kind: 'approval', event: 'waiting', approvalId: 'a' },
  { kind: 'renewal', title: { kk: 'Тарих', ru: '', en: '' }, on: '2026-12-01', isOverdue: true },
];

describe('a digest', () => {
  it('says everything in plain text and in HTML, escaped, with one address: the end of the mail', () => {
    for (const lang of languages) {
      const t = catalogueOf(lang);
      const parts = [
        { course: 'History & <Law>', notices: facts.map(fact => ({ fact })) },
        { course: null, notices: [{ fact: { kind: 'calendar' } as const }] },
      ];
      const { subject, text, html } = digestText(parts, 'https://tirek.example/stop', t, lang);
      expect(subject).toContain('9');
      for (const fact of facts) expect(text).toContain(`- ${noticeText(fact, t, lang)}`);
      expect(text).toContain('24.11.2026');
      expect(html).toContain('History &amp; &lt;Law&gt;');
      expect(html).not.toContain('<b>');
      expect(text.match(/https?:/g)).toHaveLength(1);
      expect(html.match(/https?:/g)).toHaveLength(1);
    }
  });
});

describe('what an error says of a mail', () => {
  it('is tried again only where the server has certainly not taken it', () => {
    const kindOf = (error: object) => failureOf(error).kind;
    expect(kindOf({ code: 'ESOCKET', command: 'CONN' })).toBe('later');
    expect(kindOf({ code: 'EDNS' })).toBe('later');
    expect(kindOf({ code: 'EENVELOPE', responseCode: 451 })).toBe('later');
    expect(kindOf({ code: 'EAUTH', responseCode: 535 })).toBe('later');
    expect(kindOf({ code: 'EENVELOPE', responseCode: 550 })).toBe('never');
    expect(kindOf({ code: 'ETIMEDOUT', command: 'DATA' })).toBe('unsure');
    expect(kindOf(new Error('whatever'))).toBe('unsure');
  });

  it('is a code without the server’s words', () => {
    const error = { code: 'EENVELOPE', responseCode: 550, message: 'no such user a@example.edu' };
    expect(failureOf(error)).toEqual({ kind: 'never', reason: 'EENVELOPE 550' });
  });
});

describe('the address that ends the mail', () => {
  const sealer = createSealer('a secret key of tests, long enough to be one');

  it('opens for the person that it was written for, and for nobody else', () => {
    const url = unsubscribeUrl(person('a'), { sealer, publicUrl: 'https://tirek.example' });
    const token = url.split('/').at(-1) ?? '';
    expect(readToken(token, sealer)).toBe(person('a'));
    expect(readToken(token.replace('a'.repeat(24), 'b'.repeat(24)), sealer)).toBeNull();
    for (const wrong of ['', '.', 'a'.repeat(24), `${token}x`]) expect(readToken(wrong, sealer)).toBeNull();
  });
});
