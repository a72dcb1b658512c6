import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable, writeTable } from '../../../../src/features/gradebook/domain/clipboard.ts';
import { packMarks, unpackMarks } from '../../../../src/features/gradebook/domain/grid.ts';
import { decideCells } from '../../../../src/features/gradebook/domain/writing.ts';

describe('marks that arrive', () => {
  it('are written over what their grader saw', () => {
    const { marks, changes } = decideCells({ a: '5' }, [
      { column: 'a', from: ['5'], to: '6' },
      { column: 'b', from: [''], to: '7' },
    ]);
    expect(marks).toEqual({ a: '6', b: '7' });
    expect(changes).toEqual([
      { column: 'a', from: '5', to: '6' },
      { column: 'b', from: '', to: '7' },
    ]);
  });

  it('never overwrite a mark unseen, and keep the other cells', () => {
    const { marks, conflicts } = decideCells({ a: '5' }, [
      { column: 'a', from: [''], to: '6' },
      { column: 'b', from: [''], to: '7' },
    ]);
    expect(marks).toEqual({ a: '5', b: '7' });
    expect(conflicts).toEqual([{ column: 'a', mine: '6', theirs: '5' }]);
  });

  it('are no conflict when a save is repeated because its answer got lost', () => {
    expect(decideCells({ a: '6' }, [{ column: 'a', from: ['5', '6'], to: '6' }])).toMatchObject({
      changes: [],
      conflicts: [],
    });
    expect(decideCells({ a: '6' }, [{ column: 'a', from: ['5', '6'], to: '7' }]).marks).toEqual({ a: '7' });
  });

  it('take a mark away where the cell was cleared', () => {
    expect(decideCells({ a: '6' }, [{ column: 'a', from: ['6'], to: '' }]).marks).toEqual({});
  });

  it('of two graders both stay, or both are shown', () => {
    const cell = fc.record({
      column: fc.constantFrom('a', 'b', 'c'),
      to: fc.constantFrom('', '1', '2', 'A'),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), fc.array(cell, { maxLength: 6 }), (one, other) => {
        // Both have seen an empty row; each column once.
        const cellsOf = (list: typeof one) =>
          [...new Map(list.map(item => [item.column, item])).values()].map(({ column, to }) => ({
            column,
            from: [''],
            to,
          }));
        const first = decideCells({}, cellsOf(one));
        const second = decideCells(first.marks, cellsOf(other));
        for (const { column, to } of cellsOf(one)) {
          const isKept = (second.marks[column] ?? '') === to;
          const isShown = second.conflicts.some(
            conflict => conflict.column === column && conflict.theirs === to,
          );
          // A cell that was left blank is nobody's value.
          expect(to === '' || isKept || isShown).toBe(true);
        }
      }),
    );
  });
});

describe('a table from a spreadsheet', () => {
  it('is rows and cells, with quotes only where they are needed', () => {
    expect(readTable('7,5\t8\r\nн/я\t\r\n')).toEqual([
      ['7,5', '8'],
      ['н/я', ''],
    ]);
    expect(readTable('"a\tb"\t"say ""yes"""\n"two\nlines"\tx')).toEqual([
      ['a\tb', 'say "yes"'],
      ['two\nlines', 'x'],
    ]);
    expect(readTable('"open\tnext')).toEqual([['"open', 'next']]);
  });

  it('comes back from the clipboard as it went there', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab"\t\n7,5 Қ'), maxLength: 6 });
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, table => {
        // A last row that is one empty cell looks like the line end after the row before.
        fc.pre(table.length === 1 || table.at(-1)?.join('\t') !== '');
        expect(readTable(writeTable(table))).toEqual(table);
      }),
    );
  });
});

describe('a row on its way to the page', () => {
  it('comes back with every mark', () => {
    const columns = ['a', 'b', 'c'].map(key => ({ key }));
    const mark = fc.constantFrom('', '7.5', 'A', 'E', '7L');
    fc.assert(
      fc.property(mark, mark, mark, (a, b, c) => {
        const marks = Object.fromEntries(Object.entries({ a, b, c }).filter(([, value]) => value !== ''));
        expect(unpackMarks(columns, packMarks(columns, marks))).toEqual(marks);
      }),
    );
  });
});
