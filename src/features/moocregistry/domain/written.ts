import { formatDay, readDay } from '../../../kernel/dates.ts';
import { type MoocModule, type MoocRun } from './mooc.ts';

/** Lines as a person typed them: what was understood, and the numbers (from 1) of the lines that were not. */
export interface ReadLines<T> {
  readonly values: readonly T[];
  readonly wrong: readonly number[];
}

const dayPattern = String.raw`(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})`;
const daysPattern = new RegExp(`^${dayPattern}(?:\\s*[-–—]\\s*${dayPattern})?$`, 'u');
const runPattern = new RegExp(`^${dayPattern}(?:\\s*[-–—]\\s*${dayPattern})?(?:\\s+(.*))?$`, 'u');

/** Far more than any online course has. */
const mostWeeks = 60;
const mostHours = 1_000;

/** A line a module: "Title | 1–3 | 12 | 01.09.2026–21.09.2026". What is left out at the end, or blank, is unknown. */
export const readModules = (text: string): ReadLines<MoocModule> => readLines(text, readModule);

function readModule(line: string): MoocModule | null {
  const [title = '', weeksText = '', hoursText = '', daysText = '', ...more] = line
    .split('|')
    .map(cell => cell.trim());
  if (title === '' || more.length > 0) return null;
  const weeks = readWeeks(weeksText);
  const days = readDays(daysText);
  const hours = hoursText === '' ? null : /^\d{1,4}$/u.test(hoursText) ? Number(hoursText) : mostHours + 1;
  if (weeks === undefined || days === undefined || (hours ?? 0) > mostHours) return null;
  return { title, weeks, hours, from: days?.from ?? null, to: days?.to ?? null };
}

/** Undefined: something stands there that is no weeks. */
function readWeeks(text: string): MoocModule['weeks'] | undefined {
  if (text === '') return null;
  const [, first, last = first] = /^(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?$/u.exec(text) ?? [];
  const [from, to] = [Number(first ?? 0), Number(last ?? 0)];
  return from >= 1 && to >= from && to <= mostWeeks ? { from, to } : undefined;
}

/** One day stands for a module of that day. */
function readDays(text: string): { from: string; to: string } | null | undefined {
  if (text === '') return null;
  const match = daysPattern.exec(text);
  const from = readDay(match?.[1] ?? '');
  const to = match?.[2] === undefined ? from : readDay(match[2]);
  return from === null || to === null || to < from ? undefined : { from, to };
}

/** A line a run: "01.09.2026–15.12.2026 autumn"; a day alone is a beginning without an end. */
export const readRuns = (text: string): ReadLines<MoocRun> =>
  readLines(text, line => {
    const match = runPattern.exec(line);
    const from = readDay(match?.[1] ?? '');
    const to = match?.[2] === undefined ? null : readDay(match[2]);
    if (from === null || (match?.[2] !== undefined && (to === null || to < from))) return null;
    return { from, to, note: (match?.[3] ?? '').trim() };
  });

/** A line a name; none is wrong. */
export const readNames = (text: string): string[] => readLines(text, line => line).values.slice();

function readLines<T>(text: string, read: (line: string) => T | null): ReadLines<T> {
  const values: T[] = [];
  const wrong: number[] = [];
  for (const [index, raw] of text.split(/\r\n?|\n/u).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const value = read(line);
    if (value === null) wrong.push(index + 1);
    else values.push(value);
  }
  return { values, wrong };
}

export const weeksText = (weeks: MoocModule['weeks']): string =>
  weeks === null ? '' : weeks.from === weeks.to ? String(weeks.from) : `${weeks.from}–${weeks.to}`;

export function daysText(from: string | null, to: string | null): string {
  if (from === null) return '';
  return to === null || to === from ? formatDay(from) : `${formatDay(from)}–${formatDay(to)}`;
}

/** What `readModules` reads back. */
export const writeModules = (modules: readonly MoocModule[]): string =>
  modules
    .map(({ title, weeks, hours, from, to }) => {
      const cells = [title, weeksText(weeks), hours === null ? '' : String(hours), daysText(from, to)];
      while (cells.at(-1) === '') cells.pop();
      return cells.join(' | ');
    })
    .join('\n');

/** What `readRuns` reads back. */
export const writeRuns = (runs: readonly MoocRun[]): string =>
  runs
    .map(({ from, to, note }) => `${formatDay(from)}${to === null ? '' : `–${formatDay(to)}`} ${note}`.trim())
    .join('\n');
