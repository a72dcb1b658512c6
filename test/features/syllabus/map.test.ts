import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { NotASyllabusError, parseMap, parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { integrationMapSchema } from '../../../src/features/syllabus/domain/map/types.ts';
import { docxOf, p, tbl } from '../../documents/ooxml.ts';

async function read(bytes: Uint8Array) {
  const parsed = parseMap(await readDocument(bytes, 'map'));
  if (parsed === null) throw new Error('no map');
  expect(integrationMapSchema.parse(parsed.map)).toEqual(parsed.map);
  return { ...parsed, found: parsed.findings.map(({ code, path }) => `${code} ${path}`) };
}

const parts = {
  head: p('SPOC/МООС интеграция картасы: Қонақжайлық негіздері') + p('1-бөлім. SPOC/МООС таңдау'),
  match:
    p('2-бөлім. Мазмұнды талдау') +
    p('2.1. Оқыту мазмұны мен нәтижесінің сәйкестік дәрежесі.') +
    p('*Ескерту. Мысалы, МООС 1 -80%, МООС 2 -60%.'),
  model: p('3-бөлім. МООС интеграция моделін таңдау') + p('3.1. Модельді таңдау:'),
  plan:
    p('4-модель. Оқытылатын пәнге SPOC/МООС интеграциялау жоспары') +
    p('4.1 Модель атауы (3.1 қараңыз)') +
    p('3-модель. Аралас оқыту «МООК+»'),
};
const header = [
  'Апта',
  'Тақырып атауы',
  'Сағат саны',
  'Тапсырмалар',
  'Білімді бағалау',
  'Сабақты өткізу нысаны',
  'Платформа және сілтеме',
];

describe('a filled integration map', () => {
  const file = docxOf(
    parts.head +
      tbl([
        ['Пәннің атауы', 'Қонақжайлық негіздері'],
        ['SPOC/МООС атауы', 'Hotel Basics\nService Design'],
        ['Курс платформасына сілтеме', 'https://moocs.kz/hotel\nhttps://open.kaznu.kz/service'],
        ['Еңбек сыйымдылығы (сағаттар / несиелер)', '150 / 5'],
        ['Оқыту нысаны (күндізгі/қысқартылған)', 'күндізгі'],
        ['Білім деңгейі (бакалавриат/магистратура)', 'бакалавриат'],
        ['Оқыту тілі', 'қазақ'],
        ['Семестр', '5'],
        ['Аттестаттау нысаны (емтихан)', 'жазбаша емтихан'],
      ]) +
      parts.match +
      p('МООС 1 – 80 %, МООС 2 – 62,5%') +
      parts.model +
      p('2-модель. Аралас оқыту «+МООК»: аудиториялық сабақтарды ішінара ауыстыру.') +
      parts.plan +
      tbl([
        header,
        [
          '1',
          'Л 1. Кіріспе',
          '1',
          '1-модуль',
          'Тест',
          'Асинхронды',
          'Coursera https://www.coursera.org/learn/hotel, форум',
        ],
        ['', 'Практикалық жұмыс 1', '2', '', '', 'Синхронды', 'MS Teams'],
        ['', 'Аралық бақылау бойынша кеңес 1', '1', '', '', 'Онлайн', ''],
        ['Аралық бақылау 1', '', '', '', '', '', ''],
        ['2', 'Л 2. Қызмет', '1', '', '', '', ''],
        ['', 'Емтихан бойынша кеңес', '1', '', '', '', ''],
        ['Қорытынды бақылау', '', '', '', '', '', ''],
      ]) +
      p('Құрастырылған:') +
      p('Оқытушы _____ Ахметова Д.К. 08.07.2026') +
      p('Келісілді:') +
      tbl([
        ['Мектептің бағдарлама көшбасшысы', '', 'Аты-жөні'],
        ['ОББ директоры', '', 'Серікбаев А.', '«09» 07 2026 ж.'],
      ]),
  );

  it('is read whole', async () => {
    const { map, language, found } = await read(file);
    expect(language).toBe('kk');
    expect(map.selection).toEqual({
      course: 'Қонақжайлық негіздері',
      moocs: [
        { title: 'Hotel Basics', url: 'https://moocs.kz/hotel' },
        { title: 'Service Design', url: 'https://open.kaznu.kz/service' },
      ],
      workload: '150 / 5',
      studyMode: 'күндізгі',
      level: 'бакалавриат',
      language: 'қазақ',
      semester: '5',
      attestation: 'жазбаша емтихан',
    });
    expect(map.match).toEqual([
      { mooc: 'МООС 1', percent: 80 },
      { mooc: 'МООС 2', percent: 62.5 },
    ]);
    expect(map.model).toBe(2);
    expect(
      map.schedule.map(({ week, kind, number, hours, prepares, mode, modeText, platform, url }) => [
        week,
        kind,
        number,
        hours,
        prepares?.kind,
        prepares?.number,
        mode,
        modeText,
        platform,
        url,
      ]),
    ).toEqual([
      [
        1,
        'lecture',
        1,
        1,
        undefined,
        undefined,
        'asynchronous',
        'Асинхронды',
        'Coursera, форум',
        'https://www.coursera.org/learn/hotel',
      ],
      [1, 'practical', 1, 2, undefined, undefined, 'synchronous', 'Синхронды', 'MS Teams', null],
      [1, 'consultation', 1, 1, 'midterm', 1, null, 'Онлайн', null, null],
      [1, 'midterm', 1, null, undefined, undefined, null, null, null, null],
      [2, 'lecture', 2, 1, undefined, undefined, null, null, null, null],
      [2, 'consultation', null, 1, 'final', null, null, null, null, null],
      [null, 'final', null, null, undefined, undefined, null, null, null, null],
    ]);
    expect(map.approvals).toEqual([
      { role: 'Оқытушы', name: 'Ахметова Д.К.', date: '08.07.2026' },
      { role: 'Мектептің бағдарлама көшбасшысы', name: null, date: null },
      { role: 'ОББ директоры', name: 'Серікбаев А.', date: '«09» 07 2026 ж.' },
    ]);
    expect(found).toEqual([]);
  });

  it('is not taken for a syllabus', async () => {
    const document = await readDocument(file, 'map');
    expect(() => parseSyllabus(document)).toThrow(NotASyllabusError);
  });
});

describe('what a map leaves open', () => {
  const withModels = (...models: string[]) =>
    docxOf(
      parts.head +
        parts.match +
        parts.model +
        models.map(text => p(text)).join('') +
        parts.plan +
        tbl([header]),
    );

  it('is a model that is not chosen, even if 4.1 names one', async () => {
    const none = await read(withModels());
    expect(none.map.model).toBeNull();
    expect(none.found).toContain('map-model model');
    const several = await read(withModels('1-модель. МООК-қолдау', '3-модель. Аралас оқыту'));
    expect(several.map.model).toBeNull();
    expect(several.findings.find(({ code }) => code === 'map-model')?.params).toEqual({ left: [1, 3] });
    expect((await read(withModels('3-модель. Аралас оқыту'))).map.model).toBe(3);
  });

  it("is a degree of match: the form's examples are not data", async () => {
    const { map, found } = await read(withModels('1-модель. МООК-қолдау'));
    expect(map.match).toEqual([]);
    expect(found).toEqual(['map-match match']);
  });

  it('is a workload whose hours and credits do not fit, and classes without hours', async () => {
    const { found } = await read(
      docxOf(
        p('Карта интеграции SPOC/MOOC') +
          p('Часть 1. Выбор') +
          p('Трудоемкость (часы / кредиты): 100 / 5') +
          p('Часть 2. Анализ') +
          p('2.1 Степень соответствия: 120 %') +
          p('Часть 3. Модель') +
          p('Модель 1. Поддержка') +
          p('Часть 4. План') +
          tbl([
            ['Неделя', 'Название темы', 'Часы'],
            ['1', 'Л 1. А', ''],
            ['2', 'Л 2. Б', '1'],
          ]),
      ),
    );
    expect(found).toEqual(['map-match match[0]', 'map-hours selection.workload', 'map-hours schedule']);
  });
});

describe.skipIf(process.env['TIREK_CORPUS'] === undefined)('the blank form (TIREK_CORPUS)', () => {
  it('has its schedule and roles, and nothing else', async () => {
    const { map, found } = await read(
      readFileSync(join(process.env['TIREK_CORPUS'] ?? '', 'mooc-map-form-kk.txt')),
    );
    expect(map.selection).toMatchObject({ course: null, moocs: [], attestation: null });
    expect({ match: map.match, model: map.model }).toEqual({ match: [], model: null });
    expect(map.schedule).toHaveLength(22);
    expect(map.schedule[0]).toMatchObject({
      title: 'Қонақ үй бизнесіне кіріспе',
      tasks: 'Бейне дәрістерді, 1-модульді қарау',
      assessment: 'Онлайн тест',
      mode: 'asynchronous',
      url: 'https://www.coursera.org/specializations/hotel-management',
      platform: null,
    });
    expect(map.schedule[2]).toMatchObject({ platform: 'online.almau.edu.kz, MS Teams', url: null });
    expect(map.approvals.map(({ name, date }) => [name, date])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(found).toEqual(['map-model model', 'map-match match', 'map-hours schedule']);
  });
});

describe('the signatures of a map', () => {
  it.each([
    ['Преподаватель ____ Иванов И.И. «08» июля 2026 г.', 'Иванов И.И.', '«08» июля 2026 г.'],
    ['Оқытушы ____ Әлиева А. 2026 ж. «08» шілде', 'Әлиева А.', '2026 ж. «08» шілде'],
    ['Teacher: John Smith, 8 July 2026', 'John Smith', '8 July 2026'],
    ['Teacher ____ John Smith July 8, 2026', 'John Smith', 'July 8, 2026'],
    ['Оқытушы ____ Әлиева А. «08» 07 2026 ж.', 'Әлиева А.', '«08» 07 2026 ж.'],
    ['Декан ____ Иванов И.И. «___» ________ 2026 г.', 'Иванов И.И.', null],
  ])('have a date in figures or words beside the name: %s', async (line, name, date) => {
    const text = `Карта интеграции SPOC/МООК\n\nСоставил:\n\n${line}\n`;
    const parsed = parseMap(await readDocument(Buffer.from(text), 'a'));
    expect(parsed?.map.approvals).toEqual([{ role: expect.any(String) as string, name, date }]);
  });
});
