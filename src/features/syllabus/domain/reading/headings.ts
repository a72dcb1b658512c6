import { fold } from './letters.ts';

export type HeadingKey =
  | 'aim'
  | 'outcomes'
  | 'indicators'
  | 'prerequisites'
  | 'postrequisites'
  | 'policy'
  | 'title'
  | 'code'
  | 'credits'
  | 'calendar'
  | 'scale'
  | 'assessment'
  | 'rubric'
  | 'section';

interface HeadingWords {
  readonly key: HeadingKey;
  /** Of the folded text, from its start. */
  readonly words: RegExp;
  /** Whether the heading must be the whole text (up to signs), or may be followed by its value. */
  readonly alone?: boolean;
}

const end = '(?![\\p{L}\\d])';
const value = `${end}(?=\\s*(?:$|[:.*(\\-]))`;
const word = (source: string, after = end) => new RegExp(`^(?:${source})${after}`, 'u');

/** Words that open a part of a syllabus, in Kazakh, Russian and English; the first that fits counts. */
const headings: readonly HeadingWords[] = [
  {
    key: 'aim',
    words: word(
      '(?:оқу )?(?:пән|курс)(?:нің|ның|тың|ді оқытудың|ді оқыту) мақсаты(?: мен міндет\\p{L}*)?|пәнді (?:игеру|меңгеру) мақсаты',
    ),
  },
  {
    key: 'aim',
    words: word(
      'целью (?:изучения |преподавания |освоения )?(?:учебной )?(?:дисциплины|курса) является|цел[ьи](?: и задачи)? (?:изучения |преподавания |освоения )?(?:учебной )?(?:дисциплины|курса)|(?:course|discipline) (?:aims?|goals?|purpose|objectives?)|(?:the )?(?:aims?|goals?|purpose|objectives?) of (?:the |this )?(?:academic )?(?:course|discipline)(?: is)?',
    ),
  },
  { key: 'aim', words: word('мақсаты|цель|aim|goal|purpose', '(?=\\s*[:\\-]|\\s*$)') },
  {
    key: 'indicators',
    words: word(
      '(?:(?:он|оқыту нәтижелері\\p{L}*) ?)?(?:\\([^)]*\\) ?)?(?:-?[гқ]?[еа]? )?(?:қол )?жет(?:кізу|істік|ілу)\\p{L}* индикатор\\p{L}*|индикатор(?:ы|лар\\p{L}*)?(?: достижени[яй]\\p{L}*)?|(?:achievement )?indicators?(?: of)?',
    ),
  },
  {
    key: 'outcomes',
    words: word(
      'оқытудан күтілетін нәтиже\\p{L}*|(?:пәнді |пән бойынша )?оқыту(?:дың)? (?:күтілетін )?нәтиже\\p{L}*|күтілетін (?:оқу |оқыту )?нәтиже\\p{L}*|ожидаемые результаты|(?:планируемы[ей] )?результат[ыа]? (?:обучения|изучения|освоения)|(?:expected |intended |course )?learning outcomes?|expected results|outcomes',
    ),
  },
  {
    key: 'prerequisites',
    words: word(
      '(?:пәннің )?пререквизит\\p{L}*(?: (?:дисциплины|курса))?|(?:course )?pre-?requisites?(?: of (?:the )?course)?|prerequisite courses?',
    ),
  },
  {
    key: 'postrequisites',
    words: word(
      '(?:пәннің )?постреквизит\\p{L}*(?: (?:дисциплины|курса))?|(?:course )?post-?requisites?(?: of (?:the )?course)?',
    ),
  },
  {
    key: 'policy',
    alone: true,
    words: word(
      '(?:пәннің |курстың )?академиялық саясат\\p{L}*|(?:пән|курс)(?:нің|тың)? саясат\\p{L}*|академическая политика(?: (?:дисциплины|курса))?|политика (?:дисциплины|курса)|(?:academic )?(?:course |discipline )?(?:academic )?polic(?:y|ies)(?: of (?:the )?(?:course|discipline))?',
    ),
  },
  {
    key: 'title',
    words: word(
      '(?:оқу )?пән(?:і|нің)?(?:нің)? (?:атауы|аты)|курс(?:тың)? (?:атауы|аты)|(?:наименование|название) (?:учебной )?(?:дисциплины|курса|предмета)|(?:name|title) of (?:the )?(?:course|discipline|subject)|(?:course|discipline|subject) (?:title|name)',
    ),
  },
  {
    key: 'title',
    words: word(
      '(?:пән(?:нің)? |курс(?:тың)? |course |discipline )?(?:id|код\\p{L}*|code) ?(?:и|және|мен|and|/|,) ?(?:наименование|название|пән(?:нің)? атауы|атауы|name|title)(?: (?:of )?(?:the )?(?:дисциплины|курса|course|discipline))?',
    ),
  },
  {
    key: 'title',
    words: word(
      '(?:оқу )?пән(?:і)?|дисциплина|учебная дисциплина|курс|course|discipline|subject',
      '(?=\\s*:)',
    ),
  },
  {
    key: 'code',
    words: word(
      '(?:пән(?:нің)?|курс(?:тың)?) (?:коды|шифры|id)|(?:код|шифр|id) (?:дисциплины|курса)|(?:course|discipline) (?:code|id)|code of (?:the )?(?:course|discipline)|код|code',
      value,
    ),
  },
  {
    key: 'credits',
    words: word(
      '(?:жалпы |барлық )?(?:академиялық )?(?:кредит|несие)(?:тер)?(?:дің|тің)? (?:жалпы )?(?:саны|көлемі)|кредит(?:тер|ы)?|(?:общее )?(?:количество|кол-во|объем|число) (?:академических )?кредитов|(?:total |general )?(?:number|amount) of (?:ects |academic )?credits|(?:ects |academic )?credits?(?: \\(?ects\\)?)?|кредит(?:тер|ы)? ects|ects(?: кредит\\p{L}*)?',
      value,
    ),
  },
  {
    key: 'rubric',
    words: word(
      '(?:қорытынды бақылау\\p{L}* |жиынтық бағалау\\p{L}* )?(?:критериалды |критериалдық )?(?:бағалау\\p{L}* )?рубрика\\p{L}*|рубрикатор\\p{L}*|(?:assessment |grading |scoring )?rubric\\p{L}*|rubricator|критерии оценивания результатов',
    ),
  },
  {
    key: 'calendar',
    words: word(
      '(?:оқу курсының |пәннің |курстың )?мазмұнын іске асыру|(?:күнтізбелік-)?тақырыптық жоспар|календар(?:ь|но)\\p{L}*|тематический план|(?:academic |course )?(?:calendar|schedule)',
    ),
  },
  {
    key: 'scale',
    words: word(
      '(?:оқу жетістіктерін|білім алушы\\p{L}* оқу) \\p{L}+|балл(?:дық|но)-рейтинг\\p{L}*|(?:бағалау|баға) шкаласы|шкала оцен\\p{L}*|(?:point|score)-rating|grading (?:scale|system)',
    ),
  },
  {
    key: 'assessment',
    words: word(
      'бағалау (?:әдіс|саясат|жүйес|критерий)\\p{L}*|(?:методы|система|политика|критерии) оцен\\p{L}*|(?:assessment|evaluation|grading) (?:methods?|policy|system|criteria)|methods? of assessment',
    ),
  },
  {
    key: 'assessment',
    alone: true,
    words: word('бағалау|оценивание|assessment|grading|бағалау туралы ақпарат'),
  },
  {
    key: 'section',
    words: word(
      '(?:академиялық |пәннің академиялық )?презентация\\p{L}*|академическая презентация|academic (?:course )?presentation|білім беру, білім алу|информация о преподавании|information about teaching|әдебиет\\p{L}*|(?:негізгі|қосымша) әдебиет\\p{L}*|литература|(?:основная|дополнительная|рекомендуемая) литература|учебные ресурсы|оқу ресурстары|learning resources|(?:recommended )?(?:literature|references|readings?)|ресурс\\p{L}*|дәріскер\\p{L}*|лектор\\p{L}*|lecturers?|оқытушы(?:лар)?(?=\\s*[:(]|\\s*$)|преподавател\\p{L}*(?=\\s*[:(]|\\s*$)|instructors?(?=\\s*[:(]|\\s*$)|e-?mail|телефон\\p{L}*|phone|(?:пәннің |курстың )?(?:қысқаша )?(?:сипаттамасы|мазмұны)(?=\\s*[:.]|\\s*$)|(?:краткое )?(?:описание|содержание) (?:дисциплины|курса)|course description|description of the course|семестр|semester|офис|кафедра\\p{L}*(?=\\s*[:]|\\s*$)|department(?=\\s*:|\\s*$)|(?:пән(?:нің|ді)?|курс(?:тың)?) (?:оқыту )?міндеттер\\p{L}*|задачи (?:дисциплины|курса)|задачи(?=\\s*:|\\s*$)|tasks of the (?:course|discipline)',
    ),
  },
];

export interface Heading {
  readonly key: HeadingKey;
  /** What follows the heading in the same text, without the signs between. */
  readonly rest: string;
}

/** The heading that opens a tidied text, or null. */
export function headingOf(text: string): Heading | null {
  const start = /^(?:[\divx]{1,4}[.)]\s*)+/iu.exec(text)?.[0].length ?? 0;
  const body = text.slice(start);
  // Only the beginning can be a heading; texts of the policy are long.
  const folded = fold(body.slice(0, 200));
  for (const { key, words, alone } of headings) {
    const match = words.exec(folded);
    if (match === null) continue;
    const rest = afterHeading(body.slice(match[0].length));
    if (alone === true && rest !== '' && !/^\s*[:]/u.test(folded.slice(match[0].length))) continue;
    return { key, rest };
  }
  return null;
}

/** Drops what belongs to the heading still: an abbreviation in brackets, a footnote mark, the colon. */
function afterHeading(rest: string): string {
  return rest.replace(/^\s*(?:\([^)]{1,12}\))?\s*\*?\s*[:.–—-]*\s*/u, '').trim();
}
