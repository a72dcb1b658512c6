import { describe, expect, it } from 'vitest';
import { readDocument, readPasted } from '../../src/documents/index.ts';
import { parseMap } from '../../src/features/syllabus/domain/index.ts';
import { type TestBlock, type TestRow } from '../documents/blocks.ts';
import { formats, rendered } from '../documents/rendered.ts';

interface MapWords {
  readonly language: string;
  readonly title: string;
  readonly parts: readonly [string, string, string, string];
  readonly labels: readonly string[];
  readonly model: string;
  readonly head: readonly string[];
  readonly modes: readonly [string, string];
  readonly rows: readonly string[];
  readonly course: string;
  readonly signed: readonly [string, string, string];
}

const maps: readonly MapWords[] = [
  {
    language: 'kk',
    title: 'SPOC/MOOC интеграция картасы',
    parts: [
      '1-бөлім. SPOC/MOOC таңдау',
      '2-бөлім. Мазмұнды талдау',
      '3-бөлім. Модельді таңдау',
      '4-бөлім. Интеграция жоспары',
    ],
    labels: [
      'Пәннің атауы',
      'SPOC/MOOC атауы',
      'Курс платформасына сілтеме',
      'Еңбек сыйымдылығы',
      'Оқыту нысаны',
      'Білім деңгейі',
      'Оқыту тілі',
      'Семестр',
      'Аттестаттау нысаны',
    ],
    model: '2-модель. Аралас оқыту «+MOOC»',
    head: [
      'Апта',
      'Тақырып атауы',
      'Сағат саны',
      'Тапсырмалар',
      'Бағалау',
      'Сабақты өткізу нысаны',
      'Платформа және сілтеме',
    ],
    modes: ['Асинхронды', 'Аудиториялық'],
    rows: [
      'Л 1. Кіріспе',
      'Практикалық сабақ 1. Талдау',
      'Аралық бақылау 1',
      'Л 2. Әдістер',
      'Емтихан бойынша кеңес',
      'Қорытынды бақылау',
    ],
    course: 'Экономика негіздері',
    signed: [
      'Құрастырған: оқытушы',
      'Келісілді: бағдарлама жетекшісі',
      'Келісілді: онлайн білім беру бөлімінің директоры',
    ],
  },
  {
    language: 'ru',
    title: 'Карта интеграции SPOC/MOOC',
    parts: [
      'Часть 1. Выбор SPOC/MOOC',
      'Часть 2. Анализ содержания',
      'Часть 3. Выбор модели',
      'Часть 4. План интеграции',
    ],
    labels: [
      'Наименование дисциплины',
      'Наименование SPOC/MOOC',
      'Ссылка на платформу курса',
      'Трудоемкость',
      'Форма обучения',
      'Уровень образования',
      'Язык обучения',
      'Семестр',
      'Форма аттестации',
    ],
    model: 'Модель 2. Смешанное обучение «+MOOC»',
    head: [
      'Неделя',
      'Название темы',
      'Кол-во часов',
      'Задания',
      'Оценивание',
      'Форма проведения занятия',
      'Платформа и ссылка',
    ],
    modes: ['Асинхронно', 'Аудиторно'],
    rows: [
      'Л 1. Введение',
      'Практическое занятие 1. Анализ',
      'Рубежный контроль 1',
      'Л 2. Методы',
      'Консультация перед экзаменом',
      'Итоговый контроль',
    ],
    course: 'Основы экономики',
    signed: [
      'Составил: преподаватель',
      'Согласовано: руководитель программы',
      'Согласовано: директор отдела онлайн-образования',
    ],
  },
  {
    language: 'en',
    title: 'SPOC/MOOC integration map',
    parts: [
      'Part 1. Choice of SPOC/MOOC',
      'Part 2. Analysis of content',
      'Part 3. Choice of model',
      'Part 4. Plan of integration',
    ],
    labels: [
      'Name of the discipline',
      'Name of the MOOC',
      'Link to the course platform',
      'Workload',
      'Mode of study',
      'Level of education',
      'Language of instruction',
      'Semester',
      'Form of attestation',
    ],
    model: 'Model 2. Blended learning "+MOOC"',
    head: ['Week', 'Topic', 'Hours', 'Tasks', 'Assessment', 'Form of class', 'Platform and link'],
    modes: ['Asynchronous', 'Classroom'],
    rows: [
      'Lecture 1. Introduction',
      'Practical class 1. Analysis',
      'Midterm control 1',
      'Lecture 2. Methods',
      'Consultation before the exam',
      'Final control',
    ],
    course: 'Foundations of Economics',
    signed: [
      'Compiled by: teacher',
      'Agreed by: programme leader',
      'Agreed by: director of the online education office',
    ],
  },
];

const url = 'https://moocs.example.kz/economics';

function blocksOf(w: MapWords): TestBlock[] {
  const values = [w.course, 'Economics 101', url, '150 / 5', '—', '—', 'English', '3', '—'];
  const cell = (text: string | undefined) => text ?? '';
  const schedule: TestRow[] = [
    [...w.head],
    ['1', cell(w.rows[0]), '1', 'Video 1', 'Test', w.modes[0], `Moodle, ${url}`],
    ['', cell(w.rows[1]), '2', '', '', w.modes[1], ''],
    ['', cell(w.rows[2]), '', '', '', '', ''],
    ['2', cell(w.rows[3]), '1', '', '', w.modes[0], ''],
    ['', cell(w.rows[4]), '1', '', '', '', ''],
    ['', cell(w.rows[5]), '', '', '', '', ''],
  ];
  return [
    w.title,
    w.parts[0],
    w.labels.map((label, index) => [label, cell(values[index])]),
    w.parts[1],
    'MOOC 1 – 80 %',
    w.parts[2],
    w.model,
    w.parts[3],
    schedule,
    ...w.signed.map((role, index) => `${role} ________ ${index === 0 ? '12.09.2026' : ''}`),
  ];
}

describe('an integration map', () => {
  it.each(maps.flatMap(map => formats.map(format => ({ map, format, name: `${map.language} ${format}` }))))(
    'is read the same: $name',
    async ({ map: words, format }) => {
      const bytes = rendered(blocksOf(words), format, { width: 842, height: 595 });
      const document =
        format === 'html'
          ? readPasted({ html: Buffer.from(bytes).toString(), text: '' }, 'x')
          : await readDocument(bytes, 'x');
      const parsed = parseMap(document);
      expect(parsed?.language).toBe(words.language);
      expect(parsed?.map.selection).toEqual({
        course: words.course,
        moocs: [{ title: 'Economics 101', url }],
        workload: '150 / 5',
        studyMode: null,
        level: null,
        language: 'English',
        semester: '3',
        attestation: null,
      });
      expect(parsed?.map.match).toEqual([{ mooc: 'MOOC 1', percent: 80 }]);
      expect(parsed?.map.model).toBe(2);
      expect(
        parsed?.map.schedule.map(({ week, kind, number, hours, mode, platform, url: link }) =>
          [week, kind, number, hours, mode, platform, link].map(value => value ?? '-').join(' '),
        ),
      ).toEqual([
        `1 lecture 1 1 asynchronous Moodle ${url}`,
        '1 practical 1 2 classroom - -',
        '1 midterm 1 - - - -',
        '2 lecture 2 1 asynchronous - -',
        '2 consultation - 1 - - -',
        '- final - - - - -',
      ]);
      expect(parsed?.map.approvals.map(({ date }) => date)).toEqual(['12.09.2026', null, null]);
    },
  );
});
