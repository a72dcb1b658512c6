import { sameWords } from '../../syllabus/index.ts';

/** A name as it is looked up, from certain to vague; words in any order, because lists have either name first. */
export interface NameKeys {
  /** The same letters, whichever keyboard they were typed with. */
  readonly exact: string;
  /** Pairs of the first word with each later one: a list may have the patronymic, or not. */
  readonly pairs: readonly string[];
  /** Kazakh letters as those write them who have a Russian keyboard alone. */
  readonly loose: string;
  /** In Latin letters, as a platform abroad has it. */
  readonly latin: string;
}

/** Small letters that look alike in both alphabets; ё is written е by half of its owners. */
const oneShape: Readonly<Record<string, string>> = {
  ...{ a: 'а', c: 'с', e: 'е', h: 'һ', i: 'і', k: 'к', o: 'о', p: 'р', x: 'х', y: 'у', ё: 'е' },
};

const russianKeyboard: Readonly<Record<string, string>> = {
  ...{ ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и' },
  ...{ ы: 'и', й: 'и', э: 'е', ь: '', ъ: '' },
};

const latinOf: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm' },
  ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch' },
  ...{ ш: 'sh', щ: 'sh', ю: 'iu', я: 'ia' },
};

const replaced = (word: string, letters: Readonly<Record<string, string>>): string =>
  [...word].map(letter => letters[letter] ?? letter).join('');

const sorted = (words: readonly string[]): string => words.toSorted().join(' ');

/** Null for a text without letters. */
export function nameKeysOf(name: string): NameKeys | null {
  const words = sameWords(name.slice(0, 200))
    .split(' ')
    .filter(word => /\p{L}/u.test(word));
  if (words.length === 0) return null;
  const shapes = words.map(shapeOf);
  const plain = shapes.map(shape => shape.plain);
  const [first = '', ...others] = plain;
  return {
    exact: sorted(plain),
    pairs: others.length < 2 ? [] : others.map(other => sorted([first, other])),
    loose: sorted(shapes.map(shape => shape.loose)),
    latin: sorted(shapes.map(shape => shape.latin)),
  };
}

interface WordShape {
  readonly plain: string;
  readonly loose: string;
  readonly latin: string;
}

/** Names of people repeat: among 50,000 learners the same few thousand words come again and again. */
const known = new Map<string, WordShape>();
const mostKnown = 20_000;

function shapeOf(word: string): WordShape {
  const found = known.get(word);
  if (found !== undefined) return found;
  const plain = replaced(word, oneShape);
  const shape = { plain, loose: replaced(plain, russianKeyboard), latin: latinWord(word) };
  if (known.size >= mostKnown) known.clear();
  known.set(word, shape);
  return shape;
}

/** "Nurzhan", "Nurjan" and «Нұржан» are one; systems of transliteration differ in these letters. */
function latinWord(word: string): string {
  return replaced(replaced(word, { ё: 'е', ...russianKeyboard }), latinOf)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(
      /kh|gh|q|j|y|w/gu,
      found => ({ kh: 'h', gh: 'g', q: 'k', j: 'zh', y: 'i', w: 'u' })[found] ?? found,
    )
    .replace(/(.)\1/gu, '$1');
}
