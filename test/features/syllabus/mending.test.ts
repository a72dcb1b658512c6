import { readFileSync } from 'node:fs';
import request from 'supertest';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { rootFolder } from '../../../src/paths.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;
const t = catalogueOf('kk');

/** The sample with a fault: a lecture's number is given twice, and a word has a letter of an old font. */
const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'), 'utf8');

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor', lang: 'kk' });
});
afterAll(() => app.stop());

const post = (path: string) =>
  request(app.url).post(path).set('Cookie', teacher.cookie).set('X-CSRF-Token', teacher.csrf);

async function draftOf(text: string): Promise<string> {
  const answer = await post(`${teacher.base}/syllabus/upload`).attach('file', Buffer.from(text), 'a.txt');
  return String(answer.headers.location);
}

const show = async (draft: string): Promise<string> =>
  (await request(app.url).get(draft).set('Cookie', teacher.cookie)).text;

/** The form of the button that mends a finding; null where the page has none. */
function buttonOf(page: string, code: string): Record<string, string> | null {
  const form = page.split('<form').find(part => part.includes(`name="code" value="${code}"`));
  if (form === undefined) return null;
  return Object.fromEntries(
    [...form.matchAll(/name="(rev|code|path)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

describe('a fault that needs no decision is mended by one button', () => {
  it('gives the rows of a kind their numbers in order', async () => {
    const label = /(\t| )(Д|Дәріс) 5\./u.exec(sample);
    expect(label).not.toBeNull();
    const draft = await draftOf(sample.replace(label?.[0] ?? '', label?.[0].replace('5', '4') ?? ''));
    const before = await show(draft);
    await expectValidHtml(before);
    const button = buttonOf(before, 'number-order');
    const answer = await post(`${draft}/mend`)
      .type('form')
      .send(button ?? {});
    expect(answer.status).toBe(303);
    const after = await show(String(answer.headers.location).replace(/#.*/, ''));
    expect(after).toContain(t.syllabus.mended);
    expect(buttonOf(after, 'number-order')).toBeNull();
  });

  it('writes old letters as they are written now, and forgets the finding', async () => {
    const draft = await draftOf(sample.replace('әдіс', 'əдіс'));
    const button = buttonOf(await show(draft), 'characters');
    expect(button).not.toBeNull();
    await post(`${draft}/mend`)
      .type('form')
      .send(button ?? {});
    const after = await show(draft);
    expect(after).not.toContain('əдіс');
    expect(buttonOf(after, 'characters')).toBeNull();
  });

  it('overwrites nothing that somebody else has changed meanwhile', async () => {
    const draft = await draftOf(sample.replace('әдіс', 'əдіс'));
    const button = buttonOf(await show(draft), 'characters') ?? {};
    await post(`${draft}/mend`).type('form').send(button);
    const again = await draftOf(sample.replace('әдіс', 'əдіс'));
    const stale = await post(`${again}/mend`)
      .type('form')
      .send({ ...button, rev: '99' });
    expect(stale.status).toBe(409);
  });

  it('has no button where a person must decide', async () => {
    const page = await show(await draftOf(sample.replace(/\b25\b/u, '26')));
    for (const code of ['weights-sum', 'period-points', 'srsp-target'])
      expect(buttonOf(page, code)).toBeNull();
  });
});
