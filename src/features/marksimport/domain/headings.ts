import { sameWords } from '../../syllabus/index.ts';

/** What a column of a file may say about whom a row is about. */
export const personFields = [
  'tirek-id',
  'email',
  'sourced-id',
  'user-id',
  'name',
  'family-name',
  'given-name',
] as const;
export type PersonField = (typeof personFields)[number];

/**
 * What a column of a file is: nothing that is taken (""), a way to find the person, or a work's marks, as points or as
 * percents of the work's points: "points:seminar-3".
 */
export type ColumnRole = '' | PersonField | `points:${string}` | `percent:${string}`;

export function markRoleOf(role: string): { scale: 'points' | 'percent'; column: string } | null {
  const [, scale, column] = /^(points|percent):(.+)$/u.exec(role) ?? [];
  if (column === undefined || (scale !== 'points' && scale !== 'percent')) return null;
  return { scale, column };
}

/**
 * Headings of the columns that name a person, as Moodle (kk, ru, en), Open edX, Coursera, spreadsheets of deans' offices
 * and our own exports write them.
 */
const written: Readonly<Record<PersonField, readonly string[]>> = {
  'tirek-id': ['Tirek', 'Tirek ID'],
  email: [
    ...['Email', 'Email address', 'E-mail', 'E-mail address', 'Learner email', 'User email'],
    ...['Адрес электронной почты', 'Электронная почта', 'Эл. почта', 'Почта', 'Электронный адрес'],
    ...['Электрондық пошта', 'Электрондық пошта мекенжайы', 'Эл. пошта', 'Пошта'],
  ],
  'sourced-id': [
    ...['ID number', 'IDnumber', 'Student number', 'External ID', 'SIS User ID', 'SIS ID'],
    ...['Индивидуальный номер', 'Идентификационный номер', 'Номер ID', 'ID студента', 'Табельный номер'],
    ...['Жеке нөмірі', 'Сәйкестендіру нөмірі', 'ID нөмірі', 'Студенттің ID нөмірі'],
  ],
  'user-id': ['User ID', 'LMS ID', 'LMS user ID', 'ID пользователя', 'Пайдаланушы ID'],
  'family-name': ['Surname', 'Last name', 'Family name', 'Фамилия', 'Тегі', 'Тек'],
  'given-name': ['First name', 'Given name', 'Имя', 'Аты', 'Есімі', 'Аты (есімі)'],
  name: [
    ...['Name', 'Full name', 'Student', 'Student name', 'Learner', 'Learner name', 'User full name'],
    ...['ФИО', 'Ф.И.О.', 'ФИО студента', 'Фамилия и имя', 'Имя и фамилия', 'Фамилия, имя', 'Студент'],
    ...['Фамилия Имя Отчество', 'Фамилия, имя, отчество', 'Обучающийся', 'ФИО обучающегося'],
    ...['Аты-жөні', 'Тегі, аты', 'Тегі, аты-жөні', 'Тегі, аты, әкесінің аты', 'Студенттің аты-жөні'],
    ...['Т.А.Ә.', 'ТАӘ', 'Білім алушы', 'Білім алушының аты-жөні'],
  ],
};

const known: ReadonlyMap<string, PersonField> = new Map(
  personFields.flatMap(field =>
    written[field].map((text): [string, PersonField] => [sameWords(text), field]),
  ),
);

export const personFieldOf = (heading: string): PersonField | null => known.get(sameWords(heading)) ?? null;

/** How Moodle ends the heading of a grade: by the form in which it shows grades, in its three languages. */
const endings: readonly (readonly [RegExp, 'points' | 'percent' | 'none'])[] = [
  [/\((?:real|значение|балл|баллы|нақты(?: мән)?|мәні)\)$/iu, 'points'],
  [/\((?:percentage|проценты?|в процентах|пайызы?|пайызбен|%)\)$/iu, 'percent'],
  [/\((?:letter|буква|әріп(?:тік)?|feedback|отзыв|пікір|кері байланыс)\)$/iu, 'none'],
];
/** Kinds of activities that Moodle writes before a name. */
const activity =
  /^(?:assignment|quiz|external tool|lti|lesson|forum|workshop|h5p|scorm package|manual item|задание|тест|внешнее (?:средство|приложение)|лекция|форум|семинар|пакет scorm|тапсырма|сыртқы құрал)\s*:\s*/iu;

/** The column's name without what a program puts around it, and how its grades are written. */
export function gradeHeadingOf(heading: string): { name: string; scale: 'points' | 'percent' | 'none' } {
  const text = heading.replace(/\s+/gu, ' ').trim();
  const ending = endings.find(([pattern]) => pattern.test(text));
  const name = ending === undefined ? text : text.replace(ending[0], '').trim();
  const scale = ending?.[1] ?? (/(?:%|\bpercent(?:age)?\b|процент)/iu.test(text) ? 'percent' : 'points');
  return { name, scale };
}

/** Spellings under which a work may stand in a heading, by `spellingOf`; to its column. */
export type Spellings = ReadonlyMap<string, string>;

/** A heading as it is compared: without the maximum that our own export writes below the name. */
export const spellingOf = (name: string): string => sameWords(name.replace(/\n\s*\d+(?:[.,]\d+)?\s*$/u, ''));

/**
 * What each column of a file probably is. What was decided for a heading in this course before is decided again. Where
 * two columns are the same (Moodle writes points and percents of one work side by side), the first is taken.
 */
export function guessRoles(
  headings: readonly string[],
  spellings: Spellings,
  remembered: ReadonlyMap<string, ColumnRole>,
): ColumnRole[] {
  const taken = new Set<string>();
  return headings.map(heading => {
    const role = remembered.get(sameWords(heading)) ?? guessRole(heading, spellings);
    const subject = markRoleOf(role)?.column ?? role;
    if (role === '' || taken.has(subject)) return '';
    taken.add(subject);
    return role;
  });
}

function guessRole(heading: string, spellings: Spellings): ColumnRole {
  if (heading === '') return '';
  const field = personFieldOf(heading);
  if (field !== null) return field;
  // Our own export writes the maximum on a line of its own: only the heading as it is tells it from the name.
  const own = spellings.get(spellingOf(heading));
  const { name, scale } = gradeHeadingOf(heading);
  const column =
    own ?? spellings.get(spellingOf(name)) ?? spellings.get(spellingOf(name.replace(activity, '')));
  return column === undefined || scale === 'none' ? '' : `${scale}:${column}`;
}
