import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/documents/index.ts';

async function shape(text: string): Promise<(string | string[][])[]> {
  const { blocks } = await readDocument(Buffer.from(text), 'a.txt');
  return blocks.map(block =>
    block.kind === 'paragraph' ? block.text : block.rows.map(row => row.cells.map(cell => cell.text)),
  );
}

describe('text in which tables became tabs', () => {
  it('has a line a cell: an empty line ends the row, further lines belong to the cell', async () => {
    expect(
      await shape('Title\n\n\tWeek\n\tTopic\n\n \t1\n\tIntroduction\nto the course\n\t\n\nEnd\n'),
    ).toEqual([
      'Title',
      [
        ['Week', 'Topic'],
        ['1', 'Introduction\nto the course', ''],
      ],
      'End',
    ]);
  });

  it('has a line a row, with blank first and last cells', async () => {
    expect(await shape('Week\tTopic\tHours\n1\tA\t2\n\tB\t\n\nEnd')).toEqual([
      [
        ['Week', 'Topic', 'Hours'],
        ['1', 'A', '2'],
        ['', 'B', ''],
      ],
      'End',
    ]);
  });

  it('has a row that was cut inside a cell: both parts together have the width of the table', async () => {
    expect(await shape('Week\tTopic\tHours\n1\tAlpha and\nbeta\t2\n2\tGamma\t1\n')).toEqual([
      [
        ['Week', 'Topic', 'Hours'],
        ['1', 'Alpha and\nbeta', '2'],
        ['2', 'Gamma', '1'],
      ],
    ]);
  });

  it('keeps rows of two cells apart inside a wider table', async () => {
    expect(await shape('name\tvalue\ne-mail\t\nWeek\tTopic\tHours\tPoints\n')).toEqual([
      [
        ['name', 'value'],
        ['e-mail', ''],
        ['Week', 'Topic', 'Hours', 'Points'],
      ],
    ]);
  });

  it('has paragraphs right below a whole row, and lines ended in any way', async () => {
    expect(await shape('a\tb\r\n1\t2\rSigned by the dean\vand the lecturer\u2028on Monday')).toEqual([
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      'Signed by the dean',
      'and the lecturer',
      'on Monday',
    ]);
  });

  it('says the line of every cell', async () => {
    const { blocks } = await readDocument(Buffer.from('Title\n\n\tWeek\n\tTopic\n'), 'a.txt');
    expect(blocks[1]).toMatchObject({
      isGrid: false,
      rows: [{ cells: [{ place: { kind: 'line', line: 3 } }, { place: { kind: 'line', line: 4 } }] }],
    });
  });
});
