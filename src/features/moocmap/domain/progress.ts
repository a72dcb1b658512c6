import { type IsoDate } from '../../../kernel/dates.ts';
import { type CourseMap, keyedRows, type MapRow } from './courseMap.ts';

/** What one student says of the own way through the online courses. */
export interface StudentSteps {
  readonly registrations: readonly {
    readonly mooc: string;
    /** The e-mail address that the student has there; null: not told. */
    readonly address: string | null;
    readonly at: Date;
  }[];
  /** Rows of the schedule, by their keys. */
  readonly done: readonly { readonly row: string; readonly at: Date }[];
}

export const noSteps: StudentSteps = { registrations: [], done: [] };

/** Something that is done in an online course. */
export interface Task {
  readonly key: string;
  readonly row: MapRow;
}

/** The rows of the schedule that an online course belongs to. */
export const tasksOf = (map: CourseMap): Task[] => keyedRows(map).filter(({ row }) => row.use !== null);

export interface Progress {
  /** Online courses that the student has not registered for. */
  readonly unregistered: readonly string[];
  readonly done: number;
  readonly all: number;
  /** Tasks whose day has passed and that are not marked as done. */
  readonly late: readonly string[];
  /** Online courses with a task whose day has passed. */
  readonly begun: readonly string[];
}

/** Why a student is behind in an online course. */
export type Delay = 'unregistered' | 'no-result' | 'tasks';

/**
 * Why a student is behind in an online course whose first deadline has passed; null: is not. Who has completed it is
 * never behind, and who has a result there is registered, whatever was marked.
 *
 * @param completed whether the student has reached the threshold; undefined: no result of the student has come
 * @param hasResults whether results of this online course have come at all
 */
export function delayIn(
  map: CourseMap,
  mooc: string,
  { begun, unregistered, late }: Progress,
  completed: boolean | null | undefined,
  hasResults: boolean,
): Delay | null {
  if (completed === true || !begun.includes(mooc)) return null;
  if (completed === undefined && unregistered.includes(mooc)) return 'unregistered';
  if (completed === undefined && hasResults) return 'no-result';
  const own = tasksOf(map).filter(({ row }) => row.use?.mooc === mooc);
  return own.some(({ key }) => late.includes(key)) ? 'tasks' : null;
}

/** @param dueOn the last day of a task; null: it has none */
export function progressOf(
  map: CourseMap,
  steps: StudentSteps,
  today: IsoDate,
  dueOn: (task: Task) => IsoDate | null,
): Progress {
  const done = new Set(steps.done.map(({ row }) => row));
  const registered = new Set(steps.registrations.map(({ mooc }) => mooc));
  const tasks = tasksOf(map);
  const passed = tasks.filter(task => {
    const due = dueOn(task);
    return due !== null && due < today;
  });
  return {
    unregistered: map.moocs.filter(({ key }) => !registered.has(key)).map(({ key }) => key),
    done: tasks.filter(({ key }) => done.has(key)).length,
    all: tasks.length,
    late: passed.filter(({ key }) => !done.has(key)).map(({ key }) => key),
    begun: [...new Set(passed.flatMap(({ row }) => row.use?.mooc ?? []))],
  };
}
