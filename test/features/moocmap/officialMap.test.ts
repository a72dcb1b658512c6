import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { writeDocx, writePdf } from '../../../src/documents/write/index.ts';
import { type CourseMap } from '../../../src/features/moocmap/domain/courseMap.ts';
import { blankMap } from '../../../src/features/moocmap/domain/fill.ts';
import { formOfMap, mapOfForm, reasonsOf } from '../../../src/features/moocmap/domain/formMap.ts';
import { officialMap } from '../../../src/features/moocmap/domain/officialMap.ts';
import { type IntegrationMap, type ParsedMap, parseMap } from '../../../src/features/syllabus/index.ts';
import { type Lang, languages } from '../../../src/i18n/index.ts';
import { filledMap, sampleSyllabus } from './filled.ts';

const facts = (lang: Lang) => ({
  lang,
  version: 2,
  printedOn: '2026-11-22',
  isBlank: false,
  signatures: [],
});

async function read(bytes: Uint8Array, name: string): Promise<ParsedMap> {
  const parsed = parseMap(await readDocument(bytes, name));
  if (parsed === null) throw new Error('no integration map');
  return parsed;
}

/** As Word keeps it: no signatures of the form's own are part of a map. */
const content = ({ approvals: _, ...form }: IntegrationMap) => form;

async function throughWord(map: CourseMap, lang: Lang): Promise<ParsedMap> {
  return read(await writeDocx(officialMap(formOfMap(map), reasonsOf(map), facts(lang))), 'map.docx');
}

/** The uses that the form has no column for are set by the link alone. */
const withoutUse = (map: CourseMap): CourseMap => ({
  ...map,
  schedule: map.schedule.map(row => ({ ...row, use: null })),
});

describe.each(languages)('a filled form in the official shape (%s)', lang => {
  let map: CourseMap;
  beforeAll(async () => {
    map = filledMap(await sampleSyllabus(lang), lang);
  });

  it('read again has the same four parts', async () => {
    const parsed = await throughWord(map, lang);
    expect(content(parsed.map)).toEqual(formOfMap(map));
    expect(parsed.findings.filter(({ code }) => code.startsWith('map-'))).toEqual([]);
    expect(withoutUse(mapOfForm(parsed))).toEqual(withoutUse(map));
  });

  it('is the same map under the heads of every other language', async () => {
    for (const other of languages) {
      const parsed = await throughWord(map, other);
      expect(content(parsed.map)).toEqual(formOfMap(map));
    }
  });

  it('read, written and read once more does not change at all', async () => {
    const once = mapOfForm(await throughWord(map, lang));
    expect(mapOfForm(await throughWord(once, lang))).toEqual(once);
  });

  it('names who compiled it and who agreed, with their days', async () => {
    const signatures = [
      { role: 'Teacher', name: 'Aigul Ospanova', on: '2026-11-20' },
      { role: 'Programme leader', name: 'Bauyrzhan Serik', on: '2026-11-21' },
      { role: 'Director', name: null, on: null },
    ];
    const paper = officialMap(formOfMap(map), reasonsOf(map), { ...facts(lang), signatures });
    const { map: again } = await read(await writeDocx(paper), 'map.docx');
    expect(again.approvals).toEqual([
      { role: 'Teacher', name: 'Aigul Ospanova', date: '20.11.2026' },
      { role: 'Programme leader', name: 'Bauyrzhan Serik', date: '21.11.2026' },
      { role: 'Director', name: null, date: null },
    ]);
  });
});

describe('a map that is not filled in yet', () => {
  it.each(languages)('has no data in it that nobody wrote (%s)', async lang => {
    const blank = blankMap(lang);
    const paper = officialMap(formOfMap(blank), [], { ...facts(lang), version: null, isBlank: true });
    const parsed = await read(await writeDocx(paper), 'blank.docx');
    expect(parsed.map).toEqual({
      ...formOfMap(blank),
      approvals: parsed.map.approvals.map(({ role }) => ({ role, name: null, date: null })),
    });
    expect(parsed.map.approvals).toHaveLength(3);
    // The blank form has all three models, for one to be left.
    expect(parsed.findings.find(({ code }) => code === 'map-model')?.params).toEqual({ left: [1, 2, 3] });
  });

  it('can be printed as a PDF', async () => {
    const map = filledMap(await sampleSyllabus('kk'), 'kk');
    const pdf = await writePdf(officialMap(formOfMap(map), reasonsOf(map), facts('kk')));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

const corpus = process.env['TIREK_CORPUS'] ?? '';
const real = join(corpus, 'mooc-map-form-kk.txt');

describe.skipIf(corpus === '' || !existsSync(real))(
  'the form that a university gives out (needs TIREK_CORPUS)',
  () => {
    it('is the same after it was read, written and read again', async () => {
      const first = await read(readFileSync(real), 'mooc-map-form-kk.txt');
      const form = content(first.map);
      const signatures = first.map.approvals.map(({ role, name }) => ({ role, name, on: null }));
      const paper = officialMap(form, [], { ...facts('kk'), version: null, isBlank: true, signatures });
      const again = await read(await writeDocx(paper), 'map.docx');
      expect(again.map).toEqual(first.map);
    });
  },
);
