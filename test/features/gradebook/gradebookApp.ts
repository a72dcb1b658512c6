import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { type Lang } from '../../../src/i18n/index.ts';
import { rootFolder } from '../../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

/** A course with the sample's calendar and a class, in the whole tool. */
export interface GradebookApp extends InProcess {
  readonly teacher: Visitor;
  readonly students: readonly Visitor[];
  get(who: Visitor, path: string): Promise<Response>;
  postJson(who: Visitor, path: string, value: object): Promise<Response>;
  postForm(who: Visitor, path: string, fields: Record<string, string>): Promise<Response>;
}

const names: [string, string][] = [
  ['Әбдіқадыров', 'Ғалымжан'],
  ['Бейсенбаева', 'Ұлпан'],
  ['Жүнісова', 'Ақмарал'],
  ['Қожахметов', 'Нұрсұлтан'],
  ['Сүлейменова', 'Һадиша'],
];

export async function startGradebookApp(size = 5, lang: Lang = 'kk'): Promise<GradebookApp> {
  const app = await startInProcess();
  const teacher = await app.visit({
    role: 'instructor',
    sub: 'teacher',
    lang,
    names: ['Серікбаева', 'Айгүл'],
  });
  const students: Visitor[] = [];
  for (let index = 0; index < size; index += 1) {
    const name: [string, string] = names[index] ?? [
      'Яхияев',
      `Студент ${String(index + 1).padStart(4, '0')}`,
    ];
    students.push(await app.visit({ role: 'learner', sub: `student-${index}`, names: name, lang }));
  }
  const sent = (test: request.Test, who: Visitor): request.Test =>
    test.set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf);
  const post = (who: Visitor, path: string) => sent(request(app.url).post(who.base + path), who);
  const uploaded = await post(teacher, '/syllabus/upload').attach(
    'file',
    readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt')),
    'силлабус.txt',
  );
  const draft = uploaded.headers['location']?.split('/').at(-1) ?? '';
  const accepted = await post(teacher, `/syllabus/drafts/${draft}/accept`).type('form').send({ rev: '1' });
  if (accepted.status !== 303) throw new Error(`the sample was not accepted: ${accepted.status}`);
  return {
    ...app,
    teacher,
    students,
    get: async (who, path) =>
      request(app.url)
        .get(who.base + path)
        .set('Cookie', who.cookie)
        .set('Accept', 'text/html'),
    postJson: async (who, path, value) => post(who, path).set('Accept', 'application/json').send(value),
    postForm: async (who, path, fields) => post(who, path).type('form').send(fields),
  };
}
