import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { checkSyllabus, parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type CalendarRow, type Syllabus } from '../../../src/features/syllabus/domain/types.ts';
import { docxOf, p, tbl, type TestCell } from '../../documents/ooxml.ts';

async function read(bytes: Uint8Array): Promise<{ syllabus: Syllabus; found: string[] }> {
  const { syllabus, evidence, findings } = parseSyllabus(await readDocument(bytes, 'a'));
  const all = [...findings, ...checkSyllabus(syllabus, evidence, null)];
  return { syllabus, found: all.map(({ code, path }) => `${code} ${path}`) };
}

const layout = (name: string) => readFileSync(new URL(`layouts/${name}`, import.meta.url));

/** "week/module kind number: title | hours points > what it prepares". */
function brief({ week, module, kind, number, title, hours, maxPoints, prepares }: CalendarRow): string {
  const target = prepares === null ? '' : ` > ${prepares.kind} ${prepares.number ?? '-'}`;
  return `${week ?? '-'}/${module?.number ?? '-'} ${kind} ${number ?? '-'}: ${title} | ${hours ?? '-'} ${maxPoints ?? '-'}${target}`;
}

const start = (text: string): TestCell => ({ text, merge: 'start' });
const more: TestCell = { text: '', merge: 'more' };
const wide = (text: string, span: number): TestCell => ({ text, span });

describe('a Russian syllabus in text with a line a cell', () => {
  it('is read whole, with the faults that were planted', async () => {
    const { syllabus, found } = await read(layout('ru-cells.txt'));
    expect(syllabus.language).toBe('ru');
    expect(syllabus.course).toEqual({
      title: 'Проектирование баз данных',
      code: 'IS 3215',
      credits: 5,
      aim: 'Сформировать у студентов способность проектировать базы данных.',
      prerequisites: ['Программирование', 'Дискретная математика'],
      postrequisites: ['Хранилища данных'],
    });
    expect(syllabus.outcomes).toEqual([
      {
        code: '1',
        text: 'Объяснять модели данных.',
        indicators: [
          { code: '1.1', text: 'Называет виды моделей.' },
          { code: '1.2', text: 'Сравнивает модели.' },
        ],
      },
      { code: '2', text: 'Строить схемы.', indicators: [{ code: '2.1', text: 'Приводит схему к 3НФ.' }] },
    ]);
    expect(syllabus.policies.map(({ kind }) => kind)).toEqual([
      'general',
      'science',
      'attendance',
      'integrity',
      'inclusion',
      'mooc',
    ]);
    expect(syllabus.scale.map(({ letter, gpa }) => `${letter} ${gpa}`).at(-2)).toBe('FX 0.5');
    expect(syllabus.scale).toHaveLength(12);
    expect(syllabus.weights.map(({ kind, percent }) => [kind, percent])).toEqual([
      ['other', 5],
      ['practice', 25],
      ['independent', 30],
      ['exam', 40],
    ]);
    expect(syllabus.calendar.map(brief)).toEqual([
      '1/1 lecture 1: Введение. | 1 -',
      '1/1 lab 1: Установка СУБД. | 2 10',
      '2/1 lecture 2: Реляционная модель. | 1 -',
      '2/1 lab 2: Таблицы и ключи. | 2 10',
      '2/1 srsp 1: Консультации по выполнению СРО 1. | - 5 > srs 1',
      '3/1 lecture 3: Нормализация. | 1 -',
      '3/1 lab 3: Приведение к 3НФ. | 2 10',
      '3/1 srs 1: Анализ предметной области. | - 25',
      '3/1 srsp 2: Коллоквиум. | - 40',
      '3/1 midterm 1: Рубежный контроль | - 100',
      '4/1 lecture 4: SQL. | 1.5 -',
      '4/1 lab 4: Запросы. | 2 50',
      '4/1 srs 2: Проект базы. | - 50',
      '4/1 srsp 3: Консультация по подготовке к экзамену. | - - > final -',
      '4/1 midterm 2: Рубежный контроль | - 100',
      '-/- final -: Итоговый контроль (экзамен) | - 100',
    ]);
    expect(syllabus.rubric).toMatchObject({
      title: 'Проектирование баз данных',
      form: 'письменная',
      platform: 'Univer',
    });
    expect(found).toEqual([
      'characters document',
      'rubric-twin-descriptors rubric.questions[0].criteria[1].descriptors[4]',
      'contact-blank policies[4].text',
      'hours-credits calendar',
    ]);
  });
});

describe('a Russian syllabus in text with a line a row', () => {
  it('is read by its words: a column of kinds, modes, platforms, weeks of a range', async () => {
    const { syllabus, found } = await read(layout('ru-rows.txt'));
    expect(syllabus.course).toMatchObject({
      title: 'Теория вероятностей',
      code: 'MAT 2104',
      credits: 6,
      postrequisites: [],
    });
    expect(syllabus.outcomes.map(({ code }) => code)).toEqual(['1', '2', '3']);
    expect(syllabus.policies).toEqual([
      { kind: 'attendance', text: 'пропуск занятий не допускается.' },
      { kind: 'integrity', text: 'плагиат не допускается.' },
    ]);
    expect(syllabus.scale.map(({ letter }) => letter)).toEqual([
      'A',
      'A-',
      'B+',
      'B',
      'B-',
      'C+',
      'C',
      'C-',
      'D+',
      'D',
      'F',
    ]);
    expect(syllabus.weights.map(({ kind }) => kind)).toEqual(['practice', 'practice', 'independent', 'exam']);
    expect(syllabus.calendar.slice(0, 8).map(brief)).toEqual([
      '1/- lecture -: Случайные события | 2 -',
      '1/- practical -: Классическая вероятность | 1 4',
      '1/- srs 1: Комбинаторика | - 20',
      '2/- lecture -: Условная вероятность | 2 -',
      '2/- practical -: Формула Байеса | 1 6',
      '2/- srsp 1: Консультация по СРС 2 | - - > srs 2',
      '3/- lecture -: Случайные величины | 2 -',
      '3/- lab -: Моделирование | 1 30',
    ]);
    expect(syllabus.calendar.slice(-3).map(brief)).toEqual([
      '5/- srsp 2: Подготовка к РК 2 | - - > midterm 2',
      '5/- midterm 2: РК | - 100',
      '-/- final -: Итоговый экзамен | - 100',
    ]);
    expect(syllabus.calendar[0]).toMatchObject({
      mode: 'synchronous',
      modeText: 'синхронно',
      platform: 'MS Teams',
      url: 'https://teams.example.edu/l1',
    });
    expect(syllabus.calendar[1]).toMatchObject({ mode: 'classroom', platform: null, url: null });
    expect(syllabus.calendar[2]).toMatchObject({ mode: 'asynchronous', platform: 'Moodle', url: null });
    expect(found).toEqual([
      'characters scale[0].letter',
      'week-range calendar[6].week',
      'outcome-no-indicator outcomes',
      'hours-credits calendar',
    ]);
  });
});

describe('an English syllabus in text with a line a row', () => {
  it('is read whole, with the faults that were planted', async () => {
    const { syllabus, found } = await read(layout('en-rows.txt'));
    expect(syllabus).toMatchObject({
      language: 'en',
      course: {
        title: 'Introduction to Data Mining',
        code: 'CSE 3120',
        credits: 5,
        prerequisites: ['Statistics', 'Programming in Python'],
      },
    });
    expect(syllabus.policies.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'general: The academic policy is determined by the university.',
      'attendance: Deadlines are in the calendar.',
      'integrity: Plagiarism is not allowed.',
      'inclusion: Students can get help by phone / e-mail help@example.edu',
      'mooc: All students must register.',
    ]);
    expect(syllabus.calendar.filter(({ kind }) => kind === 'srsp').map(brief)).toEqual([
      '2/1 srsp 1: Consultation on IWS 1. | - - > srs 1',
      '4/1 srsp 2: Preparation for the final exam. | - - > final -',
    ]);
    expect(syllabus.rubric?.questions.map(({ criteria }) => criteria.length)).toEqual([2, 2]);
    expect(found).toEqual([
      'rubric-repeated rubric.questions[1]',
      'outcome-no-indicator outcomes[2]',
      'weights-shares weights',
      'period-points calendar',
      'hours-credits calendar',
    ]);
  });
});

describe('heads of columns', () => {
  it.each([
    'Апта (күні)\tСабақтың тақырыбы\tСағаты\tМакс. балы',
    'Неделя / дата\tТемы занятий и задания\tКол-во аудиторных часов\tБаллы',
    'Week\tTopics and assignments\tHours\tScore',
    'Апта\tТақырыптар мен тапсырмалар\tСағат\tҰпай',
  ])('%j', async heads => {
    const rows =
      '1\tДәріс сабағы 1. Кіріспе\t1\t\n\tПрактикалық (семинар) сабағы 1. Тақырыбы: Талқылау\t2\t5\n' +
      '2 (09.09)\tЛекция 2. Тема: Рынок\t1\t\n\tСеминар (практикалық) сабағы 2. X\t2\t5\n';
    const { syllabus } = await read(Buffer.from(`${heads}\n${rows}`));
    expect(syllabus.calendar.map(brief)).toEqual([
      '1/- lecture 1: Кіріспе | 1 -',
      '1/- practical 1: Талқылау | 2 5',
      '2/- lecture 2: Рынок | 1 -',
      '2/- seminar 2: X | 2 5',
    ]);
  });
});

describe('calendars of Word documents', () => {
  it('may count hours in a column for each kind, and have modules as a column', async () => {
    const { syllabus } = await read(
      docxOf(
        p('«Дерекқор жүйелері» пәнінің силлабусы') +
          p('Пәнді оқыту нәтижелері') +
          p('ОН1 – Деректер моделін түсіндіреді') +
          p('ОН2 – Сұраныс құрады') +
          tbl([
            [
              start('Модуль'),
              start('Апта'),
              start('Тақырыптың атауы'),
              wide('Сағат саны', 3),
              start('ОН'),
              start('Балл'),
            ],
            [more, more, more, 'Дәріс', 'Практ.', 'Зерт.', more, more],
            [start('Модуль I. Негіздер'), '1', 'Деректер қорына кіріспе', '2', '1', '', '1', '10'],
            [more, '2', 'Реляциялық модель', '2', '', '1', '', '20'],
            [more, '', 'БӨЖ 1. Шолу жазу', '', '', '', '', '70'],
            [wide('Аралық бақылау 1', 7), '100'],
            [start('2-модуль. SQL'), '3', 'SQL негіздері', '2', '2', '', '', '100'],
            [more, '', 'ОБӨЖ: емтиханға дайындық', '', '', '', '', ''],
            [wide('2 аралық бақылау', 7), '100'],
            [wide('Емтихан', 7), '100'],
            [wide('Барлығы', 3), '6', '3', '1', '', '300'],
          ]),
      ),
    );
    expect(syllabus.course.title).toBe('Дерекқор жүйелері');
    expect(syllabus.calendar.map(brief)).toEqual([
      '1/1 lecture -: Деректер қорына кіріспе | 2 -',
      '1/1 practical -: Деректер қорына кіріспе | 1 10',
      '2/1 lecture -: Реляциялық модель | 2 -',
      '2/1 lab -: Реляциялық модель | 1 20',
      '2/1 srs 1: Шолу жазу | - 70',
      '2/1 midterm 1: Аралық бақылау | - 100',
      '3/2 lecture -: SQL негіздері | 2 -',
      '3/2 practical -: SQL негіздері | 2 100',
      '3/2 srsp -: емтиханға дайындық | - - > final -',
      '3/2 midterm 2: аралық бақылау | - 100',
      '-/- final -: Емтихан | - 100',
    ]);
  });

  it('may name the outcomes of each row: an outcome that none names is a finding', async () => {
    const { found } = await read(
      docxOf(
        p('Learning outcomes') +
          p('LO1. Explains') +
          p('LO2. Builds') +
          tbl([
            ['Week', 'Topic', 'LO', 'Hours'],
            ['1', 'Lecture 1. A', '1', '1'],
            ['2', 'Lecture 2. B', 'LO 1', '1'],
            ['3', 'Lecture 3. C', '', '1'],
          ]),
      ),
    );
    expect(found).toContain('coverage outcomes[1]');
    expect(found).not.toContain('coverage outcomes[0]');
  });

  it('may have several classes in one cell, their numbers line by line', async () => {
    const { syllabus } = await read(
      docxOf(
        tbl([
          ['№ недели', 'Тема занятия', 'Количество часов', 'Максимальный балл'],
          ['1', 'Лекция 1. Рынок труда\nПрактическое занятие 1. Спрос\nСРО 1. Эссе', '1\n2\n', '\n10\n30'],
          ['2', 'Лекция 2. Занятость\nПрактическое занятие 2. Предложение\nи его факторы', '1\n2', '\n60\n'],
          ['', '1-й рубежный контроль', '', '100'],
          ['3 неделя', 'Лекция № 3: Заработная плата', '1', ''],
          ['', 'СРОП №1: защита СРО №2', '', ''],
          ['', 'СРО №2 – Расчётная работа', '', '100'],
        ]),
      ),
    );
    expect(syllabus.calendar.map(brief)).toEqual([
      '1/- lecture 1: Рынок труда | 1 -',
      '1/- practical 1: Спрос | 2 10',
      '1/- srs 1: Эссе | - 30',
      '2/- lecture 2: Занятость | 1 -',
      '2/- practical 2: Предложение и его факторы | 2 60',
      '2/- midterm 1: рубежный контроль | - 100',
      '3/- lecture 3: Заработная плата | 1 -',
      '3/- srsp 1: защита СРО №2 | - - > srs 2',
      '3/- srs 2: Расчётная работа | - 100',
    ]);
  });

  it('may have a column of topics for each kind of class', async () => {
    const { syllabus } = await read(
      docxOf(
        tbl([
          ['Неделя', 'Тема лекции', 'Часы', 'Тема практического занятия', 'Часы', 'Баллы'],
          ['1', 'Рынок', '2', 'Спрос', '1', '5'],
          ['2', 'Цена', '2', '', '', ''],
        ]),
      ),
    );
    expect(syllabus.calendar.map(brief)).toEqual([
      '1/- lecture -: Рынок | 2 -',
      '1/- practical -: Спрос | 1 5',
      '2/- lecture -: Цена | 2 -',
    ]);
  });

  it('may be cut into tables by pages, repeat their header, and stand beside notes', async () => {
    const header = ['Week', 'Topic', 'Hours', 'Points'];
    const { syllabus, found } = await read(
      docxOf(
        tbl([header, ['1', 'Lecture 1. A', '1', ''], ['', 'Seminar 1. B', '1', '100']]) +
          tbl([header, ['2', 'Lecture 2. C', '1', '']]) +
          p('Midterm control 1') +
          p('Note: bring a laptop.') +
          tbl([
            ['3', 'Lecture 3. D', '1', ''],
            ['', 'Seminar 3. E', '1', '100'],
          ]) +
          p('The dean signs here.'),
      ),
    );
    expect(syllabus.calendar.map(({ week, kind, number }) => `${week} ${kind} ${number}`)).toEqual([
      '1 lecture 1',
      '1 seminar 1',
      '2 lecture 2',
      '2 midterm 1',
      '3 lecture 3',
      '3 seminar 3',
    ]);
    expect(found).toContain('row-unknown calendar');
  });

  it('may be two tables, each with its own kind of class in its title', async () => {
    const header = ['Неделя', 'Тема', 'Часы'];
    const { syllabus, found } = await read(
      docxOf(
        p('Тематический план лекций') +
          tbl([header, ['1', 'Рынок', '1'], ['2', 'Цена', '1']]) +
          p('Тематический план практических занятий') +
          tbl([header, ['1', 'Спрос', '2'], ['2', 'Расчёт', '2']]),
      ),
    );
    expect(syllabus.calendar.map(({ week, kind, title }) => `${week} ${kind} ${title}`)).toEqual([
      '1 lecture Рынок',
      '2 lecture Цена',
      '1 practical Спрос',
      '2 practical Расчёт',
    ]);
    expect(found.filter(code => code.startsWith('week-order'))).toEqual([]);
  });
});

describe('rubrics of Word documents', () => {
  it('the one of the final control is taken, with merged heads and questions as rows', async () => {
    const { syllabus, found } = await read(
      docxOf(
        tbl([
          ['Неделя', 'Тема', 'Часы'],
          ['1', 'Л 1. А', '1'],
          ['2', 'Л 2. Б', '1'],
          ['3', 'Л 3. В', '1'],
        ]) +
          p('СРО 1. Кейс (25 % от 100 % РК)') +
          tbl([
            [
              'Критерий',
              '«Отлично» 20-25%',
              '«Хорошо» 15-20%',
              '«Удовлетворительно» 10-15%',
              '«Неудовлетворительно» 0-10%',
            ],
            ['Понимание', 'a', 'b', 'c', 'd'],
          ]) +
          p('Критерии оценивания итогового контроля') +
          tbl([
            ['Дисциплина', 'Гражданское право'],
            ['Форма', 'письменная'],
          ]) +
          tbl([
            [
              start('Критерий'),
              wide('«Отлично»', 1),
              '«Хорошо»',
              '«Удовлетворительно»',
              wide('«Неудовлетворительно»', 2),
            ],
            [more, '90–100 %', '70–89 %', '50–69 %', '25–49 %', '0–24 %'],
            [wide('Вопрос 1', 6)],
            ['1 критерий Знание', 'a', 'b', 'c', 'd', 'e'],
            ['2 критерий Навык', 'a', 'b', 'c', '', 'd'],
            [wide('Вопрос 2', 6)],
            ['1 критерий Анализ', 'a', 'b', 'c', 'd', 'e'],
          ]),
      ),
    );
    expect(syllabus.rubric).toEqual({
      title: 'Гражданское право',
      form: 'письменная',
      platform: null,
      bands: [
        { min: 90, max: 100, label: 'excellent' },
        { min: 70, max: 89, label: 'good' },
        { min: 50, max: 69, label: 'satisfactory' },
        { min: 25, max: 49, label: 'unsatisfactory' },
        { min: 0, max: 24, label: 'unsatisfactory' },
      ],
      questions: [
        {
          number: 1,
          criteria: [
            { number: 1, text: 'Знание', descriptors: ['a', 'b', 'c', 'd', 'e'] },
            { number: 2, text: 'Навык', descriptors: ['a', 'b', 'c', null, 'd'] },
          ],
        },
        { number: 2, criteria: [{ number: 1, text: 'Анализ', descriptors: ['a', 'b', 'c', 'd', 'e'] }] },
      ],
    });
    expect(found).toContain('rubric-several rubric');
  });

  it('may be a table for each question', async () => {
    const head = ['Criterion', '90-100', '70-89', '50-69', '0-49'];
    const { syllabus } = await read(
      docxOf(
        tbl([
          ['Week', 'Topic', 'Hours'],
          ['1', 'L 1. A', '1'],
          ['2', 'L 2. B', '1'],
          ['3', 'L 3. C', '1'],
        ]) +
          p('Rubric of the final exam') +
          p('Question 1') +
          tbl([head, ['Use', 'a', 'b', 'c', 'd']]) +
          p('Question 2') +
          tbl([head, ['Reason', 'a', 'b', 'c', 'd']]),
      ),
    );
    expect(
      syllabus.rubric?.questions.map(({ number, criteria }) => `${number} ${criteria[0]?.text}`),
    ).toEqual(['1 Use', '2 Reason']);
  });
});
