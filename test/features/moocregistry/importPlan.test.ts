import { describe, expect, it } from 'vitest';
import {
  type Choices,
  type ImportRow,
  planImport,
} from '../../../src/features/moocregistry/domain/importPlan.ts';
import { type Mooc } from '../../../src/features/moocregistry/domain/mooc.ts';
import { contentOf, entryOf } from './courses.ts';

const today = '2026-11-22';
const moocOf = (number: number, mooc: Partial<Mooc> = {}): Mooc => ({
  ...entryOf({ number }),
  ...contentOf({
    titles: { kk: `Курс ${number}`, ru: '', en: '' },
    url: `https://open.example.kz/${number}`,
  }),
  reviews: [],
  events: [],
  ...mooc,
});
const registry = [moocOf(1), moocOf(2), moocOf(3, { stage: 'retired', retiredOn: '2026-01-01' })];
const rowOf = (typed: ImportRow['typed'], row: Partial<ImportRow> = {}): ImportRow => ({
  row: 2,
  number: '',
  typed,
  state: null,
  approvedOn: '',
  protocol: '',
  ...row,
});
const plan = (rows: readonly ImportRow[], choices: Choices = new Map()) =>
  planImport(rows, registry, choices, today);
const first = (row: ImportRow, choices?: Choices) => {
  const [line] = plan([row], choices);
  if (line === undefined) throw new Error('no line');
  return line;
};

describe('a row of a file', () => {
  it('adds a course that nobody knows, as a draft', () => {
    const line = first(rowOf({ titleKk: 'Жаңа курс', url: 'https://moocs.example.kz/x' }));
    expect(line).toMatchObject({ kind: 'new', action: { kind: 'add', approval: null } });
  });

  it('changes the course of its number or its link, field by field', () => {
    const byNumber = first(rowOf({ titleKk: 'Курс 1', hours: '90' }, { number: '1' }));
    expect(byNumber).toMatchObject({ kind: 'change', changes: [{ field: 'hours', from: '60', to: '90' }] });
    const byLink = first(rowOf({ titleKk: 'Курс екі', url: 'http://www.open.example.kz/2/' }));
    expect(byLink).toMatchObject({ kind: 'change', action: { target: { number: 2 } } });
  });

  it('deletes nothing by blank cells, and leaves a course as it is where nothing differs', () => {
    expect(first(rowOf({ titleKk: 'Курс 1' }, { number: '1' }))).toMatchObject({
      kind: 'same',
      action: { kind: 'none' },
    });
  });

  it('never changes a state, and says so', () => {
    const line = first(rowOf({ titleKk: 'Курс 1', hours: '90' }, { number: '1', state: 'retired' }));
    expect(line).toMatchObject({ kind: 'change', stateStays: true });
  });

  it('is refused for a retired course, for wrong fields, and when it repeats another row', () => {
    expect(first(rowOf({ titleKk: 'Курс 3', hours: '1' }, { number: '3' })).wrong).toEqual({
      kind: 'retired',
    });
    expect(first(rowOf({ titleKk: 'Курс', url: 'javascript:1' })).wrong).toMatchObject({
      faults: { url: { fault: 'address' } },
    });
    const twice = plan([
      rowOf({ titleKk: 'Курс 1', hours: '90' }, { number: '1' }),
      rowOf({ titleKk: 'Курс 1', hours: '91', url: 'https://open.example.kz/1' }, { row: 3 }),
      rowOf({ titleKk: 'Жаңа' }, { row: 4 }),
      rowOf({ titleKk: 'ЖАҢА' }, { row: 5 }),
    ]);
    expect(twice.map(({ kind }) => kind)).toEqual(['change', 'wrong', 'new', 'wrong']);
    expect(twice[3]?.wrong).toEqual({ kind: 'repeated', row: 4 });
  });
});

describe('a doubtful row', () => {
  it.each([
    ['unknown-number', rowOf({ titleKk: 'Жаңа' }, { number: '77' })],
    ['other-course', rowOf({ titleKk: 'Мүлде басқа', url: 'https://x.example.kz' }, { number: '1' })],
    ['same-title', rowOf({ titleKk: 'КУРС 1', url: 'https://x.example.kz' })],
    ['looks-like-formula', rowOf({ titleKk: '=HYPERLINK("http://x")' })],
    ['half-approval', rowOf({ titleKk: 'Жаңа' }, { approvedOn: '2026-01-01' })],
    ['half-approval', rowOf({ titleKk: 'Жаңа' }, { state: 'in-use' })],
    ['bad-approval', rowOf({ titleKk: 'Жаңа' }, { approvedOn: '2027-01-01', protocol: '1' })],
    ['bad-approval', rowOf({ titleKk: 'Жаңа' }, { approvedOn: '31.02.2026', protocol: '1' })],
    ['unknown-state', rowOf({ titleKk: 'Жаңа' }, { state: 'unknown' })],
  ] as const)('%s: does nothing until somebody chooses', (doubt, row) => {
    const line = first(row);
    expect(line).toMatchObject({ kind: 'doubt', action: { kind: 'none' } });
    expect(line.doubts).toContain(doubt);
    expect(first(row, new Map([[2, 'add']])).action.kind).toBe('add');
  });

  it('changes the course that was chosen, of those that were offered alone', () => {
    const row = rowOf({ titleKk: 'Курс 1', url: 'https://x.example.kz' });
    expect(first(row, new Map([[2, 1]])).action).toMatchObject({ kind: 'change', target: { number: 1 } });
    expect(first(row, new Map([[2, 2]])).action.kind).toBe('none');
  });

  it('becomes a draft where its approval is doubtful', () => {
    const row = rowOf({ titleKk: 'Жаңа' }, { approvedOn: '2027-01-01', protocol: '1' });
    expect(first(row, new Map([[2, 'add']])).action).toMatchObject({ kind: 'add', approval: null });
  });
});

describe('an approval of before', () => {
  it('comes with a new course that has its day and its protocol', () => {
    const row = rowOf(
      { titleKk: 'Жаңа' },
      { state: 'renewal-due', approvedOn: '2023-12-01', protocol: '12' },
    );
    expect(first(row).action).toMatchObject({
      approval: { on: '2023-12-01', protocol: '12', isInUse: true },
    });
  });
});
