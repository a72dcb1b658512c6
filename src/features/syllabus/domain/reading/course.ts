import { type Place } from '../../../../documents/index.ts';
import { type SyllabusCourse } from '../types.ts';
import { headingOf } from './headings.ts';
import { fold, tidy } from './letters.ts';
import { wholeText, type Line } from './lines.ts';
import { toNumber } from './numbers.ts';
import { findValue, type FoundValue } from './values.ts';

export interface ReadCourse {
  readonly course: SyllabusCourse;
  readonly places: Partial<Record<keyof SyllabusCourse, Place>>;
}

/** Reads what the front part of a syllabus says of the course; `to` is the line where calendar or rubric begin. */
export function readCourse(lines: readonly Line[], to: number): ReadCourse {
  const places: ReadCourse['places'] = {};
  const take = (
    key: 'aim' | 'title' | 'code' | 'credits' | 'prerequisites' | 'postrequisites',
    last: number,
  ) => {
    const found = findValue(lines, key, last, /жалпы|общее|total|general/u);
    if (found !== null) places[key] = found.place;
    return found === null || key === 'aim'
      ? found
      : { ...found, paragraphs: found.paragraphs.map(withoutNextField) };
  };
  const aim = joined(take('aim', lines.length));
  const named = titleOf(take('title', to), lines.slice(0, to), places);
  const code = joined(take('code', to)) ?? named.code;
  const credits = creditsOf(take('credits', to), lines.slice(0, to), places);
  return {
    course: {
      title: named.title,
      code: code === null ? null : unquoted(code),
      credits,
      aim,
      prerequisites: listOf(take('prerequisites', lines.length)),
      postrequisites: listOf(take('postrequisites', lines.length)),
    },
    places,
  };
}

/** "Code: PSY 2201. Credits: 3": a value ends where the next labelled field begins in the same line. */
function withoutNextField(text: string): string {
  for (const match of text.matchAll(/[.;,|]?\s+(?=\p{L}[^.;:|]{1,50}:)/gu)) {
    if (headingOf(text.slice(match.index + match[0].length)) !== null) return text.slice(0, match.index);
  }
  return text;
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

const courseCode = /^\(?([A-ZА-ЯӘҒҚҢӨҰҮІ]{2,6}[ -]?\d{3,5}[A-Z]?|\d{4,6})\)?[\s.:–—-]+(?=\p{L}|["«“])/u;

function titleOf(found: FoundValue | null, lines: readonly Line[], places: ReadCourse['places']) {
  const written = joined(found);
  if (written !== null) {
    const code = courseCode.exec(written);
    return { title: unquoted(written.slice(code?.[0].length ?? 0)), code: code?.[1] ?? null };
  }
  for (const line of lines) {
    for (const cell of line.cells) {
      const title = titleInside(cell.text);
      if (title === null) continue;
      places.title = cell.place;
      return { title, code: null };
    }
  }
  return { title: null, code: null };
}

/** "«Дерекқор жүйелері» пәнінің силлабусы", "Силлабус дисциплины «…»", "of the course “…”". */
const quoted = /["«“„]([^"»”“]{3,150})["»”]/u;
const inTitle =
  /силлабус|syllabus|^(?:учебн\p{L}* )?(?:дисциплины|по дисциплине|курса|of the (?:course|discipline)|course|discipline)(?!\p{L})|["»”] (?:пәні|курсы)/u;

function titleInside(text: string): string | null {
  const folded = fold(text);
  if (text.length > 300 || !inTitle.test(folded)) return null;
  if (!/пән|курс|дисциплин|course|discipline|subject/u.test(folded)) return null;
  const behind = /(?:силлабус|syllabus)[^:]{0,60}:\s*(.{3,150})$/iu.exec(text)?.[1];
  return (quoted.exec(text)?.[1] ?? behind)?.trim() ?? null;
}

function unquoted(text: string): string {
  const inside = /^["«“„]([^"»”“]+)["»”]\.?$/u.exec(text)?.[1];
  return tidy(inside ?? text);
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
  const first = written === undefined ? null : /^\d{1,2}(?:[.,]\d{1,2})?(?!\d)/u.exec(written);
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
  return areNames ? byCommas : text.split(';');
}
