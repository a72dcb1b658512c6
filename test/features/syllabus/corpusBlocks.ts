import { type TestCell } from '../../documents/ooxml.ts';
import { type TestBlock } from '../../documents/blocks.ts';
import { readDocument } from '../../../src/documents/index.ts';

type Cells = readonly (TestCell | string)[];

/**
 * The content of a syllabus in text as paragraphs and real tables: what the text shows as blank or missing cells
 * is merged again, downwards or across. Knows the form of the one document in the corpus, not how it is parsed.
 */
export async function blocksOfText(bytes: Uint8Array): Promise<TestBlock[]> {
  const { blocks } = await readDocument(bytes, 'syllabus.txt');
  return blocks.flatMap(block => {
    if (block.kind === 'paragraph') return [block.text];
    const rows = block.rows.map(row => row.cells.map(cell => cell.text));
    return tablesOf(rows);
  });
}

function tablesOf(rows: readonly string[][]): TestBlock[] {
  const bands = rows.findIndex(row => row.filter(text => /\d+\s*-\s*\d+\s*%/u.test(text)).length >= 3);
  if (bands !== -1) return [bandTable(rows, bands)];
  const scale = rows.findIndex(row => row[0] === 'A' && row.length > 4);
  const calendar = rows.findIndex(row => row.length === 4 && row[0] === 'Аптасы');
  if (scale === -1 || calendar === -1) return [rows];
  return [
    front(rows.slice(0, scale - 1)),
    ...scaleTable(rows.slice(scale - 1, calendar)),
    calendarTable(rows.slice(calendar)),
  ];
}

/** The front part: headings over the whole width, outcomes beside their indicators, labels beside their values. */
function front(rows: readonly string[][]): TestBlock {
  const flat: string[][] = [];
  for (const row of rows) {
    if (row.length === 4) flat.push(row.slice(0, 2), row.slice(2));
    else if (/^5\.1/u.test(row[0] ?? '') && row.length === 1) flat.at(-1)?.push(row[0] ?? '');
    else if (row.some(text => text !== '')) flat.push([...row]);
  }
  return flat.map((row, index): Cells => {
    const [first = '', second = '', third = ''] = row;
    if (row.length === 1) return [{ text: first, span: 3 }];
    if (row.length === 2)
      return [first, { text: second, span: 2 }].map((cell, at) =>
        at === 0 && first === '' ? { text: '' } : cell,
      );
    const isStart = second !== '';
    const hasMore = flat[index + 1]?.length === 3 && flat[index + 1]?.[1] === '';
    const merge = isStart ? (hasMore ? 'start' : undefined) : 'more';
    return [first, merge === undefined ? second : { text: second, merge }, third];
  });
}

/** The scale with the weights beside it: the grade in words is merged over its letters. */
function scaleTable(rows: readonly string[][]): TestBlock[] {
  const letters = rows.filter(row => /^[A-DВ][+-]?$/u.test(row[0] ?? ''));
  const made = letters.map((row, index): Cells => {
    const [letter = '', gpa = '', range = '', label = '', text = '', percent = ''] = row;
    const isLast = (letters[index + 1]?.[3] ?? 'x') !== '';
    const merge = label === '' ? 'more' : isLast ? undefined : 'start';
    return [letter, gpa, range, merge === undefined ? label : { text: label, merge }, text, percent];
  });
  const head = rows[0] ?? [];
  return [[head.map((text, at) => (at === 4 ? { text, span: 2 } : text)), ...made], rows.at(-1)?.[0] ?? ''];
}

/** Weeks merged over their rows, modules over the whole width, controls over three columns. */
function calendarTable(rows: readonly string[][]): TestBlock {
  const written = rows.filter(row => row.some(text => text !== ''));
  return written.map((row, index): Cells => {
    if (row.length === 1) return [{ text: row[0] ?? '', span: 4 }];
    if (row.length === 2) return [{ text: row[0] ?? '', span: 3 }, row[1] ?? ''];
    const next = written[index + 1];
    const hasMore = next?.length === 4 && next[0] === '';
    const [week = '', ...others] = row;
    const merge = week === '' ? 'more' : hasMore ? 'start' : undefined;
    return [merge === undefined ? week : { text: week, merge }, ...others];
  });
}

/** The rubric and the worked example: grades over their bands, the lowest over two, questions over their criteria. */
function bandTable(rows: readonly string[][], at: number): TestBlock {
  const grades = rows
    .slice(0, at)
    .flat()
    .filter(text => text.startsWith('«'));
  const cells = rows.slice(at + 1).flat();
  const width = rows[at]?.length ?? 7;
  const body = Array.from({ length: Math.floor(cells.length / width) }, (_, index) =>
    cells.slice(index * width, (index + 1) * width),
  );
  const head: Cells = [
    '№',
    'Критерийі',
    ...grades.map((text, index) => (index === grades.length - 1 ? { text, span: 2 } : text)),
  ];
  return [
    head,
    rows[at] ?? [],
    ...body.map((row, index): Cells => {
      const [first = '', ...others] = row;
      const hasMore = body[index + 1]?.[0] === '';
      const merge = first === '' && index > 0 ? 'more' : hasMore ? 'start' : undefined;
      return [merge === undefined ? first : { text: first, merge }, ...others];
    }),
  ];
}
