import fc from 'fast-check';
import { type TestCell } from '../../documents/ooxml.ts';
import { type TestRow } from '../../documents/blocks.ts';
import { rendered, type TestFormat } from '../../documents/rendered.ts';
import { type CalendarRow } from '../../../src/features/syllabus/domain/types.ts';

/** How a university may write its calendar: the rows stay the same. */
export interface Variant {
  readonly columns: readonly Column[];
  readonly words: Words;
  readonly label: 'before' | 'after' | 'full' | 'tight' | 'numero' | 'look-alike';
  readonly form: 'cells' | 'rows' | TestFormat;
  /** Breaks a line inside the topic's cell, as authors do with the Enter key. */
  readonly breaks: boolean;
  /** A column that has nothing for the course, between or behind the others. */
  readonly extra: 'none' | 'first' | 'last';
  readonly weekOnEachRow: boolean;
  readonly emptyLines: boolean;
  readonly spaces: ' ' | '\u00a0' | '\u202f';
}

type Column = 'week' | 'topic' | 'hours' | 'points';
type Kind = 'lecture' | 'seminar' | 'lab' | 'srs' | 'srsp' | 'midterm' | 'final';

export interface Words {
  readonly heads: Readonly<Record<Column, string>>;
  readonly full: Readonly<Record<Kind, string>>;
  readonly short: Readonly<Record<Kind, string>>;
  /** The abbreviations of the same alphabet's look-alikes, where there are any. */
  readonly lookAlike: Partial<Record<Kind, string>>;
  readonly module: (number: number) => string;
  readonly week: (week: number) => string;
  readonly prepare: (srs: number) => string;
  readonly prepareFinal: string;
  readonly total: string;
  readonly before: (number: number) => string;
  readonly literature: string;
}

export const languages: Readonly<Record<'kk' | 'ru' | 'en', Words>> = {
  kk: {
    heads: { week: 'Апта', topic: 'Тақырып атауы', hours: 'Сағат саны', points: 'Макс. балл' },
    full: {
      lecture: 'Дәріс',
      seminar: 'Семинар сабағы',
      lab: 'Зертханалық жұмыс',
      srs: 'Студенттің өзіндік жұмысы',
      srsp: 'Оқытушы жетекшілігімен өзіндік жұмыс',
      midterm: 'Аралық бақылау',
      final: 'Қорытынды бақылау',
    },
    short: {
      lecture: 'Д',
      seminar: 'СС',
      lab: 'ЗС',
      srs: 'СӨЖ',
      srsp: 'ОСӨЖ',
      midterm: 'АБ',
      final: 'Емтихан',
    },
    lookAlike: { seminar: 'CC', srs: 'CӨЖ', srsp: 'OCӨЖ', midterm: 'PK' },
    module: number => `Модуль ${number}. Бөлім атауы ${number}`,
    week: week => `${week}-апта`,
    prepare: srs => `СӨЖ ${srs} бойынша кеңес`,
    prepareFinal: 'Емтиханға дайындық',
    total: 'Барлығы',
    before: number => `${number}-`,
    literature: 'Әдебиет',
  },
  ru: {
    heads: { week: 'Неделя', topic: 'Название темы', hours: 'Кол-во часов', points: 'Максимальный балл' },
    full: {
      lecture: 'Лекция',
      seminar: 'Семинарское занятие',
      lab: 'Лабораторная работа',
      srs: 'Самостоятельная работа студента',
      srsp: 'Самостоятельная работа студента под руководством преподавателя',
      midterm: 'Рубежный контроль',
      final: 'Итоговый контроль',
    },
    short: {
      lecture: 'Л',
      seminar: 'СЗ',
      lab: 'ЛЗ',
      srs: 'СРС',
      srsp: 'СРСП',
      midterm: 'РК',
      final: 'Экзамен',
    },
    lookAlike: { srs: 'CPC', srsp: 'CPCП', midterm: 'PK' },
    module: number => `Модуль ${number}. Раздел курса ${number}`,
    week: week => `${week} неделя`,
    prepare: srs => `Консультация по СРС ${srs}`,
    prepareFinal: 'Подготовка к экзамену',
    literature: 'Литература',
    total: 'Итого',
    before: number => `${number} `,
  },
  en: {
    heads: { week: 'Week', topic: 'Topic', hours: 'Number of hours', points: 'Max. score' },
    full: {
      lecture: 'Lecture',
      seminar: 'Seminar',
      lab: 'Laboratory work',
      srs: "Student's independent work",
      srsp: "Student's independent work under the guidance of a teacher",
      midterm: 'Midterm control',
      final: 'Final exam',
    },
    short: { lecture: 'L', seminar: 'SS', lab: 'LW', srs: 'IWS', srsp: 'IWST', midterm: 'MC', final: 'Exam' },
    lookAlike: {},
    module: number => `Module ${number}. Part ${number}`,
    week: week => `Week ${week}`,
    prepare: srs => `Consultation on IWS ${srs}`,
    prepareFinal: 'Preparation for the exam',
    literature: 'References',
    total: 'Total',
    before: number => `${number} `,
  },
};

export const variants: fc.Arbitrary<Variant> = fc.record({
  columns: fc.shuffledSubarray<Column>(['week', 'topic', 'hours', 'points'], { minLength: 4 }),
  words: fc.constantFrom(...Object.values(languages)),
  label: fc.constantFrom('before', 'after', 'full', 'tight', 'numero', 'look-alike'),
  form: fc.constantFrom('cells', 'rows', 'docx', 'xlsx', 'html', 'pdf'),
  breaks: fc.boolean(),
  extra: fc.constantFrom('none', 'first', 'last'),
  weekOnEachRow: fc.boolean(),
  emptyLines: fc.boolean(),
  spaces: fc.constantFrom(' ', '\u00a0', '\u202f'),
});

type Row = Pick<CalendarRow, 'week' | 'kind' | 'number' | 'title' | 'hours' | 'maxPoints' | 'prepares'> & {
  module: number | null;
};

/** A short term of five weeks in two modules, and what reading it must give. */
export function rowsOf(words: Words): Row[] {
  const rows: Row[] = [];
  const add = (row: Omit<Row, 'prepares' | 'hours' | 'maxPoints'> & Partial<Row>) => {
    rows.push({ prepares: null, hours: null, maxPoints: null, ...row });
  };
  for (let week = 1; week <= 5; week += 1) {
    const module = week <= 3 ? 1 : 2;
    const common = { week, module, number: week };
    add({ ...common, kind: 'lecture', title: `Alpha ${week}`, hours: 1.5 });
    add({ ...common, kind: week === 4 ? 'lab' : 'seminar', title: `Beta ${week}`, hours: 2, maxPoints: 20 });
    if (week === 1)
      add({ ...common, kind: 'srsp', title: words.prepare(1), prepares: { kind: 'srs', number: 1 } });
    if (week === 2) add({ ...common, number: 1, kind: 'srs', title: 'Gamma', maxPoints: 40 });
    if (week === 3) add({ week, module, number: 1, kind: 'midterm', title: '', maxPoints: 100 });
    if (week === 4) add({ ...common, number: 2, kind: 'srs', title: 'Delta', maxPoints: 60 });
    if (week === 5)
      add({
        week,
        module,
        number: 2,
        kind: 'srsp',
        title: words.prepareFinal,
        prepares: { kind: 'final', number: null },
      });
  }
  add({ week: 5, module: 2, number: 2, kind: 'midterm', title: '', maxPoints: 100 });
  add({ week: null, module: null, number: null, kind: 'final', title: '', maxPoints: 100 });
  return rows;
}

export function labelled(row: Row, { words, label }: Variant): string {
  const kind = row.kind as Kind;
  const { number, title } = row;
  const short = words.short[kind];
  if (kind === 'final') return label === 'full' ? words.full.final : short;
  const end = kind === 'midterm' ? '' : '. ';
  switch (label) {
    case 'before':
      return `${words.before(number ?? 0)}${words.full[kind].toLowerCase()}${end}${title}`;
    case 'full':
      return `${words.full[kind]} ${number}${end}${title}`;
    case 'tight':
      return `${short}${number}${end}${title}`;
    case 'numero':
      return `${words.full[kind]} №${number}${kind === 'midterm' ? '' : ': '}${title}`;
    case 'look-alike':
      return `${words.lookAlike[kind] ?? short} ${number}${end}${title}`;
    case 'after':
      return `${short} ${number}${end}${title}`;
  }
}

/** The file that writes the rows in the way of a variant. */
export function fileOf(variant: Variant): Uint8Array {
  const rows = rowsOf(variant.words);
  const table: (readonly (TestCell | string)[])[] = [
    variant.columns.map(column => variant.words.heads[column]),
  ];
  let module: number | null = null;
  let shown: number | null = null;
  for (const [index, row] of rows.entries()) {
    if (row.module !== module && row.module !== null) {
      module = row.module;
      table.push([{ text: variant.words.module(module), span: 4 }]);
    }
    const isNew = row.week !== shown;
    const hasMore =
      rows[index + 1]?.week === row.week && rows[index + 1]?.kind !== 'midterm' && !variant.weekOnEachRow;
    const week = isNew || variant.weekOnEachRow ? variant.words.week(row.week ?? 0) : '';
    if (row.kind === 'midterm' || row.kind === 'final') table.push(controlRow(row, variant));
    else
      table.push(
        classRow(
          row,
          variant,
          week === '' ? { text: '', merge: 'more' } : hasMore ? { text: week, merge: 'start' } : week,
        ),
      );
    shown = row.week;
  }
  table.push(
    variant.columns.map(column =>
      column === 'topic' ? variant.words.total : column === 'points' ? '300' : '',
    ),
  );
  const spaced = table.map(row =>
    row.map(cell =>
      typeof cell === 'string' ? respaced(cell, variant) : { ...cell, text: respaced(cell.text, variant) },
    ),
  );
  if (variant.form === 'cells' || variant.form === 'rows') return Buffer.from(textOf(spaced, variant));
  return rendered(
    [
      'Syllabus',
      withExtra(
        spaced.map(row => (variant.breaks ? row.map(broken) : row)),
        variant,
      ),
    ],
    variant.form,
  );
}

/** The first space behind a label becomes the end of a line. */
function broken(cell: TestCell | string): TestCell | string {
  const text = typeof cell === 'string' ? cell : cell.text;
  const own = text.replace(/(?<=(?:Alpha|Beta))\s/u, '\n');
  return typeof cell === 'string' ? own : { ...cell, text: own };
}

function withExtra(table: readonly TestRow[], { extra, words }: Variant): TestRow[] {
  if (extra === 'none') return [...table];
  return table.map((row, index): TestRow => {
    const width = row.reduce((sum, cell) => sum + (typeof cell === 'string' ? 1 : (cell.span ?? 1)), 0);
    const [only] = row;
    if (row.length === 1 && typeof only === 'object') return [{ ...only, span: width + 1 }];
    const cell = index === 0 ? words.literature : width === row.length ? '[1]' : '';
    return extra === 'first' ? [cell, ...row] : [...row, cell];
  });
}

function respaced(text: string, { spaces }: Variant): string {
  return text.replaceAll(' ', spaces);
}

function classRow(row: Row, variant: Variant, week: TestCell | string): (TestCell | string)[] {
  const number = (value: number | null) => (value === null ? '' : String(value).replace('.', ','));
  const cells = {
    week,
    topic: labelled(row, variant),
    hours: number(row.hours),
    points: number(row.maxPoints),
  };
  return variant.columns.map(column => cells[column]);
}

/** In Word the name of a control may cover the cells before its points; in text these cells are gone. */
function controlRow(row: Row, variant: Variant): (TestCell | string)[] {
  const name = labelled(row, variant);
  const points = String(row.maxPoints);
  if (variant.columns.at(-1) === 'points') return [{ text: name, span: 3 }, points];
  return variant.columns.map(column => (column === 'topic' ? name : column === 'points' ? points : ''));
}

function textOf(table: readonly (readonly (TestCell | string)[])[], { form, emptyLines }: Variant): string {
  const texts = table.map(row => row.map(cell => (typeof cell === 'string' ? cell : cell.text)));
  if (form === 'rows')
    return `Syllabus\n${texts.map(row => row.join('\t')).join(emptyLines ? '\n\n' : '\n')}\n`;
  const lines = texts.map(row => row.map(text => `\t${text}`).join('\n'));
  return ` \tSyllabus\n\n${lines.join(emptyLines ? '\n\n\n' : '\n\n')}\n`;
}
