import { type Place, type ReadDocument } from '../../../documents/index.ts';
import { finding, type Finding } from './finding.ts';
import { isMap } from './map/parseMap.ts';
import { contactFindings } from './reading/contacts.ts';
import { bandsAt } from './reading/bands.ts';
import { readCalendar, type ReadCalendar } from './reading/calendar.ts';
import { calendarHeaderAt } from './reading/columns.ts';
import { readCourse } from './reading/course.ts';
import { headingOf } from './reading/headings.ts';
import { languageOf } from './reading/language.ts';
import { linesOf, wholeText, type Line } from './reading/lines.ts';
import { noteFindings } from './reading/notes.ts';
import { readOutcomes } from './reading/outcomes.ts';
import { readPolicies } from './reading/policies.ts';
import { characterFindings, repairsOf } from './reading/repairs.ts';
import { readRubric } from './reading/rubric.ts';
import { readScale, scaleLineOf } from './reading/scale.ts';
import { mixedTerms } from './reading/terms.ts';
import { readWeights } from './reading/weights.ts';
import { type Evidence, type Syllabus } from './types.ts';

/** The file is readable, and no syllabus. */
export class NotASyllabusError extends Error {
  constructor() {
    super('not-a-syllabus');
    this.name = 'NotASyllabusError';
  }
}

/** Where each value stands in the document, by its path in the syllabus ("calendar[3].hours"). */
export type Provenance = Readonly<Record<string, Place>>;

export interface ParsedSyllabus {
  readonly syllabus: Syllabus;
  readonly evidence: Evidence;
  /** What the reading found; what contradicts what is found by `checkSyllabus`. */
  readonly findings: Finding[];
  readonly provenance: Provenance;
}

/**
 * Understands a document as a syllabus: by what its words say, in whatever order its parts and columns come.
 *
 * @throws NotASyllabusError when it has neither a calendar nor enough of the other parts
 */
export function parseSyllabus(document: ReadDocument): ParsedSyllabus {
  const { repair, faults } = repairsOf(document);
  const lines = linesOf(document, repair);
  // It has a calendar too, and is another document.
  if (isMap(lines)) throw new NotASyllabusError();
  const text = lines.map(wholeText).join('\n');
  const parts = partsOf(lines);
  const { course, calendar, scale, rubric } = parts;
  const titleFromRubric = course.course.title === null ? (rubric.rubric?.title ?? null) : null;

  const syllabus: Syllabus = {
    kind: 'syllabus',
    language: languageOf(text),
    course: { ...course.course, title: course.course.title ?? titleFromRubric },
    outcomes: parts.outcomes.outcomes,
    policies: parts.policies.policies,
    scale: scale.rows,
    weights: parts.weights.weights,
    calendar: calendar.rows,
    rubric: rubric.rubric,
  };
  if (!isSyllabus(syllabus)) throw new NotASyllabusError();

  const pathOf = pathFinder(syllabus);
  const provenance = provenanceOf(parts, titleFromRubric !== null);
  return {
    syllabus,
    evidence: {
      exampleCriteria: rubric.exampleCriteria,
      namedOutcomes: calendar.namedOutcomes,
      coveredWeeks: calendar.coveredWeeks,
    },
    findings: [
      ...noteFindings(document, provenance),
      ...(titleFromRubric === null
        ? []
        : [finding('rubric-title-source', 'course.title', { title: titleFromRubric })]),
      ...parts.contacts,
      ...scale.findings,
      ...calendar.findings,
      ...rubric.findings,
      ...mixedTerms(text, pathOf),
      ...characterFindings(faults, pathOf),
    ],
    provenance,
  };
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(lines: readonly Line[]) {
  const calendar = readCalendar(lines, line => scaleLineOf(line) !== null || bandsAt(line) !== null);
  const starts = sectionStarts(lines);
  const front = frontEnd(lines, calendar);
  return {
    calendar,
    scale: readScale(lines),
    rubric: readRubric(lines, calendar.span?.last ?? 0),
    outcomes: readOutcomes(lines, starts),
    policies: readPolicies(lines, starts),
    weights: readWeights(lines, calendar.span),
    course: readCourse(lines, front),
    contacts: contactFindings(lines.slice(0, front)),
  };
}

function provenanceOf(parts: Parts, isTitleFromRubric: boolean): Provenance {
  const { calendar, outcomes, rubric, course, scale, weights, policies } = parts;
  const places = new Map([...calendar.places, ...outcomes.places, ...rubric.places]);
  for (const [field, place] of Object.entries(course.places)) places.set(`course.${field}`, place);
  for (const [name, list] of Object.entries({ scale, weights, policies })) {
    for (const [index, place] of list.places.entries()) places.set(`${name}[${index}]`, place);
  }
  const title = rubric.places.get('rubric.title');
  if (isTitleFromRubric && title !== undefined) places.set('course.title', title);
  return Object.fromEntries(places);
}

/** The front part ends where the calendar, the scale or the rubric begins, whichever comes first. */
function frontEnd(lines: readonly Line[], calendar: ReadCalendar): number {
  const tables = lines.findIndex(line => scaleLineOf(line) !== null || bandsAt(line) !== null);
  const rubric = lines.findIndex(
    line => line.cells.length === 1 && headingOf(wholeText(line))?.key === 'rubric',
  );
  const ends = [calendar.span?.first ?? -1, tables, rubric].filter(index => index !== -1);
  return Math.min(lines.length, ...ends);
}

function sectionStarts(lines: readonly Line[]): (line: Line) => boolean {
  const starts = new Set(
    lines.filter(
      (line, index) =>
        scaleLineOf(line) !== null || bandsAt(line) !== null || calendarHeaderAt(lines, index) !== null,
    ),
  );
  return line => starts.has(line);
}

/** A calendar makes a syllabus, one of unnamed kinds only with the course's title; without one, four other parts do. */
function isSyllabus({ calendar, course, outcomes, policies, scale, weights, rubric }: Syllabus): boolean {
  if (calendar.filter(row => row.kind !== 'other').length >= 3) return true;
  const parts = [
    course.aim !== null,
    outcomes.length > 0,
    course.prerequisites.length + course.postrequisites.length > 0,
    policies.length > 0,
    scale.length > 3,
    weights.length > 0,
    rubric !== null,
  ];
  const weeks = new Set(calendar.map(row => row.week));
  return (weeks.size > 7 && course.title !== null) || parts.filter(Boolean).length >= 4;
}

/** Finds the first value of the syllabus that contains a text. */
function pathFinder(syllabus: Syllabus): (example: string) => string {
  const values: [path: string, text: string][] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') values.push([path, value]);
    else if (Array.isArray(value))
      value.forEach((item, index) => {
        walk(item, `${path}[${index}]`);
      });
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(syllabus, '');
  return example => {
    const isWord = new RegExp(`(?<!\\p{L})${example.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?!\\p{L})`, 'u');
    return values.find(([, text]) => isWord.test(text))?.[0] ?? 'document';
  };
}
