import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDocument, readPasted } from '../../../src/documents/index.ts';
import {
  checkSyllabus,
  parseSyllabus,
  printedSyllabus,
  type PrintedSyllabus,
} from '../../../src/features/syllabus/domain/index.ts';
import { syllabusSchema } from '../../../src/features/syllabus/domain/types.ts';
import { formats, rendered, type TestFormat } from '../../documents/rendered.ts';
import { blocksOfText } from './corpusBlocks.ts';

const corpus = process.env['TIREK_CORPUS'];

async function printed(bytes: Uint8Array, format: TestFormat = 'txt'): Promise<PrintedSyllabus> {
  const document =
    format === 'html'
      ? readPasted({ html: Buffer.from(bytes).toString(), text: '' }, 'syllabus')
      : await readDocument(bytes, 'syllabus');
  const { syllabus, evidence, findings } = parseSyllabus(document);
  return printedSyllabus(syllabus, [...findings, ...checkSyllabus(syllabus, evidence, null)], 'kk');
}

describe.skipIf(corpus === undefined)('the real syllabus (TIREK_CORPUS)', () => {
  let read: PrintedSyllabus;
  let bytes: Buffer;
  beforeAll(async () => {
    bytes = readFileSync(join(corpus ?? '', 'syllabus-kk.txt'));
    read = await printed(bytes);
  });

  it('has the shape of the contract', () => {
    const { findings, ...syllabus } = read;
    expect(syllabusSchema.parse(syllabus)).toEqual(syllabus);
    expect(findings.every(finding => finding.message !== '')).toBe(true);
  });

  it('has 5 outcomes with 14 indicators', () => {
    expect(read.outcomes.map(({ code }) => code)).toEqual(['1', '2', '3', '4', '5']);
    expect(read.outcomes.map(({ indicators }) => indicators.length)).toEqual([3, 3, 3, 3, 2]);
    expect(
      read.outcomes.flatMap(({ indicators }) => indicators).every(({ text }) => /^\p{Lu}/u.test(text)),
    ).toBe(true);
  });

  it('has 15 lectures of an hour and 15 seminars of two hours and 8 points', () => {
    const lectures = read.calendar.filter(({ kind }) => kind === 'lecture');
    expect(lectures.map(({ week, number, hours, maxPoints }) => [week, number, hours, maxPoints])).toEqual(
      Array.from({ length: 15 }, (_, index) => [index + 1, index + 1, 1, null]),
    );
    const seminars = read.calendar.filter(({ kind }) => kind === 'seminar');
    expect(seminars.map(({ week, number, hours, maxPoints }) => [week, number, hours, maxPoints])).toEqual(
      Array.from({ length: 15 }, (_, index) => [index + 1, index + 1, 2, 8]),
    );
  });

  it('has the independent work, and what each consultation prepares', () => {
    const srs = read.calendar.filter(({ kind }) => kind === 'srs');
    expect(srs.map(({ week, maxPoints, hours }) => [week, maxPoints, hours])).toEqual([
      [3, 22, null],
      [6, 22, null],
      [10, 18, null],
      [14, 18, null],
    ]);
    const srsp = read.calendar.filter(({ kind }) => kind === 'srsp');
    expect(srsp.map(({ week, prepares }) => [week, prepares?.kind, prepares?.number])).toEqual([
      [2, 'srs', 1],
      [4, 'srs', 2],
      [5, 'srs', 2],
      [8, 'srs', 3],
      [9, 'srs', 3],
      [13, 'srs', 4],
      [15, 'final', null],
    ]);
  });

  it('has the controls after their weeks, and the modules', () => {
    const controls = read.calendar.filter(({ kind }) => kind === 'midterm' || kind === 'final');
    expect(controls.map(({ kind, week, number, maxPoints }) => [kind, week, number, maxPoints])).toEqual([
      ['midterm', 7, 1, 100],
      ['midterm', 15, 2, 100],
      ['final', null, null, 100],
    ]);
    const starts = [1, 4, 7, 12].map(week => read.calendar.find(row => row.week === week)?.module?.number);
    expect(starts).toEqual([1, 2, 3, 4]);
  });

  it('has the weights, the scale and the rubric whole', () => {
    expect(read.weights.map(({ kind, percent }) => [kind, percent])).toEqual([
      ['practice', 25],
      ['independent', 25],
      ['project', 10],
      ['exam', 40],
    ]);
    expect(read.scale).toHaveLength(10);
    expect(read.scale[4]).toMatchObject({ letter: 'B-', gpa: '2.67', min: 75, max: 79, label: 'good' });
    expect(read.scale[8]).toMatchObject({ letter: 'D+', label: 'unsatisfactory' });
    expect(read.rubric?.bands.map(({ min, max }) => [min, max])).toEqual([
      [90, 100],
      [70, 89],
      [50, 69],
      [25, 49],
      [0, 24],
    ]);
    const criteria = read.rubric?.questions.map(question => question.criteria) ?? [];
    expect(criteria.map(list => list.length)).toEqual([3, 3]);
    expect(
      criteria.flat().every(({ descriptors }) => descriptors.filter(text => text !== null).length === 5),
    ).toBe(true);
  });

  it('has its findings, and no others', () => {
    expect(read.findings.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'characters scale[4].letter',
      'rubric-title-source course.title',
      'scale-label scale[8].label',
      'scale-label scale[9].label',
      'scale-no-failing scale',
      'term-mixed policies[1].text',
      'term-module calendar[0].module',
      'weight-without-row weights[2]',
      'weights-shares weights',
    ]);
  });

  it.each(formats.filter(format => format !== 'txt'))(
    'is the same from %s with merged cells',
    async format => {
      expect(
        await printed(rendered(await blocksOfText(bytes), format, { width: 842, height: 595 }), format),
      ).toEqual(read);
    },
  );
});
