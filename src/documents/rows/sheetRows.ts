import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../limits.ts';
import { type PartPackage } from '../ooxml/package.ts';
import { type MainPart } from '../ooxml/parts.ts';
import { readXml, type XmlElement, type XmlHandlers } from '../ooxml/xml.ts';
import { SheetReader } from '../xlsx/sheetReader.ts';
import { readWorkbook, type Workbook } from '../xlsx/workbook.ts';
import { type TakeRow } from './takeRow.ts';

/** The rows of the first visible sheet that has any. */
export async function readSheetRows(file: PartPackage, main: MainPart, take: TakeRow): Promise<void> {
  // Texts of a table are many and short; what they unpack to is limited already.
  const workbook = await readWorkbook(file, main, limits.unpackedBytes);
  for (const { part } of workbook.sheets) {
    let rows = 0;
    const reader = new RowReader(workbook, (cells, row) => {
      rows += 1;
      take(cells, row);
    });
    await readXml(breathing(file.read(part)), reader);
    if (rows > 0) return;
  }
}

/** Other requests get their turn between two pieces of a large file. */
async function* breathing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await nextTurn();
  }
}

/** Gives each row away when it ends, so that a sheet is never in memory as a whole. */
class RowReader implements XmlHandlers {
  private readonly path: string[] = [];
  private readonly sheet: SheetReader;
  private readonly take: TakeRow;

  constructor(workbook: Workbook, take: TakeRow) {
    this.sheet = new SheetReader(workbook, new Map());
    this.take = take;
  }

  open(element: XmlElement): void {
    this.path.push(element.name);
    this.sheet.open(element);
  }

  close(): void {
    this.sheet.close();
    if (this.path.pop() !== 'row') return;
    const found = this.sheet.cells.splice(0);
    const [first] = found;
    if (first === undefined) return;
    const cells: string[] = [];
    for (const { column, text } of found) {
      while (cells.length < column && cells.length <= limits.columns) cells.push('');
      cells[column] = text;
    }
    this.take(cells, first.row + 1);
  }

  text(text: string): void {
    this.sheet.text(text);
  }
}
