import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { type XmlElement, type XmlHandlers } from '../ooxml/xml.ts';
import { numberText } from './numberText.ts';
import { type Workbook } from './workbook.ts';

/** A rectangle of cells; rows and columns count from 0, the last ones are in it. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  /** The target of a link that the cell is; null without one. */
  url: string | null;
}

/** "B5" or "B5:D7"; null for anything else. */
export function areaOf(reference: string): Area | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/u.exec(reference);
  if (match === null) return null;
  const [, left = '', top = '', right = left, bottom = top] = match;
  return { top: Number(top) - 1, left: columnOf(left), bottom: Number(bottom) - 1, right: columnOf(right) };
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The address of a cell as the program shows it. */
export function addressOf(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** Collects the cells that have text, what is merged, and what is linked. */
export class SheetReader implements XmlHandlers {
  readonly cells: SheetCell[] = [];
  readonly merged: Area[] = [];
  private readonly links: { area: Area; url: string }[] = [];
  private readonly path: string[] = [];
  private row = -1;
  private column = -1;
  private type = '';
  private style = 0;
  private value = '';
  private formula = '';
  private readonly workbook: Workbook;
  private readonly targets: ReadonlyMap<string, string>;

  constructor(workbook: Workbook, targets: ReadonlyMap<string, string>) {
    this.workbook = workbook;
    this.targets = targets;
  }

  open(element: XmlElement): void {
    const { name } = element;
    this.path.push(name);
    if (name === 'row') {
      this.row = Number(element.attribute('r') ?? this.row + 2) - 1;
      this.column = -1;
    } else if (name === 'c') {
      const at = areaOf(element.attribute('r') ?? '');
      this.column = at?.left ?? this.column + 1;
      this.row = at?.top ?? this.row;
      this.type = element.attribute('t') ?? 'n';
      this.style = Number(element.attribute('s') ?? '0');
      this.value = '';
      this.formula = '';
    } else if (name === 'mergeCell') {
      const area = areaOf(element.attribute('ref') ?? '');
      if (area !== null && this.merged.length < limits.pieces) this.merged.push(area);
    } else if (name === 'hyperlink') {
      const area = areaOf(element.attribute('ref') ?? '');
      const url = this.targets.get(element.attribute('id') ?? '');
      if (area !== null && url !== undefined && this.links.length < limits.pieces)
        this.links.push({ area, url });
    }
  }

  close(): void {
    if (this.path.pop() !== 'c') return;
    const text = this.shown();
    if (text.trim() === '') return;
    if (this.cells.length >= limits.pieces) throw new DocumentError('document-too-long');
    const url = /^=?\s*HYPERLINK\(\s*"([^"]+)"/iu.exec(this.formula)?.[1] ?? null;
    this.cells.push({ row: this.row, column: this.column, text, url });
  }

  text(text: string): void {
    const inside = this.path.at(-1);
    if (inside === 'v' || (inside === 't' && !this.path.includes('rPh'))) this.value += text;
    else if (inside === 'f') this.formula += text;
    if (this.value.length > limits.characters) throw new DocumentError('document-too-long');
  }

  /** The cells with the links that stand over them; called when the whole sheet has been read. */
  linked(): SheetCell[] {
    const byPlace = new Map(this.cells.map(cell => [`${cell.row},${cell.column}`, cell]));
    for (const { area, url } of this.links) {
      const cell = byPlace.get(`${area.top},${area.left}`);
      if (cell !== undefined) cell.url = url;
    }
    return this.cells;
  }

  private shown(): string {
    const { value, type, workbook } = this;
    switch (type) {
      case 's':
        return workbook.strings[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'TRUE' : value === '' ? '' : 'FALSE';
      case 'n': {
        const number = Number(value);
        if (value.trim() === '' || !Number.isFinite(number)) return value;
        return numberText(number, workbook.formats[this.style] ?? { kind: 'general' }, workbook.is1904);
      }
      default:
        return value;
    }
  }
}
