import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctSection } from '../../../src/features/syllabus/domain/corrections.ts';
import { lockedTextFindings } from '../../../src/features/syllabus/domain/index.ts';
import { mendingOf } from '../../../src/features/syllabus/domain/mending.ts';
import { type Policy, policyKinds, type Syllabus } from '../../../src/features/syllabus/index.ts';
import {
  emptyTemplate,
  lockedTexts,
  missingLanguages,
  startingPolicies,
  startingWeights,
  type TemplatePolicy,
  withPolicy,
} from '../../../src/features/templates/domain/template.ts';
import { readWeights } from '../../../src/features/templates/domain/typedWeights.ts';

const syllabusWith = (policies: Policy[]): Syllabus => ({
  kind: 'syllabus',
  language: 'en',
  course: { title: 'A', code: null, credits: null, aim: null, prerequisites: [], postrequisites: [] },
  outcomes: [],
  policies,
  scale: [],
  weights: [],
  calendar: [],
  rubric: null,
});
const policy = (kind: TemplatePolicy['kind'], text: string, locked = true): TemplatePolicy => ({
  kind,
  locked,
  texts: { kk: text, ru: text, en: text },
});
const integrity = { kind: 'integrity', text: 'Every text is one’s own.' } as const;

describe('a locked text', () => {
  it('is missed where a syllabus lacks it, and met where it says something else', () => {
    const codes = (policies: Policy[]) =>
      lockedTextFindings(syllabusWith(policies), [integrity]).map(({ code }) => code);
    expect(codes([])).toEqual(['policy-text-missing']);
    expect(codes([{ kind: 'integrity', text: 'Copy as you like.' }])).toEqual(['policy-text-differs']);
    expect(codes([{ kind: 'general', text: integrity.text }])).toEqual(['policy-text-missing']);
  });

  it('is the same with other white space and punctuation, look-alike letters, and the heading of the form', () => {
    for (const text of [
      'Every  text\nis one’s own',
      'Evеry text is one’s own.',
      `Academic integrity. ${integrity.text}`,
    ])
      expect(lockedTextFindings(syllabusWith([{ kind: 'integrity', text }]), [integrity])).toEqual([]);
  });

  it('is put in by the repair, and then nothing is found', () => {
    for (const policies of [[], [{ kind: 'integrity' as const, text: 'Copy as you like.' }]]) {
      const syllabus = syllabusWith([{ kind: 'science', text: 'Research.' }, ...policies]);
      const [found] = lockedTextFindings(syllabus, [integrity]);
      const mended = found === undefined ? null : mendingOf(found, syllabus)?.(syllabus);
      expect(mended?.policies).toEqual([{ kind: 'science', text: 'Research.' }, integrity]);
    }
  });

  it('is not changed by a correction, while the others are', () => {
    const corrected = correctSection(
      'policies',
      syllabusWith([integrity, { kind: 'science', text: 'Research.' }]),
      { 'policies.integrity': 'Copy.', 'policies.science': '', 'policies.general': 'Be kind.' },
      ['integrity'],
    );
    expect(corrected).toMatchObject({
      syllabus: { policies: [{ kind: 'general', text: 'Be kind.' }, integrity] },
    });
  });
});

describe('a template', () => {
  it('keeps its general part first, and drops a part without any text', () => {
    const kinds = (policies: TemplatePolicy[]) =>
      policies.reduce(withPolicy, emptyTemplate).policies.map(({ kind }) => kind);
    expect(kinds([policy('mooc', 'a'), policy('general', 'b'), policy('attendance', 'c')])).toEqual([
      'general',
      'attendance',
      'mooc',
    ]);
    expect(kinds([policy('mooc', 'a'), policy('mooc', '')])).toEqual([]);
  });

  it('asks for a locked text in every language, and for a proposed one in none', () => {
    const half = { ...policy('mooc', 'a'), texts: { kk: 'a', ru: '', en: '' } };
    expect(missingLanguages(half)).toEqual(['ru', 'en']);
    expect(missingLanguages({ ...half, locked: false })).toEqual([]);
  });

  it('puts locked texts before the course’s own, and the course’s own before proposed ones', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ kind: fc.constantFrom(...policyKinds), locked: fc.boolean() }), {
          selector: ({ kind }) => kind,
        }),
        fc.uniqueArray(fc.constantFrom(...policyKinds)),
        (given, owned) => {
          const policies = given.map(({ kind, locked }) => policy(kind, `given ${kind}`, locked));
          const own = owned.map(kind => ({ kind, text: `own ${kind}` }));
          const template = { policies, weights: [] };
          const started = startingPolicies(template, 'ru', own);
          expect(lockedTextFindings(syllabusWith(started), lockedTexts(template, 'ru'))).toEqual([]);
          for (const { kind, text } of started) {
            const one = given.find(other => other.kind === kind);
            const isOwn = owned.includes(kind) && one?.locked !== true;
            expect(text).toBe(`${isOwn ? 'own' : 'given'} ${kind}`);
          }
          expect(new Set(started.map(({ kind }) => kind))).toEqual(
            new Set([...given.map(({ kind }) => kind), ...owned]),
          );
          expect(started.findIndex(({ kind }) => kind === 'general')).toBeLessThan(1);
        },
      ),
    );
  });

  it('gives its weights the names of the syllabus’s language, and none where it has none', () => {
    const names = { practice: 'P', independent: 'I', project: 'J', exam: 'E', other: 'O' };
    expect(startingWeights({ policies: [], weights: [{ kind: 'exam', percent: 100 }] }, names)).toEqual([
      { kind: 'exam', percent: 100, text: 'E' },
    ]);
    expect(startingWeights(emptyTemplate, names)).toBeNull();
  });
});

describe('the weights of a template', () => {
  it('sum to exactly 100, in decimals too, or are all empty', () => {
    const kindOf = (typed: Record<string, string>) => readWeights(typed);
    expect(kindOf({ practice: '33,3', independent: '26.7', exam: '40' })).toMatchObject({ kind: 'read' });
    expect(kindOf({})).toEqual({ kind: 'read', weights: [] });
    expect(kindOf({ practice: '60', exam: '39,99' })).toEqual({ kind: 'wrong', unread: [] });
    expect(kindOf({ practice: '60', project: '0', exam: '40' })).toMatchObject({
      weights: [
        { kind: 'practice', percent: 60 },
        { kind: 'exam', percent: 40 },
      ],
    });
    expect(kindOf({ practice: '101', project: 'x', exam: '-1' })).toEqual({
      kind: 'wrong',
      unread: ['practice', 'project', 'exam'],
    });
  });
});
