import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { OpenCell, OpenParagraph, OpenPart, OpenRow, OpenTable } from './body.ts';
import { type Numbering } from './numbering.ts';
import { compatibility, dropped, math, spanOf, symbolOf, word } from './vocabulary.ts';
import { type XmlElement, type XmlHandlers } from '../ooxml/xml.ts';

interface OpenElement {
  readonly name: string;
  readonly isWord: boolean;
  /** Called when the element ends. */
  readonly end: (() => void) | null;
}

/**
 * Builds the body from the events of its XML: insertions are kept and deletions dropped, of alternative contents the
 * first is read, content controls and smart tags are looked through, and text boxes follow the paragraph they hang on.
 */
export class BodyReader implements XmlHandlers {
  readonly body = new OpenPart();
  private readonly open_: OpenElement[] = [];
  /** Depth at which everything is skipped until its element ends. */
  private skipFrom: number | null = null;
  private parts: OpenPart[] = [this.body];
  private paragraphs: OpenParagraph[] = [];
  private tables: OpenTable[] = [];
  private hidden = false;
  private pieces = 0;
  private characters = 0;
  private tableCount = 0;
  private readonly numbering: Numbering;
  private readonly links: ReadonlyMap<string, string>;

  constructor(numbering: Numbering, links: ReadonlyMap<string, string>) {
    this.numbering = numbering;
    this.links = links;
  }

  open(element: XmlElement): void {
    const isWord = word.has(element.uri);
    let end: (() => void) | null = null;
    if (this.skipFrom === null) {
      if (isWord) end = this.openWord(element);
      else if (element.uri === compatibility) end = this.openAlternative(element.name);
    }
    const { name } = element;
    this.open_.push({ name, isWord: isWord || (math.has(element.uri) && name === 't'), end });
  }

  close(): void {
    const element = this.open_.pop();
    if (this.skipFrom !== null && this.open_.length < this.skipFrom) this.skipFrom = null;
    element?.end?.();
  }

  text(text: string): void {
    const element = this.open_.at(-1);
    if (this.skipFrom !== null || element?.isWord !== true || this.hidden) return;
    if (element.name === 't') this.write(text);
    else if (element.name === 'instrText') this.fieldLink(text);
  }

  private write(text: string): void {
    this.characters += text.length;
    if (this.characters > limits.characters) throw new DocumentError('document-too-long');
    const paragraph = this.paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  }

  private skip(): void {
    this.skipFrom = this.open_.length + 1;
  }

  private inside(name: string): boolean {
    return this.open_.at(-1)?.name === name;
  }

  /** For each open set of alternatives, whether a branch of it was taken. */
  private readonly taken: boolean[] = [];

  /** The branches say the same in newer and older words: the first is read, the others would repeat it. */
  private openAlternative(name: string): (() => void) | null {
    if (name === 'AlternateContent') {
      this.taken.push(false);
      return () => void this.taken.pop();
    }
    if (name !== 'Choice' && name !== 'Fallback') return null;
    if (this.taken.at(-1) === true) this.skip();
    else this.taken[this.taken.length - 1] = true;
    return null;
  }

  private openWord(element: XmlElement): (() => void) | null {
    const { name } = element;
    if (name === 'del' || name === 'moveFrom') this.noteDeletion();
    if (dropped.has(name)) {
      this.skip();
      return null;
    }
    return this.openBlock(name) ?? this.openProperty(element) ?? this.openInline(element);
  }

  /** An empty `del` among properties says that the row, or the end of the paragraph, was deleted. */
  private noteDeletion(): void {
    const row = this.tables.at(-1)?.rows.at(-1);
    const paragraph = this.paragraphs.at(-1);
    if (this.inside('trPr') && row !== undefined) row.isDeleted = true;
    else if (this.inside('rPr') && this.open_.at(-2)?.name === 'pPr' && paragraph !== undefined)
      paragraph.isJoined = true;
  }

  private openBlock(name: string): (() => void) | null {
    switch (name) {
      case 'p':
        return this.openParagraph();
      case 'tbl':
        return this.openTable();
      case 'tr':
        this.tables.at(-1)?.rows.push(new OpenRow());
        return null;
      case 'tc':
        return this.openCell();
      case 'txbxContent':
        return this.openBox();
      default:
        return null;
    }
  }

  private count(): void {
    this.pieces += 1;
    if (this.pieces > limits.pieces) throw new DocumentError('document-too-long');
  }

  private openParagraph(): () => void {
    this.count();
    const paragraph = new OpenParagraph();
    const part = this.parts.at(-1);
    const before = part?.items.at(-1);
    this.paragraphs.push(paragraph);
    return () => {
      this.paragraphs.pop();
      const style = paragraph.style === null ? {} : this.numbering.ofStyle(paragraph.style);
      const list = paragraph.list ?? style.list ?? '0';
      if (list !== '0' && !paragraph.isJoined) {
        const marker = this.numbering.next({ list, level: paragraph.level ?? style.level ?? 0 });
        if (marker !== '') paragraph.text = `${marker} ${paragraph.text}`;
      }
      if (before instanceof OpenParagraph && before.isJoined) {
        before.text += paragraph.text;
        before.links.push(...paragraph.links);
        before.boxes.push(...paragraph.boxes);
        before.isJoined = paragraph.isJoined;
      } else {
        part?.items.push(paragraph);
      }
    };
  }

  private openTable(): () => void {
    this.tableCount += 1;
    const table = new OpenTable(this.tableCount);
    this.parts.at(-1)?.items.push(table);
    this.tables.push(table);
    return () => void this.tables.pop();
  }

  private openCell(): () => void {
    this.count();
    const cell = new OpenCell();
    this.tables.at(-1)?.rows.at(-1)?.cells.push(cell);
    this.parts.push(cell);
    return () => void this.parts.pop();
  }

  private openBox(): () => void {
    const box = new OpenPart();
    this.paragraphs.at(-1)?.boxes.push(box);
    this.parts.push(box);
    return () => void this.parts.pop();
  }

  private openProperty(element: XmlElement): (() => void) | null {
    const value = element.attribute('val');
    const paragraph = this.paragraphs.at(-1);
    const cell = this.parts.at(-1);
    const row = this.tables.at(-1)?.rows.at(-1);
    switch (element.name) {
      case 'numId':
        if (paragraph !== undefined && value !== undefined) paragraph.list = value;
        break;
      case 'ilvl':
        if (paragraph !== undefined) paragraph.level = Number(value);
        break;
      case 'pStyle':
        if (paragraph !== undefined && value !== undefined) paragraph.style = value;
        break;
      case 'gridSpan':
        if (cell instanceof OpenCell) cell.span = spanOf(value);
        break;
      case 'vMerge':
        if (cell instanceof OpenCell) cell.isBelow = value !== 'restart';
        break;
      case 'hMerge':
        if (cell instanceof OpenCell) cell.isBeside = value !== 'restart';
        break;
      case 'gridBefore':
        if (row !== undefined) row.before = spanOf(value);
        break;
      case 'vanish':
        if (this.inside('rPr') && this.open_.at(-2)?.name === 'r')
          this.hidden = !/^(?:0|false|off)$/u.test(value ?? '');
        break;
      case 'showingPlcHdr':
        this.placeholder = true;
        break;
    }
    return null;
  }

  /** A content control that still shows its prompt ("Click here to enter text") is blank. */
  private placeholder = false;

  private openInline(element: XmlElement): (() => void) | null {
    switch (element.name) {
      case 'tab':
        if (!this.inside('tabs')) this.write('\t');
        return null;
      case 'br':
      case 'cr':
        this.write('\n');
        return null;
      case 'noBreakHyphen':
        this.write('-');
        return null;
      case 'sym':
        this.write(symbolOf(element.attribute('char')));
        return null;
      case 'r':
        return () => (this.hidden = false);
      case 'sdt':
        this.placeholder = false;
        return null;
      case 'sdtContent':
        if (this.placeholder) this.skip();
        this.placeholder = false;
        return null;
      case 'hyperlink':
        return this.openLink(this.links.get(element.attribute('id') ?? ''));
      default:
        return null;
    }
  }

  /** Keeps the target of a link whose text is not itself an address. */
  private openLink(url: string | undefined): (() => void) | null {
    const paragraph = this.paragraphs.at(-1);
    if (url === undefined || paragraph === undefined) return null;
    const start = paragraph.text.length;
    return () => {
      const text = paragraph.text.slice(start).trim();
      if (!/^(?:https?:|mailto:|www\.)/iu.test(text)) paragraph.links.push({ text, url });
    };
  }

  /** Older files write links as fields: HYPERLINK "https://…". */
  private fieldLink(instruction: string): void {
    const url = /HYPERLINK\s+"([^"]+)"/u.exec(instruction)?.[1];
    if (url !== undefined) this.paragraphs.at(-1)?.links.push({ text: '', url });
  }
}
