import { type ReadDocument, type Table } from '../../../../documents/index.ts';
import { finding, type CharacterFault, type Finding } from '../finding.ts';
import { gradeLetterOf, isMixed, oldLetterPattern } from './letters.ts';

/** What was repaired in the texts, or looked wrong and was left as written; examples in the order of the document. */
export interface Repairs {
  readonly repair: (text: string) => string;
  readonly faults: ReadonlyMap<CharacterFault, readonly string[]>;
}

const hidden = /[\u00ad\u200b-\u200d\u2060\ufeff\u200e\u200f]/gu;
/** Bullets and other pictures of symbol fonts: they stand in the private area, where no letter is. */
const bullets = /[\ue000-\uf8ff]/gu;
/** A line of a narrow column that holds half a word, or a word that just fills it: see the reader of PDF. */
const cutWord = /(?<![\p{L}\d-])([\p{L}\d-]+)\u2060\n(\p{Ll}\p{L}*)/gu;
/** The same behind a hyphen: most are the word's own ("кол-во"), some the program's. */
const cutAtHyphen = /(?<!\p{L})(\p{L}+)-\u2060\n(\p{Ll}\p{L}*)/gu;
const lineHyphen = /(?<!\p{L})(\p{L}+)[-‐\u00ad][^\S\n]*\n\s*(\p{Ll}\p{L}*)/gu;

/**
 * Prepares the repairs of a document: characters that nobody sees are dropped, bullets of symbol fonts too, and words
 * cut at a line's end are joined. Old letters and mixed alphabets are reported and kept: they are the author's text.
 */
export function repairsOf(document: ReadDocument): Repairs {
  const faults = new Map<CharacterFault, string[]>();
  const note = (fault: CharacterFault, example: string) => {
    const known = faults.get(fault);
    if (known === undefined) faults.set(fault, [example]);
    else known.push(example);
  };
  const words = wordsOf(document);

  const join = (_: string, start: string, end: string) => {
    const keepsHyphen = words.has(`${start}-${end}`.toLowerCase()) && !words.has((start + end).toLowerCase());
    const word = keepsHyphen ? `${start}-${end}` : start + end;
    note('line-hyphen', word);
    return word;
  };
  const isOne = (start: string, end: string) => {
    if (words.has((start + end).toLowerCase())) return true;
    return !words.has(end.toLowerCase()) && (end.length < 5 || !words.has(start.toLowerCase()));
  };
  /** A word may be cut into several lines: each pass joins it with the next one. */
  const withoutCuts = (text: string): string => {
    const next = text.replace(cutWord, (_, start: string, end: string) =>
      isOne(start, end) ? start + end : `${start} ${end}`,
    );
    return next === text ? text.replaceAll('-\u2060\n', '-').replaceAll('\u2060\n', ' ') : withoutCuts(next);
  };
  const repair = (text: string) => {
    const whole = withoutCuts(
      text.normalize('NFC').replace(cutAtHyphen, (_, start: string, end: string) => {
        const isProgram =
          words.has((start + end).toLowerCase()) && !words.has(`${start}-${end}`.toLowerCase());
        return isProgram ? start + end : `${start}-${end}`;
      }),
    );
    const mended = whole.replace(lineHyphen, join);
    const plain = mended.replace(hidden, '').replace(bullets, '');
    if (mended.match(hidden) !== null) note('hidden', exampleAround(mended, hidden));
    if (mended.match(bullets) !== null) note('bullet', exampleAround(mended, bullets));
    for (const word of plain.match(/\p{L}+/gu) ?? []) {
      if (oldLetterPattern.test(word)) note('old-letter', word);
      else if (isMixed(word) && gradeLetterOf(word) === null) note('mixed-alphabet', word);
    }
    return plain;
  };
  return { repair, faults };
}

/** The word with the character in it, or behind it, as it reads without. */
function exampleAround(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  const before = /\S*$/u.exec(text.slice(Math.max(0, at - 40), at))?.[0] ?? '';
  const behind = text.slice(at, at + 80).replace(pattern, '');
  return /\S+/u.exec(before + behind)?.[0] ?? '';
}

function wordsOf(document: ReadDocument): Set<string> {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const word of text
      .replace(cutWord, ' ')
      .toLowerCase()
      .match(/\p{L}+(?:-\p{L}+)*/gu) ?? [])
      words.add(word);
  };
  const addTable = (table: Table) => {
    for (const cell of table.rows.flatMap(row => row.cells)) {
      add(cell.text);
      cell.tables.forEach(addTable);
    }
  };
  for (const block of document.blocks) {
    if (block.kind === 'table') addTable(block);
    else add(block.text);
  }
  return words;
}

const shown = 5;

/** One finding a kind of fault, at the first value that has it. */
export function characterFindings(faults: Repairs['faults'], pathOf: (example: string) => string): Finding[] {
  return [...faults].map(([what, all]) => {
    const examples = [...new Set(all)].filter(example => example !== '');
    const path = examples.map(pathOf).find(found => found !== 'document') ?? 'document';
    return finding('characters', path, { what, examples: examples.slice(0, shown), count: all.length });
  });
}
