import { type SyllabusLanguage } from '../../src/features/syllabus/domain/types.ts';

type Kind = 'lecture' | 'seminar' | 'practical' | 'lab' | 'srsp' | 'srs' | 'midterm';

/** What the forms call their parts. */
export interface LayoutWords {
  readonly syllabus: string;
  readonly title: string;
  readonly code: string;
  readonly credits: string;
  readonly aim: string;
  readonly outcomes: string;
  readonly indicators: string;
  readonly prerequisites: string;
  readonly postrequisites: string;
  readonly letter: string;
  readonly gpa: string;
  readonly percent: string;
  readonly grade: string;
  readonly assessment: string;
  readonly weightsTitle: string;
  readonly weightHead: string;
  readonly scaleTitle: string;
  readonly weights: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly total: string;
  /** Week, topic, hours, points. */
  readonly heads: readonly [string, string, string, string];
  readonly tasks: string;
  readonly mode: string;
  readonly platform: string;
  readonly kind: string;
  readonly literature: string;
  readonly asynchronous: string;
  readonly classroom: string;
  readonly module: string;
  readonly short: Readonly<Record<string, string> & Record<Kind, string>>;
  readonly full: Readonly<Record<string, string> & Record<Kind, string>>;
  readonly final: string;
  readonly week: (week: number) => string;
  readonly rubric: string;
  readonly discipline: string;
  readonly question: string;
  readonly criterion: string;
  readonly mark: ',' | '.';
}

const kk: LayoutWords = {
  syllabus: 'Силлабус',
  title: 'Пәннің атауы',
  code: 'Пәннің коды',
  credits: 'Кредит саны',
  aim: 'Пәннің мақсаты',
  outcomes: 'Оқытудан күтілетін нәтижелер (ОН)',
  indicators: 'ОН жетістік индикаторлары (ЖИ)',
  prerequisites: 'Пререквизиттер',
  postrequisites: 'Постреквизиттер',
  letter: 'Әріптік баға',
  gpa: 'Сандық баламасы',
  percent: 'Пайыздық мәні',
  grade: 'Дәстүрлі баға',
  assessment: 'Бағалау әдістері, %',
  weightsTitle: 'Бағалау жүйесі',
  weightHead: 'Жұмыс түрі',
  scaleTitle: 'Бағалау шкаласы',
  weights: {
    practice: 'Практикалық сабақтардағы жұмыс',
    independent: 'Өзіндік жұмыс',
    exam: 'Қорытынды бақылау (емтихан)',
  },
  labels: {
    excellent: 'Өте жақсы',
    good: 'Жақсы',
    satisfactory: 'Қанағаттанарлық',
    unsatisfactory: 'Қанағаттанарлықсыз',
  },
  total: 'Барлығы',
  heads: ['Апта', 'Тақырып атауы', 'Сағат саны', 'Макс. балл'],
  tasks: 'Тапсырмалар',
  mode: 'Сабақты өткізу нысаны',
  platform: 'Платформа және сілтеме',
  kind: 'Сабақ түрі',
  literature: 'Әдебиет',
  asynchronous: 'асинхронды',
  classroom: 'аудиториялық',
  module: 'Модуль',
  short: { lecture: 'Д', seminar: 'СС', practical: 'ПС', lab: 'ЗС', srsp: 'ОБӨЖ', srs: 'БӨЖ', midterm: 'АБ' },
  full: {
    lecture: 'Дәріс',
    seminar: 'Семинар',
    practical: 'Практикалық сабақ',
    lab: 'Зертханалық жұмыс',
    srsp: 'ОБӨЖ',
    srs: 'БӨЖ',
    midterm: 'Аралық бақылау',
  },
  final: 'Қорытынды бақылау (емтихан)',
  week: week => `${week}-апта`,
  rubric: 'Қорытынды бақылау рубрикаторы',
  discipline: 'Пән',
  question: 'Сұрақ',
  criterion: 'Критерий',
  mark: ',',
};

const ru: LayoutWords = {
  syllabus: 'Силлабус',
  title: 'Название дисциплины',
  code: 'Код дисциплины',
  credits: 'Количество кредитов',
  aim: 'Цель дисциплины',
  outcomes: 'Ожидаемые результаты обучения (РО)',
  indicators: 'Индикаторы достижения РО (ИД)',
  prerequisites: 'Пререквизиты',
  postrequisites: 'Постреквизиты',
  letter: 'Буквенная оценка',
  gpa: 'Цифровой эквивалент',
  percent: 'Процентное содержание',
  grade: 'Оценка по традиционной системе',
  assessment: 'Методы оценивания, %',
  weightsTitle: 'Система оценивания',
  weightHead: 'Вид работы',
  scaleTitle: 'Шкала оценок',
  weights: {
    practice: 'Работа на практических занятиях',
    independent: 'Самостоятельная работа',
    exam: 'Итоговый контроль (экзамен)',
  },
  labels: {
    excellent: 'Отлично',
    good: 'Хорошо',
    satisfactory: 'Удовлетворительно',
    unsatisfactory: 'Неудовлетворительно',
  },
  total: 'Итого',
  heads: ['Неделя', 'Название темы', 'Кол-во часов', 'Макс. балл'],
  tasks: 'Задания',
  mode: 'Форма проведения занятия',
  platform: 'Платформа и ссылка',
  kind: 'Вид занятия',
  literature: 'Литература',
  asynchronous: 'асинхронно',
  classroom: 'аудиторно',
  module: 'Модуль',
  short: { lecture: 'Л', seminar: 'СЗ', practical: 'ПЗ', lab: 'ЛЗ', srsp: 'СРОП', srs: 'СРО', midterm: 'РК' },
  full: {
    lecture: 'Лекция',
    seminar: 'Семинар',
    practical: 'Практическое занятие',
    lab: 'Лабораторная работа',
    srsp: 'СРОП',
    srs: 'СРО',
    midterm: 'Рубежный контроль',
  },
  final: 'Итоговый контроль (экзамен)',
  week: week => `${week} неделя`,
  rubric: 'Рубрикатор итогового контроля',
  discipline: 'Дисциплина',
  question: 'Вопрос',
  criterion: 'Критерий',
  mark: ',',
};

const en: LayoutWords = {
  syllabus: 'Syllabus',
  title: 'Course title',
  code: 'Course code',
  credits: 'Number of credits',
  aim: 'Aim of the course',
  outcomes: 'Learning outcomes',
  indicators: 'Achievement indicators',
  prerequisites: 'Prerequisites',
  postrequisites: 'Postrequisites',
  letter: 'Letter grade',
  gpa: 'Numerical equivalent',
  percent: 'Percentage',
  grade: 'Traditional grade',
  assessment: 'Assessment methods, %',
  weightsTitle: 'Assessment system',
  weightHead: 'Kind of work',
  scaleTitle: 'Grading scale',
  weights: {
    practice: 'Work in practical classes',
    independent: 'Independent work',
    exam: 'Final control (exam)',
  },
  labels: {
    excellent: 'Excellent',
    good: 'Good',
    satisfactory: 'Satisfactory',
    unsatisfactory: 'Unsatisfactory',
  },
  total: 'Total',
  heads: ['Week', 'Topic', 'Hours', 'Max. score'],
  tasks: 'Tasks',
  mode: 'Form of class',
  platform: 'Platform and link',
  kind: 'Type of class',
  literature: 'References',
  asynchronous: 'asynchronous',
  classroom: 'classroom',
  module: 'Module',
  short: { lecture: 'L', seminar: 'S', practical: 'PC', lab: 'LC', srsp: 'SRSP', srs: 'SRS', midterm: 'MC' },
  full: {
    lecture: 'Lecture',
    seminar: 'Seminar',
    practical: 'Practical class',
    lab: 'Laboratory work',
    srsp: 'SRSP',
    srs: 'SRS',
    midterm: 'Midterm control',
  },
  final: 'Final control (exam)',
  week: week => `Week ${week}`,
  rubric: 'Rubric of the final control',
  discipline: 'Discipline',
  question: 'Question',
  criterion: 'Criterion',
  mark: '.',
};

const all: Readonly<Record<SyllabusLanguage, LayoutWords>> = { kk, ru, en };

export function wordsOf(language: SyllabusLanguage): LayoutWords {
  return all[language];
}
