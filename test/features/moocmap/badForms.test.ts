import { beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { writeDocx } from '../../../src/documents/write/index.ts';
import { checkMap, hasErrors } from '../../../src/features/moocmap/domain/checks/checkMap.ts';
import { type CourseMap } from '../../../src/features/moocmap/domain/courseMap.ts';
import { formOfMap, mapOfForm, reasonsOf } from '../../../src/features/moocmap/domain/formMap.ts';
import { officialMap } from '../../../src/features/moocmap/domain/officialMap.ts';
import { findingViews } from '../../../src/features/moocmap/mapWords.ts';
import { findingMessage, parseMap } from '../../../src/features/syllabus/index.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { filledMap, sampleSyllabus } from './filled.ts';

/** Nothing but the form is known: no syllabus, no registry. */
const alone = {
  ...{ calendar: null, credits: null, outcomes: [], lastWeek: 15, registry: new Map() },
  daysOfWeek: () => null,
};

async function throughWord(map: CourseMap, isBlank = false) {
  const facts = { lang: 'kk', version: null, printedOn: '2026-11-22', isBlank, signatures: [] } as const;
  const file = await writeDocx(officialMap(formOfMap(map), reasonsOf(map), facts));
  const parsed = parseMap(await readDocument(file, 'map.docx'));
  if (parsed === null) throw new Error('no integration map');
  return parsed;
}

describe('a form that was filled in badly', () => {
  let map: CourseMap;
  beforeAll(async () => {
    map = filledMap(await sampleSyllabus('kk'), 'kk');
  });

  it('with all models left in it has none, and is told in every language which were left', async () => {
    const parsed = await throughWord(map, true);
    const read = mapOfForm(parsed);
    expect(read.model).toBeNull();
    const found = parsed.findings.find(({ code }) => code === 'map-model');
    if (found === undefined) throw new Error('nothing was said of the model');
    for (const lang of languages) expect(findingMessage(found, lang)).toMatch(/1.*2.*3/u);
    expect(hasErrors(checkMap(read, alone))).toBe(true);
  });

  it('with 130 % and a week 16 is read as it is, and both are named where they stand', async () => {
    const last = map.schedule.findLastIndex(({ kind }) => kind === 'lecture');
    const bad = {
      ...map,
      moocs: map.moocs.map((mooc, index) => (index === 0 ? { ...mooc, percent: 130 } : mooc)),
      schedule: map.schedule.map((row, index) => (index === last ? { ...row, week: 16 } : row)),
    };
    const read = mapOfForm(await throughWord(bad));
    expect(read.moocs[0]?.percent).toBe(130);
    const findings = checkMap(read, alone);
    expect(hasErrors(findings)).toBe(true);
    for (const lang of languages) {
      const views = findingViews(findings, read, catalogueOf(lang));
      expect(views.find(({ href, text }) => href === '#moocs' && text.includes('130'))).toBeDefined();
      expect(views.find(({ href, text }) => href === '#week-16' && text.includes('16'))).toBeDefined();
    }
  });
});
