import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { writeCertificate } from '../../../src/features/mooccertificates/certificatePaper.ts';
import {
  type Candidate,
  type Certificate,
  chosenOf,
  numberText,
} from '../../../src/features/mooccertificates/domain/certificate.ts';
import { createIssuedStore } from '../../../src/features/mooccertificates/issuedStore.ts';
import { createMoocResultStore } from '../../../src/features/moocresults/resultStore.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { asId, type RegistrationId } from '../../../src/kernel/ids.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { appoint } from '../moocregistry/desk.ts';
import { type MoocApp, startMoocApp } from '../moocresults/moocApp.ts';

const certificate: Certificate = {
  ...{ id: 'a'.repeat(24), year: 2026, number: 17, code: 'K7QF-2M9D-4HTX-9RWE' },
  registrationId: asId<'registration'>('b'.repeat(24)),
  credentialId: '6d0f9f0e-3c53-4a54-9d7b-1f2e3d4c5b6a',
  institution: 'Үлгі университеті',
  courseId: asId<'course'>('c'.repeat(24)),
  personId: asId<'person'>('d'.repeat(24)),
  holder: 'Бейсенбаева Ұлпан',
  mooc: {
    key: 'm1',
    titles: { kk: 'Деректерді талдау негіздері', ru: 'Основы анализа данных', en: 'Data analysis' },
    platforms: { kk: 'Ашық платформа', ru: 'Открытая платформа', en: 'Open platform' },
    ...{ url: 'https://open.example.kz/data', hours: 60, credits: 2.5 },
  },
  completedOn: '2026-11-20',
  issuedBy: asId<'person'>('e'.repeat(24)),
  issuedAt: new Date('2026-11-22T05:00:00Z'),
  revoked: null,
};

describe('a certificate', () => {
  it('is numbered so that lists sort within a year', () => {
    expect(numberText(certificate)).toBe('2026-00017');
  });

  it('goes to those who were chosen and have a name, each once', () => {
    const candidate = (id: string, holder: string): Candidate => ({
      ...{ personId: asId<'person'>(id), holder, mooc: certificate.mooc, percent: '80', completedOn: null },
    });
    const candidates = [candidate('1', 'А'), candidate('2', ''), candidate('3', 'В')];
    const chosen = chosenOf(candidates, ['m1:1', 'm1:1', 'm1:2', 'm2:3', 'x']);
    expect(chosen.map(({ personId }) => personId)).toEqual(['1']);
  });

  it('is a PDF in three languages with Kazakh letters, hours, credits, number and code', async () => {
    for (const lang of languages) {
      const t = catalogueOf(lang);
      const reading = { t, lang, timeZone: 'Asia/Almaty' };
      const at = 'https://tirek.example/certificate?code=K7QF-2M9D-4HTX-9RWE';
      const { name, body } = await writeCertificate(certificate, reading, at);
      expect(name).toMatch(/^[a-z]+-2026-00017\.pdf$/u);
      const text = JSON.stringify(await readDocument(body, name));
      for (const part of ['Үлгі университеті', 'Бейсенбаева Ұлпан', certificate.mooc.titles[lang], '60'])
        expect(text).toContain(part);
      for (const part of ['2026-00017', certificate.code, '20.11.2026', '22.11.2026', at])
        expect(text).toContain(part);
      expect(text).toContain(lang === 'en' ? '2.5' : '2,5');
      expect(text).not.toContain(t.mooccertificates.verify.revokedShort);
      const revoked = { by: certificate.issuedBy, at: certificate.issuedAt, reason: 'Қате' };
      const after = await writeCertificate({ ...certificate, revoked }, reading, at);
      expect(JSON.stringify(await readDocument(after.body, after.name))).toContain(
        t.mooccertificates.verify.revokedShort,
      );
    }
  });
});

describe('the MOOC centre', () => {
  let app: MoocApp;
  let centre: Visitor;
  const home = '/mooccertificates';
  const student = (index: number): Visitor => app.students[index] as Visitor;
  const choice = (index: number): string => `m1:${student(index).personId}`;
  const shown = async (who: Visitor, path: string): Promise<string> => (await app.get(who, path)).text;
  const issue = async (who: Visitor, indexes: readonly number[]): Promise<string> => {
    const sent = request(app.url)
      .post(who.base + home)
      .set('Cookie', who.cookie)
      .set('X-CSRF-Token', who.csrf)
      .type('form');
    const answer = await sent.send(indexes.map(index => `chosen%5B%5D=${choice(index)}`).join('&'));
    return /notice=([\w-]+)/u.exec(answer.headers['location'] ?? '')?.[1] ?? String(answer.status);
  };
  const issued = async (index: number): Promise<Certificate[]> =>
    createIssuedStore(app.store.connection).list(app.teacher.courseId, student(index).personId);

  beforeAll(async () => {
    app = await startMoocApp(4);
    // Somebody of the centre comes in whatever role.
    centre = await app.visit({ role: 'guest', sub: 'centre', names: ['Сапарова', 'Әлия'] });
    await appoint(app, centre);
    const courseId = app.teacher.courseId;
    const percents = ['92.5', '50', '49.99', '77'];
    await createMoocResultStore(app.store.connection).save(
      percents.map((percent, index) => ({
        ...{
          courseId,
          moocKey: 'm1',
          personId: student(index).personId,
          percent,
          threshold: '50',
        },
        ...{ on: '2026-11-20', marks: {}, source: { file: 'report.csv', digest: '0', row: index + 2 } },
        ...{ by: app.teacher.personId, at: new Date() },
      })),
    );
  });
  afterAll(() => app.stop());

  it('is offered those alone whose result is complete', async () => {
    const html = await shown(centre, home);
    await expectValidHtml(html);
    for (const index of [0, 1, 3]) expect(html).toContain(choice(index));
    expect(html).not.toContain(choice(2));
    expect(html).toContain('92,5 %');
  });

  it('is nobody else: a teacher sees no names there and issues nothing', async () => {
    expect(await shown(app.teacher, home)).not.toContain('Бейсенбаева');
    expect(await issue(app.teacher, [0])).toBe('403');
    expect(await issue(student(0), [0])).toBe('403');
    expect(await issued(0)).toEqual([]);
  });

  it('sees every certificate before it is issued', async () => {
    const answer = await app.postForm(centre, `${home}/preview`, { 'chosen[]': choice(0) });
    expect(answer.status).toBe(200);
    await expectValidHtml(answer.text);
    expect(answer.text).toContain('Әбдіқадыров Ғалымжан');
    expect(answer.text).toContain('20.11.2026');
    expect(await issued(0)).toEqual([]);
  });

  it('issues running numbers, one certificate a person, and none to who has not completed', async () => {
    expect(await issue(centre, [0, 2])).toBe('issued');
    expect(await issue(centre, [0, 2])).toBe('nothing');
    // Two at the same moment.
    const both = await Promise.all([issue(centre, [1, 3]), issue(centre, [1, 3])]);
    expect(both).toContain('issued');
    const all = [await issued(0), await issued(1), await issued(2), await issued(3)];
    expect(all.map(({ length }) => length)).toEqual([1, 1, 0, 1]);
    expect(
      all
        .flat()
        .map(({ number }) => number)
        .sort(),
    ).toEqual([1, 2, 3]);
    const html = await shown(centre, home);
    expect(html).not.toContain('chosen[]');
    await expectValidHtml(html);
    await expectValidHtml(await shown(app.teacher, home));
  });

  it('lets a learner see and download the own certificate alone', async () => {
    const [own] = await issued(0);
    const html = await shown(student(0), `${home}/own`);
    await expectValidHtml(html);
    expect(html).toContain(own?.code);
    expect(await shown(student(1), `${home}/own`)).not.toContain(own?.code);
    const path = `${home}/own/${own?.id ?? ''}/file?lang=ru`;
    const file = await app.get(student(0), path);
    expect(file.headers['content-type']).toContain('application/pdf');
    expect(file.headers['content-disposition']).toMatch(/^attachment;.*\.pdf/u);
    expect((await app.get(student(1), path)).status).toBe(404);
    expect((await app.get(student(1), path.replace('/own', ''))).status).toBe(403);
    expect((await app.get(centre, path.replace('/own', ''))).headers['content-type']).toContain('pdf');
  });

  it('revokes with a reason, which the public page tells; then another one may be issued', async () => {
    const [own] = await issued(0);
    const verify = (code: string) => request(app.url).get('/certificate').query({ code });
    const genuine = await verify(own?.code.toLowerCase().replaceAll('-', ' ') ?? '');
    expect(genuine.status).toBe(200);
    await expectValidHtml(genuine.text);
    expect(genuine.text).toContain('Әбдіқадыров Ғалымжан');
    expect(genuine.text).not.toContain('@univ.example');
    expect(genuine.headers['x-robots-tag']).toBe('noindex');
    expect((await verify('AAAA-AAAA-AAAA-AAAA')).status).toBe(404);

    const revoke = (reason: string) => app.postForm(centre, `${home}/${own?.id ?? ''}/revoke`, { reason });
    expect((await revoke(' ')).status).toBe(422);
    expect((await revoke('Нәтиже қате жүктелген')).headers['location']).toContain('notice=revoked');
    expect((await revoke('Тағы бір рет')).headers['location']).toContain('notice=conflict');
    const after = await verify(own?.code ?? '');
    expect(after.text).toContain('Нәтиже қате жүктелген');
    expect(after.text).not.toContain(catalogueOf('kk').mooccertificates.verify.genuine);

    expect(await issue(centre, [0])).toBe('issued');
    const [newest, former] = await issued(0);
    expect(newest?.number).toBe(4);
    // What was issued is as it was, but for the revocation.
    expect(former).toEqual({ ...own, revoked: former?.revoked });
  });

  it('counts each institution and each year from one', async () => {
    const store = createIssuedStore(app.store.connection);
    const [own] = await issued(0);
    const registrationId = own?.registrationId as RegistrationId;
    expect(await store.lastNumber(registrationId, own?.year ?? 0)).toBe(4);
    expect(await store.lastNumber(registrationId, (own?.year ?? 0) + 1)).toBe(0);
    expect(await store.lastNumber(asId<'registration'>('f'.repeat(24)), own?.year ?? 0)).toBe(0);
  });
});
