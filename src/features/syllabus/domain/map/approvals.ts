import { fold } from '../reading/letters.ts';
import { type Line } from '../reading/lines.ts';
import { type MapApproval } from './types.ts';

const opening =
  /^(?:құрастыр(?:ған|ылған)|әзірлеген|составил\p{L}*|составлено?|разработал\p{L}*|compiled(?: by)?|prepared(?: by)?|келісілді|келісілген|согласован\p{L}*|agreed(?: by)?|approved(?: by)?|бекітілді|бекітемін|утвержда\p{L}*)(?!\p{L})\s*:?\s*/u;
const year = '\\d{4}\\s*(?:ж(?:ыл\\p{L}*)?\\.?|г(?:ода?)?\\.?|y\\.?)?(?!\\p{L})';
const day = '["«“]?\\s*\\d{1,2}\\s*["»”]?';
/** "08.07.2026", "«08» 07 2026 ж.", "«08» июля 2026 г.", "July 8, 2026", "2026 ж. 8 шілде". */
const date = new RegExp(
  [
    `${day}\\s*[./ ]\\s*\\d{1,2}\\s*[./ ]\\s*${year}`,
    `${day}\\s*\\p{L}{3,10}\\s+${year}`,
    `\\p{L}{3,9}\\s+\\d{1,2},\\s*${year}`,
    `${year}\\s*${day}\\s*\\p{L}{3,10}`,
  ].join('|'),
  'iu',
);
/** Where the form leaves room for a date: "«___» ________ 2026 г." */
const blankDate = /["«“]\s*_*\s*["»”][\s_]*(?:20\d{0,2})?[\s_]*(?:[жгy]\.?)?(?!\p{L})/gu;
/** What the form prints where a name or a signature goes. */
const prompt =
  /(?:тегі,? )?аты[- ]жөні\.?|т\.?а\.?ә\.?|ф\.?\s?и\.?\s?о\.?|(?:full )?name|қолы|подпись|signature|күні|дата|date/giu;

/** Reads who compiled the map and who agreed to it: a role a line, with a name and a date where they are filled in. */
export function readApprovals(lines: readonly Line[]): MapApproval[] {
  const start = lines.findIndex(line => line.cells.some(cell => opening.test(fold(cell.text))));
  if (start === -1) return [];
  return lines.slice(start).flatMap(line => approvalIn(line) ?? []);
}

function approvalIn(line: Line): MapApproval | null {
  const whole = line.cells
    .map(cell => cell.text)
    .filter(text => text !== '')
    .join('\t')
    .replace(blankDate, '\t');
  const text = whole.slice(opening.exec(fold(whole))?.[0].length ?? 0).trim();
  if (text === '') return null;
  const found = date.exec(text)?.[0].trim() ?? null;
  const parts = (found === null ? text : text.replace(found, '\t'))
    .split(/_{2,}|\t|\s*:\s*|\.{4,}|…/u)
    .map(part => part.replace(prompt, '').replace(/^[\s,()/–-]+|[\s,()/–-]+$/gu, ''))
    .filter(part => part !== '');
  const [role, name] = parts;
  if (role === undefined || role.length > 120) return null;
  return { role, name: name ?? null, date: found };
}
