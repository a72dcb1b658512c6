import { type Place } from '../../../../documents/index.ts';
import { type SyllabusCourse } from '../types.ts';
import { headingOf } from './headings.ts';
import { fold, tidy } from './letters.ts';
import { wholeText, type Line } from './lines.ts';
import { toNumber } from './numbers.ts';
import { findTitle, titleIn, unquoted } from './title.ts';
import { findValue, type FoundValue } from './values.ts';

export interface ReadCourse {
  readonly course: SyllabusCourse;
  readonly places: Partial<Record<keyof SyllabusCourse, Place>>;
}

/** Reads what the front part of a syllabus says of the course; `to` is the line where calendar or rubric begin. */
export function readCourse(lines: readonly Line[], to: number): ReadCourse {
  const places: ReadCourse['places'] = {};
  const front = withFieldsApart(lines.slice(0, to));
  const take = (
    key: 'aim' | 'title' | 'code' | 'credits' | 'prerequisites' | 'postrequisites',
    within: readonly Line[],
  ) => {
    const found = findValue(within, key, within.length, /жалпы|общее|total|general/u);
    if (found !== null) places[key] = found.place;
    return found;
  };
  const aim = joined(take('aim', lines));
  const field = joined(take('title', front));
  // "Курс: 2" is the year of study.
  const written = field !== null && /\p{L}{2}/u.test(field) ? field : null;
  const found = written === null ? findTitle(front) : null;
  if (found !== null) places.title = found.place;
  const named = titleIn(written ?? found?.text ?? '');
  const code = joined(take('code', front)) ?? named.code;
  const credits = creditsOf(take('credits', front), front, places);
  return {
    course: {
      title: named.title === '' ? null : named.title,
      code: code === null ? null : unquoted(code),
      credits,
      aim,
      prerequisites: listOf(take('prerequisites', lines)),
      postrequisites: listOf(take('postrequisites', lines)),
    },
    places,
  };
}

const fieldStart = /(?:[.;,|]|\s{2,})\s*(?=\p{L})/gu;

/** "Code: PSY 2201. Credits: 3" is two fields in one paragraph: each becomes a line of its own. */
function withFieldsApart(lines: readonly Line[]): Line[] {
  return lines.flatMap(line => {
    const [cell] = line.cells;
    if (line.cells.length !== 1 || cell === undefined || cell.text.length > 400) return [line];
    const cuts = [...cell.text.matchAll(fieldStart)].filter(match => {
      const key = headingOf(cell.text.slice(match.index + match[0].length))?.key;
      return key === 'title' || key === 'code' || key === 'credits';
    });
    if (cuts.length === 0 || headingOf(cell.text) === null) return [line];
    const starts = [0, ...cuts.map(match => match.index + match[0].length)];
    const ends = [...cuts.map(match => match.index), cell.text.length];
    return starts.map((start, index) => {
      const text = cell.text.slice(start, ends[index]);
      return { ...line, cells: [{ ...cell, raw: text, text }] };
    });
  });
}

function joined(found: FoundValue | null): string | null {
  const text = tidy(found?.paragraphs.join(' ') ?? '');
  return isNothing(text) ? null : text;
}

/** Blanks of forms and words for "none". */
function isNothing(text: string): boolean {
  return (
    text === '' ||
    /^[-–—_.…\s]+$/u.test(text) ||
    /^(?:жоқ|нет|none|no|n\/a|не требуется|не предусмотрены)\.?$/iu.test(text)
  );
}

const creditsInside =
  /(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:академиялық |академических |academic |ects[ -])?(?:кредит|несие|credit|ects)/u;

const creditsBehind =
  /(?<!\p{L})(?:кредит|несие|credit|ects)\p{L}*(?: саны| \(ects\))?\s*[:–-]\s*(\d{1,2}(?:[.,]\d{1,2})?)(?!\d)/u;

function creditsOf(
  found: FoundValue | null,
  lines: readonly Line[],
  places: ReadCourse['places'],
): number | null {
  const written = found?.paragraphs[0];
  const first =
    written === undefined ? null : /^\d{1,2}(?:[.,]\d{1,2})?(?![\d.,])(?!\s*[-–—/]\s*\d)/u.exec(written);
  if (first !== null) return toNumber(first[0]);
  for (const line of lines) {
    const text = wholeText(line);
    const match =
      text.length > 300 ? null : (creditsBehind.exec(fold(text)) ?? creditsInside.exec(fold(text)));
    if (match === null) continue;
    places.credits = line.place;
    return toNumber(match[1] ?? '');
  }
  return null;
}

/** A list written a line an item, with semicolons, or with commas between names that begin with capitals. */
function listOf(found: FoundValue | null): string[] {
  const paragraphs = found?.paragraphs ?? [];
  const items =
    paragraphs.length === 1 ? separate(paragraphs[0] ?? '') : paragraphs.flatMap(text => text.split(';'));
  return items
    .map(item =>
      tidy(item)
        .replace(/^(?:\d{1,2}[.)]\s*|[-–—•·*▪]\s*)/u, '')
        .replace(/[;,]$/u, ''),
    )
    .filter(item => !isNothing(item) && headingOf(item) === null);
}

function separate(text: string): string[] {
  const byCommas = text.split(/,\s*/u);
  const areNames = byCommas.length > 1 && byCommas.every(part => /^["«“]?[\p{Lu}\d]/u.test(part));
  return areNames ? byCommas.map(part => part.replace(/\.$/u, '')) : text.split(';');
}
