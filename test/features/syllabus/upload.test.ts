import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { htmlOf } from '../../documents/rendered.ts';
import { pdfOf } from '../../documents/pdf.ts';
import { rootFolder } from '../../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor', lang: 'en' });
});
afterAll(() => app.stop());

const t = catalogueOf('en');

const upload = (bytes: Buffer, name: string, accept = 'text/html', visitor = teacher) =>
  request(app.url)
    .post(`${visitor.base}/syllabus/upload`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf)
    .set('Accept', accept)
    .attach('file', bytes, name);

const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.docx'));

describe('an uploaded file', () => {
  it('becomes a draft that is looked at before anything changes', async () => {
    const answer = await upload(sample, 'силлабус.docx');
    expect(answer.status).toBe(303);
    const preview = await request(app.url).get(String(answer.headers.location)).set('Cookie', teacher.cookie);
    expect(preview.text).toContain(t.syllabus.previewTitle);
    expect(preview.text).toContain('силлабус.docx');
    const calendar = await request(app.url).get(`${teacher.base}/calendar`).set('Cookie', teacher.cookie);
    expect(calendar.text).toContain(t.calendar.emptyTitle);
  });

  it('is answered in JSON where the drop zone asks', async () => {
    const answer = await upload(sample, 'x.docx', 'application/json');
    expect(answer.status).toBe(200);
    expect((answer.body as { location: string }).location).toMatch(/\/syllabus\/drafts\/[0-9a-f]{24}$/);
  });

  it('is refused by name, with what to do, when it is something else', async () => {
    const cases: [Buffer, string, string][] = [
      [pdfOf([]), 'a.pdf', t.documents['document-no-text']],
      [Buffer.from('{\\rtf1 x}'), 'a.docx', t.documents['document-rtf']],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.doc', t.documents['document-doc']],
      [Buffer.alloc(0), 'a.txt', t.documents['document-empty']],
      [Buffer.from('Бүгін ауа райы жақсы.'), 'a.txt', t.documents['not-a-syllabus']],
    ];
    for (const [bytes, name, words] of cases) {
      const page = await upload(bytes, name);
      expect(page.status, name).toBe(422);
      expect(page.text.replaceAll('&#39;', "'").replaceAll('&#34;', '"'), name).toContain(words);
      const json = await upload(bytes, name, 'application/json');
      expect((json.body as { error: { message: string } }).error.message, name).toBe(words);
    }
  });

  it('of more than 25 MB is refused before it is read', async () => {
    const answer = await upload(Buffer.alloc(27_000_000, 32), 'large.txt', 'application/json');
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ error: { code: 'too-large', message: t.errors['too-large'].text } });
  });

  it('that is missing is asked for again', async () => {
    const answer = await request(app.url)
      .post(`${teacher.base}/syllabus/upload`)
      .set('Cookie', teacher.cookie)
      .set('X-CSRF-Token', teacher.csrf)
      .field('other', 'x');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(t.syllabus.noFile);
  });

  it('of another course’s draft is not found', async () => {
    const answer = await upload(sample, 'x.docx');
    const id = String(answer.headers.location).split('/').at(-1);
    const stranger = await app.visit({ role: 'instructor', course: 'course-2', sub: 'stranger' });
    const peek = await request(app.url)
      .get(`${stranger.base}/syllabus/drafts/${id}`)
      .set('Cookie', stranger.cookie);
    expect(peek.status).toBe(404);
  });
});

describe('a pasted table', () => {
  const rows = Array.from({ length: 4 }, (_, index) => [`${index + 1}`, `Д ${index + 1}. Тақырып`, '1', '']);
  const table = [['Апта', 'Тақырып атауы', 'Сағат саны', 'Макс. балл'], ...rows];
  const paste = (fields: Record<string, string>, html: string | null) => {
    const post = request(app.url)
      .post(`${teacher.base}/syllabus/paste`)
      .set('Cookie', teacher.cookie)
      .set('X-CSRF-Token', teacher.csrf);
    for (const [name, value] of Object.entries(fields)) void post.field(name, value);
    return html === null ? post : post.attach('html', Buffer.from(html), 'pasted.html');
  };

  it.each([
    ['with its cells', { text: 'x' }, htmlOf([table])],
    ['as text with tabs', { text: table.map(row => row.join('\t')).join('\n') }, null],
  ])('is read %s', async (_, fields, html) => {
    const answer = await paste(fields, html);
    expect(answer.status).toBe(303);
    const preview = await request(app.url).get(String(answer.headers.location)).set('Cookie', teacher.cookie);
    expect(preview.text).toContain('Тақырып');
    expect(preview.text).toContain(t.syllabus.pastedName);
  });

  it('that is no syllabus, or is missing, is asked for again with what was typed', async () => {
    const other = await paste({ text: 'a\tb' }, null);
    expect(other.status).toBe(422);
    expect(other.text).toContain('a\tb</textarea>');
    const empty = await paste({ text: ' ' }, null);
    expect(empty.status).toBe(422);
    expect(empty.text).toContain(t.syllabus.pasteEmpty);
  });
});
