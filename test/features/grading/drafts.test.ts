import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameRubric, rubricOfDocument } from '../../../src/features/grading/domain/documentRubric.ts';
import {
  bandsOf,
  findReleasable,
  type Grade,
  type SavedDraft,
  stateOf,
} from '../../../src/features/grading/domain/grade.ts';
import { eventsOf } from '../../../src/features/grading/domain/history.ts';
import { nationalPolicy } from '../../../src/features/grading/domain/policy.ts';
import { rubricResult } from '../../../src/features/grading/domain/result.ts';
import { readPercent, rubricProblems } from '../../../src/features/grading/domain/rubric.ts';
import { sumLine } from '../../../src/features/grading/domain/sumLine.ts';
import { canBecomePercent } from '../../../src/features/grading/domain/typing.ts';
import { decideWrite, type IncomingDraft } from '../../../src/features/grading/domain/writing.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { sampleRubric } from './sampleRubric.ts';

const rubric = rubricOfDocument(sampleRubric(1, 2), nationalPolicy.scale);
const mark = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
const contents = fc
  .record({ criteria: fc.tuple(mark, mark), comment: fc.constantFrom('', 'Жақсы') })
  .map(({ criteria, comment }) => ({ criteria, comment, bands: bandsOf(rubric, criteria, undefined) }));

const teacher = asId<'person'>('a'.repeat(24));
function draft(content: { criteria: readonly (number | null)[]; comment?: string }, rev = 1): SavedDraft {
  const { criteria, comment = '' } = content;
  return {
    criteria,
    comment,
    bands: bandsOf(rubric, criteria, undefined),
    by: teacher,
    at: new Date(rev),
    rev,
    mark: null,
  };
}
function gradeOf(saved: SavedDraft, released: Grade['released'] = null): Grade {
  return {
    courseId: asId<'course'>('c'.repeat(24)),
    assessment: 'final',
    personId: asId<'person'>('b'.repeat(24)),
    rev: Math.max(saved.rev, released?.rev ?? 0),
    rubricVersion: 1,
    draft: saved,
    released,
  };
}
function releasedAs(criteria: number[], rev: number): NonNullable<Grade['released']> {
  const { total, letter, gpa, label } = rubricResult(nationalPolicy, criteria);
  return {
    criteria,
    comment: '',
    total,
    letter,
    gpa,
    label,
    policyVersion: 1,
    rubricVersion: 1,
    by: teacher,
    at: new Date(rev),
    rev,
  };
}

describe('the state of a grade', () => {
  it.each([
    ['not-started', null],
    ['not-started', gradeOf(draft({ criteria: [null, null] }))],
    ['in-progress', gradeOf(draft({ criteria: [70, null] }))],
    ['in-progress', gradeOf(draft({ criteria: [null, null], comment: 'Әлі тексерілуде' }))],
    ['ready', gradeOf(draft({ criteria: [70, 0] }))],
    ['released', gradeOf(draft({ criteria: [70, 80] }), releasedAs([70, 80], 2))],
    ['changed', gradeOf(draft({ criteria: [70, 81] }, 3), releasedAs([70, 80], 2))],
    ['changed', gradeOf(draft({ criteria: [70, 80], comment: 'Енді жақсы' }, 3), releasedAs([70, 80], 2))],
  ] as const)('is %s', (state, grade) => {
    expect(stateOf(grade)).toBe(state);
  });

  it('lets only what is complete and new be released', () => {
    expect(findReleasable(gradeOf(draft({ criteria: [70, null] })))).toBeNull();
    expect(findReleasable(gradeOf(draft({ criteria: [70, 80] })))).toEqual([70, 80]);
    expect(findReleasable(gradeOf(draft({ criteria: [70, 80] }), releasedAs([70, 80], 2)))).toBeNull();
    expect(findReleasable(gradeOf(draft({ criteria: [70, null] }, 3), releasedAs([70, 80], 2)))).toBeNull();
    expect(findReleasable(gradeOf(draft({ criteria: [70, 90] }, 3), releasedAs([70, 80], 2)))).toEqual([
      70, 90,
    ]);
  });
});

describe('a draft that arrives', () => {
  const incoming = (
    content: IncomingDraft['content'],
    baseRev: number,
    seq: number | null = null,
  ): IncomingDraft => ({
    content,
    baseRev,
    mark: seq === null ? null : { client: 'page', seq },
  });

  it('never overwrites what its grader has not seen, unless the same page wrote it', () => {
    fc.assert(
      fc.property(
        contents,
        contents,
        fc.nat(5),
        fc.nat(5),
        fc.constantFrom('page', 'other', null),
        (kept, wanted, rev, base, client) => {
          const saved = {
            ...draft(kept, rev + 1),
            bands: kept.bands,
            mark: client === null ? null : { client, seq: 1 },
          };
          const decision = decideWrite(saved, {
            content: wanted,
            baseRev: base,
            mark: { client: 'page', seq: 2 },
          });
          const isSame = JSON.stringify(kept) === JSON.stringify(wanted);
          if (isSame) expect(decision).toBe('same');
          else if (base === saved.rev || client === 'page') expect(decision).toBe('write');
          else expect(decision).toBe('conflict');
        },
      ),
    );
  });

  it('is dropped when the same page has saved something newer since', () => {
    const kept = { ...draft({ criteria: [70, 80] }, 4), mark: { client: 'page', seq: 9 } };
    const old = { criteria: [7, null], bands: [4, null], comment: '' };
    expect(decideWrite(kept, incoming(old, 4, 8))).toBe('late');
    expect(decideWrite(kept, incoming(old, 3, 10))).toBe('write');
  });

  it('is the first where there was none', () => {
    expect(decideWrite(null, incoming({ criteria: [1, 2], bands: [4, 4], comment: '' }, 0))).toBe('write');
  });

  it('takes the band of its percent, and a picked one only without a percent', () => {
    expect(bandsOf(rubric, [95, null], [4, 2])).toEqual([0, 2]);
  });
});

describe('the history of a grade', () => {
  it('tells who changed what from what to what, to the present version', () => {
    const versions = [
      gradeOf(draft({ criteria: [70, null] }, 1)),
      gradeOf(draft({ criteria: [70, 80], comment: 'Жақсы' }, 2)),
      gradeOf(draft({ criteria: [70, 80], comment: 'Жақсы' }, 2), releasedAs([70, 80], 3)),
      gradeOf(draft({ criteria: [71, 80], comment: 'Жақсы' }, 4), releasedAs([70, 80], 3)),
      gradeOf(draft({ criteria: [71, 80], comment: 'Жақсы' }, 4), releasedAs([71, 80], 5)),
    ];
    expect(eventsOf(versions).map(({ rev, changes }) => [rev, changes])).toEqual([
      [1, [{ field: 'criterion', index: 0, from: null, to: 70 }]],
      [
        2,
        [
          { field: 'criterion', index: 1, from: null, to: 80 },
          { field: 'comment', from: '', to: 'Жақсы' },
        ],
      ],
      [3, [{ field: 'released', from: null, to: 75 }]],
      [4, [{ field: 'criterion', index: 0, from: 70, to: 71 }]],
      [5, [{ field: 'released', from: 75, to: 76 }]],
    ]);
  });
});

describe('the rubric of a syllabus', () => {
  it('keeps blank descriptors blank and takes a missing label from the scale', () => {
    const document = sampleRubric(1, 1);
    const [band, ...others] = document.bands;
    const [question] = document.questions;
    const [criterion] = question?.criteria ?? [];
    if (band === undefined || question === undefined || criterion === undefined) throw new Error('no sample');
    const taken = rubricOfDocument(
      {
        ...document,
        bands: [{ ...band, label: null }, ...others],
        questions: [{ ...question, criteria: [{ ...criterion, descriptors: [null, 'а', 'ә', 'б', 'в'] }] }],
      },
      nationalPolicy.scale,
    );
    expect(taken.bands[0]?.label).toBe('excellent');
    expect(taken.questions[0]?.criteria[0]?.descriptors).toEqual(['', 'а', 'ә', 'б', 'в']);
    expect(rubricProblems(taken)).toEqual([]);
  });

  it('is another one when a descriptor or a band differs, not when its title does', () => {
    expect(isSameRubric(rubric, { ...rubric, title: 'Басқа атау' })).toBe(true);
    expect(isSameRubric(rubric, { ...rubric, bands: rubric.bands.slice(1) })).toBe(false);
    expect(isSameRubric(rubric, null)).toBe(false);
    expect(isSameRubric(null, null)).toBe(true);
  });
});

describe('a number that is being typed', () => {
  it('is left alone exactly as long as more digits can make a percent of the band out of it', () => {
    const band = fc.constantFrom(...rubric.bands);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }).map(String), band, (typed, range) => {
        const longer = ['', ...'0123456789'].flatMap(a => [...'0123456789'].map(b => typed + a + b));
        const reachable = longer.filter(text => !/^0\d/.test(text)).some(text => readPercent(text, range).ok);
        expect(canBecomePercent(typed, range)).toBe(reachable);
      }),
    );
  });
});

describe('the arithmetic of a result in one line', () => {
  it('is that of the worked example', () => {
    expect(sumLine([100, 75, 60, 45, 100, 49], 72, ',')).toBe('429 / 6 = 71,5 → 72');
    expect(sumLine([70, 80], 75, '.')).toBe('150 / 2 = 75');
    expect(sumLine([100, 100, 0], 67, ',')).toBe('200 / 3 = 66,66… → 67');
  });
});
