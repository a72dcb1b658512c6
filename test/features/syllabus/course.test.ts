import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { docxOf, p, tbl } from '../../documents/ooxml.ts';

const calendar = '\n\nWeek\tTopic\tHours\n1\tLecture 1. A\t1\n2\tLecture 2. B\t1\n3\tLecture 3. C\t1\n';
async function courseOf(front: string) {
  return parseSyllabus(await readDocument(Buffer.from(front + calendar), 'a')).syllabus.course;
}

describe('the title, code and credits of a course', () => {
  it.each([
    [
      'Пәннің ID және атауы\tӨзіндік жұмыс (БӨЖ)\tКредиттер саны\tЖалпы кредит саны\n12345 Микроэкономика\t4\t1,7-3,3-0\t5\n\n',
      'Микроэкономика',
      '12345',
      5,
    ],
    [
      'Пән атауы: Экономика негіздері\nПән коды: ECO 1101\nКредит саны: 5',
      'Экономика негіздері',
      'ECO 1101',
      5,
    ],
    [
      'Пәннің атауы – «Экономика негіздері»\nКод: ECO1101; Кредиттер саны – 5',
      'Экономика негіздері',
      'ECO1101',
      5,
    ],
    ['Пән: Экономика негіздері (ECO 1101)\nКредит көлемі: 5 ECTS', 'Экономика негіздері', 'ECO 1101', 5],
    ['«Экономика негіздері» пәнінің силлабусы\n2,5 кредит', 'Экономика негіздері', null, 2.5],
    ['ЭКОНОМИКА НЕГІЗДЕРІ\nпәнінің силлабусы', 'ЭКОНОМИКА НЕГІЗДЕРІ', null, null],
    ['Силлабус по дисциплине Основы экономики\nКоличество кредитов – 5', 'Основы экономики', null, 5],
    [
      'Силлабус учебной дисциплины: Основы экономики\nОбъем: 5 кредитов (150 часов)',
      'Основы экономики',
      null,
      5,
    ],
    [
      'Наименование дисциплины – Основы экономики\nШифр дисциплины: ОЭ 1101\nКредиты (ECTS): 5',
      'Основы экономики',
      'ОЭ 1101',
      5,
    ],
    [
      'Название курса: Основы экономики. Код курса: ОЭ 1101. Количество кредитов: 5.',
      'Основы экономики',
      'ОЭ 1101',
      5,
    ],
    ['Дисциплина «Основы экономики», 5 кредитов', 'Основы экономики', null, 5],
    ['Course: Principles of Economics (ECON 101)\nECTS credits: 5', 'Principles of Economics', 'ECON 101', 5],
    ['Syllabus: Principles of Economics\nCredits - 5', 'Principles of Economics', null, 5],
    [
      'Course name\tPrinciples of Economics\nCourse code\tECON 101\nCredits\t5',
      'Principles of Economics',
      'ECON 101',
      5,
    ],
    [
      'Course name\tCode\tCredits\tSemester\nPrinciples of Economics\tECON 101\t5\t3',
      'Principles of Economics',
      'ECON 101',
      5,
    ],
    ['Силлабус учебной дисциплины «Логика» для программы «Право»\nКурс: 2', 'Логика', null, null],
    ['СИЛЛАБУС 2026–2027 оқу жылы «6В11401 – Әлеуметтік жұмыс» білім беру бағдарламасы', null, null, null],
    ['Syllabus\nAutumn term 2026', null, null, null],
  ])('of %j', async (front, title, code, credits) => {
    expect(await courseOf(front)).toMatchObject({ title, code, credits });
  });

  it('are found below the heads of their columns, the total of credits before its parts', async () => {
    const { syllabus } = parseSyllabus(
      await readDocument(
        docxOf(
          tbl([
            ['ID и наименование дисциплины', 'Кол-во кредитов: лекции', 'Общее кол-во кредитов'],
            ['(86507) Основы экономики', '1,7', '5'],
          ]) +
            tbl([
              ['Week', 'Topic', 'Hours'],
              ['1', 'Lecture 1. A', '1'],
              ['2', 'Lecture 2. B', '1'],
              ['3', 'Lecture 3. C', '1'],
            ]),
        ),
        'a',
      ),
    );
    expect(syllabus.course).toMatchObject({ title: 'Основы экономики', code: '86507', credits: 5 });
  });
});

describe('the aim and what comes before and after', () => {
  it.each([
    ['Пәннің мақсаты – студенттерге үйрету.', 'студенттерге үйрету.'],
    ['Цель дисциплины\nНаучить студентов.\n', 'Научить студентов.'],
    ['Целью дисциплины является обучение.', 'обучение.'],
    ['The purpose of the course is to teach.', 'to teach.'],
    ['Aim: to teach.', 'to teach.'],
    ['Мақсаты: ______', null],
  ])('%j has the aim %j', async (front, aim) => {
    expect((await courseOf(front)).aim).toBe(aim);
  });

  it.each([
    ['Пререквизиттер: Математика, Информатика.', ['Математика', 'Информатика']],
    ['Пререквизиттер: Этика, құқық және қоғам', ['Этика, құқық және қоғам']],
    ['Prerequisites: Math; Physics', ['Math', 'Physics']],
    ['Пререквизиты\n1. Математика\n2) Физика\n- Химия', ['Математика', 'Физика', 'Химия']],
    ['Пререквизиттер: жоқ', []],
    ['Prerequisites: none', []],
    ['Пререквизиты: –', []],
  ])('%j lists %j', async (front, prerequisites) => {
    expect((await courseOf(front)).prerequisites).toEqual(prerequisites);
  });

  it('may stand in a column merged down beside the outcomes', async () => {
    const { syllabus } = parseSyllabus(
      await readDocument(
        docxOf(
          tbl([
            [
              'Цель дисциплины',
              'Ожидаемые результаты обучения (РО)*\nОбучающийся будет способен:',
              'Индикаторы достижения РО (ИД)',
            ],
            [
              { text: 'Научить праву.', merge: 'start' },
              { text: '1. Понимать нормы.', merge: 'start' },
              '1.1 Называет источники.',
            ],
            [{ text: '', merge: 'more' }, { text: '', merge: 'more' }, '1.2 Различает отрасли.'],
            [
              { text: '', merge: 'more' },
              '2. Применять нормы.',
              '2.1 Решает задачи.\n2.2 Готовит\nдокументы.',
            ],
            ['Пререквизиты', { text: 'Теория права', span: 2 }],
          ]) +
            p('Постреквизиты: нет') +
            tbl([
              ['Неделя', 'Тема', 'Часы'],
              ['1', 'Л 1. А', '1'],
              ['2', 'Л 2. Б', '1'],
              ['3', 'Л 3. В', '1'],
            ]),
        ),
        'a',
      ),
    );
    expect(syllabus.course).toMatchObject({
      aim: 'Научить праву.',
      prerequisites: ['Теория права'],
      postrequisites: [],
    });
    expect(syllabus.outcomes).toEqual([
      {
        code: '1',
        text: 'Понимать нормы.',
        indicators: [
          { code: '1.1', text: 'Называет источники.' },
          { code: '1.2', text: 'Различает отрасли.' },
        ],
      },
      {
        code: '2',
        text: 'Применять нормы.',
        indicators: [
          { code: '2.1', text: 'Решает задачи.' },
          { code: '2.2', text: 'Готовит документы.' },
        ],
      },
    ]);
  });
});
