import { type Place } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';
import { type Rubric } from '../types.ts';
import { bandsAt, labelled, type Band } from './bands.ts';
import { headingOf } from './headings.ts';
import { fold, tidy } from './letters.ts';
import { wholeText, type Line, type LineCell } from './lines.ts';
import { numberIn } from './numbers.ts';
import { QuestionList, questionOf, type RubricRow } from './questions.ts';

export interface ReadRubric {
  readonly rubric: Rubric | null;
  readonly places: ReadonlyMap<string, Place>;
  readonly findings: Finding[];
  /** Criteria of the worked example; null without one. */
  readonly exampleCriteria: number | null;
}

interface BandTable {
  readonly index: number;
  readonly bands: readonly Band[];
  readonly rows: readonly RubricRow[];
}

/** Reads the rubric of the final control, and the worked example of the mark where there is one. */
export function readRubric(lines: readonly Line[], from: number): ReadRubric {
  const tables = bandTables(lines);
  const described = tables.filter(
    table => !isExample(table) && table.rows.some(row => row.cells.some(hasWords)),
  );
  const chosen = described.find(({ index }) => isFinal(lines, index, from)) ?? described[0];
  const example = exampleCriteria(lines, tables.filter(isExample));
  if (chosen === undefined)
    return { rubric: null, places: new Map(), findings: [], exampleCriteria: example };
  const questions = new QuestionList();
  const further = described
    .slice(described.indexOf(chosen) + 1)
    .filter(table => isPart(lines, table, chosen, from));
  for (const table of [chosen, ...further]) {
    questions.openNamed(introductionOf(lines, table.index, from).flatMap(line => line.cells));
    for (const row of table.rows) questions.add(row);
  }
  const header = headerAbove(lines, chosen.index, from);
  const rubric: Rubric = {
    ...header.fields,
    bands: chosen.bands.map(({ range, label }) => ({ ...range, label })),
    questions: questions.questions,
  };
  const places = new Map(questions.places);
  if (header.place !== null) places.set('rubric.title', header.place);
  const count = described.length - further.length;
  const several = count > 1 ? [finding('rubric-several', 'rubric', { count })] : [];
  return { rubric, places, findings: several, exampleCriteria: example };
}

/** A table with the same bands belongs to the rubric when a question heads it, or nothing does: then a page cut it. */
function isPart(lines: readonly Line[], table: BandTable, chosen: BandTable, from: number): boolean {
  const isSame = table.bands.every(({ range }, index) => {
    const other = chosen.bands[index]?.range;
    return other?.min === range.min && other.max === range.max;
  });
  if (!isSame || table.bands.length !== chosen.bands.length) return false;
  const words = introductionOf(lines, table.index, from)
    .filter(line => line.table === null)
    .map(wholeText)
    .filter(text => text !== '');
  return words.length === 0 || words.some(text => questionOf(text) !== null);
}

function bandTables(lines: readonly Line[]): BandTable[] {
  const tables: BandTable[] = [];
  for (const [index, line] of lines.entries()) {
    const bands = bandsAt(line);
    if (bands === null) continue;
    const named = labelled(bands, lines, index);
    tables.push({
      index,
      bands: named,
      rows: line.isGrid ? gridRows(lines, index, named) : textRows(lines, index, named),
    });
  }
  return tables;
}

function gridRows(lines: readonly Line[], index: number, bands: readonly Band[]): RubricRow[] {
  const rows: RubricRow[] = [];
  const first = bands[0]?.cell.column ?? 0;
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.table === null) {
      if (line.cells.every(cell => cell.text === '')) continue;
      break;
    }
    const isNew = line.table !== lines[index]?.table;
    if (bandsAt(line) !== null || (isNew && !continues(line, lines[at - 1]))) break;
    const cells = bands.map(({ cell }) => {
      const own = line.cells.find(
        other => other.column <= cell.column && cell.column < other.column + other.span,
      );
      return own === undefined || own.column < first ? null : own;
    });
    rows.push({ lead: line.cells.filter(cell => cell.column < first), cells, place: line.place });
  }
  return rows;
}

/** A table cut by a page goes on in one with the same columns and without a header. */
function continues(line: Line, above: Line | undefined): boolean {
  return (
    above !== undefined && line.isGrid && line.cells.length === above.cells.length && line.cells.length > 3
  );
}

/** Cells of a text table, counted off by the width of the row of bands: an empty line inside a cell cuts nothing. */
function textRows(lines: readonly Line[], index: number, bands: readonly Band[]): RubricRow[] {
  const width = lines[index]?.cells.length ?? 0;
  const rows: RubricRow[] = [];
  let open: LineCell[] = [];
  let place: Place | null = null;
  const close = () => {
    const cells = open.slice(-bands.length);
    if (place !== null && open.length > bands.length - 1)
      rows.push({ lead: open.slice(0, -bands.length), cells, place });
    else if (place !== null && open.length > 0) rows.push({ lead: open, cells: [], place });
    open = [];
    place = null;
  };
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) break;
    const [first] = line.cells;
    if (line.table === null) {
      const last = open.at(-1);
      if (last === undefined || first === undefined || open.length >= width) break;
      const raw = `${last.raw}\n${first.raw}`;
      open = [...open.slice(0, -1), { ...last, raw, text: tidy(raw) }];
      continue;
    }
    if (bandsAt(line) !== null || line.cells.some(cell => headingOf(cell.text)?.key === 'rubric')) break;
    if (open.length + line.cells.length > width) close();
    place ??= line.place;
    open.push(...line.cells);
    if (open.length >= width) close();
  }
  close();
  return rows;
}

function hasWords(cell: LineCell | null): boolean {
  return cell !== null && /\p{L}/u.test(cell.text);
}

/** A worked example has marks where the rubric has descriptors. */
function isExample({ rows }: BandTable): boolean {
  const cells = rows.flatMap(row => row.cells);
  const numbers = cells.filter(cell => cell !== null && typeof numberIn(cell.text) === 'number').length;
  return numbers > 0 && numbers >= cells.filter(hasWords).length;
}

const sums = /қорытынды|барлығы|жиын|итог|всего|total|sum|final|нәтиже|результат/u;
const division = /\/\s*(\d{1,2})\s*(?:критер\p{L}*|criteri\p{L}*|өлшем\p{L}*)?\s*=\s*\d/u;

function exampleCriteria(lines: readonly Line[], examples: readonly BandTable[]): number | null {
  const [example] = examples;
  if (example !== undefined) {
    return example.rows.filter(row => {
      const marks = row.cells.filter(cell => cell !== null && typeof numberIn(cell.text) === 'number').length;
      return marks === 1 && !row.lead.some(cell => sums.test(fold(cell.text)));
    }).length;
  }
  const written = lines
    .map(line => division.exec(fold(wholeText(line)))?.[1])
    .find(found => found !== undefined);
  return written === undefined ? null : Number(written);
}

const near = 12;

/** What stands between a table and the one before it: its heading, its course, what it is for. */
function introductionOf(lines: readonly Line[], index: number, from: number): Line[] {
  const table = lines[index]?.table;
  const above = lines.slice(Math.max(from, index - near), index);
  const isText = (line: Line) => line.table === null || line.table === table || isLabelled(line);
  const last = above.findLastIndex(line => !isText(line));
  return above.slice(last + 1);
}

function isLabelled(line: Line): boolean {
  const written = line.cells.filter(cell => cell.text !== '');
  return written.length === 1 || (written.length === 2 && fieldLabel.test(fold(written[0]?.text ?? '')));
}

function isFinal(lines: readonly Line[], index: number, from: number): boolean {
  const text = introductionOf(lines, index, from).map(wholeText).join(' ');
  return /қорытынды (?:бақылау|емтихан)|емтихан|итогов|экзамен|final|exam/u.test(fold(text));
}

type Field = 'title' | 'form' | 'platform';
const fieldWords: Record<Field, string> = {
  title: '(?:оқу )?пән(?:і|нің атауы)?|(?:учебная )?дисциплина|название дисциплины|discipline|course|subject',
  form: '(?:өткізу |бақылау |емтихан )?(?:форма|нысан)\\p{L}*|форма(?: (?:проведения|контроля|экзамена))?|(?:exam(?:ination)? )?(?:form|format)',
  platform: 'платформа\\p{L}*|platform',
};
const anyField = new RegExp(
  `(?<!\\p{L})(?:${Object.entries(fieldWords)
    .map(([name, words]) => `(?<${name}>${words})`)
    .join('|')})\\s*:`,
  'gu',
);

const fieldLabel = new RegExp(`^(?:${Object.values(fieldWords).join('|')}):?$`, 'u');

/** "Пән: … Форма: … Платформа: …" above the table, in one line, in several, or in cells. */
function headerAbove(lines: readonly Line[], index: number, from: number) {
  const fields: Record<Field, string | null> = { title: null, form: null, platform: null };
  let place: Place | null = null;
  for (const line of introductionOf(lines, index, from)) {
    const text = labelledText(line);
    const folded = fold(text);
    const found = [...folded.matchAll(anyField)];
    for (const [position, match] of found.entries()) {
      const end = found[position + 1]?.index ?? text.length;
      const value = tidy(text.slice(match.index + match[0].length, end)).replace(/[.,;]$/u, '');
      const field = (Object.keys(fieldWords) as Field[]).find(name => match.groups?.[name] !== undefined);
      if (field === undefined || fields[field] !== null || /^[-_.…\s]*$/u.test(value)) continue;
      fields[field] = value.replace(/^["«“]([^"»”]+)["»”]$/u, '$1');
      if (field === 'title') place = line.place;
    }
    const inHeading = /(?:пән|дисциплин|course|discipline)\p{L}*[^"«“]{0,20}["«“]([^"»”]{3,150})["»”]/u.exec(
      text,
    )?.[1];
    if (fields.title === null && inHeading !== undefined) {
      fields.title = inHeading;
      place = line.place;
    }
  }
  return { fields, place };
}

/** A row whose label stands in one cell and whose value in the next reads as "label: value". */
function labelledText(line: Line): string {
  return line.cells
    .filter(cell => cell.text !== '')
    .map(cell => (fieldLabel.test(fold(cell.text)) ? `${cell.text.replace(/:$/u, '')}:` : cell.text))
    .join(' ');
}
