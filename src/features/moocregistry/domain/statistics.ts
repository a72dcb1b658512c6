import { type IsoDate } from '../../../kernel/dates.ts';
import { levels, type MoocEntry, moocLanguages, moocStates, opennesses, platforms } from './mooc.ts';
import { ageOn, ages, stateOn } from './renewal.ts';
import { hasBadLink, isUnchecked } from './search.ts';
import { searchWords } from './spelling.ts';

/** How many courses have a value, in the order of the values; values that nobody has are counted too. */
export interface Counts<T extends string> {
  readonly value: T;
  readonly count: number;
}

export interface RegistryStatistics {
  readonly courses: number;
  readonly states: readonly Counts<(typeof moocStates)[number]>[];
  /** Without retired courses, as the list by age. */
  readonly ages: readonly Counts<(typeof ages)[number]>[];
  readonly platforms: readonly Counts<(typeof platforms)[number]>[];
  readonly languages: readonly Counts<(typeof moocLanguages)[number]>[];
  readonly levels: readonly Counts<(typeof levels)[number]>[];
  readonly opennesses: readonly Counts<(typeof opennesses)[number]>[];
  readonly badLinks: number;
  readonly uncheckedLinks: number;
}

/** The figures of a registry on a day. Each is the length of the list that `searchRegistry` finds for it. */
export function statisticsOf(moocs: readonly MoocEntry[], on: IsoDate): RegistryStatistics {
  const countBy = <T extends string>(
    values: readonly T[],
    valueOf: (mooc: MoocEntry) => T | null,
  ): Counts<T>[] => {
    const counts = new Map<T, number>();
    for (const mooc of moocs) {
      const value = valueOf(mooc);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return values.map(value => ({ value, count: counts.get(value) ?? 0 }));
  };
  return {
    courses: moocs.length,
    states: countBy(moocStates, mooc => stateOn(mooc, on)),
    ages: countBy(ages, ({ stage, approvedOn }) => (stage === 'retired' ? null : ageOn(approvedOn, on))),
    platforms: countBy(platforms, ({ platform }) => platform),
    languages: countBy(moocLanguages, ({ language }) => language),
    levels: countBy(levels, ({ level }) => level),
    opennesses: countBy(opennesses, ({ openness }) => openness),
    badLinks: moocs.filter(hasBadLink).length,
    uncheckedLinks: moocs.filter(isUnchecked).length,
  };
}

/** One use of an online course by a map in use. */
export interface CountedUse {
  readonly moocId: string;
  /** Null: not known. */
  readonly department: string | null;
  readonly term: string | null;
  readonly model: 1 | 2 | 3;
  /** Null: not known. */
  readonly learners: number | null;
  readonly completed: number | null;
}

/** A sum over the maps that tell; `of` are so many. Null: no map tells. */
export interface KnownSum {
  readonly sum: number;
  readonly of: number;
}

export interface UseCounts {
  readonly maps: number;
  readonly learners: KnownSum | null;
  readonly completed: KnownSum | null;
  /** Whole percents of the learners who have completed, of maps that tell both; null: none does. */
  readonly completion: number | null;
}

function sumOf(values: readonly (number | null)[]): KnownSum | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : { sum: known.reduce((sum, one) => sum + one, 0), of: known.length };
}

export function useCounts(uses: readonly CountedUse[]): UseCounts {
  return {
    maps: uses.length,
    learners: sumOf(uses.map(({ learners }) => learners)),
    completed: sumOf(uses.map(({ completed }) => completed)),
    completion: completionOf(uses),
  };
}

function completionOf(uses: readonly CountedUse[]): number | null {
  const told = uses.filter(({ learners, completed }) => learners !== null && completed !== null);
  const [learners, completed] = [sumOf(told.map(one => one.learners)), sumOf(told.map(one => one.completed))];
  if (learners === null || completed === null || learners.sum === 0) return null;
  return Math.floor((100 * completed.sum) / learners.sum);
}

export const models = [1, 2, 3] as const;

export interface UseGroup extends UseCounts {
  readonly department: string | null;
  readonly term: string | null;
}

export interface TermGroup extends UseCounts {
  readonly term: string | null;
}

const { compare } = new Intl.Collator('kk', { numeric: true });
const order = (a: string | null, b: string | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b);

/** Use per term, in their order; what is not known comes last. A learner of two courses counts in each. */
export function termGroups(uses: readonly CountedUse[]): TermGroup[] {
  return [...new Set(uses.map(({ term }) => term))]
    .map(term => ({ term, ...useCounts(uses.filter(use => use.term === term)) }))
    .sort((a, b) => order(a.term, b.term));
}

/** Departments are typed by people: capitals, spaces and letters of another alphabet make no other department. */
function departmentKey(name: string | null): string | null {
  const key = searchWords(name ?? '').join(' ');
  return key === '' ? null : key;
}

/** The word of an address for "not known". */
export const notKnown = '-';

/** Which uses a figure counts; what is left out does not matter. */
export interface AskedUses {
  readonly model?: string | undefined;
  readonly department?: string | undefined;
  readonly term?: string | undefined;
}

/** Whether the list behind a figure has a use. */
export function isAsked({ model, department, term }: CountedUse, asked: AskedUses): boolean {
  if (asked.model !== undefined && String(model) !== asked.model) return false;
  if (asked.department !== undefined && departmentKey(department) !== departmentKey(asked.department))
    return false;
  return asked.term === undefined || (term ?? notKnown) === asked.term;
}

/** Use per department and term, in their order; what is not known comes last. */
export function useGroups(uses: readonly CountedUse[]): UseGroup[] {
  const groups = new Map<string, CountedUse[]>();
  /** A department is called as it was called first. */
  const names = new Map<string, string>();
  for (const use of uses) {
    const department = departmentKey(use.department);
    if (department !== null && use.department !== null && !names.has(department))
      names.set(department, use.department);
    const key = JSON.stringify([department, use.term]);
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()]
    .flatMap((group): UseGroup[] => {
      const [first] = group;
      if (first === undefined) return [];
      const department = names.get(departmentKey(first.department) ?? '') ?? null;
      return [{ department, term: first.term, ...useCounts(group) }];
    })
    .sort((a, b) => order(a.department, b.department) || order(a.term, b.term));
}
