import { blankRow, type CalendarRow, type Syllabus } from '../../syllabus/index.ts';

/** How a course is built, as a teacher says it: "15 lectures, 15 seminars of 8 points, four SRS". */
export interface Outline {
  readonly weeks: number;
  readonly lectures: number;
  readonly lectureHours: number;
  readonly classKind: 'seminar' | 'practical' | 'lab';
  readonly classes: number;
  readonly classHours: number;
  /** Points of each class. */
  readonly classPoints: number;
  readonly srs: number;
  /** The weeks that midterm controls follow, in their order; the last one closes the term. */
  readonly midterms: readonly number[];
}

/** Titles of the rows that are made, in the language of the document. */
export interface OutlineWords {
  readonly topic: string;
  readonly midterm: string;
  readonly final: string;
  readonly prepares: (p: { number: number }) => string;
}

/** What a period of the calendar sums to, before each midterm control (domain: universities' syllabi). */
const periodPoints = 100;

/** The week of each of `count` things that are spread evenly over the weeks. */
function spread(count: number, weeks: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * weeks) / count) + 1);
}

interface Period {
  readonly from: number;
  readonly to: number;
}

function periodsOf(midterms: readonly number[]): Period[] {
  return midterms.map((to, index) => ({ from: (midterms[index - 1] ?? 0) + 1, to }));
}

/** SRS by week: shared among the periods, each due near the end of its share of the period's weeks. */
function srsWeeks({ srs, midterms }: Outline): number[] {
  const periods = periodsOf(midterms);
  return periods.flatMap(({ from, to }, index) => {
    const count =
      Math.floor(((index + 1) * srs) / periods.length) - Math.floor((index * srs) / periods.length);
    return Array.from(
      { length: count },
      (_, n) => from + Math.max(0, Math.floor(((to - from + 1) * (n + 1)) / count) - 1),
    );
  });
}

/**
 * The points of each SRS, so that every period with one sums to exactly 100; the first ones get what does not divide. Null
 * when a period's classes have more than 100 points already.
 */
export function srsPoints(outline: Outline): number[] | null {
  const weeks = srsWeeks(outline);
  const classWeeks = spread(outline.classes, outline.weeks);
  const points: number[] = [];
  for (const { from, to } of periodsOf(outline.midterms)) {
    const within = (week: number): boolean => from <= week && week <= to;
    const count = weeks.filter(within).length;
    const left = periodPoints - classWeeks.filter(within).length * outline.classPoints;
    if (left < 0) return null;
    const whole = Math.floor(left / Math.max(1, count));
    // Half points stay with the first SRS, whatever a class is worth.
    const rest = left - whole * count;
    for (let n = 0; n < count; n += 1) points.push(n === 0 ? whole + rest : whole);
  }
  return points;
}

/** The calendar of an outline: a row a class, controls where their period ends, the final control last. */
export function rowsOf(outline: Outline, words: OutlineWords): CalendarRow[] | null {
  const points = srsPoints(outline);
  if (points === null) return null;
  const at = (weeks: readonly number[], week: number): number[] =>
    weeks.flatMap((one, index) => (one === week ? [index + 1] : []));
  const lectures = spread(outline.lectures, outline.weeks);
  const classes = spread(outline.classes, outline.weeks);
  const srs = srsWeeks(outline);
  const srsp = srs.map((week, index) =>
    Math.max((outline.midterms.filter(end => end < week).at(-1) ?? 0) + 1, week - 1, srs[index - 1] ?? 1),
  );
  const rows: CalendarRow[] = [];
  for (let week = 1; week <= outline.weeks; week += 1) {
    const add = (kind: CalendarRow['kind'], number: number, values: Partial<CalendarRow>): void => {
      rows.push({ ...blankRow, week, kind, number, title: words.topic, ...values });
    };
    for (const n of at(lectures, week)) add('lecture', n, { hours: outline.lectureHours });
    for (const n of at(classes, week))
      add(outline.classKind, n, { hours: outline.classHours, maxPoints: outline.classPoints });
    for (const n of at(srsp, week))
      add('srsp', n, { title: words.prepares({ number: n }), prepares: { kind: 'srs', number: n } });
    for (const n of at(srs, week)) add('srs', n, { maxPoints: points[n - 1] ?? null });
    for (const n of at(outline.midterms, week))
      add('midterm', n, { title: words.midterm, maxPoints: periodPoints });
  }
  rows.push({
    ...blankRow,
    week: null,
    kind: 'final',
    number: null,
    title: words.final,
    maxPoints: periodPoints,
  });
  return rows;
}

/** Percent of the total that current work has beside the exam. */
const currentPercent = 60;

/** Weights that say what the calendar's points work out as: classes and SRS share the current work. */
export function weightsOf(
  rows: readonly CalendarRow[],
  words: { readonly practice: string; readonly independent: string; readonly exam: string },
): Syllabus['weights'] {
  const sum = (kinds: readonly CalendarRow['kind'][]): number =>
    rows.filter(({ kind }) => kinds.includes(kind)).reduce((all, row) => all + (row.maxPoints ?? 0), 0);
  const [own, all] = [sum(['srs']), sum(['srs', 'seminar', 'practical', 'lab'])];
  const independent = all === 0 ? 0 : Math.round((currentPercent * own) / all);
  const exam = { kind: 'exam', percent: 100 - currentPercent, text: words.exam } as const;
  const practice = { kind: 'practice', percent: currentPercent - independent, text: words.practice } as const;
  const work = { kind: 'independent', percent: independent, text: words.independent } as const;
  return [practice, work, exam].filter(({ percent }) => percent > 0);
}
