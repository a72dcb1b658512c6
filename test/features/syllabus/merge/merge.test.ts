import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../../src/documents/index.ts';
import { parseSyllabus } from '../../../../src/features/syllabus/domain/index.ts';
import { carriedOver, mergeSyllabi } from '../../../../src/features/syllabus/domain/merge/merge.ts';
import { type CalendarRow, type Syllabus } from '../../../../src/features/syllabus/domain/types.ts';
import { keysOfRows } from '../../../../src/kernel/rowKeys.ts';

const bytes = readFileSync(new URL('../../../../samples/syllabus-sample-ru.docx', import.meta.url));
const reading = parseSyllabus(await readDocument(bytes, 'ru.docx'));
const read = reading.syllabus;
const nobody: ReadonlySet<string> = new Set();

interface Edit {
  readonly what: string;
  readonly at: number;
  readonly to: number;
}

/** A syllabus after edits that a person could make, or that stand in a newer document. */
function after(edits: readonly Edit[], who: string): Syllabus {
  const syllabus = structuredClone(read);
  for (const { what, at, to } of edits) {
    const { calendar } = syllabus;
    const n = at % calendar.length;
    const row = calendar[n];
    const other = calendar[to % calendar.length];
    if (row === undefined || other === undefined) continue;
    if (what === 'title') row.title = `${who} ${to}`;
    if (what === 'points') row.maxPoints = to;
    if (what === 'week') row.week = (to % 15) + 1;
    if (what === 'drop' && calendar.length > 3) calendar.splice(n, 1);
    if (what === 'copy') calendar.splice(to % calendar.length, 0, { ...row, title: `${who} ${to}` });
    if (what === 'insert')
      calendar.splice(n, 0, { ...row, number: row.number === null ? null : row.number + 1, title: who });
    if (what === 'swap') [calendar[n], calendar[to % calendar.length]] = [other, row];
    if (what === 'shift')
      for (const one of calendar) if (one.kind === row.kind && one.number !== null) one.number += 1;
    if (what === 'weight') syllabus.weights.forEach(one => (one.percent = to % 101));
    if (what === 'aim') syllabus.course.aim = `${who} ${to}`;
    if (what === 'outcome' && syllabus.outcomes.length > 1)
      syllabus.outcomes.splice(at % syllabus.outcomes.length, 1);
    const criterion = syllabus.rubric?.questions[0]?.criteria[0];
    if (what === 'descriptor' && criterion !== undefined) criterion.descriptors[at % 5] = `${who} ${to}`;
  }
  return syllabus;
}

const whats = [
  ...['title', 'points', 'week', 'drop', 'copy', 'insert', 'swap', 'shift'],
  ...['weight', 'aim', 'outcome', 'descriptor'],
];
const edits = fc.array(fc.record({ what: fc.constantFrom(...whats), at: fc.nat(200), to: fc.nat(300) }), {
  maxLength: 6,
});
const few = { numRuns: 150 };

const rowNamed = (syllabus: Syllabus, key: string): CalendarRow => {
  const place = keysOfRows(syllabus.calendar).indexOf(key);
  const row = syllabus.calendar[place];
  if (row === undefined) throw new Error(`no row ${key}`);
  return row;
};
const changed = (change: (syllabus: Syllabus) => void): Syllabus => {
  const syllabus = structuredClone(read);
  change(syllabus);
  return syllabus;
};

describe('merging a newer document', () => {
  it('with itself changes nothing, whatever the last reading was', () => {
    fc.assert(
      fc.property(edits, edits, fc.boolean(), (one, two, isRead) => {
        const present = after(one, 'hand');
        const versions = { read: isRead ? after(two, 'document') : null, present, marked: nobody };
        const merged = mergeSyllabi({ ...versions, document: structuredClone(present) });
        expect(merged.syllabus).toEqual(present);
        expect(merged.decisions).toEqual([]);
      }),
      few,
    );
  });

  it('that says what the last one said keeps everything that was done by hand', () => {
    fc.assert(
      fc.property(edits, hand => {
        const present = after(hand, 'hand');
        const merged = mergeSyllabi({ read, present, document: structuredClone(read), marked: nobody });
        expect(merged.syllabus).toEqual(present);
        expect(merged.decisions.filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
      }),
      few,
    );
  });

  it('into what nobody has changed by hand gives the document', () => {
    fc.assert(
      fc.property(edits, document => {
        const newer = after(document, 'document');
        const merged = mergeSyllabi({
          read,
          present: structuredClone(read),
          document: newer,
          marked: nobody,
        });
        expect(merged.syllabus).toEqual(newer);
        expect(merged.decisions.filter(({ outcome }) => outcome !== 'taken')).toEqual([]);
      }),
      few,
    );
  });

  it('never loses a change by hand without asking', () => {
    fc.assert(
      fc.property(edits, edits, fc.boolean(), (one, two, isRead) => {
        const present = after(one, 'hand');
        const versions = { read: isRead ? read : null, present, document: after(two, 'document') };
        const { syllabus, decisions } = mergeSyllabi({ ...versions, marked: nobody });
        const texts = JSON.stringify(syllabus);
        // What people wrote is still there: nothing is chosen for them.
        for (const text of new Set(JSON.stringify(present).match(/hand \d+/gu) ?? []))
          expect(texts).toContain(text);
        expect(decisions.filter(({ choice }) => choice !== null)).toEqual([]);
        for (const { outcome, present: own, result } of decisions)
          if (outcome === 'asked' || outcome === 'kept') expect(result).toBe(own);
      }),
      few,
    );
  });

  it('never takes a row or its key from marks that were given', () => {
    fc.assert(
      fc.property(
        edits,
        edits,
        fc.array(fc.nat(200), { maxLength: 6 }),
        fc.boolean(),
        (one, two, at, isRead) => {
          const present = after(one, 'hand');
          const keys = keysOfRows(present.calendar);
          const marked = new Set(at.map(place => keys[place % keys.length] ?? ''));
          const versions = { read: isRead ? read : null, present, document: after(two, 'document'), marked };
          const merged = mergeSyllabi(versions);
          const after1 = keysOfRows(merged.syllabus.calendar);
          const decided = new Map(merged.decisions.map(one => [one.id, one]));
          for (const key of marked) {
            const place = keys.indexOf(key);
            const now = merged.syllabus.calendar[after1.indexOf(key)];
            const before = present.calendar[place];
            expect(now, key).toBeDefined();
            expect([now?.kind, now?.number]).toEqual([before?.kind, before?.number]);
            // It is the same class, unless the document alone gave it another topic, and says so.
            const title = decided.get(`calendar.p${place}.title`);
            expect(now?.title).toBe(title === undefined ? before?.title : title.result);
            if (now?.maxPoints !== before?.maxPoints) expect.fail(`points of ${key} were changed unasked`);
          }
        },
      ),
      few,
    );
  });
});

describe('what both changed', () => {
  const present = changed(syllabus => (rowNamed(syllabus, 'practical-2').title = 'По-своему'));
  const document = changed(syllabus => (rowNamed(syllabus, 'practical-2').title = 'По документу'));

  it('is asked, and follows the answer', () => {
    const { decisions, syllabus } = mergeSyllabi({ read, present, document, marked: nobody });
    expect(decisions).toMatchObject([
      {
        outcome: 'asked',
        field: 'title',
        present: 'По-своему',
        document: 'По документу',
        result: 'По-своему',
      },
    ]);
    expect(rowNamed(syllabus, 'practical-2').title).toBe('По-своему');
    const choices = new Map([[decisions[0]?.id ?? '', 'document' as const]]);
    const chosen = mergeSyllabi({ read, present, document, marked: nobody }, choices);
    expect(rowNamed(chosen.syllabus, 'practical-2').title).toBe('По документу');
  });

  it('is every difference where the last reading is not known', () => {
    const { decisions } = mergeSyllabi({ read: null, present, document, marked: nobody });
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['asked']);
  });
});

describe('rows with marks', () => {
  const marked = new Set(['practical-3']);
  const title = rowNamed(read, 'practical-3').title;

  it('are held back by name when the document drops them', () => {
    const document = changed(
      syllabus =>
        (syllabus.calendar = syllabus.calendar.filter(row => row.kind !== 'practical' || row.number !== 3)),
    );
    const merged = mergeSyllabi({ read, present: read, document, marked });
    expect(merged.decisions).toMatchObject([
      { outcome: 'held', reason: 'marks', what: 'row', present: title },
    ]);
    expect(merged.syllabus).toEqual(read);
    expect(mergeSyllabi({ read, present: read, document, marked: nobody }).syllabus).toEqual(document);
  });

  it('keep their number when the document puts a class before them, which takes a free one', () => {
    const document = changed(syllabus => {
      const place = syllabus.calendar.findIndex(row => row.kind === 'practical' && row.number === 3);
      for (const row of syllabus.calendar.slice(place))
        if (row.kind === 'practical' && row.number !== null) row.number += 1;
      const old = syllabus.calendar[place];
      if (old !== undefined) syllabus.calendar.splice(place, 0, { ...old, number: 3, title: 'Новая тема' });
    });
    const { syllabus, decisions } = mergeSyllabi({ read, present: read, document, marked });
    expect(rowNamed(syllabus, 'practical-3').title).toBe(title);
    const added = syllabus.calendar.find(row => row.title === 'Новая тема');
    expect(keysOfRows(syllabus.calendar)).toHaveLength(new Set(keysOfRows(syllabus.calendar)).size);
    expect(added?.number).not.toBe(3);
    const reasons = decisions.filter(one => one.outcome === 'held').map(({ reason }) => reason);
    expect(reasons.sort()).toEqual(['marks', 'number-taken']);
  });

  it('are asked about before they are worth other points', () => {
    const document = changed(syllabus => (rowNamed(syllabus, 'practical-3').maxPoints = 5));
    const { decisions } = mergeSyllabi({ read, present: read, document, marked });
    expect(decisions).toMatchObject([{ outcome: 'asked', field: 'points', reason: 'points-of-marks' }]);
  });
});

describe('what the document leaves out', () => {
  it('stays: a pasted calendar takes back neither outcomes nor rubric', () => {
    const document: Syllabus = {
      ...changed(() => undefined),
      course: { title: null, code: null, credits: null, aim: null, prerequisites: [], postrequisites: [] },
      outcomes: [],
      policies: [],
      scale: [],
      weights: [],
      rubric: null,
    };
    const merged = mergeSyllabi({ read, present: read, document, marked: nobody });
    expect(merged.syllabus).toEqual(read);
    expect(new Set(merged.decisions.map(({ reason }) => reason))).toEqual(new Set(['not-in-document']));
  });
});

describe('places and findings of the new document', () => {
  it('go with their rows, and only with values that were taken over', () => {
    const present = changed(syllabus => {
      rowNamed(syllabus, 'lecture-1').title = 'По-своему';
      syllabus.calendar.splice(0, 0, { ...rowNamed(syllabus, 'srs-1'), number: 9, title: 'Ещё одна работа' });
    });
    const merged = mergeSyllabi({ read, present, document: read, marked: nobody });
    const { provenance } = carriedOver(merged, reading);
    const [before, now] = [read, merged.syllabus].map(({ calendar }) =>
      calendar.findIndex(row => row.kind === 'lecture' && row.number === 2),
    );
    expect(now).toBe((before ?? 0) + 1);
    expect(provenance[`calendar[${now}]`]).toEqual(reading.provenance[`calendar[${before}]`]);
    expect(merged.pathOf('calendar[0].title')).toBeNull();
  });
});
