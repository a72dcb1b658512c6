import { describe, expect, it } from 'vitest';
import {
  checkSyllabus,
  findingMessage,
  type InstitutionScale,
} from '../../../src/features/syllabus/domain/index.ts';
import { type Finding } from '../../../src/features/syllabus/domain/finding.ts';
import {
  type CalendarRow,
  type Evidence,
  type Rubric,
  type Syllabus,
} from '../../../src/features/syllabus/domain/types.ts';

const scale: InstitutionScale = [
  { letter: 'A', gpa: '4.0', min: 90, max: 100, label: 'excellent' },
  { letter: 'B', gpa: '3.0', min: 70, max: 89, label: 'good' },
  { letter: 'C', gpa: '2.0', min: 50, max: 69, label: 'satisfactory' },
  { letter: 'F', gpa: '0', min: 0, max: 49, label: 'unsatisfactory' },
];

function row(kind: CalendarRow['kind'], week: number | null, more: Partial<CalendarRow> = {}): CalendarRow {
  const blank = { tasks: null, assessment: null, mode: null, modeText: null, platform: null, url: null };
  return {
    week,
    module: null,
    kind,
    number: null,
    title: '',
    hours: null,
    maxPoints: null,
    prepares: null,
    ...blank,
    ...more,
  };
}

const criterion = (number: number, text: string) => ({
  number,
  text,
  descriptors: ['all', 'most', 'some', 'none'].map(word => `${word} of ${text}`),
});

function rubric(): Rubric {
  return {
    title: 'Statistics',
    form: null,
    platform: null,
    bands: scale.map(({ min, max, label }) => ({ min, max, label })),
    questions: [
      { number: 1, criteria: [criterion(1, 'theory'), criterion(2, 'use')] },
      { number: 2, criteria: [criterion(1, 'analysis'), criterion(2, 'argument')] },
    ],
  };
}

/** Without a fault: ten weeks in two periods of 60 + 40 points, weights in the same proportion. */
function clean(): Syllabus {
  const calendar = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((week): CalendarRow[] => [
    row('lecture', week, { number: week, hours: 1 }),
    row('seminar', week, { number: week, hours: 2, maxPoints: 12 }),
    ...(week % 5 === 4
      ? [row('srsp', week, { number: week > 5 ? 2 : 1, prepares: { kind: 'srs', number: week > 5 ? 2 : 1 } })]
      : []),
    ...(week % 5 === 0
      ? [
          row('srs', week, { number: week / 5, maxPoints: 40 }),
          row('midterm', week, { number: week / 5, maxPoints: 100 }),
        ]
      : []),
  ]);
  return {
    kind: 'syllabus',
    language: 'en',
    course: { title: 'Statistics', code: null, credits: 3, aim: null, prerequisites: [], postrequisites: [] },
    outcomes: [{ code: '1', text: 'Explains', indicators: [{ code: '1.1', text: 'Names' }] }],
    policies: [{ kind: 'inclusion', text: 'Help by phone +7 727 000 00 00 or e-mail' }],
    scale: scale.map(entry => ({ ...entry, labelText: entry.label })),
    weights: [
      { kind: 'practice', percent: 36, text: 'Seminars' },
      { kind: 'independent', percent: 24, text: 'SRS' },
      { kind: 'exam', percent: 40, text: 'Exam' },
    ],
    calendar: [...calendar, row('final', null, { maxPoints: 100 })],
    rubric: rubric(),
  };
}

const none: Evidence = { exampleCriteria: null, namedOutcomes: null, coveredWeeks: [] };

function findings(
  change: (syllabus: Syllabus) => void,
  evidence: Partial<Evidence> = {},
  institution: InstitutionScale | null = null,
): Finding[] {
  const syllabus = clean();
  change(syllabus);
  return checkSyllabus(syllabus, { ...none, ...evidence }, institution);
}

const brief = (list: readonly Finding[]) =>
  list.map(({ code, severity, path }) => `${severity} ${code} ${path}`);
const first = <T>(list: readonly T[]): T => {
  const [item] = list;
  if (item === undefined) throw new Error('empty');
  return item;
};

describe('a syllabus that agrees with itself', () => {
  it('has no findings, by its own words and by the institution', () => {
    expect(findings(() => undefined, { exampleCriteria: 4 }, scale)).toEqual([]);
  });

  it('has none when parts are missing', () => {
    expect(
      findings(
        syllabus => {
          Object.assign(syllabus, {
            outcomes: [],
            policies: [],
            scale: [],
            weights: [],
            calendar: [],
            rubric: null,
          });
        },
        {},
        scale,
      ),
    ).toEqual([]);
  });
});

describe('points', () => {
  const seminar = (syllabus: Syllabus) => first(syllabus.calendar.filter(({ kind }) => kind === 'seminar'));

  it('of a period must sum to 100', () => {
    const found = findings(syllabus => (seminar(syllabus).maxPoints = 10));
    expect(brief(found)).toEqual(['error period-points calendar']);
    expect(first(found).params).toEqual({ period: 1, sum: 98, expected: 100 });
  });

  it('are summed without what floating point adds', () => {
    const found = findings(syllabus => {
      for (const entry of syllabus.calendar) if (entry.kind === 'seminar') entry.maxPoints = 12.1;
      for (const entry of syllabus.calendar) if (entry.kind === 'srs') entry.maxPoints = 39.5;
    });
    expect(brief(found)).toEqual([]);
  });

  it('of a control may complete its period', () => {
    const found = findings(syllabus => {
      syllabus.weights = [];
      for (const entry of syllabus.calendar) if (entry.kind === 'srs') entry.maxPoints = 10;
      for (const entry of syllabus.calendar) if (entry.kind === 'midterm') entry.maxPoints = 30;
    });
    expect(brief(found)).toEqual([]);
  });

  it('that agree with a control of less than 100 are told about, and are no error', () => {
    const found = findings(syllabus => {
      syllabus.weights = [];
      for (const entry of syllabus.calendar)
        if (entry.maxPoints !== null) entry.maxPoints = entry.kind === 'midterm' ? 30 : 5;
    });
    expect(brief(found)).toEqual(['warning period-points calendar', 'warning period-points calendar']);
  });

  it('are not asked of a calendar that has none', () => {
    const found = findings(syllabus => {
      for (const entry of syllabus.calendar) if (entry.kind !== 'midterm') entry.maxPoints = null;
    });
    expect(brief(found)).toEqual([]);
  });
});

describe('weights', () => {
  it('must sum to 100', () => {
    const found = findings(syllabus => {
      first(syllabus.weights).percent = 36.4;
    });
    expect(brief(found)).toEqual(['error weights-sum weights']);
  });

  it("must agree with the calendar's points", () => {
    const found = findings(syllabus => {
      first(syllabus.weights).percent = 40;
      syllabus.weights.splice(1, 1, { kind: 'independent', percent: 20, text: 'SRS' });
    });
    expect(brief(found)).toEqual(['warning weights-shares weights']);
    expect(first(found).params).toEqual({
      shares: [
        { kind: 'practice', weight: 40, share: 36 },
        { kind: 'independent', weight: 20, share: 24 },
      ],
    });
  });

  it('must each have something in the calendar to earn', () => {
    const found = findings(syllabus => {
      syllabus.weights = [
        { kind: 'practice', percent: 36, text: 'Seminars' },
        { kind: 'independent', percent: 24, text: 'SRS' },
        { kind: 'project', percent: 0, text: 'Project' },
        { kind: 'exam', percent: 40, text: 'Exam' },
      ];
      syllabus.calendar = syllabus.calendar.filter(({ kind }) => kind !== 'final');
    });
    expect(brief(found)).toEqual([
      'warning weight-without-row weights[2]',
      'warning weight-without-row weights[3]',
    ]);
  });

  it('count a row that calls itself a project as one', () => {
    const found = findings(syllabus => {
      syllabus.weights.splice(1, 1, { kind: 'project', percent: 24, text: 'Project' });
      for (const entry of syllabus.calendar) if (entry.kind === 'srs') entry.title = 'Project: a survey';
    });
    expect(brief(found)).toEqual([]);
  });
});

describe('the scale', () => {
  it.each([
    [
      'overlaps',
      'error scale-overlap scale',
      { letter: 'A', other: 'B', min: 90, max: 90 },
      (s: Syllabus): unknown => (first(s.scale.slice(1)).max = 90),
    ],
    [
      'leaves a gap',
      'error scale-gap scale',
      { min: 89, max: 89 },
      (s: Syllabus): unknown => (first(s.scale.slice(1)).max = 88),
    ],
    [
      'leaves a gap at the top',
      'error scale-gap scale',
      { min: 99, max: 100 },
      (s: Syllabus): unknown => (first(s.scale).max = 98),
    ],
    [
      'leaves a gap at the bottom',
      'error scale-gap scale',
      { min: 0, max: 4 },
      (s: Syllabus): unknown => (first(s.scale.slice(3)).min = 5),
    ],
    [
      'has no failing row',
      'warning scale-no-failing scale',
      { lowest: 50 },
      (s: Syllabus): unknown => s.scale.pop(),
    ],
  ])('that %s is told about', (_, expected, params, change) => {
    const found = findings(syllabus => void change(syllabus));
    expect(brief(found)).toEqual([expected]);
    expect(first(found).params).toEqual(params);
  });

  it("must not contradict the rubric's bands", () => {
    const found = findings(syllabus => {
      Object.assign(first(syllabus.scale.slice(2)), { label: 'unsatisfactory', labelText: 'Fail' });
    });
    expect(brief(found)).toEqual(['warning scale-label scale[2].label']);
    expect(first(found).params).toMatchObject({
      letter: 'C',
      labelText: 'Fail',
      expected: 'satisfactory',
      source: 'rubric',
    });
  });

  it('must not call a pass a fail, nor a fail a pass, where there is no rubric', () => {
    const found = findings(syllabus => {
      syllabus.rubric = null;
      Object.assign(first(syllabus.scale.slice(2)), { label: 'unsatisfactory', labelText: 'Fail' });
      Object.assign(first(syllabus.scale.slice(3)), { label: 'satisfactory', labelText: 'Pass' });
      Object.assign(first(syllabus.scale.slice(1)), { label: 'satisfactory', labelText: 'Pass' });
    });
    expect(brief(found)).toEqual([
      'warning scale-label scale[2].label',
      'warning scale-label scale[3].label',
    ]);
  });

  it("is compared with the institution's row by row", () => {
    const found = findings(
      syllabus => {
        Object.assign(first(syllabus.scale.slice(3)), { letter: 'FX', gpa: '0.5' });
        Object.assign(first(syllabus.scale), { gpa: '4.00' });
      },
      {},
      scale,
    );
    expect(brief(found)).toEqual(['info scale-differs scale', 'info scale-differs scale[3]']);
    expect(found.map(({ params }) => params)).toEqual([
      { letter: 'F', document: null, institution: { min: 0, max: 49, gpa: '0', label: 'unsatisfactory' } },
      { letter: 'FX', document: { min: 0, max: 49, gpa: '0.5', label: 'unsatisfactory' }, institution: null },
    ]);
  });
});

describe('weeks and hours', () => {
  it('are missing when nothing covers them', () => {
    const remove = (syllabus: Syllabus) => {
      syllabus.calendar = syllabus.calendar.map(entry => (entry.week === 6 ? { ...entry, week: 7 } : entry));
    };
    const found = findings(remove);
    expect(brief(found)).toEqual(['warning week-order calendar']);
    expect(first(found).params).toEqual({ problem: 'missing', week: 6 });
    expect(findings(remove, { coveredWeeks: [6] })).toEqual([]);
  });

  it('are out of order when one kind of class goes back', () => {
    const found = findings(syllabus => {
      first(syllabus.calendar.filter(({ kind, week }) => kind === 'lecture' && week === 7)).week = 3;
    });
    expect(brief(found)).toEqual([expect.stringMatching(/^warning week-order calendar\[\d+\]\.week$/)]);
  });

  it('must fit the credits: 9 to 10 contact hours each, 30 in all', () => {
    const contact = findings(syllabus => (syllabus.course.credits = 5));
    expect(first(contact).params).toEqual({ what: 'contact', credits: 5, hours: 30, least: 45, most: 50 });
    const all = findings(syllabus => {
      for (const entry of syllabus.calendar)
        if (entry.kind === 'srs' || entry.kind === 'srsp') entry.hours = 10;
    });
    expect(first(all).params).toEqual({ what: 'all', credits: 3, hours: 70, least: 90, most: 90 });
    expect(findings(syllabus => (syllabus.course.credits = null))).toEqual([]);
  });
});

describe('references', () => {
  it('to independent work must lead to some', () => {
    const found = findings(syllabus => {
      first(syllabus.calendar.filter(({ kind }) => kind === 'srsp')).prepares = { kind: 'srs', number: 7 };
    });
    expect(brief(found)).toEqual([expect.stringMatching(/^error srsp-target calendar\[\d+\]\.prepares$/)]);
    expect(first(found).params).toEqual({ number: 1, target: 7 });
  });

  it('of outcomes: each needs an indicator, but a form without indicators is one remark', () => {
    const bare = { code: '2', text: 'Builds', indicators: [] };
    expect(brief(findings(syllabus => syllabus.outcomes.push(bare)))).toEqual([
      'warning outcome-no-indicator outcomes[1]',
    ]);
    expect(brief(findings(syllabus => (syllabus.outcomes = [{ ...bare, code: '1' }, bare])))).toEqual([
      'info outcome-no-indicator outcomes',
    ]);
  });

  it('of the calendar must cover every outcome, where it names any', () => {
    const two = (syllabus: Syllabus) => {
      syllabus.outcomes = [
        {
          code: '1',
          text: 'a',
          indicators: [
            { code: '1.1', text: 'b' },
            { code: '1.2', text: 'c' },
          ],
        },
        { code: '2', text: 'd', indicators: [{ code: '2.1', text: 'e' }] },
      ];
    };
    expect(brief(findings(two, { namedOutcomes: ['1.1'] }))).toEqual([
      'warning coverage outcomes[0].indicators[1]',
      'warning coverage outcomes[1]',
    ]);
    expect(brief(findings(two, { namedOutcomes: ['1', '2.1'] }))).toEqual([]);
  });

  it('to a contact must not be blank', () => {
    for (const text of ['Help by phone/e-mail ______', 'кеңес алу: телефон / e-mail', 'по телефону: …']) {
      expect(brief(findings(syllabus => (first(syllabus.policies).text = text)))).toEqual([
        'warning contact-blank policies[0].text',
      ]);
    }
    for (const text of [
      'телефон/e-mail help@example.edu',
      'тел. 8 (727) 377-33-33',
      'Everybody is welcome.',
    ]) {
      expect(findings(syllabus => (first(syllabus.policies).text = text))).toEqual([]);
    }
  });
});

describe('the rubric', () => {
  const change = (by: (rubric: Rubric) => void) =>
    findings(syllabus => {
      if (syllabus.rubric !== null) by(syllabus.rubric);
    });

  it('must name its course, and the right one', () => {
    expect(brief(change(entry => (entry.title = null)))).toEqual(['warning rubric-course rubric.title']);
    expect(brief(change(entry => (entry.title = 'Sociology')))).toEqual([
      'warning rubric-course rubric.title',
    ]);
    expect(brief(change(entry => (entry.title = '«STATISTICS» (STAT 2101)')))).toEqual([]);
  });

  it('must not describe two levels with the same words', () => {
    const found = change(entry => {
      first(first(entry.questions).criteria).descriptors = ['all', 'most', 'None.', '«none»'];
    });
    expect(brief(found)).toEqual([
      'warning rubric-twin-descriptors rubric.questions[0].criteria[0].descriptors[3]',
    ]);
    expect(first(found).params).toMatchObject({ first: { min: 50, max: 69 }, second: { min: 0, max: 49 } });
  });

  it('must describe every level of a criterion that it describes', () => {
    const found = change(
      entry => void (first(first(entry.questions).criteria).descriptors = ['all', null, null, 'none']),
    );
    expect(brief(found)).toEqual(['warning rubric-blank rubric.questions[0].criteria[0]']);
    expect(first(found).params).toMatchObject({ question: 1, criterion: 1, blank: 2 });
  });

  it('must have bands that cover 0–100 once', () => {
    const gap = change(entry => void (first(entry.bands).min = 95));
    expect(gap.map(({ code, params }) => [code, params])).toEqual([
      ['rubric-bands', { problem: 'gap', min: 90, max: 94 }],
    ]);
    const overlap = change(entry => void (first(entry.bands).min = 85));
    expect(overlap.map(({ code, params }) => [code, params])).toEqual([
      ['rubric-bands', { problem: 'overlap', min: 85, max: 89 }],
    ]);
  });

  it('must not ask the same twice', () => {
    const found = change(entry => {
      first(entry.questions.slice(1)).criteria = [criterion(1, 'Theory'), criterion(2, 'use')];
    });
    expect(brief(found)).toEqual(['warning rubric-repeated rubric.questions[1]']);
  });

  it('must have as many criteria as its worked example', () => {
    expect(brief(findings(() => undefined, { exampleCriteria: 6 }))).toEqual(['warning example-k rubric']);
  });
});

describe('messages', () => {
  it('say the finding in each language, with its numbers', () => {
    const found = first(findings(syllabus => (syllabus.course.credits = 5)));
    expect(findingMessage(found, 'kk')).toContain('45–50');
    expect(findingMessage(found, 'ru')).toContain('45–50');
    expect(findingMessage(found, 'en')).toBe(
      'With 5 credits there must be 45–50 contact hours, but the calendar has 30.',
    );
  });

  it('have a decimal comma in Kazakh and Russian', () => {
    const found = first(findings(syllabus => (first(syllabus.weights).percent = 36.4)));
    expect(findingMessage(found, 'kk')).toContain('100,4');
    expect(findingMessage(found, 'ru')).toContain('100,4');
    expect(findingMessage(found, 'en')).toContain('100.4');
  });
});

describe('the order of the calendar', () => {
  const change = (by: (calendar: CalendarRow[]) => void) => findings(syllabus => by(syllabus.calendar));
  const rowOf = (calendar: CalendarRow[], kind: CalendarRow['kind'], number: number): CalendarRow =>
    first(calendar.filter(entry => entry.kind === kind && entry.number === number));

  it('numbers each kind of class once and without holes', () => {
    const found = change(calendar => (rowOf(calendar, 'lecture', 4).number = 3));
    expect(found.map(({ code, params }) => [code, params])).toEqual([
      ['number-order', { problem: 'repeated', kind: 'lecture', number: 3 }],
      ['number-order', { problem: 'missing', kind: 'lecture', number: 4 }],
    ]);
  });

  it('prepares a work before it is due', () => {
    const found = change(calendar => (rowOf(calendar, 'srsp', 1).week = 6));
    expect(found.map(({ code, params }) => [code, params])).toContainEqual([
      'prepares-late',
      { kind: 'srs', number: 1, target: 1, week: 6, due: 5 },
    ]);
  });

  it('gives a code of an outcome once', () => {
    const found = findings(syllabus => {
      syllabus.outcomes.push({
        code: '1',
        text: 'Explains again',
        indicators: [{ code: '1.2', text: 'Shows' }],
      });
    });
    expect(brief(found)).toEqual(['warning code-repeated outcomes[1]']);
  });
});
