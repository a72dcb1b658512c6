import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CourseRole } from '../../../../src/kernel/permissions.ts';
import { rootFolder } from '../../../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from '../../../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;
let draft = '';

beforeAll(async () => {
  app = await startInProcess(() => new Date('2026-11-22T05:00:00Z'));
  teacher = await app.visit({ role: 'instructor' });
  draft = await upload();
  await post(`/syllabus/drafts/${draft}/accept`).type('form').send({ rev: '1' });
  draft = await upload();
});
afterAll(() => app.stop());

const post = (path: string) =>
  request(app.url)
    .post(`${teacher.base}${path}`)
    .set('Cookie', teacher.cookie)
    .set('X-CSRF-Token', teacher.csrf);

async function upload(): Promise<string> {
  const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.docx'));
  const answer = await post('/syllabus/upload').attach('file', sample, 'силлабус.docx');
  return answer.headers.location?.split('/').at(-1) ?? '';
}

async function get(role: CourseRole, path: string) {
  const visitor = await app.visit({ role });
  return request(app.url)
    .get(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    });
}

describe('the official form of a course', () => {
  it('is a Word document or a PDF for everybody who reads the syllabus', async () => {
    const word = await get('learner', '/syllabus/form?lang=ru&as=docx');
    expect(word.status).toBe(200);
    expect(word.headers['content-disposition']).toContain('syllabus-1-ru.docx');
    expect((word.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    const pdf = await get('instructor', '/syllabus/form?as=pdf');
    expect(pdf.headers['content-disposition']).toContain('syllabus-1-kk.pdf');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is refused to guests, and that of a draft to everybody who does not work on it', async () => {
    expect((await get('guest', '/syllabus/form')).status).toBe(403);
    expect((await get('learner', `/syllabus/form/${draft}`)).status).toBe(403);
    expect((await get('assistant', `/syllabus/form/${draft}`)).status).toBe(403);
    expect((await get('instructor', `/syllabus/form/${draft}`)).status).toBe(200);
    expect((await get('instructor', `/syllabus/form/${'0'.repeat(24)}`)).status).toBe(404);
  });
});
