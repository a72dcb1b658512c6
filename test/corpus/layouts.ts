import { type CalendarRow } from '../../src/features/syllabus/domain/types.ts';
import { type TestCell } from '../documents/ooxml.ts';
import { type TestBlock, type TestRow } from '../documents/blocks.ts';
import { type CourseText, type Faults, type Plan, plannedRows, type PlannedRow } from './courses.ts';
import { wordsOf, type LayoutWords } from './words.ts';

/** A university's form of the syllabus: what it looks like, and what reading it must give. */
export interface Layout {
  readonly name: string;
  readonly plan: Plan;
  readonly build: (text: CourseText, faults: Faults) => TestBlock[];
  readonly expected: (text: CourseText, faults: Faults) => Expected;
}

export interface Expected {
  readonly title: string;
  readonly code: string | null;
  readonly credits: number;
  readonly aim: string;
  readonly prerequisites: readonly string[];
  readonly postrequisites: readonly string[];
  readonly outcomes: readonly unknown[];
  readonly scale: readonly (readonly [
    letter: string,
    gpa: string,
    min: number,
    max: number,
    label: string,
  ])[];
  readonly weights: readonly (readonly [kind: string, percent: number])[];
  readonly calendar: readonly Partial<CalendarRow>[];
  readonly rubric: { readonly title: string; readonly bands: number; readonly criteria: readonly number[] };
}

const nationalScale = [
  ['A', '4.0', 95, 100, 'excellent'],
  ['A-', '3.67', 90, 94, 'excellent'],
  ['B+', '3.33', 85, 89, 'good'],
  ['B', '3.0', 80, 84, 'good'],
  ['B-', '2.67', 75, 79, 'good'],
  ['C+', '2.33', 70, 74, 'good'],
  ['C', '2.0', 65, 69, 'satisfactory'],
  ['C-', '1.67', 60, 64, 'satisfactory'],
  ['D+', '1.33', 55, 59, 'satisfactory'],
  ['D', '1.0', 50, 54, 'satisfactory'],
  ['FX', '0.5', 25, 49, 'unsatisfactory'],
  ['F', '0', 0, 24, 'unsatisfactory'],
] as const;

function scaleOf({ noFailing, overlap }: Faults): Expected['scale'] {
  const rows = noFailing === true ? nationalScale.slice(0, 10) : nationalScale;
  return rows.map(([letter, gpa, min, max, label]) => [
    letter,
    gpa,
    min,
    overlap === true && letter === 'B' ? 85 : max,
    label,
  ]);
}

function common(text: CourseText, faults: Faults, plan: Plan, code: string): Omit<Expected, 'calendar'> {
  // The classes earn 120 of 200 points, or as many as the plan divides: the weights follow the calendar.
  const rows = plannedRows(text, plan, {});
  const points = (kind: string) =>
    rows.filter(row => row.kind === kind).reduce((sum, row) => sum + (row.maxPoints ?? 0), 0);
  const practice = Math.round((points(plan.practice) * 60) / 200);
  return {
    title: text.title,
    code,
    credits: faults.credits ?? creditsOf(plan),
    aim: text.aim,
    prerequisites: text.prerequisites,
    postrequisites: text.postrequisites,
    outcomes: text.outcomes.map((outcome, index) => ({
      code: String(index + 1),
      text: outcome.text,
      indicators: outcome.indicators.map((own, at) => ({ code: `${index + 1}.${at + 1}`, text: own })),
    })),
    scale: scaleOf(faults),
    weights: [
      ['practice', practice],
      ['independent', 60 - practice],
      ['exam', faults.examWeight ?? 40],
    ],
    rubric: { title: faults.rubricCourse ?? text.title, bands: 5, criteria: [3, 3] },
  };
}

/** Contact hours are nine or ten for a credit. */
function creditsOf({ weeks }: Plan): number {
  return (weeks * 3) / 9;
}

type Row = TestRow[number];

// ——— The form of a classical university: one front table, the scale beside the weights, modules as rows ———

const classical: Plan = { weeks: 15, half: 7, practice: 'seminar' };

function classicalBlocks(text: CourseText, faults: Faults): TestBlock[] {
  const w = wordsOf(text.language);
  const own = common(text, faults, classical, 'DAN 2203');
  const rows = plannedRows(text, classical, faults);
  return [
    w.syllabus.toUpperCase(),
    [
      [`${w.title}:`, text.title],
      [`${w.code}:`, own.code ?? ''],
      [`${w.credits}:`, String(own.credits)],
      [{ text: `${w.aim}: ${text.aim}`, span: 2 }],
    ],
    outcomeTable(text, w),
    [
      [w.prerequisites, text.prerequisites.join('\n')],
      [w.postrequisites, text.postrequisites.join('\n')],
    ],
    scaleBesideWeights(own, w),
    [w.heads.slice(0, 4), ...classicalRows(rows, text, w)],
    ...rubricBlocks(own, text, w),
  ];
}

function outcomeTable(text: CourseText, w: LayoutWords): TestBlock {
  const head: Row[] = [w.outcomes, w.indicators];
  const rows = text.outcomes.flatMap(({ text: outcome, indicators }, index) =>
    indicators.map((indicator, at): Row[] => [
      { text: at === 0 ? `${index + 1}. ${outcome}` : '', merge: at === 0 ? 'start' : 'more' },
      `${index + 1}.${at + 1} ${indicator}`,
    ]),
  );
  return [head, ...rows];
}

function scaleBesideWeights(own: Omit<Expected, 'calendar'>, w: LayoutWords): TestBlock {
  const head: Row[] = [w.letter, w.gpa, w.percent, w.grade, { text: w.assessment, span: 2 }];
  const rows = own.scale.map(([letter, gpa, min, max, label], index): Row[] => {
    const isFirst = own.scale[index - 1]?.[4] !== label;
    const weight = own.weights[index];
    const total: [string, string] = index === own.weights.length ? [w.total, '100'] : ['', ''];
    const [name, percent] = weight === undefined ? total : [w.weights[weight[0]] ?? '', String(weight[1])];
    const cell: TestCell = {
      text: isFirst ? (w.labels[label] ?? '') : '',
      merge: isFirst ? 'start' : 'more',
    };
    return [letter, gpa.replace('.', w.mark), `${min}-${max}`, cell, name, percent];
  });
  return [head, ...rows];
}

function classicalRows(rows: readonly PlannedRow[], text: CourseText, w: LayoutWords): TestRow[] {
  const out: TestRow[] = [];
  let module = 0;
  let week: number | null = null;
  for (const [index, row] of rows.entries()) {
    if (row.module > module) {
      module = row.module;
      out.push([{ text: `${w.module} ${module}. ${text.modules[module - 1] ?? ''}`, span: 4 }]);
      week = null;
    }
    if (row.kind === 'midterm' || row.kind === 'final') {
      out.push([{ text: labelOf(row, w), span: 3 }, String(row.maxPoints)]);
      week = null;
      continue;
    }
    const isNew = row.week !== week;
    const next = rows[index + 1];
    const hasMore = next?.week === row.week && next.kind !== 'midterm';
    const cell: TestCell = isNew
      ? { text: String(row.week), ...(hasMore ? { merge: 'start' as const } : {}) }
      : { text: '', merge: 'more' };
    out.push([cell, `${labelOf(row, w)} ${row.title}`, number(row.hours), number(row.maxPoints)]);
    week = row.week;
  }
  return out;
}

function labelOf({ kind, number: own }: PlannedRow, w: LayoutWords): string {
  if (kind === 'final') return w.final;
  if (kind === 'midterm') return `${w.short.midterm} ${own}`;
  return `${w.short[kind]} ${own}.`;
}

const number = (value: number | null) => (value === null ? '' : String(value));

function expectedRows(
  rows: readonly PlannedRow[],
  text: CourseText,
  hasModules: boolean,
): Partial<CalendarRow>[] {
  return rows.map(({ week, module, kind, number: own, title, hours, maxPoints, prepares }) => ({
    week,
    kind,
    number: own,
    hours,
    maxPoints,
    prepares,
    module: hasModules && module > 0 ? { number: module, title: text.modules[module - 1] ?? '' } : null,
    ...(kind === 'midterm' || kind === 'final' ? {} : { title }),
  }));
}

// ——— The form of a business university: fields as lines, form of class and platform in the calendar, no modules ———

const business: Plan = { weeks: 15, half: 7, practice: 'practical' };
const address = 'https://online.example.kz/course/12';

function businessBlocks(text: CourseText, faults: Faults): TestBlock[] {
  const w = wordsOf(text.language);
  const own = common(text, faults, business, 'MGT3310');
  const rows = plannedRows(text, business, faults);
  return [
    w.syllabus,
    `${w.title}: ${text.title}`,
    `${w.code}: ${own.code}`,
    `${w.credits}: ${own.credits}`,
    `${w.aim}: ${text.aim}`,
    `${w.prerequisites}: ${text.prerequisites.join('; ')}`,
    `${w.postrequisites}: ${text.postrequisites.join('; ')}`,
    `${w.outcomes}:`,
    ...text.outcomes.flatMap((outcome, index) => [
      `${index + 1}. ${outcome.text}`,
      ...outcome.indicators.map((indicator, at) => `${index + 1}.${at + 1} ${indicator}`),
    ]),
    w.weightsTitle,
    [
      [w.weightHead, '%'],
      ...own.weights.map(([kind, percent]) => [w.weights[kind] ?? '', String(percent)]),
      [w.total, '100'],
    ],
    w.scaleTitle,
    [
      [w.percent, w.letter, w.gpa, w.grade],
      ...own.scale.map(([letter, gpa, min, max, label]) => [
        `${min} – ${max}`,
        letter,
        gpa.replace('.', w.mark),
        w.labels[label] ?? '',
      ]),
    ],
    [
      [w.heads[0], w.heads[1], w.heads[2], w.tasks, w.heads[3], w.mode, w.platform],
      ...rows.map(row => businessRow(row, text, w)),
    ],
    ...rubricBlocks(own, text, w),
  ];
}

function businessRow(row: PlannedRow, text: CourseText, w: LayoutWords): TestRow {
  const label =
    row.kind === 'midterm' || row.kind === 'final'
      ? labelOf(row, w)
      : `${row.kind === 'lecture' ? w.short.lecture : w.short[row.kind]}${row.number}. ${row.title}`;
  const isLecture = row.kind === 'lecture';
  return [
    row.week === null || row.kind === 'midterm' ? '' : String(row.week),
    label,
    number(row.hours),
    isLecture ? text.tasks : '',
    number(row.maxPoints),
    isLecture ? w.asynchronous : row.kind === 'practical' ? w.classroom : '',
    isLecture ? `Moodle, ${address}` : '',
  ];
}

function businessExpected(text: CourseText, faults: Faults): Partial<CalendarRow>[] {
  const w = wordsOf(text.language);
  return expectedRows(plannedRows(text, business, faults), text, false).map(row => ({
    ...row,
    tasks: row.kind === 'lecture' ? text.tasks : null,
    mode: row.kind === 'lecture' ? 'asynchronous' : row.kind === 'practical' ? 'classroom' : null,
    modeText: row.kind === 'lecture' ? w.asynchronous : row.kind === 'practical' ? w.classroom : null,
    platform: row.kind === 'lecture' ? 'Moodle' : null,
    url: row.kind === 'lecture' ? address : null,
  }));
}

// ——— The form of a technical university: another order, kinds in a column of their own, 18 weeks ———

const technical: Plan = { weeks: 18, half: 9, practice: 'lab' };

function technicalBlocks(text: CourseText, faults: Faults): TestBlock[] {
  const w = wordsOf(text.language);
  const own = common(text, faults, technical, 'CSE1205');
  const rows = plannedRows(text, technical, faults);
  let week: number | null = null;
  const body = rows.map((row, index): TestRow => {
    const isControl = row.kind === 'midterm' || row.kind === 'final';
    const isNew = row.week !== week;
    const next = rows[index + 1];
    const hasMore = next?.week === row.week && row.week !== null;
    week = row.week;
    const cell: TestCell = isNew
      ? { text: row.week === null ? '' : w.week(row.week), ...(hasMore ? { merge: 'start' as const } : {}) }
      : { text: '', merge: 'more' };
    const kind = w.full[row.kind] ?? '';
    const named = isControl
      ? row.kind === 'final'
        ? w.final
        : `${w.full.midterm} ${row.number}`
      : row.title;
    const label = isControl ? '' : `${kind} ${row.number}`;
    return [number(row.maxPoints), label, named, cell, number(row.hours), isControl ? '' : '[1], [2]'];
  });
  return [
    `${w.syllabus} «${text.title}»`,
    [
      [w.title, w.code, w.credits],
      [text.title, own.code ?? '', String(own.credits)],
    ],
    w.aim,
    text.aim,
    w.prerequisites,
    text.prerequisites.join('; '),
    w.postrequisites,
    text.postrequisites.join('; '),
    outcomeTable(text, w),
    [[w.heads[3], w.kind, w.heads[1], w.heads[0], w.heads[2], w.literature], ...body],
    scaleBesideWeights(own, w),
    ...rubricBlocks(own, text, w),
  ];
}

function rubricBlocks(own: Omit<Expected, 'calendar'>, text: CourseText, w: LayoutWords): TestBlock[] {
  const bands: Row[] = ['90-100 %', '70-89 %', '50-69 %', '25-49 %', '0-24 %'];
  const rows = [1, 2].flatMap(question =>
    text.criteria.map((criterion, index): TestRow => [
      { text: index === 0 ? `${w.question} ${question}` : '', merge: index === 0 ? 'start' : 'more' },
      `${index + 1}. ${criterion}${question === 2 ? ` (${w.question.toLowerCase()} 2)` : ''}`,
      ...text.descriptors.map(descriptor => `${criterion}: ${descriptor}`),
    ]),
  );
  const labels = ['excellent', 'good', 'satisfactory', 'unsatisfactory'] as const;
  const heads = labels.map((label, index): Row => {
    const words = w.labels[label] ?? '';
    return index === 3 ? { text: words, span: 2 } : words;
  });
  return [
    w.rubric,
    `${w.discipline}: ${own.rubric.title}`,
    [['№', w.criterion, ...heads], ['', '', ...bands], ...rows],
  ];
}

export const layouts: readonly Layout[] = [
  {
    name: 'classical',
    plan: classical,
    build: classicalBlocks,
    expected: (text, faults) => ({
      ...common(text, faults, classical, 'DAN 2203'),
      calendar: expectedRows(plannedRows(text, classical, faults), text, true),
    }),
  },
  {
    name: 'business',
    plan: business,
    build: businessBlocks,
    expected: (text, faults) => ({
      ...common(text, faults, business, 'MGT3310'),
      calendar: businessExpected(text, faults),
    }),
  },
  {
    name: 'technical',
    plan: technical,
    build: technicalBlocks,
    expected: (text, faults) => ({
      ...common(text, faults, technical, 'CSE1205'),
      calendar: expectedRows(plannedRows(text, technical, faults), text, false),
    }),
  },
];
