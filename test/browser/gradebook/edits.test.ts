import { describe, expect, it } from 'vitest';
import { Book, type Place } from '../../../src/browser/gradebook/book.ts';
import { Edits } from '../../../src/browser/gradebook/edits.ts';
import { type PendingRow } from '../../../src/browser/gradebook/keptMarks.ts';
import { MarkQueue } from '../../../src/browser/gradebook/markQueue.ts';
import { type PostResult } from '../../../src/browser/gradebook/server.ts';
import { type GridModel, type SaveRequest } from '../../../src/features/gradebook/domain/grid.ts';
import { nationalPolicy } from '../../../src/features/grading/domain/policy.ts';

function bookOf(students: number, columns: number, closed: GridModel['closed'] = {}): Book {
  const model = {
    plan: {
      columns: Array.from({ length: columns }, (_, n) => ({
        key: `seminar-${n + 1}`,
        kind: 'seminar',
        number: n + 1,
        title: '',
        week: null,
        maximum: '8',
        control: 'rk1',
      })),
      sources: { rk1: 'period', rk2: 'mark', exam: 'panel' },
      rule: 'mean',
      late: [],
    },
    closed,
    counting: [],
    policy: nationalPolicy,
    students: Array.from({ length: students }, (_, n) => ({
      id: `s${n}`,
      name: `${n}`,
      marks: '',
      exam: '',
    })),
    mark: ',',
    words: { marks: { absent: 'қ/к', excused: 'себ.', late: 'кеш' } },
  };
  return new Book(model as unknown as GridModel);
}

describe('edits', () => {
  it('take the good cells of a thousand rows of forty and keep the seven bad ones at their places', () => {
    const book = bookOf(1_000, 40);
    let saved = 0;
    const edits = new Edits(book, () => (saved += 1));
    const bad = new Map([
      ['3:4', '9'],
      ['17:0', 'abc'],
      ['400:39', '-1'],
      ['401:39', '8,00001'],
      ['402:20', '1.234.5'],
      ['998:1', '=1+1'],
      ['999:39', '101 %'],
    ]);
    const cells = Array.from({ length: 40_000 }, (_, n) => ({ student: Math.floor(n / 40), column: n % 40 }));
    const keyOf = ({ student, column }: Place): string => `${student}:${column}`;
    const outcome = edits.apply(
      cells.map(place => ({ place, text: bad.get(keyOf(place)) ?? '7,5' })),
      'pasted',
    );
    expect(outcome).toEqual({ taken: 39_993, bad: 7 });
    expect(saved).toBe(39_993);
    expect(new Map(book.badPlaces().map(one => [keyOf(one.place), one.bad.text]))).toEqual(bad);
    expect(edits.undo()).toEqual({ student: 0, column: 0 });
    expect(book.badPlaces()).toEqual([]);
    expect(cells.every(place => book.markAt(place) === '')).toBe(true);
    edits.redo();
    expect(book.textAt({ student: 998, column: 1 })).toBe('=1+1');
    expect(book.textAt({ student: 999, column: 38 })).toBe('7,5');
  });

  it('keep at its cell what is typed into a closed period, and send none of it', () => {
    const book = bookOf(1, 1, { rk1: 'Балдар жабық.' });
    let sent = 0;
    const edits = new Edits(book, () => (sent += 1));
    const place = { student: 0, column: 0 };
    expect(edits.apply([{ place, text: '5' }], 'typed')).toEqual({ taken: 0, bad: 1 });
    expect(book.valueAt(place)).toEqual({ mark: '', bad: { text: '5', problem: 'closed' } });
    edits.apply([{ place, text: '' }], 'typed');
    expect([book.badPlaces(), sent]).toEqual([[], 0]);
  });

  it('forget what was taken back once something new is typed', () => {
    const book = bookOf(1, 1);
    const edits = new Edits(book, () => {});
    const place = { student: 0, column: 0 };
    edits.apply([{ place, text: '5' }], 'typed');
    edits.undo();
    edits.apply([{ place, text: '6' }], 'typed');
    expect([edits.canRedo, edits.redo(), book.markAt(place)]).toEqual([false, null, '6']);
  });
});

describe('the queue of marks', () => {
  const noStorage = { all: () => new Map<string, PendingRow>(), keep: () => {}, forget: () => {} };
  function queueOf(answers: PostResult[]) {
    const sent: SaveRequest[] = [];
    const queue = new MarkQueue({
      kept: noStorage,
      post: async request => {
        sent.push(structuredClone(request));
        return answers.shift() ?? { kind: 'unreachable' };
      },
      onSaved: () => {},
      onChange: () => {},
    });
    return { queue, sent };
  }
  const saved = (
    conflicts: { column: string; mine: string; theirs: string; by: null; at: string }[] = [],
  ): PostResult => ({
    kind: 'saved',
    at: '12:00',
    rows: [{ id: 's1', marks: '', conflicts, refused: [] }],
  });

  it('names both values after a save without an answer', async () => {
    const { queue, sent } = queueOf([{ kind: 'unreachable' }, saved()]);
    queue.put('s1', 'a', '5', '6', 'typed');
    await queue.flush();
    expect(queue.state).toBe('offline');
    queue.put('s1', 'a', '6', '7', 'typed');
    await queue.flush();
    expect(sent[1]?.rows[0]?.cells).toEqual([{ column: 'a', from: ['5', '6'], to: '7' }]);
    expect([queue.state, queue.students()]).toEqual(['saved', []]);
  });

  it('holds a mark in conflict until somebody decides', async () => {
    const { queue, sent } = queueOf([
      saved([{ column: 'a', mine: '6', theirs: '4', by: null, at: '' }]),
      saved(),
    ]);
    queue.put('s1', 'a', '5', '6', 'typed');
    await queue.flush();
    await queue.flush();
    expect(sent).toHaveLength(1);
    queue.keepMine('s1', 'a', '4');
    await queue.flush();
    expect(sent[1]?.rows[0]?.cells).toMatchObject([{ column: 'a', to: '6' }]);
    expect(sent[1]?.rows[0]?.cells[0]?.from).toContain('4');
    expect(queue.students()).toEqual([]);
  });

  it('sends two hundred students at a time', async () => {
    const sizes: number[] = [];
    const queue = new MarkQueue({
      kept: noStorage,
      post: async ({ rows }) => {
        sizes.push(rows.length);
        return {
          kind: 'saved',
          at: '12:00',
          rows: rows.map(({ id }) => ({ id, marks: '', conflicts: [], refused: [] })),
        };
      },
      onSaved: () => {},
      onChange: () => {},
    });
    for (let n = 0; n < 450; n += 1) queue.put(`s${n}`, 'a', '', '6', 'pasted');
    await queue.flush();
    expect([sizes, queue.state]).toEqual([[200, 200, 50], 'saved']);
  });
});
