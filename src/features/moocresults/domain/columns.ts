import { type Clues, type PersonField, personFieldOf, personFields } from '../../marksimport/index.ts';
import { withoutFormulaGuard } from '../../../documents/index.ts';

/** What of a row of results is looked for besides the results: whose they are, and since when. */
export const clueFields = [...personFields.filter(field => field !== 'tirek-id'), 'completed-on'] as const;
export type ClueField = (typeof clueFields)[number];

/** In which column of the file something stands, from 0; null: in none. */
export type ClueColumns = Readonly<Record<ClueField, number | null>>;

export const platforms = ['open-edx', 'coursera', 'moodle', 'other'] as const;
export type Platform = (typeof platforms)[number];

const plain = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[\s_]+/gu, ' ')
    .trim();

/** Headings that only this platform's export has. */
const signs: readonly (readonly [Platform, RegExp])[] = [
  ['open-edx', /^(?:enrollment track|certificate eligible|certificate delivered|verification status)$/u],
  [
    'coursera',
    /^(?:overall progress|course slug|program slug|estimated learning hours|course certificate url)$/u,
  ],
  [
    'moodle',
    /^last downloaded from this course|^последние загруженные из этого курса|\((?:real|значение|нақты)\)$/u,
  ],
];

/** Whose export it is, by its headings. */
export function platformOf(headings: readonly string[]): Platform {
  return signs.find(([, sign]) => headings.some(heading => sign.test(plain(heading))))?.[0] ?? 'other';
}

/** Open edX calls the university's own number a key; its "Student ID" is the platform's and means nothing to us. */
const ownNumber = /^(?:external user key|student key|external id)$/u;
const finished =
  /^(?:completion (?:time|date)|completed (?:on|at)|completion|finished(?: on| at)?|date|дата(?: завершения| окончания)?|завершено|аяқталған күні|аяқтаған күні|күні|last course activity time)$/u;
const overall: Readonly<Record<Platform, RegExp>> = {
  'open-edx': /^grade$/u,
  coursera: /^(?:course grade|grade|overall grade)(?: \(%\))?$/u,
  moodle: /^(?:course total|итоговая оценка за курс|курстың жалпы бағасы|курс бойынша жалпы баға)/u,
  other:
    /^(?:grade|result|score|total|final (?:grade|score|result)|percent(?:age)?|итог|итого|результат|балл|баллы|процент|оценка|нәтиже|нәтижесі|пайыз|пайызы|баға|бағасы|қорытынды)(?:[ ,]*\(?%\)?)?$/u,
};

const findColumn = (headings: readonly string[], sign: RegExp): number | null => {
  const at = headings.findIndex(heading => sign.test(plain(heading)));
  return at === -1 ? null : at;
};

/** Where a file most probably has what, by its headings; what was decided for such headings before comes first. */
export function guessColumns(
  headings: readonly string[],
  remembered: ReadonlyMap<ClueField, string>,
): ClueColumns {
  const guess = (field: ClueField): number | null => {
    const known = headings.indexOf(remembered.get(field) ?? '\0');
    if (known !== -1) return known;
    if (field === 'completed-on') return findColumn(headings, finished);
    const named = headings.findIndex(heading => personFieldOf(heading) === field);
    if (named !== -1) return named;
    return field === 'sourced-id' ? findColumn(headings, ownNumber) : null;
  };
  return Object.fromEntries(clueFields.map(field => [field, guess(field)])) as ClueColumns;
}

/** The column of the result of the whole online course. */
export const overallColumn = (headings: readonly string[]): number | null =>
  findColumn(headings, overall[platformOf(headings)]) ?? findColumn(headings, overall.other);

export const isKnownHeading = (heading: string): boolean =>
  personFieldOf(heading) !== null || Object.values(overall).some(sign => sign.test(plain(heading)));

export function cluesIn(cells: readonly string[], columns: ClueColumns): Clues {
  const of = (field: ClueField & PersonField): string => {
    const at = columns[field];
    return at === null ? '' : withoutFormulaGuard(cells[at] ?? '');
  };
  const parts = `${of('family-name')} ${of('given-name')}`.trim();
  return {
    tirekId: '',
    email: of('email'),
    sourcedId: of('sourced-id'),
    userId: of('user-id'),
    name: parts === '' ? of('name') : parts,
  };
}
