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
  let open = new OpenRegion(false);
  for (const [index, line] of lines.entries()) {
    const isTabbed = line.text.includes('\t');
    const goesOn = !isTabbed && (line.text.trim() === '' || continuesCell(lines, index, open));
    if (isTabbed !== open.isTable && !(open.isTable && goesOn)) {
      regions.push(...open.close());
      open = new OpenRegion(isTabbed);
    }
    open.add(line);
  }
  return [...regions, ...open.close()];
}

/** A region while lines are added to it; what tells its form is counted as they come. */
class OpenRegion {
  readonly isTable: boolean;
  /** Cells of the longest line. */
  width = 0;
  private readonly lines: Line[] = [];
  private inner = 0;
  private leading = 0;
  private hasText = false;
  constructor(isTable: boolean) {
    this.isTable = isTable;
  }

  add(line: Line): void {
    const { text } = line;
    this.lines.push(line);
    const tabs = text.split('\t').length;
    this.width = Math.max(this.width, tabs);
    this.hasText ||= text.trim() !== '' || tabs > 1;
    if (tabs > 2 || (tabs === 2 && text.slice(0, text.indexOf('\t')).trim() !== '')) this.inner += 1;
    else if (tabs === 2) this.leading += 1;
  }

  /** A tab before each cell, or tabs between the cells of a row: what most lines have. */
  get kind(): Region['kind'] {
    if (!this.isTable) return 'paragraphs';
    return this.inner >= this.leading ? 'rows' : 'cells';
  }

  close(): Region[] {
    return this.hasText ? [{ kind: this.kind, lines: this.lines }] : [];
  }
}

/** A line without a tab right below a line of cells is more of the last cell; after an empty line it is not. */
function continuesCell(lines: readonly Line[], index: number, open: OpenRegion): boolean {
  const above = lines[index - 1]?.text ?? '';
  if (above.trim() === '' && !above.includes('\t')) return false;
  if (open.kind === 'cells') return true;
  // In a table with a line a row only a row that is still too short can go on.
  const cells = above.split('\t').length;
  return cells > 1 && cells < open.width && /^\s*[\p{Ll}(«"]/u.test(lines[index]?.text ?? '');
}
