import { formatDay, readDay } from '../../../kernel/dates.ts';
import { type FreeDays, type MovedDay } from './plan.ts';

/** Lines as a person typed them: what was understood, and the numbers (from 1) of the lines that were not. */
export interface ReadLines<T> {
  readonly values: T[];
  readonly wrong: number[];
}

const dayPattern = String.raw`(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})`;
const freeLine = new RegExp(`^${dayPattern}(?:\\s*[-–—]\\s*${dayPattern})?(?:\\s+(.*))?$`, 'u');
const movedLine = new RegExp(`^${dayPattern}\\s*(?:→|->|>|[-–—])\\s*${dayPattern}$`, 'u');

/** A line a holiday: "16.12.2026 Independence Day", "20.03.2027–25.03.2027 Nauryz". */
export function readFreeDays(text: string): ReadLines<FreeDays> {
  return readLines(text, line => {
    const match = freeLine.exec(line);
    const from = readDay(match?.[1] ?? '');
    const until = match?.[2] === undefined ? from : readDay(match[2]);
    if (from === null || until === null || until < from) return null;
    return { from, until, name: (match?.[3] ?? '').trim() };
  });
}

/** A line a moved day: "15.12.2026 → 19.12.2026". */
export function readMovedDays(text: string): ReadLines<MovedDay> {
  return readLines(text, line => {
    const match = movedLine.exec(line);
    const [from, to] = [readDay(match?.[1] ?? ''), readDay(match?.[2] ?? '')];
    return from === null || to === null || from === to ? null : { from, to };
  });
}

function readLines<T>(text: string, read: (line: string) => T | null): ReadLines<T> {
  const values: T[] = [];
  const wrong: number[] = [];
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const value = read(line);
    if (value === null) wrong.push(index + 1);
    else values.push(value);
  }
  return { values, wrong };
}

export const writeFreeDays = (free: readonly FreeDays[]): string =>
  free
    .map(({ from, until, name }) =>
      `${formatDay(from)}${from === until ? '' : `–${formatDay(until)}`} ${name}`.trim(),
    )
    .join('\n');

export const writeMovedDays = (moved: readonly MovedDay[]): string =>
  moved.map(({ from, to }) => `${formatDay(from)} → ${formatDay(to)}`).join('\n');
