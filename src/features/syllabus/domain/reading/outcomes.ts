import { type Place } from '../../../../documents/index.ts';
import { type Outcome } from '../types.ts';
import { headingOf } from './headings.ts';
import { fold } from './letters.ts';
import { paragraphsOf, type Line, type LineCell } from './lines.ts';

export interface ReadOutcomes {
  readonly outcomes: Outcome[];
  /** By path inside the syllabus. */
  readonly places: ReadonlyMap<string, Place>;
}

const outcomeCode =
  /^(?:(?:он|ро|po|lo|clo|ilo|нәтиже|результат|outcome)\s*[-№]?\s*)?(\d{1,2})(?:\s*[.):-]\s*|\s+)(?=[^\s\d])/u;
/** A code in a column of its own: "РО1", "2". */
const bareCode = /^(?:он|ро|po|lo|clo|ilo)?\s*[-№]?\s*(\d{1,2})[.)]?$/u;
const indicatorCode =
  /^(?:(?:жи|ид|id|ai|ia|ik|индикатор|indicator)\s*[-№]?\s*)?(\d{1,2})\.(\d{1,2})\.?(?:\s*[):-]\s*|\s*)(?=[^\s\d.])/u;

/**
 * Reads the learning outcomes and their indicators below their heading, in a table of two or three columns, in one
 * cell, or as paragraphs. Codes are those of the document; unnumbered outcomes are numbered in their order.
 */
export function readOutcomes(lines: readonly Line[], stop: (line: Line) => boolean): ReadOutcomes {
  for (const [start, line] of lines.entries()) {
    if (!line.cells.some(isOutcomeHeading)) continue;
    const part = partBelow(lines, start, stop);
    const list = new OutcomeList();
    for (const cell of part.flatMap(row => row.cells)) list.addNumbered(cell);
    if (list.outcomes.length === 0) list.addUnnumbered(part);
    if (list.outcomes.length > 0) return list;
  }
  return { outcomes: [], places: new Map() };
}

const ends = [
  'prerequisites',
  'postrequisites',
  'policy',
  'calendar',
  'scale',
  'assessment',
  'rubric',
  'section',
];

function partBelow(lines: readonly Line[], start: number, stop: (line: Line) => boolean): Line[] {
  const part: Line[] = [];
  for (const [index, line] of lines.slice(start).entries()) {
    const isEnd = line.cells.some(cell => ends.includes(headingOf(cell.text)?.key ?? ''));
    const leavesText =
      lines[start]?.table === null && line.table !== null && part.length > 1 && part.at(-1)?.table === null;
    if (index > 0 && (stop(line) || leavesText || (isEnd && !line.cells.some(isOutcomeHeading)))) break;
    part.push(line);
  }
  return part;
}

function isOutcomeHeading(cell: LineCell): boolean {
  return headingOf(cell.text)?.key === 'outcomes';
}

class OutcomeList {
  readonly outcomes: Outcome[] = [];
  readonly places = new Map<string, Place>();

  addNumbered(cell: LineCell): void {
    let open: { text: string } | null = null;
    for (const paragraph of paragraphsOf(cell)) {
      const folded = fold(paragraph.slice(0, 80));
      const indicator = indicatorCode.exec(folded);
      const outcome = indicator === null ? outcomeCode.exec(folded) : null;
      if (indicator !== null) {
        const code = `${indicator[1] ?? ''}.${indicator[2] ?? ''}`;
        open = this.addIndicator(code, paragraph.slice(indicator[0].length), cell.place);
      } else if (outcome !== null) {
        open = this.addOutcome(String(Number(outcome[1])), paragraph.slice(outcome[0].length), cell.place);
      } else if (open !== null && headingOf(paragraph) === null) {
        open.text += ` ${paragraph}`;
      }
    }
  }

  /** The first column holds outcomes, the next one indicators; paragraphs below a heading are outcomes. */
  addUnnumbered(part: readonly Line[]): void {
    const [head, ...rest] = part;
    const column = head?.cells.find(isOutcomeHeading)?.column ?? 0;
    const indicators = head?.cells.find(cell => headingOf(cell.text)?.key === 'indicators')?.column;
    const own = head?.cells.find(isOutcomeHeading);
    if (head?.table === null && own !== undefined)
      rest.unshift({ ...head, cells: [{ ...own, raw: headingOf(own.text)?.rest ?? '' }] });
    for (const line of rest) this.addRow(line, column, indicators);
  }

  private addRow({ cells }: Line, column: number, indicators: number | undefined): void {
    const coded = cells.find(cell => bareCode.test(fold(cell.text)));
    const own = coded === undefined ? undefined : bareCode.exec(fold(coded.text))?.[1];
    const texts = coded?.column === column ? column + coded.span : column;
    for (const cell of cells) {
      if (cell === coded || cell.above !== null || headingOf(cell.text) !== null) continue;
      for (const paragraph of paragraphsOf(cell)) {
        if (/[:：]$/u.test(paragraph)) continue;
        const text = paragraph.replace(/^[-–—•·*▪]\s*/u, '');
        if (cell.column === texts) this.addOutcome(own ?? String(this.outcomes.length + 1), text, cell.place);
        else if (cell.column === indicators) this.addWrittenIndicator(text, cell.place);
      }
    }
  }

  private addWrittenIndicator(text: string, place: Place): void {
    const written = indicatorCode.exec(fold(text.slice(0, 80)));
    if (written === null) this.addIndicator(this.nextIndicator(), text, place);
    else this.addIndicator(`${written[1] ?? ''}.${written[2] ?? ''}`, text.slice(written[0].length), place);
  }

  private nextIndicator(): string {
    return `${this.outcomes.length}.${(this.outcomes.at(-1)?.indicators.length ?? 0) + 1}`;
  }

  private addOutcome(code: string, text: string, place: Place): { text: string } {
    const outcome: Outcome = { code, text: text.trim(), indicators: [] };
    this.places.set(`outcomes[${this.outcomes.length}]`, place);
    this.outcomes.push(outcome);
    return outcome;
  }

  /** An indicator belongs to the outcome that its code begins with, wherever it stands; else to the last one. */
  private addIndicator(code: string, text: string, place: Place): { text: string } | null {
    const named = this.outcomes.findIndex(outcome => outcome.code === code.split('.')[0]);
    const index = named === -1 ? this.outcomes.length - 1 : named;
    const outcome = this.outcomes[index];
    if (outcome === undefined) return null;
    const indicator = { code, text: text.trim() };
    this.places.set(`outcomes[${index}].indicators[${outcome.indicators.length}]`, place);
    outcome.indicators.push(indicator);
    return indicator;
  }
}
