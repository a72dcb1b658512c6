// Writes samples/: sample syllabi that a newcomer can import, as Word documents with real tables and merged cells, and
// the Kazakh one also as the text that such a document becomes when its tables are lost.
import { mkdirSync, writeFileSync } from 'node:fs';
import {
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
  WidthType,
} from 'docx';
import { sample as en } from './samples/en.mjs';
import { sample as kk } from './samples/kk.mjs';
import { sample as ru } from './samples/ru.mjs';

const folder = new URL('../samples/', import.meta.url);

const linesOf = text => text.split('\n').map(line => new Paragraph({ children: [new TextRun(line)] }));
const asCell = cell => (typeof cell === 'string' ? { text: cell } : cell);

function cellOf(cell) {
  const { text, span, merge } = asCell(cell);
  return new TableCell({
    children: linesOf(text),
    ...(span === undefined ? {} : { columnSpan: span }),
    ...(merge === undefined
      ? {}
      : { verticalMerge: merge === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }),
  });
}

function blockOf(block) {
  if (typeof block === 'string') return new Paragraph({ children: [new TextRun(block)] });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: block.rows.map(row => new TableRow({ children: row.map(cellOf) })),
  });
}

/** A line a cell with a tab before it, an empty line behind each row; what was merged is blank or gone. */
function textOf(blocks) {
  return blocks
    .map(block => {
      if (typeof block === 'string') return `${block}\n`;
      return block.rows.map(row => row.map(cell => `\t${asCell(cell).text}`).join('\n') + '\n').join('\n');
    })
    .join('\n');
}

const document = blocks =>
  new Document({ creator: 'Tirek', title: 'Sample syllabus', sections: [{ children: blocks.map(blockOf) }] });

mkdirSync(folder, { recursive: true });
writeFileSync(new URL('syllabus-sample-kk.txt', folder), textOf(kk));
for (const [language, blocks] of Object.entries({ kk, ru, en })) {
  writeFileSync(new URL(`syllabus-sample-${language}.docx`, folder), await Packer.toBuffer(document(blocks)));
}
