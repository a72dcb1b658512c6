import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createSyllabusService,
  type SyllabusService,
} from '../../../src/features/syllabus/syllabusService.ts';
import { createSyllabusStore, type SyllabusStore } from '../../../src/features/syllabus/syllabusStore.ts';
import { type Syllabus } from '../../../src/features/syllabus/index.ts';
import { asId, type SyllabusId } from '../../../src/kernel/ids.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

const person = asId<'person'>('1'.repeat(24));
const text = [
  'Силлабус',
  'Пәннің атауы: Ауызша тарих',
  'Пәннің мақсаты: сұхбат жүргізуге үйрету.',
  '',
  '\tАптасы\tТақырып атауы\tСағат саны\tМакс. балл',
  '\t1\tД 1. Кіріспе\t1\t',
  '\t\tСС 1. Сұхбат\t2\t8',
  '\tАралық бақылау 1\t100',
  '\tҚорытынды бақылау (емтихан)\t100',
].join('\n');

let test: TestStore;
let store: SyllabusStore;
let service: SyllabusService;
let published: { courseId: string; id: SyllabusId; syllabus: Syllabus }[] = [];
let course = asId<'course'>('0'.repeat(24));
let serial = 0;

beforeAll(async () => {
  test = await startTestStore();
  store = createSyllabusStore(test.connection);
  service = serviceWith('works');
  await ensureIndexes(test.connection);
});
afterAll(() => test.stop());
beforeEach(() => {
  published = [];
  course = asId<'course'>((++serial).toString(16).padStart(24, '0'));
});

const serviceWith = (publish: 'works' | 'dies') =>
  createSyllabusService({
    store,
    now: () => new Date('2026-09-01T00:00:00Z'),
    publish: async (courseId, { id, syllabus }) => {
      if (publish === 'dies') throw new Error('the process ended here');
      published.push({ courseId, id, syllabus });
      return { rubricKept: false };
    },
  });

async function draft() {
  const read = await service.upload(
    { courseId: course, personId: person },
    { name: 'силлабус.txt', bytes: Buffer.from(text) },
  );
  if (read.kind !== 'draft') throw new Error(read.code);
  return service.getDraft(course, read.id);
}

describe('a draft', () => {
  it('belongs to its course: another course does not find it', async () => {
    const { id } = await draft();
    await expect(service.getDraft(asId<'course'>('f'.repeat(24)), id)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is refused by name when the file is no syllabus', async () => {
    const bytes = Buffer.from('Бүгін ауа райы жақсы.');
    const read = await service.upload({ courseId: course, personId: person }, { name: 'x.txt', bytes });
    expect(read).toEqual({ kind: 'refused', code: 'not-a-syllabus' });
  });

  it('takes corrections over, and tells the second of two people instead of overwriting the first', async () => {
    const seen = await draft();
    const first = await service.correct(seen, seen.rev, 'calendar', { 'calendar[1].maxPoints': '9,5' });
    expect(first).toMatchObject({ kind: 'saved', version: { rev: seen.rev + 1 } });
    const second = await service.correct(seen, seen.rev, 'calendar', { 'calendar[1].maxPoints': '7' });
    expect(second).toEqual({ kind: 'conflict' });
    const now = await service.getDraft(course, seen.id);
    expect(now.syllabus.calendar[1]?.maxPoints).toBe(9.5);
  });

  it('keeps what was there when a value is wrong, and names the field', async () => {
    const seen = await draft();
    const outcome = await service.correct(seen, seen.rev, 'calendar', { 'calendar[1].maxPoints': 'сегіз' });
    expect(outcome).toEqual({ kind: 'wrong', faults: { 'calendar[1].maxPoints': 'number' } });
    expect((await service.getDraft(course, seen.id)).rev).toBe(seen.rev);
  });

  it('loses and gains rows where the person says so', async () => {
    const seen = await draft();
    await service.correct(seen, seen.rev, 'calendar', {
      'remove:calendar[0]': '1',
      'add.week': '1',
      'add.kind': 'srs',
      'add.number': '1',
      'add.title': 'Эссе',
      'add.maxPoints': '22',
      'add.hours': '',
      'add.prepares': '',
    });
    const rows = (await service.getDraft(course, seen.id)).syllabus.calendar;
    expect(rows.map(row => [row.kind, row.week])).toEqual([
      ['seminar', 1],
      ['srs', 1],
      ['midterm', 1],
      ['final', null],
    ]);
  });
});

describe('acceptance', () => {
  it('happens once, of the version that was looked at', async () => {
    const seen = await draft();
    expect(await service.accept(seen, seen.rev + 1)).toEqual({ kind: 'conflict' });
    expect(await service.accept(seen, seen.rev)).toEqual({ kind: 'accepted', rubricKept: false });
    expect(await service.accept(seen, seen.rev)).toEqual({ kind: 'conflict' });
    expect(published).toHaveLength(1);
    expect((await store.find(course, seen.id))?.version).toBe(1);
  });

  it('of two drafts at once gives two numbers', async () => {
    const [one, two] = [await draft(), await draft()];
    const outcomes = await Promise.all([service.accept(one, one.rev), service.accept(two, two.rev)]);
    const versions = [
      (await store.find(course, one.id))?.version,
      (await store.find(course, two.id))?.version,
    ];
    const accepted = outcomes.filter(outcome => outcome.kind === 'accepted').length;
    expect(new Set(versions.filter(version => version !== null)).size).toBe(accepted);
  });

  it('is finished later when the process ended in the middle', async () => {
    const seen = await draft();
    await expect(serviceWith('dies').accept(seen, seen.rev)).rejects.toThrow();
    expect(await service.settle({ id: course, syllabusId: null })).toBe(true);
    expect(published.map(one => one.id)).toEqual([seen.id]);
    expect(await service.settle({ id: course, syllabusId: seen.id })).toBe(false);
  });
});
