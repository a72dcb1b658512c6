import { type Place } from '../../../../documents/index.ts';
import { headingOf } from './headings.ts';
import { fold, tidy } from './letters.ts';
import { type Line } from './lines.ts';

const codeForm = '[A-ZА-ЯӘҒҚҢӨҰҮІ]{2,6}[ -]?\\d{3,5}[A-Z]?|\\d{4,6}';
const codeBefore = new RegExp(`^\\(?(${codeForm})\\)?[\\s.:–-]+(?=\\p{L}|["«“])`, 'u');
const codeBehind = new RegExp(`\\s*\\((${codeForm})\\)$`, 'u');

/** A title as it is written in its field, apart from the course's code before or behind it. */
export function titleIn(written: string): { title: string; code: string | null } {
  const code = codeBefore.exec(written) ?? codeBehind.exec(written);
  const rest = code === null ? written : written.replace(code[0], '');
  return { title: unquoted(rest), code: code?.[1] ?? null };
}

export function unquoted(text: string): string {
  const inside = /^["«“„]([^"»”“]+)["»”]\.?$/u.exec(text)?.[1];
  return tidy(inside ?? text);
}

const quoted = /["«“„]([^"»”“]{3,150})["»”]/u;
const course =
  '(?:учебной )?(?:по дисциплине|дисциплин[аеыу]|по курсу|курс[ау]?|пәні(?:нің)?|пән|of (?:the )?(?:course|discipline)|course|discipline|subject)';
/** The course named in quotes beside a word for course or syllabus. A programme is named so too, and is none. */
const named = new RegExp(
  `^${course} ?["«“]|(?:силлабус|syllabus)(?:.*(?<!\\p{L})${course})? ?["«“]|["»”] ?(?:пән|курс)`,
  'u',
);
/** The course named behind such words without quotes. */
const behind = new RegExp(
  `^(?:силлабус\\p{L}*|syllabus)(?: ${course})?(?: ${course})?\\s*[:–-]\\s*|^(?:силлабус\\p{L}*|syllabus) (?:учебной )?(?:${course} )+(?!["«“])|^по дисциплине (?!["«“])`,
  'u',
);

/** Finds the title where no field names it: in the heading of the document. */
export function findTitle(lines: readonly Line[]): { text: string; place: Place } | null {
  let above: { text: string; place: Place } | null = null;
  for (const line of lines) {
    for (const cell of line.cells) {
      if (cell.text === '' || cell.text.length > 300) continue;
      const folded = fold(cell.text);
      const inside = named.test(folded) ? quoted.exec(cell.text)?.[1] : undefined;
      if (inside !== undefined) return { text: inside.trim(), place: cell.place };
      const start = behind.exec(folded)?.[0].length ?? 0;
      const text = cell.text.slice(start).trim();
      if (start > 0 && text !== '' && headingOf(text) === null) return { text, place: cell.place };
      // "… пәнінің силлабусы" stands below the name.
      if (/^(?:атты )?(?:пәні(?:нің| бойынша)|курсы(?:ның| бойынша)) .{0,20}силлабус/u.test(folded))
        return above;
      above = { text: cell.text, place: cell.place };
    }
  }
  return null;
}
