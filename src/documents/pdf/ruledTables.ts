import { type Box, type Rule, type Rules } from './geometry.ts';

/** A cell between lines: rows and columns count from 0. */
export interface RuledCell extends Box {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A table as its lines draw it. */
export interface RuledTable extends Box {
  /** Where its columns and rows begin, and where the last ones end. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly RuledCell[];
}

/** Lines closer than this are one; in points. Borders are drawn twice where two cells meet. */
const near = 3;

/** The tables of a page: lines that touch each other, and the cells between them. */
export function ruledTables(rules: Rules): RuledTable[] {
  const horizontal = merged(rules.horizontal);
  const vertical = merged(rules.vertical);
  // So many lines are a drawing.
  if (horizontal.length * vertical.length > 1_000_000) return [];
  return groupsOf(horizontal, vertical).flatMap(group => tableOf(group.horizontal, group.vertical) ?? []);
}

/** Joins lines that lie on each other or go on from each other. */
function merged(rules: readonly Rule[]): Rule[] {
  const rows: { at: number; parts: Rule[] }[] = [];
  for (const rule of rules.toSorted((a, b) => a.at - b.at)) {
    const row = rows.at(-1);
    if (row !== undefined && rule.at - row.at <= near / 2) row.parts.push(rule);
    else rows.push({ at: rule.at, parts: [rule] });
  }
  return rows.flatMap(({ at, parts }) => {
    const out: { at: number; from: number; to: number }[] = [];
    for (const { from, to } of parts.toSorted((a, b) => a.from - b.from)) {
      const last = out.at(-1);
      if (last !== undefined && from <= last.to + near) last.to = Math.max(last.to, to);
      else out.push({ at, from, to });
    }
    return out;
  });
}

interface Group {
  readonly horizontal: Rule[];
  readonly vertical: Rule[];
}

function groupsOf(horizontal: readonly Rule[], vertical: readonly Rule[]): Group[] {
  const groups = new Map<Rule, Group>();
  for (const row of horizontal) {
    const own: Group = groups.get(row) ?? { horizontal: [row], vertical: [] };
    groups.set(row, own);
    for (const column of vertical) {
      if (!touch(row, column)) continue;
      const other = groups.get(column);
      if (other === own) continue;
      const moved: Group = other ?? { horizontal: [], vertical: [column] };
      own.horizontal.push(...moved.horizontal);
      own.vertical.push(...moved.vertical);
      for (const rule of [...moved.horizontal, ...moved.vertical]) groups.set(rule, own);
    }
  }
  return [...new Set(groups.values())];
}

function touch(row: Rule, column: Rule): boolean {
  return (
    column.at >= row.from - near &&
    column.at <= row.to + near &&
    row.at >= column.from - near &&
    row.at <= column.to + near
  );
}

function tableOf(horizontal: readonly Rule[], vertical: readonly Rule[]): RuledTable | null {
  const [left, right] = [
    Math.min(...horizontal.map(({ from }) => from)),
    Math.max(...horizontal.map(({ to }) => to)),
  ];
  const [top, bottom] = [
    Math.min(...vertical.map(({ from }) => from)),
    Math.max(...vertical.map(({ to }) => to)),
  ];
  // The part of a table that a page begins with may have no line above it.
  if (horizontal.length + vertical.length < 3 || horizontal.length === 0 || vertical.length === 0)
    return null;
  // A table may be open at its sides: there its other lines end.
  const xs = places([...vertical.map(({ at }) => at), left, right]);
  const ys = places([...horizontal.map(({ at }) => at), top, bottom]);
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  if (columns < 1 || rows < 1 || columns * rows < 2 || columns * rows > 10_000) return null;
  const cells = cellsOf(xs, ys, horizontal, vertical);
  return { left, right, top, bottom, xs, ys, cells };
}

function places(values: readonly number[]): number[] {
  const out: number[] = [];
  for (const value of values.toSorted((a, b) => a - b))
    if (value - (out.at(-1) ?? -Infinity) > near) out.push(value);
  return out;
}

/** Places with no line between them are one cell. */
function cellsOf(
  xs: readonly number[],
  ys: readonly number[],
  horizontal: readonly Rule[],
  vertical: readonly Rule[],
): RuledCell[] {
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  const owner = Array.from({ length: rows * columns }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (owner[at] !== at) at = owner[at] ?? at;
    owner[index] = at;
    return at;
  };
  const middle = (values: readonly number[], index: number) =>
    ((values[index] ?? 0) + (values[index + 1] ?? 0)) / 2;
  const isDrawn = (rules: readonly Rule[], at: number, across: number) =>
    rules.some(rule => Math.abs(rule.at - at) <= near && rule.from <= across && across <= rule.to);
  for (let row = 0; row < rows; row += 1) {
    const y = middle(ys, row);
    for (let column = 0; column < columns; column += 1) {
      const own = row * columns + column;
      const isOpenRight = column + 1 < columns && !isDrawn(vertical, xs[column + 1] ?? 0, y);
      const isOpenBelow = row + 1 < rows && !isDrawn(horizontal, ys[row + 1] ?? 0, middle(xs, column));
      if (isOpenRight) owner[find(own + 1)] = find(own);
      if (isOpenBelow) owner[find(own + columns)] = find(own);
    }
  }
  const boxes = new Map<number, { row: number; column: number; lastRow: number; lastColumn: number }>();
  for (let index = 0; index < owner.length; index += 1) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const box = boxes.get(find(index));
    if (box === undefined) boxes.set(find(index), { row, column, lastRow: row, lastColumn: column });
    else {
      box.column = Math.min(box.column, column);
      box.lastRow = Math.max(box.lastRow, row);
      box.lastColumn = Math.max(box.lastColumn, column);
    }
  }
  return [...boxes.values()].map(({ row, column, lastRow, lastColumn }) => ({
    row,
    column,
    rows: lastRow - row + 1,
    columns: lastColumn - column + 1,
    left: xs[column] ?? 0,
    right: xs[lastColumn + 1] ?? 0,
    top: ys[row] ?? 0,
    bottom: ys[lastRow + 1] ?? 0,
  }));
}
