import { apply, multiply, type Matrix, type Rule, type Rules } from './geometry.ts';

/** The operators that draw lines, by the numbers that the library gives them. */
export interface DrawingOps {
  readonly save: number;
  readonly restore: number;
  readonly transform: number;
  readonly constructPath: number;
  readonly paintFormXObjectBegin: number;
  readonly paintFormXObjectEnd: number;
  readonly setFillRGBColor: number;
  readonly setStrokeRGBColor: number;
  readonly fill: number;
  readonly eoFill: number;
  readonly stroke: number;
  readonly closeStroke: number;
  readonly endPath: number;
}

export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

/** A filled strip this thin is a line between cells, not a shaded cell; in points. */
const thin = 3;
/** Lines this short are strokes of a drawing. */
const least = 4;
/** Pages of drawings have more; their lines are no tables. */
const most = 20_000;

interface Graphics {
  matrix: Matrix;
  fill: string;
  stroke: string;
}

/** The straight lines of a page: strokes along the axes, and strips filled as lines (as Word and browsers draw them). */
export function rulesOf(list: OperatorList, ops: DrawingOps, page: Matrix): Rules {
  const found = new RuleCollector();
  let now: Graphics = { matrix: page, fill: '#000000', stroke: '#000000' };
  const stack: Graphics[] = [];
  for (const [index, op] of list.fnArray.entries()) {
    const args = list.argsArray[index];
    if (op === ops.save || op === ops.paintFormXObjectBegin) stack.push({ ...now });
    if (op === ops.restore || op === ops.paintFormXObjectEnd) now = stack.pop() ?? now;
    if (op === ops.transform) now.matrix = multiply(now.matrix, matrixOf(args) ?? now.matrix);
    if (op === ops.paintFormXObjectBegin) {
      const inner = matrixOf(Array.isArray(args) ? args[0] : null);
      if (inner !== null) now.matrix = multiply(now.matrix, inner);
    }
    if (op === ops.setFillRGBColor) now.fill = colourOf(args);
    if (op === ops.setStrokeRGBColor) now.stroke = colourOf(args);
    if (op === ops.constructPath) addPath(found, args, now, ops);
  }
  return { horizontal: found.horizontal, vertical: found.vertical };
}

function matrixOf(args: unknown): Matrix | null {
  const numbers = args === null || typeof args !== 'object' ? [] : Object.values(args as ArrayLike<unknown>);
  const [a, b, c, d, e, f] = numbers;
  const isMatrix = numbers.length >= 6 && numbers.slice(0, 6).every(value => typeof value === 'number');
  return isMatrix ? ([a, b, c, d, e, f] as unknown as Matrix) : null;
}

function colourOf(args: unknown): string {
  const [colour] = Array.isArray(args) ? (args as unknown[]) : [];
  return typeof colour === 'string' ? colour.toLowerCase() : '#000000';
}

/** A path comes as [what is done with it, [its steps], its extent]. */
function addPath(found: RuleCollector, args: unknown, now: Graphics, ops: DrawingOps): void {
  if (!Array.isArray(args)) return;
  const [op, steps] = args as [number, (ArrayLike<number> | null)[] | null];
  const isStroked = op === ops.stroke || op === ops.closeStroke;
  if (op === ops.endPath || (isStroked ? now.stroke : now.fill) === '#ffffff') return;
  const data = steps?.[0];
  if (data == null) return;
  for (const points of subpaths(data)) {
    const placed = points.map(({ x, y }) => apply(now.matrix, x, y));
    if (isStroked) found.stroke(placed);
    else found.fill(placed);
    if (op !== ops.fill && op !== ops.eoFill && !isStroked) found.stroke(placed);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Steps: 0 move, 1 line, 2 curve (three points), 3 curve (two points), 4 close. A curve breaks a subpath. */
function subpaths(data: ArrayLike<number>): Point[][] {
  const paths: Point[][] = [];
  let open: Point[] = [];
  const end = () => {
    if (open.length > 1) paths.push(open);
    open = [];
  };
  const sizes = [2, 2, 6, 4, 0];
  for (let at = 0; at < data.length;) {
    const step = data[at] ?? 4;
    const size = sizes[step] ?? 0;
    const [x, y] = [data[at + size - 1] ?? 0, data[at + size] ?? 0];
    if (step === 4) {
      const [first] = open;
      if (first !== undefined) open.push(first);
    } else {
      if (step !== 1) end();
      open.push({ x, y });
    }
    at += size + 1;
  }
  end();
  return paths;
}

class RuleCollector {
  readonly horizontal: Rule[] = [];
  readonly vertical: Rule[] = [];

  stroke(points: readonly Point[]): void {
    for (const [index, to] of points.entries()) {
      const from = points[index - 1];
      if (from !== undefined) this.add(from.x, from.y, to.x, to.y);
    }
  }

  fill(points: readonly Point[]): void {
    if (points.length > 100) return;
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    if (bottom - top <= thin) this.add(left, middle.y, right, middle.y);
    else if (right - left <= thin) this.add(middle.x, top, middle.x, bottom);
  }

  private add(x1: number, y1: number, x2: number, y2: number): void {
    if (this.horizontal.length + this.vertical.length > most) return;
    if (Math.abs(y1 - y2) <= 1 && Math.abs(x1 - x2) >= least)
      this.horizontal.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) });
    else if (Math.abs(x1 - x2) <= 1 && Math.abs(y1 - y2) >= least)
      this.vertical.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) });
  }
}
