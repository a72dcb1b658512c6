import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../../src/documents/index.ts';
import { diffSyllabi } from '../../../../src/features/syllabus/domain/diff/diff.ts';
import { parseSyllabus } from '../../../../src/features/syllabus/domain/index.ts';
import { type Syllabus } from '../../../../src/features/syllabus/domain/types.ts';

const bytes = readFileSync(new URL('../../../../samples/syllabus-sample-ru.docx', import.meta.url));
const base = parseSyllabus(await readDocument(bytes, 'ru.docx')).syllabus;

/** A syllabus after a few edits that a teacher could make. */
const edited = fc
  .array(
    fc.record({
      what: fc.constantFrom('title', 'points', 'drop', 'swap', 'copy', 'weight', 'descriptor'),
      at: fc.nat(200),
      to: fc.nat(300),
    }),
    { maxLength: 8 },
  )
  .map(edits => {
    const syllabus = structuredClone(base);
    for (const { what, at, to } of edits) {
      const { calendar } = syllabus;
      const [n, m] = [at % calendar.length, to % calendar.length];
      const row = calendar[n];
      const other = calendar[m];
      if (row === undefined || other === undefined) continue;
      if (what === 'title') row.title = `тема ${to}`;
      if (what === 'points') row.maxPoints = to;
      if (what === 'drop' && calendar.length > 3) calendar.splice(n, 1);
      if (what === 'copy') calendar.splice(m, 0, structuredClone(row));
      if (what === 'swap') [calendar[n], calendar[m]] = [other, row];
      const weight = syllabus.weights[at % syllabus.weights.length];
      if (what === 'weight' && weight !== undefined) weight.percent = to % 101;
      const criterion = syllabus.rubric?.questions[0]?.criteria[0];
      if (what === 'descriptor' && criterion !== undefined) criterion.descriptors[at % 5] = `уровень ${to}`;
    }
    return syllabus;
  });

describe('the difference of two versions', () => {
  it('is empty for the same version, and only for one that says the same', () => {
    fc.assert(
      fc.property(edited, edited, (a, b) => {
        expect(diffSyllabi(a, a)).toEqual([]);
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(diffSyllabi(a, b).length === 0).toBe(same);
      }),
      { numRuns: 200 },
    );
  });

  it('read backwards says the opposite', () => {
    const signs = (changes: ReturnType<typeof diffSyllabi>, back: boolean) =>
      changes
        .filter(({ kind }) => kind !== 'moved')
        .map(({ kind, key, fields }) => ({
          key,
          kind: back ? ({ added: 'removed', removed: 'added' }[kind as string] ?? kind) : kind,
          fields: fields.map(({ field, before, after }) =>
            back ? [field, after, before] : [field, before, after],
          ),
        }))
        .map(change => JSON.stringify({ ...change, fields: change.fields.sort() }))
        .sort();
    fc.assert(
      fc.property(edited, edited, (a, b) => {
        expect(signs(diffSyllabi(b, a), true)).toEqual(signs(diffSyllabi(a, b), false));
      }),
      { numRuns: 200 },
    );
  });

  it('names a renamed topic, a dropped row, a new row and one that was moved', () => {
    const after: Syllabus = structuredClone(base);
    const first = after.calendar[0];
    if (first !== undefined) first.title = 'Другое введение';
    const dropped = after.calendar.splice(4, 1)[0];
    after.calendar.push({
      ...(first as NonNullable<typeof first>),
      kind: 'consultation',
      number: 9,
      title: 'Консультация',
    });
    const [moved] = after.calendar.splice(6, 1);
    if (moved !== undefined) after.calendar.splice(12, 0, moved);
    const changes = diffSyllabi(base, after);
    expect(changes.map(({ kind }) => kind)).toEqual(['changed', 'moved', 'added', 'removed']);
    expect(changes[0]?.fields).toEqual([
      { field: 'title', before: base.calendar[0]?.title, after: 'Другое введение' },
    ]);
    expect(changes[3]?.name).toBe(dropped?.title);
  });
});
