import { describe, expect, it } from 'vitest';
import { type Column } from '../../../src/features/gradebook/index.ts';
import {
  type ColumnRole,
  gradeHeadingOf,
  guessRoles,
  personFieldOf,
} from '../../../src/features/marksimport/domain/headings.ts';
import { createMatcher } from '../../../src/features/marksimport/domain/people.ts';
import { pointsOf, readPercent } from '../../../src/features/marksimport/domain/points.ts';
import { type Decision, previewImport } from '../../../src/features/marksimport/domain/preview.ts';
import { tableOf } from '../../../src/features/marksimport/domain/table.ts';
import { spellingsOf } from '../../../src/features/marksimport/spellings.ts';
import { exactOfNumber, exactWhole } from '../../../src/kernel/exact.ts';
import { asId } from '../../../src/kernel/ids.ts';

const column = (key: string, kind: Column['kind'], number: number, maximum: string, title = ''): Column => ({
  ...{ key, kind, number, maximum, title },
  week: 1,
  control: 'rk1',
});
const columns = [
  column('seminar-1', 'seminar', 1, '8', 'Деректер түрлері'),
  column('seminar-2', 'seminar', 2, '8'),
  column('srs-1', 'srs', 1, '22', 'Деректерді жинау'),
];
const spellings = spellingsOf(columns);
const guess = (headings: string[], known: [string, ColumnRole][] = []) =>
  guessRoles(headings, spellings, new Map(known));

describe('a heading', () => {
  it.each([
    ['Email address', 'email'],
    ['Адрес электронной почты', 'email'],
    ['Электрондық пошта мекенжайы', 'email'],
    ['ID number', 'sourced-id'],
    ['Фамилия', 'family-name'],
    ['Тегі', 'family-name'],
    ['First name', 'given-name'],
    ['Ф.И.О.', 'name'],
    ['Аты-жөні', 'name'],
    ['Institution', null],
    ['Student ID', null],
  ])('%s is the person’s %s', (heading, field) => {
    expect(personFieldOf(heading)).toBe(field);
  });

  it.each([
    ['Задание:БӨЖ 1 (Значение)', 'points'],
    ['Assignment: SRS 1 (Percentage)', 'percent'],
    ['Тапсырма: БӨЖ 1 (Пайыз)', 'percent'],
  ])('%s of Moodle is the work, in %s', (heading, scale) => {
    expect(gradeHeadingOf(heading).scale).toBe(scale);
    expect(guess([heading])).toEqual([`${scale}:srs-1`]);
  });

  it('names a work by its short name, its full word, its title, or as our own export does', () => {
    expect(guess(['СС 1'])).toEqual(['points:seminar-1']);
    expect(guess(['Семинар 2'])).toEqual(['points:seminar-2']);
    expect(guess(['CPO 1'])).toEqual(['points:srs-1']);
    expect(guess(['Деректерді жинау'])).toEqual(['points:srs-1']);
    expect(guess(['БӨЖ 1\n22'])).toEqual(['points:srs-1']);
  });

  it('of letters, of feedback or of something unknown is not taken', () => {
    expect(
      guess(['Assignment: SRS 1 (Letter)', 'Course total (Real)', 'Last downloaded from this course']),
    ).toEqual([...['', '', '']]);
  });

  it('is what it was the last time, and two columns are never one work', () => {
    expect(guess(['Апта сайынғы жұмыс'], [['апта сайынғы жұмыс', 'percent:srs-1']])).toEqual([
      'percent:srs-1',
    ]);
    expect(guess(['SRS 1 (Real)', 'SRS 1 (Percentage)'])).toEqual(['points:srs-1', '']);
  });

  it('line is found below the title of a list', () => {
    const rows = [['Топ АД-21'], [''], ['Тегі', 'Аты', 'СС 1'], ['Қожа', 'Нұр', '7']].map((cells, index) => ({
      number: index + 1,
      cells,
    }));
    const table = tableOf(rows, heading => personFieldOf(heading) !== null);
    expect(table?.headings).toEqual(['Тегі', 'Аты', 'СС 1']);
    expect(table?.rows.map(({ number }) => number)).toEqual([4]);
  });
});

const [aigul, berik] = [asId<'person'>('aigul'), asId<'person'>('berik')];
const match = createMatcher([
  { id: aigul, email: 'aigul@univ.example', sourcedId: null, sub: '1', names: ['Сейіт Айгүл'] },
  { id: berik, email: null, sourcedId: null, sub: '2', names: ['Омар Берік'] },
]);

function preview(
  rows: string[][],
  given: { decisions?: [number, Decision][]; clears?: boolean; closed?: string[] } = {},
) {
  return previewImport({
    table: {
      headings: ['Email', 'Аты-жөні', 'СС 1', 'БӨЖ 1 (%)'],
      rows: rows.map((cells, index) => ({ number: index + 2, cells })),
    },
    roles: ['email', 'name', 'points:seminar-1', 'percent:srs-1'],
    columns,
    match,
    decisions: new Map(given.decisions),
    marksOf: id => (id === aigul ? { 'seminar-1': '7', 'srs-1': '11' } : {}),
    closed: new Set(given.closed),
    clears: given.clears ?? false,
  });
}

describe('the preview of an import', () => {
  it('shows each mark that would change, from what to what, and counts those that stand already', () => {
    const { changes, same, matched } = preview([
      ['aigul@univ.example', '', '7,5', '50 %'],
      ['', 'Омар Берік', 'н/я', '33,33'],
    ]);
    expect(changes).toEqual([
      { row: 2, person: aigul, column: 'seminar-1', from: '7', to: '7.5' },
      { row: 3, person: berik, column: 'seminar-1', from: '', to: 'A' },
      { row: 3, person: berik, column: 'srs-1', from: '', to: '7.33' },
    ]);
    expect([same, matched]).toEqual([1, 2]);
  });

  it('lists what is no mark at its place, and takes the cells beside it', () => {
    const { changes, refusedCells } = preview([['aigul@univ.example', '', '101', '120 %']]);
    expect(changes).toEqual([]);
    expect(refusedCells.map(({ column, problem, text }) => [column, problem, text])).toEqual([
      ['seminar-1', 'above-maximum', '101'],
      ['srs-1', 'not-a-percent', '120 %'],
    ]);
    expect(preview([['aigul@univ.example', '', '=1+1', '100']]).changes).toHaveLength(1);
  });

  it('lists changes of marks that nobody may change any more, and none that would change nothing', () => {
    const { changes, refusedCells, same } = preview([['aigul@univ.example', '', '8', '50']], {
      closed: ['seminar-1', 'srs-1'],
    });
    expect(changes).toEqual([]);
    expect(refusedCells.map(({ column, problem }) => [column, problem])).toEqual([['seminar-1', 'closed']]);
    expect(same).toBe(1);
  });

  it('leaves a mark where the cell is empty, unless it is told to take it away', () => {
    const row = [['aigul@univ.example', '', '', '-']];
    expect(preview(row).changes).toEqual([]);
    expect(preview(row, { clears: true }).changes.map(({ from, to }) => [from, to])).toEqual([
      ['7', ''],
      ['11', ''],
    ]);
  });

  it('takes nothing of a row that is asked about until somebody decides', () => {
    const rows = [
      ['berik@mail.example', 'Omar Berik', '8', ''],
      ['', 'Ким Анна', '8', ''],
    ];
    const before = preview(rows);
    expect(before.asked.map(({ why, candidates }) => [why, candidates])).toEqual([
      ['similar-name', [berik]],
      ['unknown', []],
    ]);
    expect(before.changes).toEqual([]);
    const after = preview(rows, {
      decisions: [
        [2, berik],
        [3, 'nobody'],
      ],
    });
    expect(after.changes.map(({ person, to }) => [person, to])).toEqual([[berik, '8']]);
  });

  it('asks which row counts when somebody has two, and never takes both', () => {
    const rows = [
      ['', 'Омар Берік', '5', ''],
      ['', 'Берік Омар', '6', ''],
    ];
    expect(preview(rows).asked.map(({ row, why }) => [row, why])).toEqual([
      [2, 'repeated'],
      [3, 'repeated'],
    ]);
    const both = preview(rows, {
      decisions: [
        [2, berik],
        [3, berik],
      ],
    });
    expect(both.changes.map(({ to }) => to)).toEqual(['5']);
    expect(both.refusedRows.map(({ problem }) => problem)).toEqual(['twice']);
  });
});

describe('points of percents', () => {
  it('are exact, and rounded half-up once', () => {
    const of = (percent: string, maximum: number, digits?: 0 | 1 | 2) =>
      pointsOf(readPercent(percent) ?? exactWhole(0), exactOfNumber(maximum), digits);
    expect(of('83,33', 8)).toBe('6.67');
    expect(of('62.5', 8)).toBe('5');
    expect(of('100 %', 22)).toBe('22');
    expect(of('56.25', 18, 0)).toBe('10');
    expect(of('58.333', 18, 1)).toBe('10.5');
  });

  it('are not read from what is none', () => {
    for (const text of ['', 'A', '101', '-1', '1e2', '50 50'])
      expect(readPercent(text.replace(' ', 'x'))).toBeNull();
  });
});
