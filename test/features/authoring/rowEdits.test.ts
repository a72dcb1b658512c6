import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editRows, pathAfter, type RowEdit } from '../../../src/features/authoring/domain/rowEdits.ts';
import { rowsOf } from '../../../src/features/authoring/domain/outline.ts';

const words = { topic: 'т', midterm: 'РК', final: 'Экзамен', prepares: () => 'к' };
const rows =
  rowsOf(
    {
      weeks: 15,
      lectures: 15,
      lectureHours: 1,
      classKind: 'seminar',
      classes: 15,
      classHours: 2,
      classPoints: 8,
      srs: 4,
      midterms: [7, 15],
    },
    words,
  ) ?? [];
const anyEdit = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    at: fc.nat(50),
    to: fc.nat(50),
  }),
  fc.record({ kind: fc.constantFrom('copy' as const, 'insert' as const, 'remove' as const), at: fc.nat(50) }),
);

describe('an edit of the rows', () => {
  it('knows of every row where it was, and leaves no value at another row’s place', () => {
    fc.assert(
      fc.property(anyEdit, (edit: RowEdit) => {
        const edited = editRows(rows, edit);
        if (edited === null) return;
        edited.from.forEach((from, index) => {
          if (from === null) return;
          expect(edited.rows[index]?.title).toBe(rows[from]?.title);
          expect(edited.rows[index]?.maxPoints).toBe(rows[from]?.maxPoints);
          expect(pathAfter(`calendar[${from}].hours`, edited.from)).toBe(`calendar[${index}].hours`);
        });
        const change = { move: 0, copy: 1, insert: 1, remove: -1 }[edit.kind];
        expect(edited.rows.length).toBe(rows.length + change);
      }),
    );
  });

  it('takes the week of the neighbour that it passes, but a control keeps its own', () => {
    const last = rows.findIndex(({ week }) => week === 2) - 1;
    expect(editRows(rows, { kind: 'move', at: last, to: last + 1 })?.rows[last + 1]?.week).toBe(2);
    const control = rows.findIndex(({ kind }) => kind === 'midterm');
    expect(editRows(rows, { kind: 'move', at: control, to: control - 1 })?.rows[control - 1]?.week).toBe(7);
  });

  it('forgets the places of a row that is gone, and leaves other paths alone', () => {
    const edited = editRows(rows, { kind: 'remove', at: 0 });
    expect(pathAfter('calendar[0].title', edited?.from ?? [])).toBeNull();
    expect(pathAfter('weights[1]', edited?.from ?? [])).toBe('weights[1]');
  });

  it('is none at the edge or without a row', () => {
    expect(editRows(rows, { kind: 'move', at: 0, to: -1 })).toBeNull();
    expect(editRows(rows, { kind: 'copy', at: 500 })).toBeNull();
  });
});
