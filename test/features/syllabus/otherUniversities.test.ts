import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { checkSyllabus, parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type CalendarRow } from '../../../src/features/syllabus/domain/types.ts';
import { type TestRow } from '../../documents/blocks.ts';
import { docxOf, p, tbl, type TestCell } from '../../documents/ooxml.ts';

const start = (text: string): TestCell => ({ text, merge: 'start' });
const more: TestCell = { text: '', merge: 'more' };
const wide = (text: string, span: number): TestCell => ({ text, span });

async function read(...blocks: readonly (string | readonly TestRow[])[]) {
  const body = blocks.map(block => (typeof block === 'string' ? p(block) : tbl(block))).join('');
  const { syllabus, evidence, findings } = parseSyllabus(await readDocument(docxOf(body), 'a'));
  const all = [...findings, ...checkSyllabus(syllabus, evidence, null)];
  return { syllabus, found: all.map(({ code, path }) => `${code} ${path}`) };
}

/** "week kind number: title | hours points" */
function brief({ week, kind, number, title, hours, maxPoints }: CalendarRow): string {
  return `${week ?? '-'} ${kind} ${number ?? '-'}: ${title} | ${hours ?? '-'} ${maxPoints ?? '-'}`;
}

async function calendarOf(...blocks: readonly (string | readonly TestRow[])[]): Promise<string[]> {
  return (await read('Дисциплина: Анализ данных', ...blocks)).syllabus.calendar.map(brief);
}

const weeks = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

describe('the calendar of another university', () => {
  it('has heads that only two lines give together', async () => {
    const rows = await calendarOf([
      ['Week', wide('Class work', 3), 'SIS'],
      ['', 'Topic', 'Lectures (hours)', 'Practice (hours)', 'Hours'],
      ['1', 'Data', '2', '1', '3'],
      ['2', 'Tests', '2', '-', '3'],
    ]);
    expect(rows).toEqual([
      '1 lecture -: Data | 2 -',
      '1 practical -: Data | 1 -',
      '1 srs -: Data | 3 -',
      '2 lecture -: Tests | 2 -',
      '2 srs -: Tests | 3 -',
    ]);
  });

  it('has its classes side by side, where a control may stand in the place of one', async () => {
    const head = ['Неделя', 'Темы лекций', 'Темы практических занятий', 'Задание на СРО'];
    const rows = await calendarOf([
      head,
      ['1', 'Данные', 'Примеры', ''],
      ['2', 'Шкалы', 'Рубежный контроль 1', 'Реферат'],
    ]);
    expect(rows).toEqual([
      '1 lecture -: Данные | - -',
      '1 practical -: Примеры | - -',
      '2 lecture -: Шкалы | - -',
      '2 midterm 1: Рубежный контроль | - -',
      '2 srs -: Реферат | - -',
    ]);
  });

  it('has kinds of classes alone as heads, and labels below them all the same', async () => {
    const rows = await calendarOf([
      ['Неделя', 'Лекции', 'Практические занятия', 'СРО', 'Баллы'],
      ['1', 'Лекция 1. Данные', 'ПЗ 1. Примеры', '-', '8'],
      ['2', 'Лекция 2. Шкалы', 'ПЗ 2. Задачи', 'СРО 1. Эссе', '8'],
    ]);
    expect(rows).toEqual([
      '1 lecture 1: Данные | - -',
      '1 practical 1: Примеры | - 8',
      '2 lecture 2: Шкалы | - -',
      '2 practical 2: Задачи | - -',
      '2 srs 1: Эссе | - 8',
    ]);
  });

  it('doubts points that stand for several classes of a row, and dates without weeks', async () => {
    const side = await read([
      ['Неделя', 'Тема лекции', 'Тема практического занятия', 'Задание СРО', 'Баллы'],
      ['1', 'Данные', 'Примеры', 'Эссе', '8'],
      ['2', 'Шкалы', 'Задачи', '', '8'],
      ['3', 'Тесты', 'Задачи', 'Проект', '8'],
    ]);
    expect(side.found).toContain('points-shared calendar');
    const dated = await read([
      ['Дата', 'Тема', 'Вид занятия', 'Часы'],
      ...['01', '08', '15'].map(day => [`${day}.09.2026`, 'Данные', 'Лекция', '2']),
    ]);
    expect(dated.syllabus.calendar.map(({ week }) => week)).toEqual([null, null, null]);
    expect(dated.found).toContain('week-order calendar');
  });

  it('does not take hours under such heads for topics', async () => {
    const rows = await calendarOf(
      [['Неделя', 'Лекции', 'Практика'], ...weeks.map(week => [week, '1', '2'])],
      [
        ['Неделя', 'Тема', 'Часы'],
        ['1', 'Лекция 1. Данные', '1'],
        ['2', 'Лекция 2. Шкалы', '1'],
        ['3', 'Лекция 3. Тесты', '1'],
      ],
    );
    expect(rows).toEqual([
      '1 lecture 1: Данные | 1 -',
      '2 lecture 2: Шкалы | 1 -',
      '3 lecture 3: Тесты | 1 -',
    ]);
  });

  it('names each week in a row of its own, and counts its rows', async () => {
    const head = ['№', 'Наименование темы', 'Вид занятия', 'Часы', 'Балл'];
    const rows = await calendarOf([
      head,
      [wide('1 неделя', 5)],
      ['1', 'Данные', 'Лекция', '1', ''],
      ['2', 'Примеры', 'Практическое занятие', '2', '5'],
      [wide('2 неделя (08.09 – 13.09)', 5)],
      ['3', 'Шкалы', 'Лекция', '1', ''],
    ]);
    expect(rows).toEqual([
      '1 lecture -: Данные | 1 -',
      '1 practical -: Примеры | 2 5',
      '2 lecture -: Шкалы | 1 -',
    ]);
  });

  it('names the kind of its classes in rows of their own', async () => {
    const rows = await calendarOf([
      ['№', 'Тема', 'Часы', 'Балл'],
      [wide('Лекции', 4)],
      ['1', 'Данные', '1', ''],
      ['2', 'Шкалы', '1', ''],
      [wide('Практические занятия', 4)],
      ['1', 'Примеры', '2', '5'],
      [wide('СРО', 4)],
      ['1', 'Реферат', '', '20'],
      ['Итого', '', '4', '25'],
    ]);
    expect(rows).toEqual([
      '1 lecture -: Данные | 1 -',
      '2 lecture -: Шкалы | 1 -',
      '1 practical -: Примеры | 2 5',
      '- srs -: Реферат | - 20',
    ]);
  });

  it('takes the week of SRS from the column of deadlines, where that counts weeks', async () => {
    const rows = await calendarOf('Задания для СРО', [
      ['№', 'Темы СРО', 'Срок сдачи (неделя)', 'Pts'],
      ['1', 'Реферат', '3', '20'],
      ['2', 'Эссе', '7', '20'],
      ['3', 'Проект', '11', '20'],
    ]);
    expect(rows).toEqual(['3 srs -: Реферат | - 20', '7 srs -: Эссе | - 20', '11 srs -: Проект | - 20']);
  });

  it('keeps a midterm one where the column of kinds calls it an exam', async () => {
    const rows = await calendarOf([
      ['Week', 'Topic', 'Type', 'Points'],
      ['1', 'Data', 'Lecture', ''],
      ['2', 'Midterm 1', 'Exam', '100'],
      ['3', 'Tests', 'Lecture', ''],
    ]);
    expect(rows).toEqual([
      '1 lecture -: Data | - -',
      '2 midterm 1: Midterm | - 100',
      '3 lecture -: Tests | - -',
    ]);
  });

  it('has controls as paragraphs that name their points, whatever dash stands before them', async () => {
    const head = ['Неделя', 'Тема', 'Часы', 'Балл'];
    const rows = await calendarOf(
      [head, ['1', 'Л1. Данные', '1', ''], ['1', 'СЗ1. Примеры', '2', '100']],
      'Рубежный контроль 1 — 100 баллов',
      [head, ['2', 'Л2. Шкалы', '1', '']],
      'Рубежный контроль – 100 баллов',
    );
    expect(rows).toEqual([
      '1 lecture 1: Данные | 1 -',
      '1 seminar 1: Примеры | 2 100',
      '1 midterm 1: Рубежный контроль | - 100',
      '2 lecture 2: Шкалы | 1 -',
      '2 midterm -: Рубежный контроль | - 100',
    ]);
  });

  it('keeps a number behind a dash that belongs to the topic', async () => {
    const rows = await calendarOf([
      ['Неделя', 'Тема', 'Часы'],
      ['1', 'Лекция 1 – 10 принципов управления', '1'],
      ['2', 'Лекция 2-3. Шкалы', '2'],
      ['3', 'Лекция 4 – 5: Тесты', '2'],
    ]);
    expect(rows).toEqual([
      '1 lecture 1: 10 принципов управления | 1 -',
      '2 lecture 2: Шкалы | 2 -',
      '3 lecture 4: Тесты | 2 -',
    ]);
  });

  it('says each label in two languages', async () => {
    const rows = await calendarOf([
      ['Апта / Неделя', 'Тақырып / Тема', 'Сағат / Часы', 'Балл'],
      ['1', 'Дәріс/Лекция 1. Кіріспе / Введение', '1', ''],
      ['', 'Практикалық сабақ / Практическое занятие 1. Есеп', '2', '8*'],
      ['2', '2-дәріс / Лекция 2. Деректер', '1', ''],
    ]);
    expect(rows).toEqual([
      '1 lecture 1: Кіріспе / Введение | 1 -',
      '1 practical 1: Есеп | 2 8',
      '2 lecture 2: Деректер | 1 -',
    ]);
  });

  it('may write the week of a midterm once more', async () => {
    const rows = weeks.flatMap(week => {
      const lecture = [week, `Лекция ${week}. Данные`, '1', ''];
      return week === '7' ? [lecture, [week, 'Рубежный контроль 1', '', '100']] : [lecture];
    });
    const { found } = await read([['Неделя', 'Тема', 'Часы', 'Балл'], ...rows]);
    expect(found.filter(finding => finding.startsWith('week-order'))).toEqual([]);
  });

  it('is one with topics of no named kind, and each says so', async () => {
    const rows = weeks.map(week => [`Week ${week}`, `Topic ${week} of data`, '']);
    const { syllabus, found } = await read('Course title: Data Analysis', 'Prerequisites: Calculus', [
      ['Week', 'Topic', 'Assignment'],
      ...rows,
    ]);
    expect(syllabus.calendar.map(({ week }) => week)).toEqual(weeks.map(Number));
    expect(found.filter(finding => finding.startsWith('row-unknown'))).toHaveLength(10);
  });
});

describe('the other parts', () => {
  const calendar = [['Неделя', 'Тема', 'Часы'], ...weeks.map(week => [week, `Лекция ${week}. Данные`, '1'])];

  it('has learning outcomes beside a column of their codes', async () => {
    const withHead = await read(
      [
        ['Код', 'Результат обучения', 'Индикаторы достижения'],
        ['РО1', 'Понимает методы', '1.1 Называет методы\n1.2 Сравнивает методы'],
        ['РО2', 'Применяет методы', 'Толкует итог'],
      ],
      calendar,
    );
    expect(withHead.syllabus.outcomes).toEqual([
      {
        code: '1',
        text: 'Понимает методы',
        indicators: [
          { code: '1.1', text: 'Называет методы' },
          { code: '1.2', text: 'Сравнивает методы' },
        ],
      },
      { code: '2', text: 'Применяет методы', indicators: [{ code: '2.1', text: 'Толкует итог' }] },
    ]);
    const below = await read(
      'Результаты обучения',
      [
        ['РО1', 'Понимает методы'],
        ['РО2', 'Применяет методы'],
      ],
      calendar,
    );
    expect(below.syllabus.outcomes.map(({ code, text }) => `${code} ${text}`)).toEqual([
      '1 Понимает методы',
      '2 Применяет методы',
    ]);
  });

  it('has the policy as a table of kinds and texts', async () => {
    const { syllabus } = await read(
      [
        ['Политика курса', ''],
        ['Посещаемость', 'Обязательна.'],
        ['Академическая честность', 'Плагиат недопустим.'],
      ],
      calendar,
    );
    expect(syllabus.policies).toEqual([
      { kind: 'attendance', text: 'Обязательна.' },
      { kind: 'integrity', text: 'Плагиат недопустим.' },
    ]);
  });

  it('has code and credits in paragraphs below each other', async () => {
    const { syllabus } = await read('Код курса', 'AD 101', 'Кредиты ECTS', '6', [
      [start('Неделя'), 'Тема', 'Часы'],
      [more, '', ''],
      ...calendar.slice(1),
    ]);
    expect(syllabus.course).toMatchObject({ code: 'AD 101', credits: 6 });
  });
});
