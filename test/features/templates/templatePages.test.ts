import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { withPolicy, type TemplatePolicy } from '../../../src/features/templates/domain/template.ts';
import { createTemplateStore } from '../../../src/features/templates/templateStore.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { asId, type RegistrationId } from '../../../src/kernel/ids.ts';
import { rootFolder } from '../../../src/paths.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';
import { openAsAdministrator, openAsOperator } from '../connect/consoleVisitor.ts';

let app: InProcess;
let teacher: Visitor;
const t = catalogueOf('en');
const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'), 'utf8');
const locked: TemplatePolicy = {
  kind: 'integrity',
  locked: true,
  texts: { kk: 'Әр мәтін – өз еңбегің.', ru: 'Каждый текст – свой труд.', en: 'Every text is one’s own.' },
};

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor', lang: 'en' });
});
afterAll(() => app.stop());

const listening = () => ({ url: app.url, publicUrl: app.url });

async function registered(name: string) {
  const host = `https://${name}.example`;
  const addresses = { authUrl: `${host}/auth`, tokenUrl: `${host}/token`, jwksUrl: `${host}/keys` };
  await app.tirek.trustPlatform({ name, issuer: host, clientId: 'a', deploymentId: '1', ...addresses });
  const found = await app.tirek.lti.registrations.find(host, 'a');
  if (found === null) throw new Error('no registration');
  return found;
}

describe('the template of an institution in the console', () => {
  it('is a new version with every change, and an older one can be brought back', async () => {
    const { id } = await registered('versions');
    const operator = await openAsOperator(listening(), app.tirek.connect, 'en');
    const path = `/platforms/${id}/template`;
    expect((await operator.get(`/platforms/${id}`)).text).toContain(`${path}"`);
    const texts = { ...locked.texts, locked: '1' };
    expect((await operator.post(`${path}/texts/integrity`, { rev: '0', ...texts })).status).toBe(303);
    expect((await operator.post(`${path}/weights`, { rev: '1', practice: '60', exam: '40' })).status).toBe(
      303,
    );
    const store = createTemplateStore(app.store.connection);
    expect(await store.newest(id)).toMatchObject({
      version: 2,
      template: {
        policies: [locked],
        weights: [
          { kind: 'practice', percent: 60 },
          { kind: 'exam', percent: 40 },
        ],
      },
    });
    expect((await operator.get(`${path}?version=1`)).text).toContain(t.templates.restore);
    expect((await operator.post(`${path}/restore`, { rev: '2', version: '1' })).status).toBe(303);
    expect(await store.newest(id)).toMatchObject({ version: 3, template: { weights: [] } });
    expect((await operator.get(`${path}?version=9`)).status).toBe(404);
  });

  it('is not saved where a locked text lacks a language, or weights do not sum to 100', async () => {
    const { id } = await registered('faults');
    const operator = await openAsOperator(listening(), app.tirek.connect, 'en');
    const path = `/platforms/${id}/template`;
    const half = { rev: '0', locked: '1', kk: 'Мәтін', ru: '', en: '' };
    const answer = await operator.post(`${path}/texts/general`, half);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(t.templates.missing);
    const wrong = await operator.post(`${path}/weights`, { rev: '0', practice: '60', exam: '39' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(t.templates.weightsSum);
    expect((await operator.get(`${path}/texts/nothing`)).status).toBe(404);
    expect((await createTemplateStore(app.store.connection).newest(id)).version).toBe(0);
  });

  it('shows what one has typed when somebody else has saved meanwhile, and overwrites nothing', async () => {
    const { id } = await registered('two');
    const operator = await openAsOperator(listening(), app.tirek.connect, 'en');
    const path = `/platforms/${id}/template`;
    await operator.post(`${path}/weights`, { rev: '0', exam: '100' });
    const late = await operator.post(`${path}/texts/science`, { rev: '0', kk: '', ru: '', en: 'Ours' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('>Ours</textarea>');
    expect(late.text).toContain('name="rev" value="1"');
  });

  it('is of its own institution alone', async () => {
    const [own, other] = [await registered('own'), await registered('other')];
    const administrator = await openAsAdministrator(listening(), app.tirek.connect, own, 'en');
    expect((await administrator.get(`/platforms/${own.id}/template`)).status).toBe(200);
    expect((await administrator.get(`/platforms/${other.id}/template`)).status).toBe(404);
    const foreign = `/platforms/${other.id}/template/weights`;
    expect((await administrator.post(foreign, { rev: '0', exam: '100' })).status).toBe(404);
    await app.tirek.lti.registrations.disable(own);
    const switchedOff = `/platforms/${own.id}/template/weights`;
    expect((await administrator.post(switchedOff, { rev: '0', exam: '100' })).status).toBe(403);
  });

  it('has valid pages in every language', async () => {
    const { id } = await registered('pages');
    await save(id, locked);
    await save(id, { ...locked, kind: 'general', locked: false });
    for (const lang of languages) {
      const operator = await openAsOperator(listening(), app.tirek.connect, lang);
      await operator.post('/language', { lang });
      for (const page of ['', '?version=1', '?saved=1', '/texts/integrity', '/texts/mooc', '/weights']) {
        const answer = await operator.get(`/platforms/${id}/template${page}`);
        expect(answer.status, page).toBe(200);
        await expectValidHtml(answer.text);
      }
    }
  });
});

async function save(registrationId: RegistrationId, policy: TemplatePolicy): Promise<void> {
  const store = createTemplateStore(app.store.connection);
  const { version, template } = await store.newest(registrationId);
  const saved = { template: withPolicy(template, policy), change: policy.kind };
  expect(await store.save(registrationId, version, saved, new Date())).toBe(true);
}

describe('a course of an institution with a locked text', () => {
  const post = (path: string) =>
    request(app.url).post(path).set('Cookie', teacher.cookie).set('X-CSRF-Token', teacher.csrf);
  const read = async (path: string): Promise<string> =>
    (await request(app.url).get(path).set('Cookie', teacher.cookie).set('Accept', 'text/html')).text;

  beforeAll(async () => {
    const course = await createCourseStore(app.store.connection).find(teacher.courseId);
    await save(course?.registrationId ?? asId<'registration'>(''), locked);
  });

  it('finds that a document says something else, and one button puts the text in', async () => {
    const upload = await post(`${teacher.base}/syllabus/upload`).attach('file', Buffer.from(sample), 'a.txt');
    const draft = String(upload.headers.location);
    const page = await read(draft);
    const form = page.split('<form').find(part => part.includes('value="policy-text-differs"')) ?? '';
    const path = /name="path" value="([^"]*)"/.exec(form)?.[1] ?? '';
    const fields = { rev: '1', code: 'policy-text-differs', path };
    expect((await post(`${draft}/mend`).type('form').send(fields)).status).toBe(303);
    const mended = await read(draft);
    expect(mended).toContain(locked.texts.kk);
    expect(mended).not.toContain('policy-text-differs');
  });

  it('shows the text in a correction without letting it be changed', async () => {
    const made = await post(`${teacher.base}/syllabus/new`)
      .type('form')
      .send({
        ...{ title: 'Oral history', lang: 'en', weeks: '15', lectures: '15', lectureHours: '1', srs: '4' },
        ...{ classKind: 'seminar', classes: '15', classHours: '2', classPoints: '8', midterms: '7, 15' },
      });
    const draft = String(made.headers.location);
    expect(await read(draft)).toContain(locked.texts.en);
    const form = await read(`${draft}/policies`);
    await expectValidHtml(form);
    expect(form).toContain(t.syllabus.lockedText);
    const typed = { rev: '1', 'policies.integrity': 'Copy.', 'policies.general': 'Be on time.' };
    expect((await post(`${draft}/policies`).type('form').send(typed)).status).toBe(303);
    const corrected = await read(draft);
    for (const text of [locked.texts.en, 'Be on time.']) expect(corrected).toContain(text);
    expect(corrected).not.toContain('Copy.');
  });
});
