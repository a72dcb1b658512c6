import { fold } from '../reading/letters.ts';
import { paragraphsOf, type Line, type LineCell } from '../reading/lines.ts';
import { type IntegrationMap, type MapSelection } from './types.ts';

type Field =
  'course' | 'title' | 'url' | 'workload' | 'studyMode' | 'level' | 'language' | 'semester' | 'attestation';

const online = '(?:spoc ?/ ?)?(?:mooc|моос|моок|mook|жаок|spoc)\\p{L}*';

/** The labels of part 1, in Kazakh, Russian and English; the brackets behind some of them belong to the label. */
const labels: readonly (readonly [Field, string])[] = [
  [
    'title',
    `(?:${online} (?:атауы|аты)|(?:наименование|название) ${online}|(?:name|title) of (?:the )?${online}|${online} (?:name|title))`,
  ],
  [
    'course',
    '(?:пән(?:нің)? (?:атауы|аты)|(?:наименование|название) дисциплины|дисциплина|(?:name|title) of (?:the )?(?:discipline|course)|(?:discipline|course)(?: (?:name|title))?)',
  ],
  [
    'url',
    `(?:(?:курс )?платформасына сілтеме|сілтеме|ссылка(?: на (?:платформу(?: курса)?|курс|${online}))?|link(?: to (?:the )?(?:course )?(?:platform|course|${online}))?)`,
  ],
  ['workload', '(?:еңбек сыйымдылығы|трудо[её]мкость|workload)'],
  ['studyMode', '(?:оқыту нысаны|оқу нысаны|форма обучения|(?:mode|form) of study)'],
  [
    'level',
    '(?:білім (?:беру )?деңгейі|уровень (?:образования|обучения)|(?:level of education|education(?:al)? level|level))',
  ],
  ['language', '(?:оқыту тілі|язык обучения|language(?: of (?:instruction|teaching))?)'],
  ['semester', '(?:семестр|semester)'],
  [
    'attestation',
    '(?:аттестаттау (?:нысаны|түрі)|форма (?:аттестации|контроля)|form of (?:attestation|assessment|control))',
  ],
];
const patterns = labels.map(
  ([field, words]) =>
    [
      field,
      new RegExp(`^(?:\\d{1,2}[.)]\\s*)?${words}(?!\\p{L})(?:\\s*\\([^)]*\\))?\\s*[:–-]?\\s*`, 'u'),
    ] as const,
);

/** Reads part 1: which course is joined with which online courses. A label without a value leaves null. */
export function readSelection(lines: readonly Line[]): MapSelection {
  const values = new Map<Field, string[]>();
  const links: string[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [position, cell] of line.cells.entries()) {
      const label = labelOf(cell.text);
      if (label === null || values.has(label.field)) continue;
      const found =
        label.rest === '' ? valueOf(lines, index, position) : [label.rest, ...paragraphsOf(cell).slice(1)];
      if (found.length > 0) values.set(label.field, found);
      if (label.field === 'url')
        links.push(...line.cells.flatMap(other => other.links.map(link => link.url)));
    }
  }
  const text = (field: Field) => values.get(field)?.join(' ') ?? null;
  return {
    course: text('course'),
    moocs: moocsOf(values.get('title') ?? [], [...addressesIn(values.get('url') ?? []), ...links]),
    workload: text('workload'),
    studyMode: text('studyMode'),
    level: text('level'),
    language: text('language'),
    semester: text('semester'),
    attestation: text('attestation'),
  };
}

function labelOf(text: string): { field: Field; rest: string } | null {
  const folded = fold(text);
  for (const [field, pattern] of patterns) {
    const match = pattern.exec(folded);
    if (match === null) continue;
    const rest = text.slice(match[0].length).trim();
    return { field, rest: isBlankField(rest) ? '' : rest };
  }
  return null;
}

/** The next cell of the row; below a paragraph, the next one that is neither a label nor the head of a part. */
function valueOf(lines: readonly Line[], index: number, position: number): string[] {
  const line = lines[index];
  const beside = line?.cells.slice(position + 1).find(cell => cell.text !== '');
  if (beside !== undefined) return written(beside);
  if (line?.cells.length !== 1) return [];
  const [below] = lines[index + 1]?.cells ?? [];
  return below === undefined || lines[index + 1]?.cells.length !== 1 ? [] : written(below);
}

function written(cell: LineCell): string[] {
  const isOther = labelOf(cell.text) !== null || partOf(cell.text) !== null || isBlankField(cell.text);
  return isOther ? [] : paragraphsOf(cell);
}

function isBlankField(text: string): boolean {
  return /^[-–—_.…\s]*$/u.test(text);
}

/** The number of the part or point of the form that a text heads ("3-бөлім.", "Часть 2", "4.2."); null for others. */
export function partOf(text: string): number | null {
  const folded = fold(text).replace(/^<\/?[a-z]+>/u, '');
  const match =
    /^(\d)\s*-?\s*бөлім/u.exec(folded) ??
    /^(?:часть|раздел|part|section)\s*(\d)/u.exec(folded) ??
    /^(\d)\.\d/u.exec(folded) ??
    /^(4)-модель\. (?!аралас|мoo)/u.exec(folded);
  return match === null ? null : Number(match[1]);
}

function addressesIn(texts: readonly string[]): string[] {
  return texts.flatMap(text => text.match(/(?:https?:\/\/|www\.)[^\s;,<>"«»]+/giu) ?? []);
}

/** Several courses stand on a line each, or with semicolons; their links follow in the same order. */
function moocsOf(texts: readonly string[], links: readonly string[]): MapSelection['moocs'] {
  const titles = texts
    .flatMap(text => text.split(';'))
    .map(text => text.replace(/^(?:\d{1,2}[.)]|[-•])\s*/u, '').trim())
    .filter(text => text !== '');
  const urls = [...new Set(links)];
  return Array.from({ length: Math.max(titles.length, urls.length) }, (_, index) => ({
    title: titles[index] ?? null,
    url: urls[index] ?? null,
  }));
}

const share = /(?:^|[,;\n])\s*(?:([^,;%\n]{2,120}?)\s*[-–—:]\s*)?(\d{1,3}(?:[.,]\d{1,2})?)\s*%/gu;

/** Reads part 2: a percent for each course. The form's own note has examples of percents; they are not data. */
export function readMatch(lines: readonly Line[]): IntegrationMap['match'] {
  return lines.flatMap(line => {
    const texts = line.cells.map(cell => cell.text).filter(text => text !== '');
    const text =
      texts.length > 1 && /^\d/u.test(texts.at(-1) ?? '')
        ? `${texts.slice(0, -1).join(' ')}: ${texts.at(-1)}`
        : texts.join(' ');
    if (isNote(text)) return [];
    return [...text.replace(/^\d\.\d\.?\s*/u, '').matchAll(share)].map(match => {
      const named = match[1]?.trim() ?? '';
      const isHeading = /сәйкес|соответств|match|дәреже|степень/u.test(fold(named));
      return {
        mooc: named === '' || isHeading ? null : named,
        percent: Number((match[2] ?? '').replace(',', '.')),
      };
    });
  });
}

export function isNote(text: string): boolean {
  return /^(?:<[a-z]+>)?\s*\*?\s*(?:ескерту|примечание|note)|мысалы|например|for example/iu.test(fold(text));
}
