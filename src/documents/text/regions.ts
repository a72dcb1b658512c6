/** A line of the file, numbered from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Neighbouring lines that were one thing: running text, a table with a line a cell, or one with a line a row. */
export interface Region {
  readonly kind: 'paragraphs' | 'cells' | 'rows';
  readonly lines: readonly Line[];
}

/** Word writes a line break inside a paragraph as a vertical tab, and a page break as a form feed. */
export function linesOf(text: string): Line[] {
  return text
    .split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/)
    .map((line, index) => ({ number: index + 1, text: line }));
}

export function regionsOf(lines: readonly Line[]): Region[] {
  const regions: Region[] = [];
  let open: Line[] = [];
  let inTable = false;
  const close = () => {
    if (open.some(line => line.text.trim() !== '' || line.text.includes('\t'))) {
      regions.push({ kind: inTable ? tableKind(open) : 'paragraphs', lines: open });
    }
    open = [];
  };
  for (const [index, line] of lines.entries()) {
    const isTabbed = line.text.includes('\t');
    const goesOn = !isTabbed && (line.text.trim() === '' || continuesCell(lines, index, open));
    if (isTabbed !== inTable && !(inTable && goesOn)) {
      close();
      inTable = isTabbed;
    }
    open.push(line);
  }
  close();
  return regions;
}

/** A line without a tab right below a line of cells is more of the last cell; after an empty line it is not. */
function continuesCell(lines: readonly Line[], index: number, open: readonly Line[]): boolean {
  const above = lines[index - 1]?.text ?? '';
  if (above.trim() === '' && !above.includes('\t')) return false;
  return tableKind(open) === 'cells' || startsInside(above, lines[index]?.text ?? '', open);
}

/** In a table with a line a row only a row that is still too short can go on. */
function startsInside(above: string, text: string, open: readonly Line[]): boolean {
  const width = Math.max(...open.map(line => line.text.split('\t').length));
  return above.split('\t').length < width && above.includes('\t') && /^\s*[\p{Ll}(«"]/u.test(text);
}

function tableKind(lines: readonly Line[]): 'cells' | 'rows' {
  const inner = lines.filter(line => /\S[^\t]*\t/.test(line.text) || /\t[^\t]*\t/.test(line.text)).length;
  const leading = lines.filter(line => /^[^\S\t]*\t[^\t]*$/.test(line.text)).length;
  return inner >= leading && inner > 0 ? 'rows' : 'cells';
}
