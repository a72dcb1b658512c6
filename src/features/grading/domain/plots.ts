import { type PersonId } from '../../../kernel/ids.ts';

/*
 * Figures for looking at how a class was judged. No grade follows from them, so means are ordinary numbers here.
 */

/** A complete draft: who wrote it last, when, and what it comes to. */
export interface JudgedWork {
  readonly student: PersonId;
  readonly by: PersonId;
  readonly at: Date;
  /** Whole percents. */
  readonly total: number;
}

/** Results from `from` to `to`, both included. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Ten bins of ten percents; 100 belongs to the last one. */
export function distributionOf(works: readonly JudgedWork[]): Bin[] {
  return Array.from({ length: 10 }, (_, place) => {
    const [from, to] = [place * 10, place === 9 ? 100 : place * 10 + 9];
    return { from, to, count: works.filter(({ total }) => total >= from && total <= to).length };
  });
}

/** Some works that one grader judged one after another. */
export interface Stretch {
  /** Places in the order in which they were judged, from 1. */
  readonly first: number;
  readonly last: number;
  readonly since: Date;
  readonly until: Date;
  readonly mean: number;
  /** It lies apart from the grader's own mean. */
  readonly isFar: boolean;
}

export interface GraderPlot {
  readonly by: PersonId;
  readonly count: number;
  readonly mean: number;
  /** The mean of this grader less the mean of all others; null: nobody else has judged enough. */
  readonly severity: number | null;
  readonly isFar: boolean;
  /** Empty where too few works were judged to speak of a drift. */
  readonly drift: readonly Stretch[];
}

/** Fewer works than this say nothing about a grader. */
const fewWorks = 5;
/** As many stretches as a line needs to show where it goes. */
const mostStretches = 8;
/** So many percents apart are worth another look: half a band of the national scale. */
const farPercents = 10;

export function graderPlots(works: readonly JudgedWork[]): GraderPlot[] {
  const graders = [...new Set(works.map(({ by }) => by))];
  return graders.map(by => {
    const own = works.filter(work => work.by === by).sort((a, b) => a.at.getTime() - b.at.getTime());
    const others = works.filter(work => work.by !== by);
    const mean = meanOf(own);
    const isEnough = own.length >= fewWorks && others.length >= fewWorks;
    const severity = isEnough ? mean - meanOf(others) : null;
    return {
      ...{ by, count: own.length, mean, severity },
      isFar: severity !== null && Math.abs(severity) >= farPercents,
      drift: driftOf(own, mean),
    };
  });
}

function driftOf(inOrder: readonly JudgedWork[], mean: number): Stretch[] {
  if (inOrder.length < 2 * fewWorks) return [];
  const stretches = Math.min(mostStretches, Math.floor(inOrder.length / fewWorks));
  const edge = (place: number): number => Math.round((place * inOrder.length) / stretches);
  return Array.from({ length: stretches }, (_, place) => {
    const [from, to] = [edge(place), edge(place + 1)];
    const part = inOrder.slice(from, to);
    const here = meanOf(part);
    return {
      ...{ first: from + 1, last: to, mean: here, isFar: Math.abs(here - mean) >= farPercents },
      since: part[0]?.at ?? new Date(0),
      until: part.at(-1)?.at ?? new Date(0),
    };
  });
}

/** A work whose result lies far from what its grader gives. */
export interface Outlier extends JudgedWork {
  readonly graderMean: number;
}

/** So many standard deviations from the grader's mean, and of at least so many works. */
const farDeviations = 2.5;
const enoughWorks = 8;

/** Works to look at again, the farthest first. */
export function outliersOf(works: readonly JudgedWork[]): Outlier[] {
  const graders = [...new Set(works.map(({ by }) => by))];
  const found = graders.flatMap(by => {
    const own = works.filter(work => work.by === by);
    if (own.length < enoughWorks) return [];
    const graderMean = meanOf(own);
    const variance = own.reduce((sum, { total }) => sum + (total - graderMean) ** 2, 0) / own.length;
    const limit = farDeviations * Math.sqrt(variance);
    if (limit === 0) return [];
    return own
      .filter(({ total }) => Math.abs(total - graderMean) > limit)
      .map(work => ({ ...work, graderMean }));
  });
  return found.sort((a, b) => Math.abs(b.total - b.graderMean) - Math.abs(a.total - a.graderMean));
}

const meanOf = (works: readonly JudgedWork[]): number =>
  works.length === 0 ? 0 : works.reduce((sum, { total }) => sum + total, 0) / works.length;
