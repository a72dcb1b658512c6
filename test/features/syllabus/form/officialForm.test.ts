import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../../src/documents/index.ts';
import { writeDocx, writePdf } from '../../../../src/documents/write/index.ts';
import { officialForm } from '../../../../src/features/syllabus/domain/form/officialForm.ts';
import { parseSyllabus } from '../../../../src/features/syllabus/domain/index.ts';
import { type Syllabus } from '../../../../src/features/syllabus/domain/types.ts';
import { type Lang } from '../../../../src/i18n/index.ts';

const sampleFolder = new URL('../../../../samples/', import.meta.url);

async function read(bytes: Uint8Array, name: string): Promise<Syllabus> {
  return parseSyllabus(await readDocument(bytes, name)).syllabus;
}

const sample = (name: string) => read(readFileSync(new URL(`syllabus-sample-${name}`, sampleFolder)), name);

const facts = (lang: Lang) => ({ version: 3, printedOn: '2026-11-22', lang, signatures: [] });

async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  return (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })).text;
}

async function throughWord(syllabus: Syllabus, lang: Lang): Promise<Syllabus> {
  return read(await writeDocx(officialForm(syllabus, facts(lang))), 'form.docx');
}

describe('the official form', () => {
  it.each(['kk.txt', 'kk.docx', 'ru.docx', 'en.docx'])(
    'written as a Word document and read again is the same course (%s)',
    async name => {
      const syllabus = await sample(name);
      expect(await throughWord(syllabus, syllabus.language)).toEqual(syllabus);
    },
  );

  it.each(['kk', 'ru', 'en'] as const)('in another language (%s) has the same course in it', async lang => {
    for (const name of ['kk.docx', 'ru.docx', 'en.docx']) {
      const syllabus = await sample(name);
      const again = await throughWord(syllabus, lang);
      expect({ ...again, language: syllabus.language }).toEqual(syllabus);
    }
  });

  it('leaves blank what the course does not have, and invents nothing on the way back', async () => {
    const syllabus = await sample('ru.docx');
    const bare: Syllabus = {
      ...syllabus,
      course: { ...syllabus.course, code: null, credits: null, prerequisites: [], postrequisites: [] },
      policies: [],
      outcomes: [],
      weights: [],
      scale: [],
      rubric: null,
    };
    expect(await throughWord(bare, 'ru')).toEqual(bare);
  });
});

const corpus = process.env['TIREK_CORPUS'] ?? '';
const real = join(corpus, 'syllabus-kk.txt');

describe.skipIf(corpus === '' || !existsSync(real))(
  'the official form of a real syllabus (TIREK_CORPUS)',
  () => {
    it('read again is the same course', async () => {
      const syllabus = await read(readFileSync(real), 'syllabus-kk.txt');
      expect(await throughWord(syllabus, 'kk')).toEqual(syllabus);
    });
  },
);

describe('the PDF of the official form', () => {
  it('has all signatures on one page with their heading, wherever the page before ends', async () => {
    const syllabus = await sample('kk.docx');
    const signatures = ['Дәріскер', 'Кафедра меңгерушісі', 'Факультет деканы'].map(role => ({
      role,
      name: `${role} аты`,
      on: '2026-11-22',
    }));
    const questions = syllabus.rubric?.questions ?? [];
    for (const more of [0, 1]) {
      const rubric =
        syllabus.rubric === null
          ? null
          : {
              ...syllabus.rubric,
              questions: [...questions, ...questions.slice(0, more)].map((question, at) => ({
                ...question,
                number: at + 1,
              })),
            };
      const paper = officialForm({ ...syllabus, rubric }, { ...facts('kk'), signatures });
      const pages = await pagesOf(await writePdf(paper));
      const signed = pages.filter(text => signatures.some(({ name }) => text.includes(name)));
      expect(signed).toHaveLength(1);
      for (const { name } of signatures) expect(signed[0]).toContain(name);
      expect(signed[0]).toContain('Келісу және бекіту');
    }
  });

  it('embeds its typeface and keeps every Kazakh letter', async () => {
    const syllabus = await sample('kk.docx');
    const letters = 'ӘәҒғҚқҢңӨөҰұҮүҺһІі';
    const course = { ...syllabus.course, title: `Әріптер: ${letters}` };
    const bytes = await writePdf(officialForm({ ...syllabus, course }, facts('kk')));
    const text = (await pagesOf(bytes)).join('\n');
    expect(text).toContain(letters);
    expect(text).toContain('Нұсқа: 3');
    expect(bytes.toString('latin1')).toMatch(/\/FontFile2|\/FontFile3/);
  });
});
