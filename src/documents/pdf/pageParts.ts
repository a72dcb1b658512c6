import { type Link, type Table } from '../model.ts';
import { gridTable, type GridCell } from '../grid.ts';
import { alignedTables } from './alignedTables.ts';
import { type PagePart, type PageTable, type PageText } from './pagePart.ts';
import { isInside, type Box, type DrawnPage, type Fragment, type PageLink } from './geometry.ts';
import { ruledTables, type RuledCell, type RuledTable } from './ruledTables.ts';
import { paragraphsOf, textLines } from './textLines.ts';

export function pageParts(page: DrawnPage): PagePart[] {
  const ruled = ruledTables(page.rules);
  const within = (box: Box, fragment: Fragment) =>
    isInside(box, (fragment.left + fragment.right) / 2, fragment.baseline - fragment.size * 0.3);
  // Tables inside cells belong to those cells; the smallest table around a text owns it.
  const bySize = ruled.toSorted((a, b) => areaOf(a) - areaOf(b));
  const free: Fragment[] = [];
  const owned = new Map<RuledTable, Fragment[]>();
  for (const fragment of page.fragments) {
    const owner = bySize.find(table => within(table, fragment));
    if (owner === undefined) free.push(fragment);
    else owned.set(owner, [...(owned.get(owner) ?? []), fragment]);
  }
  const outer = ruled.filter(table => !ruled.some(other => isAround(other, table)));
  const tables = outer.map(table => tableOf(table, ruled, owned, page));
  const lines = textLines(free).map((line, index): PageText => {
    const links = linksIn(page.links, {
      ...line,
      top: line.baseline - line.size,
      bottom: line.baseline + line.size / 4,
    });
    return { line, number: index + 1, links };
  });
  const aligned = alignedTables(lines, page);
  return [
    ...aligned.map(part => ({ part, at: part.kind === 'text' ? part.text.line.baseline : part.table.top })),
    ...tables.map(table => ({ part: { kind: 'table', table } as const, at: table.top })),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map(({ part }) => part);
}

const areaOf = ({ left, right, top, bottom }: Box) => (right - left) * (bottom - top);

function isAround(outer: RuledTable, inner: RuledTable): boolean {
  if (outer === inner || areaOf(outer) <= areaOf(inner)) return false;
  return isInside(outer, inner.left, inner.top) && isInside(outer, inner.right, inner.bottom);
}

function tableOf(
  table: RuledTable,
  all: readonly RuledTable[],
  owned: ReadonlyMap<RuledTable, readonly Fragment[]>,
  page: DrawnPage,
): PageTable {
  const pieces = (owned.get(table) ?? []).flatMap(fragment => cutAtRules(fragment, table));
  const inside = all.filter(other => isAround(table, other));
  const cells = table.cells.map((cell): GridCell => {
    const own = pieces.filter(({ left, right, baseline, size }) =>
      isInside(cell, (left + right) / 2, baseline - size * 0.3),
    );
    const nested = inside.filter(other =>
      isInside(cell, (other.left + other.right) / 2, (other.top + other.bottom) / 2),
    );
    return {
      row: cell.row,
      column: cell.column,
      rows: cell.rows,
      columns: cell.columns,
      text: textIn(cell, own),
      links: linksIn(page.links, cell),
      tables: nested.map(other => nestedTable(tableOf(other, [], owned, page))),
    };
  });
  return { ...table, page: page.number, rows: table.ys.length - 1, cells, isRuled: true };
}

function nestedTable({ page, rows, xs, cells }: PageTable): Table {
  const placeOf = (row: number, column: number) =>
    ({ kind: 'page-cell', page, table: 1, row: row + 1, cell: column + 1 }) as const;
  return gridTable({ cells, rows, columns: xs.length - 1, number: 1, placeOf });
}

function textIn(cell: RuledCell, pieces: readonly Fragment[]): string {
  const lines = textLines(pieces);
  const margin = Math.min(8, Math.max(1, Math.min(...lines.map(line => line.left)) - cell.left));
  return paragraphsOf(lines, cell.right - cell.left - 2 * margin).join('\n');
}

/** A piece that the file writes across a line between cells is two: its letters are taken to be equally wide. */
function cutAtRules(fragment: Fragment, table: RuledTable): Fragment[] {
  const { text, left, right, size, baseline } = fragment;
  const own = table.cells.find(cell => isInside(cell, left + 1, baseline - size * 0.3));
  if (own === undefined || right - own.right < size || !text.trim().includes(' ')) return [fragment];
  const at = Math.round(((own.right - left) / (right - left)) * text.length);
  const spaces = [...text.matchAll(/\s+/gu)].map(match => match.index);
  const nearest = spaces.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
  if (nearest === undefined || nearest === 0 || Math.abs(nearest - at) > 3) return [fragment];
  const [first, second] = [text.slice(0, nearest), text.slice(nearest).trim()];
  return [
    { ...fragment, text: first, right: own.right - 1 },
    ...cutAtRules({ ...fragment, text: second, left: own.right + 1 }, table),
  ];
}

function linksIn(links: readonly PageLink[], box: Box): Link[] {
  const own = links.filter(link => isInside(box, (link.left + link.right) / 2, (link.top + link.bottom) / 2));
  return [...new Set(own.map(({ url }) => url))].map(url => ({ text: '', url }));
}
