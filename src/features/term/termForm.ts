import { parseDecimal } from '../../kernel/exact.ts';
import { type IsoDate, readDay } from '../../kernel/dates.ts';
import { type Deadline, type LatePolicy, type TermPlan } from './domain/plan.ts';
import { isTimeOfDay } from './domain/timeOfDay.ts';
import { readFreeDays, readMovedDays } from './domain/written.ts';

/** Zones that a course of a Kazakhstani university is taught in; Almaty's is that of the whole country since 2024. */
export const timeZones = [
  'Asia/Almaty',
  'Asia/Tashkent',
  'Asia/Bishkek',
  'Europe/Moscow',
  'Europe/Istanbul',
  'UTC',
] as const;

/** The form's values as they were typed, by the name of their field. */
export type Typed = Readonly<Record<string, string>>;

/** Why a field was not accepted, by its name; `lines` are the numbers of the lines that were not understood. */
export type TermFaults = Readonly<
  Record<
    string,
    {
      readonly fault: 'day' | 'time' | 'weeks' | 'number' | 'percent' | 'lines';
      readonly lines?: readonly number[];
    }
  >
>;

export interface ReadTerm {
  readonly startOn: IsoDate | null;
  readonly timeZone: string;
  readonly plan: TermPlan;
}

export type TermReading =
  | { readonly kind: 'read'; readonly term: ReadTerm }
  | { readonly kind: 'wrong'; readonly faults: TermFaults };

/** Reads the whole form. Deadlines are `due-on:<row key>` and `due-at:<row key>`; a blank day means the end of the week. */
export function readTermForm(typed: Typed, keys: readonly string[]): TermReading {
  const faults: Record<string, TermFaults[string]> = {};
  const value = (name: string): string => (typed[name] ?? '').trim();
  const startOn = value('startOn') === '' ? null : readDay(value('startOn'));
  if (value('startOn') !== '' && startOn === null) faults.startOn = { fault: 'day' };
  const weeks = value('weeks') === '' ? null : Number(value('weeks'));
  if (weeks !== null && !(Number.isInteger(weeks) && weeks >= 1 && weeks <= 53))
    faults.weeks = { fault: 'weeks' };
  const free = readFreeDays(typed.free ?? '');
  if (free.wrong.length > 0) faults.free = { fault: 'lines', lines: free.wrong };
  const moved = readMovedDays(typed.moved ?? '');
  if (moved.wrong.length > 0) faults.moved = { fault: 'lines', lines: moved.wrong };
  const dueAt = value('dueAt') === '' ? '23:59' : value('dueAt');
  if (!isTimeOfDay(dueAt)) faults.dueAt = { fault: 'time' };
  const deadlines = readDeadlines(value, keys, dueAt, faults);
  const late = readLate(value, faults);
  if (Object.keys(faults).length > 0) return { kind: 'wrong', faults };
  const zone = timeZones.find(one => one === value('timeZone')) ?? timeZones[0];
  const plan = { weeks, free: free.values, moved: moved.values, dueAt, deadlines, late, toCheck: [] };
  return { kind: 'read', term: { startOn, timeZone: zone, plan } };
}

type Value = (name: string) => string;
type Faults = Record<string, TermFaults[string]>;

function readDeadlines(
  value: Value,
  keys: readonly string[],
  dueAt: string,
  faults: Faults,
): Record<string, Deadline> {
  const deadlines: Record<string, Deadline> = {};
  for (const key of keys) {
    const [onName, atName] = [`due-on:${key}`, `due-at:${key}`];
    if (value(onName) === '') continue;
    const on = readDay(value(onName));
    const at = value(atName) === '' ? dueAt : value(atName);
    if (on === null) faults[onName] = { fault: 'day' };
    else if (!isTimeOfDay(at)) faults[atName] = { fault: 'time' };
    else deadlines[key] = { on, at };
  }
  return deadlines;
}

/** Without a percentage there is no policy. */
function readLate(value: Value, faults: Faults): LatePolicy | null {
  if (value('lateMinus') === '') return null;
  const percent = (name: string, blank: number): number => {
    const number = value(name) === '' ? blank : Number(value(name).replace(',', '.'));
    const isPercent =
      value(name) === '' || (parseDecimal(value(name)) !== null && number >= 0 && number <= 100);
    if (!isPercent) faults[name] = { fault: 'percent' };
    return number;
  };
  const afterDays = value('lateAfter') === '' ? 0 : Number(value('lateAfter'));
  if (!(Number.isInteger(afterDays) && afterDays >= 0 && afterDays <= 60))
    faults.lateAfter = { fault: 'number' };
  return {
    afterDays,
    minusPercent: percent('lateMinus', 0),
    each: value('lateEach') === 'day' ? 'day' : 'once',
    keeps: percent('lateKeeps', 0),
  };
}
