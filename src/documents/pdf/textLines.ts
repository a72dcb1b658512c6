import { type Fragment } from './geometry.ts';

/** Pieces of text that stand beside each other. */
export interface TextLine {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
  readonly parts: readonly Fragment[];
}

/** Puts pieces of text into lines, from top to bottom and from left to right. */
export function textLines(fragments: readonly Fragment[]): TextLine[] {
  const rows: Fragment[][] = [];
  const written = fragments.filter(({ text }) => text.trim() !== '');
  for (const fragment of written.toSorted((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    // Raised and lowered signs belong to the line that they stand in.
    if (row !== undefined && first !== undefined && fragment.baseline - first.baseline <= first.size * 0.4)
      row.push(fragment);
    else rows.push([fragment]);
  }
  const blanks = fragments.filter(({ text, left, right, size }) => text.trim() === '' && right - left < size);
  return rows.map(row => lineOf(row, blanks));
}

/** One line of the pieces, with a space where there is room for one, or where the file has one. */
export function lineOf(pieces: readonly Fragment[], blanks: readonly Fragment[] = []): TextLine {
  const parts = pieces.toSorted((a, b) => a.left - b.left);
  let text = '';
  let end = -Infinity;
  for (const part of parts) {
    const gap = part.left - end;
    const isApart =
      gap > part.size * 0.2 ||
      (gap > part.size * 0.05 &&
        blanks.some(
          blank =>
            Math.abs(blank.baseline - part.baseline) < 1 &&
            blank.left >= end - 1 &&
            blank.left <= part.left + 1,
        ));
    text +=
      text !== '' && isApart && !/\s$/u.test(text) && !/^\s/u.test(part.text) ? ` ${part.text}` : part.text;
    end = Math.max(end, part.right);
  }
  return {
    text: text.trim(),
    left: Math.min(...parts.map(part => part.left)),
    right: end,
    baseline: parts[0]?.baseline ?? 0,
    size: Math.max(...parts.map(part => part.size)),
    parts,
  };
}

/** Cuts a line where it has more room than between words. */
export function segmentsOf({ parts }: TextLine, gap: number): TextLine[] {
  const groups: Fragment[][] = [];
  let end = -Infinity;
  for (const part of parts) {
    if (part.left - end > gap * part.size) groups.push([part]);
    else groups.at(-1)?.push(part);
    end = Math.max(end, part.right);
  }
  return groups.map(group => lineOf(group));
}

/**
 * Joins the lines of a text that broke only because the room ended; other breaks are the author's.
 *
 * @param width the room that the text has
 */
export function paragraphsOf(lines: readonly TextLine[], width: number): string[] {
  const paragraphs: string[] = [];
  // Where every line begins with a capital or a number, each is an item of a list.
  const isList = lines.length > 2 && lines.every(({ text }) => /^[\p{Lu}\d«"]/u.test(text));
  let above: TextLine | null = null;
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (above === null || last === undefined || isList || !isBroken(above, line, width))
      paragraphs.push(line.text);
    else
      paragraphs[paragraphs.length - 1] =
        last + (isCut(above, line, width) ? cut : joint(last, line.text)) + line.text;
    above = line;
  }
  return paragraphs;
}

/** Whether the first word of the line would not have fitted behind the line above. */
export function isBroken(above: TextLine, line: TextLine, width: number): boolean {
  const word = /^\S+/u.exec(line.text)?.[0] ?? '';
  const wordWidth = ((line.right - line.left) * word.length) / Math.max(1, line.text.length);
  return width - (above.right - above.left) < wordWidth + line.size * 0.4;
}

/**
 * Between the halves of what may be one word: a narrow column breaks a long word without a hyphen. Whether it is one
 * word, or two of which the first just fills the column, only those can say who know the document's words.
 */
const cut = '\u2060\n';

function isCut(above: TextLine, line: TextLine, width: number): boolean {
  const isAlone = /^[«"(]?[\p{L}\d-]{3,}$/u.test(above.text) && /^\p{Ll}/u.test(line.text);
  const room = width - (above.right - above.left);
  return isAlone && room < (above.right - above.left) / above.text.length;
}

export function joined(above: string, below: string): string {
  return above + joint(above, below) + below;
}

/** What stands between two lines that are one. */
function joint(above: string, below: string): string {
  // A word at whose hyphen the line ends is mended by those who know words; an address goes on without a space.
  if (/\p{L}-$/u.test(above)) return cut;
  if (/(?:^|\s)https?:\/\/$/iu.test(above)) return '';
  const address = /(?:https?:\/\/|www\.)\S+$/iu.exec(above)?.[0];
  // A narrow column breaks an address behind its strokes too.
  if (address?.endsWith('/') === true && /^[\w.?=&%#~+-]+$/u.test(below)) return '';
  const goesOn = address !== undefined && address.length > 12 && /^[\w./?=&%#~+-]+(?:$|[\s,;])/u.test(below);
  return goesOn && /[/?=&_.-]|\d/u.test(below.split(/\s/u)[0] ?? '') ? '' : ' ';
}
