/** A figure to be drawn. */
export interface Bar {
  readonly name: string;
  /** Not negative. */
  readonly value: number;
  /** The value in words. */
  readonly figure: string;
  /** What the bar opens; null: it opens nothing, and is left out of the drawing. */
  readonly href: string | null;
  /** Name and figure for whoever cannot see the drawing. */
  readonly label: string;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly tall: number;
}

interface Word {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Whether it begins at its place instead of lying around it. */
  readonly isStart: boolean;
}

/** Bars with places, in the drawing's own units; views/components/bars.ejs prints them, a page scales them. */
export interface BarPlot {
  readonly width: number;
  readonly height: number;
  readonly axis: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
  readonly bars: readonly {
    readonly href: string | null;
    readonly label: string;
    readonly hit: Box;
    readonly bar: Box;
    readonly figure: Word;
    readonly name: Word;
  }[];
}

const mostOf = (bars: readonly Bar[]): number => Math.max(1, ...bars.map(({ value }) => value));

/**
 * Bars that stand beside each other, for names of a few letters.
 *
 * @param foot room for the names
 */
export function standingBars(
  bars: readonly Bar[],
  { width, height, foot }: { readonly width: number; readonly height: number; readonly foot: number },
): BarPlot {
  const step = width / Math.max(1, bars.length);
  const [floor, most] = [height - foot, mostOf(bars)];
  return {
    ...{ width, height, axis: { x1: 0, y1: floor, x2: width, y2: floor } },
    bars: bars.map(({ name, value, figure, href, label }, place) => {
      const tall = Math.round(((floor - 18) * value) / most);
      const [x, wide] = [Math.round(place * step), Math.round(step) - 6];
      const [y, middle] = [floor - tall, Math.round((place + 0.5) * step) - 3];
      return {
        ...{ href, label, hit: { x, y: 0, wide, tall: floor }, bar: { x, y, wide, tall } },
        figure: { text: figure, x: middle, y: y - 4, isStart: false },
        name: { text: name, x: middle, y: height - 6, isStart: false },
      };
    }),
  };
}

const lyingWidth = 640;
const lyingTall = 48;
/** Room for the figure behind the longest bar. */
const figureRoom = 80;

/** Bars that lie below each other, each under its name, which may be long. */
export function lyingBars(bars: readonly Bar[]): BarPlot {
  const most = mostOf(bars);
  const height = bars.length * lyingTall;
  return {
    ...{ width: lyingWidth, height, axis: { x1: 0, y1: 0, x2: 0, y2: height } },
    bars: bars.map(({ name, value, figure, href, label }, place) => {
      const y = place * lyingTall;
      const wide = Math.round(((lyingWidth - figureRoom) * value) / most);
      return {
        ...{ href, label, hit: { x: 0, y, wide: lyingWidth, tall: lyingTall } },
        bar: { x: 0, y: y + 24, wide, tall: 16 },
        figure: { text: figure, x: wide + 8, y: y + 37, isStart: true },
        name: { text: name, x: 8, y: y + 17, isStart: true },
      };
    }),
  };
}
