import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../../src/i18n/index.ts';
import { rootFolder } from '../../../../src/paths.ts';
import { expectValidHtml } from '../../../support/html.ts';
import { type GradebookApp, startGradebookApp } from '../../gradebook/gradebookApp.ts';

const t = catalogueOf('kk');
const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'), 'utf8');

let app: GradebookApp;
beforeAll(async () => {
  app = await startGradebookApp(1);
});
afterAll(() => app.stop());

/** The topic of a class, as the sample writes it behind its label. */
const topicOf = (label: string): string =>
  new RegExp(`${label}\\.? ([^\\t\\n]+)`, 'u').exec(sample)?.[1] ?? '';

async function uploaded(text: string): Promise<string> {
  const answer = await request(app.url)
    .post(`${app.teacher.base}/syllabus/upload`)
    .set('Cookie', app.teacher.cookie)
    .set('X-CSRF-Token', app.teacher.csrf)
    .attach('file', Buffer.from(text), 'жаңа.txt');
  return String(answer.headers.location).replace(app.teacher.base, '');
}

const choicesIn = (page: string): string[] => [
  ...new Set([...page.matchAll(/name="(choose:[^"]+)"/g)].map(([, name = '']) => name)),
];
const fieldsIn = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/name="(rev|beside)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

describe('a newer document', () => {
  it('is merged: what marks hang on stays, what both changed is asked, the rest is taken over', async () => {
    const { teacher, students } = app;
    const student = students[0];
    if (student === undefined) throw new Error('no student');
    await app.postForm(teacher, `/gradebook/${student.personId}`, { 'mark:seminar-3': '7' });
    // Corrected by hand after the first document was accepted.
    const revised = await app.postForm(teacher, '/syllabus/revise', {});
    const draft = String(revised.headers.location).split('/').at(-1) ?? '';
    const form = (await app.get(teacher, `/syllabus/drafts/${draft}/calendar`)).text;
    const field = (topic: string): string =>
      new RegExp(`name="(calendar\\[\\d+\\]\\.title)" type="text" value="${topic.slice(0, 12)}`, 'u').exec(
        form,
      )?.[1] ?? '';
    const [second, fifth, third] = ['СС 2', 'СС 5', 'СС 3'].map(topicOf);
    if (second === undefined || fifth === undefined || third === undefined) throw new Error('no topics');
    await app.postForm(teacher, `/syllabus/drafts/${draft}/calendar`, {
      rev: '1',
      [field(second)]: 'Екінші, қолмен',
      [field(fifth)]: 'Бесінші, қолмен',
    });
    expect((await app.postForm(teacher, `/syllabus/drafts/${draft}/accept`, { rev: '2' })).status).toBe(303);

    // The new document: another topic 2, no seminar 3, another aim of lecture 1.
    const lines = sample.split('\n').filter(line => !line.includes(third));
    const address = await uploaded(
      lines.join('\n').replace(second, 'Екінші, құжат бойынша').replace(topicOf('Д 1'), 'Жаңа кіріспе'),
    );
    expect(address).toMatch(/^\/syllabus\/merge\//);
    const page = (await app.get(teacher, address)).text;
    await expectValidHtml(page);
    for (const text of [t.merge.outcomes.held, t.merge.reasons.marks, 'Бесінші, қолмен', 'Жаңа кіріспе'])
      expect(page).toContain(text);
    const asked = choicesIn(page);
    expect(asked).toHaveLength(1);
    const open = await app.postForm(teacher, address, fieldsIn(page));
    expect(open.status).toBe(422);
    expect(open.text).toContain(t.merge.missing);
    const stale = await app.postForm(teacher, address, {
      ...fieldsIn(page),
      beside: 'x',
      [asked[0] ?? '']: 'document',
    });
    expect(stale.status).toBe(409);
    const merged = await app.postForm(teacher, address, { ...fieldsIn(page), [asked[0] ?? '']: 'document' });
    expect(merged.status).toBe(303);

    const id = address.split('/').at(-1) ?? '';
    const preview = (await app.get(teacher, `/syllabus/drafts/${id}?notice=merged`)).text;
    for (const text of ['Екінші, құжат бойынша', 'Бесінші, қолмен', 'Жаңа кіріспе', third, t.merge.merged])
      expect(preview).toContain(text);
    expect(preview).not.toContain(t.merge.notCompared);
    expect((await app.postForm(teacher, `/syllabus/drafts/${id}/accept`, { rev: '2' })).status).toBe(303);
    expect((await app.get(teacher, `/gradebook/${student.personId}`)).text).toMatch(
      /name="mark:seminar-3"[^>]*value="7"/,
    );
    // Read once more, the same document has nothing new.
    expect((await app.get(teacher, await uploaded(lines.join('\n')))).status).toBe(200);
  });

  it('that is taken as it is names the rows whose marks would not be seen', async () => {
    const { teacher } = app;
    const lines = sample.split('\n').filter(line => !line.includes(topicOf('СС 3')));
    const id = (await uploaded(lines.join('\n'))).split('/').at(-1) ?? '';
    const preview = (await app.get(teacher, `/syllabus/drafts/${id}`)).text;
    expect(preview).toContain(t.merge.notCompared);
    expect(preview).toContain(t.merge.lost({ rows: `${t.calendar.kinds.seminar} 3` }));
  });

  it('is merged by teachers alone', async () => {
    const address = await uploaded(sample);
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as const) {
      const visitor = await app.visit({ role });
      expect((await app.get(visitor, address)).status, role).toBe(403);
      expect((await app.postForm(visitor, address, { rev: '1', beside: '' })).status, role).toBe(403);
    }
  });
});
