import {
  type CalendarRow,
  type Prepares,
  type SyllabusLanguage,
} from '../../src/features/syllabus/domain/types.ts';

/** What a course says, whatever its university's form and language: the one source of the corpus. */
export interface CourseText {
  readonly language: SyllabusLanguage;
  readonly title: string;
  readonly aim: string;
  readonly prerequisites: readonly string[];
  readonly postrequisites: readonly string[];
  readonly outcomes: readonly { readonly text: string; readonly indicators: readonly string[] }[];
  readonly topics: readonly string[];
  readonly classes: readonly string[];
  readonly works: readonly string[];
  readonly modules: readonly string[];
  readonly prepares: (kind: 'srs' | 'midterm' | 'final', number: number | null) => string;
  readonly tasks: string;
  readonly descriptors: readonly string[];
  readonly criteria: readonly string[];
}

const kk: CourseText = {
  language: 'kk',
  title: 'Деректерді талдау негіздері',
  aim: 'білім алушылардың деректерді жинау, тазалау және түсіндіру қабілетін қалыптастыру',
  prerequisites: ['Математика', 'Ақпараттық технологиялар'],
  postrequisites: ['Машиналық оқыту', 'Статистикалық модельдеу'],
  outcomes: [
    {
      text: 'Деректер көздерін салыстыру және сапасын бағалау.',
      indicators: ['Дереккөздің сенімділігін негіздеу.', 'Деректердегі олқылықтарды табу.'],
    },
    {
      text: 'Деректерді көрнекі түрде ұсыну.',
      indicators: ['Диаграмманың түрін таңдау.', 'Графикті оқырманға түсіндіру.'],
    },
    { text: 'Шағын зерттеуді жоспарлау.', indicators: ['Зерттеу сұрағын қою.', 'Нәтижені қорытындылау.'] },
  ],
  topics: [
    'Деректер және олардың түрлері',
    'Деректерді жинау тәсілдері',
    'Сауалнама құрастыру',
    'Деректерді тазалау',
    'Орташа мәндер және шашырау',
    'Ықтималдыққа кіріспе',
    'Үлестірімдер',
    'Іріктеме және бас жиынтық',
    'Болжамдарды тексеру',
    'Корреляция ұғымы',
    'Сызықтық тәуелділік',
    'Уақыт қатарлары',
    'Деректерді көрнекілеу',
    'Деректер этикасы',
    'Зерттеу нәтижесін баяндау',
  ],
  classes: [
    'Деректер жиынымен танысу',
    'Ашық дереккөздерді іздеу',
    'Сауалнаманы сынау',
    'Кестені тазалау',
    'Орташаны есептеу',
    'Кездейсоқ тәжірибе',
    'Гистограмма салу',
    'Іріктеме көлемін таңдау',
    'Екі топты салыстыру',
    'Байланысты бағалау',
    'Түзу сызықты табу',
    'Маусымдық өзгерісті көру',
    'Диаграммаларды талқылау',
    'Жеке деректерді қорғау',
    'Баяндаманы тыңдау',
  ],
  works: [
    'Сауалнама жобасын ұсыну',
    'Тазаланған кестені тапсыру',
    'Екі айнымалының байланысын сипаттау',
    'Зерттеу есебін жазу',
  ],
  modules: ['Деректерді дайындау', 'Деректерді түсіндіру'],
  prepares: (kind, number) =>
    kind === 'srs'
      ? `БӨЖ ${number} орындау бойынша кеңес`
      : kind === 'midterm'
        ? `Аралық бақылау ${number} бойынша кеңес`
        : 'Емтиханға дайындық',
  tasks: 'Оқулықтың тарауын оқу',
  criteria: ['Ұғымдарды білуі', 'Әдісті қолдануы', 'Қорытындыны негіздеуі'],
  descriptors: [
    'толық әрі дәл ашылған',
    'шамалы олқылықпен ашылған',
    'жартылай ашылған',
    'үстірт ашылған',
    'ашылмаған',
  ],
};

const ru: CourseText = {
  language: 'ru',
  title: 'Основы анализа данных',
  aim: 'сформировать у обучающихся способность собирать, очищать и толковать данные',
  prerequisites: ['Математика', 'Информационные технологии'],
  postrequisites: ['Машинное обучение', 'Статистическое моделирование'],
  outcomes: [
    {
      text: 'Сравнивать источники данных и оценивать их качество.',
      indicators: ['Обосновывает надёжность источника.', 'Находит пропуски в данных.'],
    },
    {
      text: 'Представлять данные наглядно.',
      indicators: ['Выбирает вид диаграммы.', 'Объясняет график читателю.'],
    },
    {
      text: 'Планировать небольшое исследование.',
      indicators: ['Ставит исследовательский вопрос.', 'Обобщает результат.'],
    },
  ],
  topics: [
    'Данные и их виды',
    'Способы сбора данных',
    'Составление анкеты',
    'Очистка данных',
    'Средние величины и разброс',
    'Введение в вероятность',
    'Распределения',
    'Выборка и генеральная совокупность',
    'Проверка гипотез',
    'Понятие корреляции',
    'Линейная зависимость',
    'Временные ряды',
    'Визуализация данных',
    'Этика работы с данными',
    'Изложение результатов исследования',
  ],
  classes: [
    'Знакомство с набором данных',
    'Поиск открытых источников',
    'Апробация анкеты',
    'Очистка таблицы',
    'Вычисление среднего',
    'Случайный эксперимент',
    'Построение гистограммы',
    'Выбор объёма выборки',
    'Сравнение двух групп',
    'Оценка связи',
    'Подбор прямой',
    'Сезонные изменения',
    'Обсуждение диаграмм',
    'Защита личных данных',
    'Заслушивание докладов',
  ],
  works: [
    'Представить проект анкеты',
    'Сдать очищенную таблицу',
    'Описать связь двух переменных',
    'Написать отчёт об исследовании',
  ],
  modules: ['Подготовка данных', 'Толкование данных'],
  prepares: (kind, number) =>
    kind === 'srs'
      ? `Консультация по выполнению СРО ${number}`
      : kind === 'midterm'
        ? `Консультация перед рубежным контролем ${number}`
        : 'Подготовка к экзамену',
  tasks: 'Прочитать главу учебника',
  criteria: ['Знание понятий', 'Применение метода', 'Обоснование вывода'],
  descriptors: [
    'раскрыто полно и точно',
    'раскрыто с небольшими пробелами',
    'раскрыто частично',
    'раскрыто поверхностно',
    'не раскрыто',
  ],
};

const en: CourseText = {
  language: 'en',
  title: 'Foundations of Data Analysis',
  aim: 'to develop the ability of students to collect, clean and interpret data',
  prerequisites: ['Mathematics', 'Information Technology'],
  postrequisites: ['Machine Learning', 'Statistical Modelling'],
  outcomes: [
    {
      text: 'Compare sources of data and judge their quality.',
      indicators: ['Justifies the reliability of a source.', 'Finds gaps in data.'],
    },
    {
      text: 'Present data visually.',
      indicators: ['Chooses a kind of chart.', 'Explains a chart to a reader.'],
    },
    { text: 'Plan a small study.', indicators: ['Asks a research question.', 'Summarises the result.'] },
  ],
  topics: [
    'Data and their kinds',
    'Ways of collecting data',
    'Writing a questionnaire',
    'Cleaning data',
    'Averages and spread',
    'Introduction to probability',
    'Distributions',
    'Samples and populations',
    'Testing hypotheses',
    'The idea of correlation',
    'Linear dependence',
    'Time series',
    'Visualising data',
    'Ethics of data',
    'Reporting a study',
  ],
  classes: [
    'Meeting a data set',
    'Looking for open sources',
    'Trying out a questionnaire',
    'Cleaning a table',
    'Computing a mean',
    'A random experiment',
    'Drawing a histogram',
    'Choosing a sample size',
    'Comparing two groups',
    'Judging a relation',
    'Fitting a line',
    'Seasonal changes',
    'Discussing charts',
    'Protecting personal data',
    'Listening to reports',
  ],
  works: [
    'Present the draft of a questionnaire',
    'Hand in a cleaned table',
    'Describe the relation of two variables',
    'Write a report on a study',
  ],
  modules: ['Preparing data', 'Interpreting data'],
  prepares: (kind, number) =>
    kind === 'srs'
      ? `Consultation on SRS ${number}`
      : kind === 'midterm'
        ? `Consultation before the midterm control ${number}`
        : 'Preparation for the exam',
  tasks: 'Read a chapter of the textbook',
  criteria: ['Knowledge of concepts', 'Use of a method', 'Support of the conclusion'],
  descriptors: [
    'shown fully and exactly',
    'shown with small gaps',
    'shown in part',
    'shown on the surface only',
    'not shown',
  ],
};

export const courseTexts: readonly CourseText[] = [kk, ru, en];

/** Places in the plan of a course where a fault may be planted. */
export interface Faults {
  /** Points of the first independent work: 24 makes the first period 104. */
  readonly firstWork?: number;
  /** The independent work that a consultation names. */
  readonly preparesWork?: number;
  readonly examWeight?: number;
  /** Leaves a week out. */
  readonly skippedWeek?: number;
  /** Points of the last independent work; 14 makes the last period 96. */
  readonly lastWork?: number;
  /** Credits that do not fit the hours. */
  readonly credits?: number;
  /** The rubric names another discipline. */
  readonly rubricCourse?: string;
  /** The last letter row is left out and the rest ends at 50. */
  readonly noFailing?: boolean;
  /** Two letters share a percent. */
  readonly overlap?: boolean;
}

export type PlannedRow = Pick<
  CalendarRow,
  'kind' | 'number' | 'title' | 'hours' | 'maxPoints' | 'prepares'
> & {
  readonly week: number | null;
  readonly module: number;
};

export interface Plan {
  readonly weeks: number;
  /** The week after which the first midterm control stands. */
  readonly half: number;
  /** What the two-hour classes are at this university. */
  readonly practice: 'seminar' | 'practical' | 'lab';
}

/** The rows of a term: each half of it sums to 100 points. */
export function plannedRows(text: CourseText, plan: Plan, faults: Faults = {}): PlannedRow[] {
  const rows: PlannedRow[] = [];
  let works = 0;
  let consultations = 0;
  let midterms = 0;
  for (let week = 1; week <= plan.weeks; week += 1) {
    const module = week <= plan.half ? 1 : 2;
    const add = (row: Omit<PlannedRow, 'week' | 'module' | 'prepares'> & { prepares?: Prepares }) =>
      rows.push({ prepares: null, ...row, week, module });
    if (week !== faults.skippedWeek) {
      const topic = text.topics[(week - 1) % text.topics.length] ?? '';
      const own = text.classes[(week - 1) % text.classes.length] ?? '';
      add({ kind: 'lecture', number: week, title: topic, hours: 1, maxPoints: null });
      add({ kind: plan.practice, number: week, title: own, hours: 2, maxPoints: pointsOf(week, plan) });
    }
    if (week === 2 || week === plan.half + 2) {
      const number = week === 2 ? (faults.preparesWork ?? 1) : 3;
      consultations += 1;
      const title = text.prepares('srs', number);
      add({
        kind: 'srsp',
        number: consultations,
        title,
        hours: null,
        maxPoints: null,
        prepares: { kind: 'srs', number },
      });
    }
    if ([3, plan.half - 1, plan.half + 3, plan.weeks - 1].includes(week)) {
      works += 1;
      const points =
        works === 1 ? (faults.firstWork ?? 22) : works === 4 ? (faults.lastWork ?? 18) : works < 3 ? 22 : 18;
      const half = sumOf(
        plan,
        week <= plan.half ? 1 : plan.half + 1,
        week <= plan.half ? plan.half : plan.weeks,
      );
      // The works take what the classes leave of 100.
      const rest = (100 - half - (week <= plan.half ? 44 : 36)) / 2;
      add({
        kind: 'srs',
        number: works,
        title: text.works[works - 1] ?? '',
        hours: null,
        maxPoints: points + rest,
      });
    }
    if (week === plan.half || week === plan.weeks) {
      midterms += 1;
      rows.push({
        week,
        module,
        kind: 'midterm',
        number: midterms,
        title: '',
        hours: null,
        maxPoints: 100,
        prepares: null,
      });
    }
  }
  rows.push({
    week: null,
    module: 0,
    kind: 'final',
    number: null,
    title: '',
    hours: null,
    maxPoints: 100,
    prepares: null,
  });
  return rows;
}

function pointsOf(week: number, { half, weeks }: Plan): number {
  const count = week <= half ? half : weeks - half;
  return Math.floor((week <= half ? 56 : 64) / count);
}

function sumOf(plan: Plan, from: number, to: number): number {
  let sum = 0;
  for (let week = from; week <= to; week += 1) sum += pointsOf(week, plan);
  return sum;
}
