import { type Prepares, type RowKind } from '../types.ts';
import { pointsAlone } from './controlPoints.ts';
import { fold, foldCyrillic, tidy } from './letters.ts';
import { ordinalOf } from './numbers.ts';

/**
 * How rows of the calendar call themselves: full words and abbreviations of each kind, in Kazakh, Russian and English
 * (domain: the universities' syllabi). Kinds whose words contain those of another come first.
 */
interface KindWords {
  readonly kind: RowKind | 'topic';
  /** May stand without a number. */
  readonly full: string;
  /** Needs a number or a sign behind it. */
  readonly short: string;
}

const own = '(?:өзіндік|өз бетінше|дербес) (?:жұмыс|оқу)\\p{L}*';
const person = '(?:студент|білім алушы|магистрант|докторант|обучающ|студент|магистрант|докторант)\\p{L}*';
const teacher = '(?:оқытушы|преподавател)\\p{L}*';

const kinds: readonly KindWords[] = [
  {
    kind: 'srsp',
    full:
      `(?:${person} )?${teacher}(?: (?:басшылығымен|жетекшілігімен|бірге|көмегімен))?(?: (?:орындайтын|жүргізілетін|${person}))* ${own}|` +
      `(?:самостоятельн\\p{L}* )?работа (?:${person} )?(?:под руководством|с|совместно с) ${teacher}|` +
      "(?:student(?:'?s|s'?)? )?independent (?:work|study)(?: of (?:the )?students?)? (?:under|with|guided)(?: \\p{L}+){1,6}",
    short:
      'о[бмд]өж|о[бм]сөж|осөж|соөж|боөж|моөж|доөж|о[бс]өз|сроп|срсп|срмп|срдп|srsp|srop|iwst|iwsut|iswt|siwt|sswt|sist|siws|tsiw|tsis|swst|miwt|srmp',
  },
  {
    kind: 'srs',
    full:
      `(?:${person} )?${own}|самостоятельн\\p{L}* работа(?: ${person})?|` +
      "(?:student(?:'?s|s'?)? )?(?:independent|self-?guided) (?:work|study)(?: of (?:the )?students?)?",
    short: '[бсмд]өж|бөз|сро|срс|срм|срд|srs|sro|srm|iws|isw|siw|ssw|sis|miw',
  },
  {
    kind: 'midterm',
    full:
      '(?:аралық|межелік|аралық \\(межелік\\)) (?:бақылау|аттест\\p{L}*|емтихан|тест)\\p{L}*|рубежн\\p{L}* (?:контрол|аттест|тест)\\p{L}*|рейтинг\\p{L}* контрол\\p{L}*|' +
      'mid-?term(?: (?:control|exam|examination|test|assessment|attestation))?|intermediate (?:control|assessment)|boundary control',
    short: 'аб|рк|mc|mt|rk|mtc|ic',
  },
  {
    kind: 'final',
    full:
      'қорытынды (?:бақылау|емтихан|аттест\\p{L}*)|емтихан|итогов\\p{L}* (?:контрол|экзамен|аттест)\\p{L}*|экзамен|дифференцированный зачет|' +
      'final (?:control|exam|examination|assessment|test|attestation)|examination|exam',
    short: 'қб|ик|fc|fe',
  },
  {
    kind: 'lab',
    full: '(?:зертханалық|лабораториялық)(?: \\([^)]*\\))? (?:саба[қғ]|жұмыс)\\p{L}*|лабораторн\\p{L}* (?:занят|работ)\\p{L}*|laborator(?:y|ies)(?: (?:class|work|lesson|session|practical)\\p{L}*)?|lab(?: (?:class|work|session))?|зертхана|лаборатори\\p{L}*',
    short: 'з[сж]|лз|лр|лаб|lw|lc|зерт',
  },
  {
    kind: 'practical',
    full: '(?:практикалық|тәжірибелік|машықтану)(?: \\([^)]*\\))? (?:саба[қғ]|жұмыс)\\p{L}*|практическ\\p{L}*(?: \\([^)]*\\))? (?:занят|работ)\\p{L}*|practical(?: \\([^)]*\\))? (?:class|lesson|work|session|training|studies)\\p{L}*|(?:class )?practice(?: class)?|практикум|практика',
    short: 'п[сзжр]|п|пр|практ|pc|pl|pw|pr|ps|p|пс',
  },
  {
    kind: 'seminar',
    full: 'семинар(?:лық|ск\\p{L}*)?(?:(?: \\([^)]*\\))? (?:саба[қғ]\\p{L}*|занят\\p{L}*))?|seminar(?:(?: \\([^)]*\\))? (?:class|lesson|session)\\p{L}*)?',
    short: 'с[сз]|сем|с|ss|sc|s|sem',
  },
  {
    kind: 'lecture',
    full: 'дәріс(?:тер)?(?: саба[қғ]\\p{L}*)?|лекциялық саба[қғ]\\p{L}*|лекци(?:я|онное занятие)(?: сабағы)?|lecture(?: (?:class|lesson|session))?',
    short: 'д|л|лек|лекц|лк|дәр|l|lec|lect|lk',
  },
  { kind: 'topic', full: 'тақыры[пб]\\p{L}*|тема|topic|theme', short: 'т' },
];

const ordinal = '(\\d{1,3}|[ivxіх]{1,4})';
const suffix = '(?:\\s*-?\\s*(?:ші|шы|інші|ыншы|нші|ншы|я|й|ый|ая|ое|ой|st|nd|rd|th))?';
const sign = '\\s*[.:)\\-;,]*\\s*';
/** "Рубежный контроль – 100 баллов": the number says how much, not which. */
const notAmount = '(?!\\s*(?:балл|ұпай|points?|сағ|час|hours?|%))';
const note = '(?:\\s*\\([^)]{1,20}\\))?';

interface LabelPattern {
  readonly kind: KindWords['kind'];
  readonly isFull: boolean;
  readonly pattern: RegExp;
  /** Which group holds the number; 0 when the form has none. */
  readonly group: 0 | 1;
}

function patternsOf({ kind, full, short }: KindWords): LabelPattern[] {
  const make = (source: string, isFull: boolean, group: 0 | 1): LabelPattern => ({
    kind,
    isFull,
    group,
    pattern: new RegExp(`^${source}`, 'u'),
  });
  // "Лекции 3 – 4. …" are two numbers; what follows a dash in "Лекция 1 – 10 принципов", "РК 1 – 100 баллов" is text.
  const more = `(?:(?:[-,]\\d{1,3}|\\s*[-,]\\s*\\d{1,2}(?=\\s*(?:[.:)(]|$)))(?![\\p{L}\\d]))?`;
  const behind = `\\s*(?:тапсырма\\p{L}*\\s*|задани\\p{L}*\\s*)?(?:№|#|n[o°]\\.?)?\\s*-?\\s*${ordinal}(?![\\p{L}\\d%])${notAmount}${suffix}${more}${note}${sign}`;
  const before = (words: string) =>
    `(?:№\\s*)?${ordinal}${suffix}[\\s.)\\-]+(?:${words})(?!\\p{L})${note}${sign}`;
  const patterns = [
    make(`(?:${full})(?!\\p{L})${note}${behind}`, true, 1),
    make(`(?:${short})\\.?(?!\\p{L})${note}${behind}`, false, 1),
    make(before(full), true, 1),
    make(
      before(`(?:${short})`).replace('(?!\\p{L})', '(?![\\p{L}])(?=\\s*[.:)\\-]|\\s*$|\\s+\\p{L}{2})'),
      false,
      1,
    ),
    make(`(?:${full})(?!\\p{L})${note}\\s*(?:[.:;\\-]${sign}|$)`, true, 0),
    make(`(?:${short})(?!\\p{L})${note}\\s*(?:[:;]|\\.\\s|-\\s|$)${sign}`, false, 0),
  ];
  return patterns;
}

const patterns: readonly LabelPattern[] = [1, 0].flatMap(group =>
  kinds.flatMap(patternsOf).filter(pattern => pattern.group === group),
);
/** Kinds that are recognised by their full words even where a text follows without a sign. */
const bare: readonly LabelPattern[] = kinds
  .filter(({ kind }) => kind !== 'topic' && kind !== 'final' && kind !== 'practical' && kind !== 'lab')
  .map(({ kind, full }) => ({
    kind,
    isFull: true,
    group: 0,
    pattern: new RegExp(`^(?:${full})(?!\\p{L})${note}\\s+`, 'u'),
  }));

export interface RowLabel {
  /** Null for "Тема 1.", which says nothing of the kind. */
  readonly kind: RowKind | null;
  readonly number: number | null;
  /** The text without its label. */
  readonly title: string;
}

/** Reads the label that a row of the calendar begins with ("Д 1.", "1-дәріс", "СРОП 2."); null when it has none. */
export function rowLabelOf(text: string): RowLabel | null {
  const written = tidy(text);
  // A label stands at the beginning; cells may hold whole texts.
  const start = written.slice(0, 200);
  const [folded, cyrillic] = [fold(start), foldCyrillic(start)];
  const own = bilingual(written) ?? labelIn(written, folded);
  if (own !== null) return own;
  return (cyrillic === folded ? null : labelIn(written, cyrillic)) ?? consultationIn(written);
}

/** "Дәріс/Лекция 1. …", "1-дәріс / Лекция 1. …": the same label in two languages. */
function bilingual(written: string): RowLabel | null {
  const [, first = '', rest = ''] = /^([^/]{2,60}?)\s*\/\s*(?=\S)(.*)$/su.exec(written.slice(0, 400)) ?? [];
  const kind = rest === '' ? null : (labelIn(first, fold(first))?.kind ?? classKindOf(first));
  if (kind === null) return null;
  const second = rowLabelOf(written.slice(written.indexOf('/') + 1));
  return second?.kind === kind && second.number !== null ? second : null;
}

/** "Лекция 1. Тема: Введение" */
const topicWord = /^(?:тақырыбы|тақырып|тема|topic)\s*:\s*/iu;

function labelIn(written: string, folded: string): RowLabel | null {
  for (const { kind, isFull, pattern, group } of [...patterns, ...bare]) {
    const match = pattern.exec(folded);
    if (match === null) continue;
    const isControl = kind === 'midterm' || kind === 'final';
    if (isControl && consults(folded)) return null;
    // A single letter without a number ("С. Сейфуллин") is a name.
    if (!isFull && group === 0 && /^\p{L}(?!\p{L})/u.test(folded)) continue;
    const rest = written.slice(match[0].length).trim().replace(topicWord, '');
    const title = isControl ? controlTitle(written, match[0], rest) : rest;
    return {
      kind: kind === 'topic' ? null : kind,
      number: group === 1 ? ordinalOf(match[1] ?? '') : null,
      title,
    };
  }
  return null;
}

const numberInWords = new RegExp(
  `(?:№\\s*)?(?<!\\p{L})\\d{1,3}(?:${suffix.slice(3, -2)})?(?!\\p{L})[\\s.:)–-]*`,
  'giu',
);

/** A control is named by its label alone: its title is the words of the label without the number. */
function controlTitle(written: string, label: string, rest: string): string {
  if (rest !== '' && !rest.startsWith('(') && pointsAlone(rest) === null) return rest;
  if (pointsAlone(rest) !== null) return controlTitle(written, label, '');
  const words = written
    .slice(0, label.length)
    .replace(numberInWords, ' ')
    .replace(/\s[ivxIVX]{1,3}[.:\s]*$/u, '');
  return tidy(`${words} ${rest}`).replace(/[\s.:–—-]+$/u, '');
}

const consultation = /кеңес|консультаци|consultation/u;

function consults(folded: string): boolean {
  return consultation.test(folded);
}

const consultationNumber =
  /(?:кеңес\p{L}*|консультаци\p{L}*|consultation)\s*№?\s*(\d{1,2})(?!\d)[\s.:]*|^(\d{1,2})\s*-?\s*(?=кеңес|консульт|consult)/u;

function consultationIn(written: string): RowLabel | null {
  if (written.length > 160) return null;
  const folded = fold(written);
  if (!consults(folded)) return null;
  const match = consultationNumber.exec(folded);
  if (match === null) return { kind: 'consultation', number: null, title: written };
  const digits = match[1] ?? match[2] ?? '';
  const at = match.index + match[0].lastIndexOf(digits);
  const title = tidy(`${written.slice(0, at)} ${written.slice(at + digits.length).replace(/^[-.:]/u, '')}`);
  return { kind: 'consultation', number: Number(digits), title };
}

/** Column heads use plurals and adjectives alone ("Лекции", "Практические", "Дәрістер"). */
function stemOf(kind: RowKind): string {
  const stems: Partial<Record<RowKind, string>> = {
    lecture: 'дәріс\\p{L}*|лекци\\p{L}*|lectures?',
    seminar: 'семинар\\p{L}*|seminars?',
    practical: 'практи\\p{L}*|тәжірибе\\p{L}*|practic\\p{L}*',
    lab: 'лаборат\\p{L}*|зертхана\\p{L}*|lab\\p{L}*',
  };
  return stems[kind] ?? '(?!)';
}

type ClassKind = Exclude<KindWords['kind'], 'topic'>;

/** What a kind is called in a heading: its words, its abbreviations, and its plurals alone. */
const named = kinds.flatMap(({ kind, full, short }) => {
  if (kind === 'topic') return [];
  const long = short.split('|').filter(abbreviation => abbreviation.length > 2);
  const anywhere = [full, stemOf(kind), ...long].join('|');
  return [
    {
      kind: kind satisfies ClassKind,
      atStart: new RegExp(`^(?:${full}|(?:${short})\\.?|${stemOf(kind)})(?:[\\s,.(*/]|$)`, 'u'),
      anywhere: new RegExp(`(?<!\\p{L})(?:${anywhere})(?!\\p{L})`, 'u'),
    },
  ];
});

/** The kind that a heading of a column or a cell of the column "kind of class" names; null when it names none. */
export function classKindOf(text: string): RowKind | null {
  const written = tidy(text.slice(0, 200));
  if (written === '') return null;
  for (const folded of [fold(written), foldCyrillic(written)]) {
    const found = named.find(({ atStart }) => atStart.test(folded));
    if (found !== undefined) return found.kind;
  }
  return consults(fold(written)) ? 'consultation' : null;
}

const classes: readonly RowKind[] = ['lecture', 'seminar', 'practical', 'lab', 'srsp', 'srs'];

/** The kind of class that a title names anywhere; null when it names none, or several. */
export function kindIn(text: string): RowKind | null {
  const folded = fold(text);
  const found = named.filter(({ kind, anywhere }) => classes.includes(kind) && anywhere.test(folded));
  // The words for guided work contain those for independent work.
  const own = found.some(({ kind }) => kind === 'srsp') ? found.filter(({ kind }) => kind !== 'srs') : found;
  return own.length === 1 ? (own[0]?.kind ?? null) : null;
}

const mention = (kind: RowKind): RegExp => {
  const words = kinds.find(entry => entry.kind === kind);
  const all = `(?:${words?.full ?? ''}|${words?.short ?? ''})`;
  return new RegExp(
    `(?<!\\p{L})(?:${ordinal}${suffix}[\\s-]+)?${all}(?!\\p{L})${note}(?:\\s*(?:№|#)?\\s*-?\\s*${ordinal}(?![\\p{L}\\d%]))?`,
    'u',
  );
};
const mentions = { srs: mention('srs'), midterm: mention('midterm'), final: mention('final') } as const;
const finals = /емтихан|экзамен|(?<!\p{L})exam|қорытынды бақылау|итогов\p{L}* контрол|final/u;

/** What a consultation prepares, from the words behind its own label; null when it names nothing. */
export function preparesOf(title: string, number: number | null, kind: RowKind): Prepares | null {
  for (const folded of [fold(title), foldCyrillic(title)]) {
    const srs = mentions.srs.exec(folded);
    if (srs !== null) return { kind: 'srs', number: numberOf(srs) };
    const midterm = mentions.midterm.exec(folded);
    if (midterm !== null)
      return { kind: 'midterm', number: numberOf(midterm) ?? (kind === 'consultation' ? number : null) };
    if (finals.test(folded)) return { kind: 'final', number: null };
  }
  // "ҚР" is what a translating program makes of "РК" (midterm control).
  if (kind === 'consultation' && /(?<!\p{L})қр(?!\p{L})/u.test(fold(title)))
    return { kind: 'midterm', number };
  return null;
}

function numberOf(match: RegExpExecArray): number | null {
  const written = match[2] ?? match[1];
  return written === undefined ? null : ordinalOf(written);
}
