import { type Place } from '../../../../documents/index.ts';
import { type Policy, type PolicyKind } from '../types.ts';
import { headingOf } from './headings.ts';
import { fold } from './letters.ts';
import { paragraphsOf, type Line } from './lines.ts';
import { findValue } from './values.ts';

export interface ReadPolicies {
  readonly policies: Policy[];
  readonly places: readonly Place[];
}

/** How the parts of the policy begin; what comes before the first of them is general. */
const openings: readonly (readonly [PolicyKind, RegExp])[] = [
  ['science', /^(?:ғылым (?:мен|және) білім|интеграция науки|integration of science|science and education)/u],
  [
    'attendance',
    /^(?:сабаққа (?:қатысу|келу)|қатысу|посещаемость|посещение|дедлайн|attendance|class attendance)/u,
  ],
  [
    'integrity',
    /^(?:академиялық (?:адалдық|әдеп)|академическая (?:честность|добросовестность)|academic (?:honesty|integrity))/u,
  ],
  [
    'inclusion',
    /^(?:инклюзив|(?:негізгі )?(?:основные )?принципы инклюзив|основные принципы инклюзив|(?:basic )?principles of inclusi|inclusi)/u,
  ],
  [
    'mooc',
    /^(?:интеграция )?(?:(?:mooc|мооc|mоос|моос|mook|моок|жаок|spoc)\S*)(?: интеграция| модул| \(|\.|:| integration)|^integration (?:of )?(?:the )?mooc|^интеграция (?:mooc|моос|моок)/u,
  ],
];

/** Reads the academic policy: a text for each kind, in the order in which the kinds first appear. */
export function readPolicies(lines: readonly Line[], stop: (line: Line) => boolean): ReadPolicies {
  const found = findValue(lines, 'policy', lines.length);
  if (found === null) return { policies: [], places: [] };
  // In a table of kinds and texts the row below the heading is the first of them.
  const below = lines[found.next - 1];
  const isRow = below !== undefined && isKindBeside(below, found.paragraphs[0] ?? '');
  const paragraphs = isRow
    ? furtherParagraphs(lines, found.next - 1, stop)
    : [...found.paragraphs, ...furtherParagraphs(lines, found.next, stop)];
  const texts = new Map<PolicyKind, string[]>();
  let kind: PolicyKind = 'general';
  for (const numbered of paragraphs) {
    const paragraph = numbered.replace(/^\d{1,2}[.)]\s*/u, '');
    const opened = openingOf(paragraph);
    kind = opened?.kind ?? kind;
    const text = opened?.rest ?? paragraph;
    texts.set(kind, [...(texts.get(kind) ?? []), text]);
  }
  const policies = [...texts].map(([policy, parts]) => ({ kind: policy, text: parts.join(' ').trim() }));
  const written = policies.filter(policy => policy.text !== '');
  return { policies: written, places: written.map(() => found.place) };
}

function isKindBeside({ cells }: Line, value: string): boolean {
  const [kind, text] = cells.filter(cell => cell.text !== '');
  return text !== undefined && kind?.text === value && openingOf(kind.text)?.rest === '';
}

/** In text, an empty line inside the policy's cell cuts it: what follows until the next heading belongs to it too. */
function furtherParagraphs(lines: readonly Line[], from: number, stop: (line: Line) => boolean): string[] {
  const paragraphs: string[] = [];
  for (const line of lines.slice(from)) {
    const cells = line.cells.filter(cell => cell.text !== '');
    if (stop(line) || cells.some(cell => headingOf(cell.text) !== null && openingOf(cell.text) === null))
      break;
    const isPolicy = cells.length > 0 && (line.table === null || openingOf(cells[0]?.text ?? '') !== null);
    if (!isPolicy) break;
    paragraphs.push(...cells.flatMap(paragraphsOf));
  }
  return paragraphs;
}

/** A policy's text without the heading that it begins with, if it begins with one. */
export const withoutOpening = (text: string): string => openingOf(text)?.rest ?? text;

/** A heading is the opening words up to the first full stop or colon; a sentence that merely begins so has none. */
function openingOf(paragraph: string): { kind: PolicyKind; rest: string } | null {
  const folded = fold(paragraph.slice(0, 200));
  const opening = openings.find(([, words]) => words.test(folded));
  if (opening === undefined) return null;
  const stop = /[.:](?:\s|$)/u.exec(folded);
  const length = stop === null ? paragraph.length : stop.index + 1;
  if (length > 120) return { kind: opening[0], rest: paragraph };
  return { kind: opening[0], rest: paragraph.slice(length).trim() };
}
