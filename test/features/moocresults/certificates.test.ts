import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  evidenceLinkOf,
  evidenceTypeOf,
  standingOn,
} from '../../../src/features/moocresults/certificates/evidence.ts';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type MoocApp, startMoocApp } from './moocApp.ts';

describe('evidence', () => {
  it('is known by its first bytes, whatever it is called', () => {
    expect(evidenceTypeOf(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
    expect(evidenceTypeOf(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe('image/png');
    expect(evidenceTypeOf(Buffer.from('<svg onload="x">'))).toBeNull();
    expect(evidenceTypeOf(Buffer.alloc(0))).toBeNull();
  });

  it('as a link leads to the open web alone, and is one however its end is written', () => {
    expect(evidenceLinkOf(' https://Coursera.example/verify/A1#top ')).toBe(
      'https://coursera.example/verify/A1',
    );
    for (const link of ['http://x.example/a', 'javascript:alert(1)', 'https://me:pw@x.example/', 'x', ''])
      expect(evidenceLinkOf(link)).toBeNull();
  });

  it('that was accepted counts until its last day', () => {
    const accepted = { state: 'accepted', validUntil: '2026-11-22' } as const;
    expect(standingOn(accepted, '2026-11-22')).toBe('accepted');
    expect(standingOn(accepted, '2026-11-23')).toBe('expired');
    expect(standingOn({ ...accepted, state: 'waiting' }, '2026-11-23')).toBe('waiting');
  });
});

describe('certificates', () => {
  let app: MoocApp;
  beforeAll(async () => {
    app = await startMoocApp();
  });
  afterAll(() => app.stop());

  const own = '/moocresults/certificates';
  const review = '/moocresults/review';
  const student = (index: number): Visitor => app.students[index] as Visitor;
  const pdf = (text: string) => Buffer.from(`%PDF-1.7 ${text}`);

  async function handIn(
    index: number,
    bytes: Buffer | null,
    fields: Record<string, string> = {},
  ): Promise<string> {
    const who = student(index);
    const post = request(app.url)
      .post(who.base + own)
      .set('Cookie', who.cookie)
      .set('X-CSRF-Token', who.csrf)
      .field({ mooc: 'm1', ...fields });
    const answer = await (bytes === null ? post : post.attach('file', bytes, '../evil/се"ртификат.exe'));
    return /notice=([\w-]+)/u.exec(answer.headers['location'] ?? '')?.[1] ?? String(answer.status);
  }
  const shown = async (who: Visitor, path: string): Promise<string> => (await app.get(who, path)).text;
  const idIn = (html: string): string => /(?:certificates|review)\/([0-9a-f]{24})/u.exec(html)?.[1] ?? '';

  it('are handed in, given back to their owner and to graders alone, and never run in a browser', async () => {
    expect(await handIn(0, pdf('one'))).toBe('kept');
    const id = idIn(await shown(student(0), own));
    const file = await app.get(student(0), `${own}/${id}/file`);
    expect(file.headers['content-type']).toContain('application/pdf');
    expect(file.headers['content-disposition']).toMatch(/^attachment;.*\.pdf/u);
    expect(file.headers['content-disposition']).not.toContain('evil');
    expect(file.headers['x-content-type-options']).toBe('nosniff');
    expect((await app.get(student(1), `${own}/${id}/file`)).status).toBe(404);
    expect((await app.get(student(1), `${review}/${id}/file`)).status).toBe(403);
    expect((await app.get(app.teacher, `${review}/${id}/file`)).status).toBe(200);
    const other = await app.visit({ role: 'instructor', course: 'other' });
    expect((await app.get(other, `${review}/${id}/file`)).status).toBe(404);
  });

  it('are shown as suspicious when two people hand in the very same', async () => {
    expect(await shown(app.teacher, review)).not.toContain('Күмәнді');
    expect(await handIn(1, pdf('one'))).toBe('kept');
    const html = await shown(app.teacher, review);
    await expectValidHtml(html);
    expect(html).toContain('Күмәнді: дәл осы құжатты басқа студент те тапсырған (Бейсенбаева Ұлпан).');
    expect(html).toContain('(Әбдіқадыров Ғалымжан)');
    expect(await shown(student(1), own)).not.toContain('Күмәнді');
  });

  it.each([
    ['nothing', null, {}],
    ['link', null, { link: 'javascript:alert(1)' }],
    ['type', Buffer.from('<script>'), {}],
    ['twice', pdf('one'), {}],
    ['expired', pdf('old'), { validUntil: '2020-01-01' }],
    ['404', pdf('x'), { mooc: 'm9' }],
    ['422', pdf('x'), { validUntil: 'ертең' }],
  ] as const)('are refused with a reason: %s', async (reason, bytes, fields) => {
    expect(await handIn(0, bytes, { ...fields })).toBe(reason);
  });

  it('are at most five for an online course, and no larger than the limit', async () => {
    for (let count = 0; count < 5; count += 1)
      expect(await handIn(2, null, { link: `https://certificates.example/${count}` })).toBe('kept');
    expect(await handIn(2, pdf('sixth'))).toBe('too-many');
    expect(await handIn(2, Buffer.concat([pdf(''), Buffer.alloc(5 * 1024 * 1024)]))).toBe('413');
  });

  it('are accepted, or refused with a reason that the student sees; decided once', async () => {
    const html = await shown(app.teacher, review);
    const [first = '', second = ''] = new Set(
      [...html.matchAll(/refuse-([0-9a-f]{24})/gu)].map(found => found[1] ?? ''),
    );
    const decide = (id: string, fields: Record<string, string>) =>
      app.postForm(app.teacher, `${review}/${id}`, fields);
    expect((await decide(first, { state: 'refused' })).status).toBe(422);
    expect(
      (await decide(first, { state: 'refused', reason: 'Бұл басқа курс.' })).headers['location'],
    ).toContain('decided');
    expect((await decide(first, { state: 'accepted' })).headers['location']).toContain('conflict');
    expect((await decide(second, { state: 'accepted' })).headers['location']).toContain('decided');
    const mine = await shown(student(2), own);
    await expectValidHtml(mine);
    expect(mine).toContain('Бұл басқа курс.');
    expect((await app.postForm(student(2), `${own}/${first}/take-back`, {})).headers['location']).toContain(
      'decided',
    );
    expect((await app.postForm(student(0), `${review}/${second}`, { state: 'accepted' })).status).toBe(403);
  });

  it('can be taken back while nobody has decided', async () => {
    const id = idIn(await shown(student(0), own));
    expect((await app.postForm(student(1), `${own}/${id}/take-back`, {})).status).toBe(404);
    expect((await app.postForm(student(0), `${own}/${id}/take-back`, {})).headers['location']).toContain(
      'taken-back',
    );
    expect(await shown(student(0), own)).not.toContain(id);
    expect((await app.get(app.teacher, `${review}/${id}/file`)).status).toBe(404);
  });

  it('have valid pages in every language', async () => {
    for (const lang of languages) {
      await expectValidHtml(await shown(await app.again('instructor', 'teacher', lang), review));
      await expectValidHtml(await shown(await app.again('learner', 'student-2', lang), own));
    }
  });
});
