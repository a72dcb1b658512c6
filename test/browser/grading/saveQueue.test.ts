import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptDrafts, type KeptDrafts } from '../../../src/browser/grading/keptDrafts.ts';
import { createKept } from '../../../src/browser/kept/kept.ts';
import { type PostResult, SaveQueue } from '../../../src/browser/grading/saveQueue.ts';
import { type PanelGrade, type SaveRequest } from '../../../src/features/grading/domain/panel.ts';

const content = (percent: number) => ({ criteria: [percent], bands: [null], comment: '' });
const grade = (rev: number, percent: number): PanelGrade => ({
  ...content(percent),
  rev,
  cap: null,
  breach: null,
  state: 'ready',
  released: null,
  changed: null,
});

/** As much of `Storage` as is used. */
class MemoryStorage {
  [name: string]: unknown;
  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? (this[name] as string) : null;
  }
  setItem(name: string, value: string): void {
    this[name] = value;
  }
  removeItem(name: string): void {
    delete this[name];
  }
}

const keptBy = (storage: MemoryStorage | null, owner = 'course:grader'): KeptDrafts =>
  createKept(keptDrafts, owner, storage as Storage | null, () => Date.now());

/** A server that answers what the test says, in turn. */
function scripted(answers: (PostResult | ((request: SaveRequest) => PostResult))[], kept = keptBy(null)) {
  const requests: SaveRequest[] = [];
  const savedTimes: string[] = [];
  const queue = new SaveQueue({
    rubricVersion: 1,
    client: 'page',
    kept,
    now: () => Date.now(),
    onChange: () => {},
    onSaved: (_personId, _grade, at) => savedTimes.push(at),
    async post(_personId, request) {
      requests.push(request);
      const answer = answers.shift();
      if (answer === undefined) throw new Error('one request too many');
      await new Promise(resolve => setTimeout(resolve, 50));
      return typeof answer === 'function' ? answer(request) : answer;
    },
  });
  return { queue, requests, savedTimes };
}

const saved =
  (rev: number) =>
  (request: SaveRequest): PostResult => ({
    kind: 'saved',
    grade: { ...grade(rev, 0), criteria: request.criteria },
    at: '12:03',
  });
const away: PostResult = { kind: 'unreachable' };
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the queue of saves', () => {
  it('sends one request after a rest, with the newest draft', async () => {
    const { queue, requests, savedTimes } = scripted([saved(1)]);
    queue.put('a', content(7), 0);
    await vi.advanceTimersByTimeAsync(300);
    queue.put('a', content(75), 0);
    expect(queue.stateOf('a')).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(minute);
    expect(requests.map(request => [request.criteria, request.rev])).toEqual([[[75], 0]]);
    expect(queue.stateOf('a')).toBe('saved');
    expect(queue.pending('a')).toBeNull();
    expect(savedTimes).toEqual(['12:03']);
  });

  it('never has two requests of one student under way, and follows up with what was typed meanwhile', async () => {
    const { queue, requests } = scripted([saved(1), saved(2)]);
    queue.put('a', content(70), 0);
    await vi.advanceTimersByTimeAsync(720);
    expect(queue.stateOf('a')).toBe('saving');
    queue.put('a', content(80), 0);
    void queue.flush('a');
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(minute);
    expect(requests.map(({ criteria, rev }) => [criteria, rev])).toEqual([
      [[70], 0],
      [[80], 1],
    ]);
    expect(requests.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(queue.unsettled()).toEqual([]);
  });

  it('tries again with growing pauses until there is an answer', async () => {
    const { queue, requests } = scripted([away, away, away, saved(1)]);
    queue.put('a', content(70), 0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(queue.stateOf('a')).toBe('offline');
    await vi.advanceTimersByTimeAsync(minute);
    expect(requests).toHaveLength(4);
    expect(queue.stateOf('a')).toBe('saved');
  });

  it('sends at once when the connection is back', async () => {
    const { queue, requests } = scripted([away, saved(1)]);
    queue.put('a', content(70), 0);
    await vi.advanceTimersByTimeAsync(1000);
    queue.flushAll();
    await vi.advanceTimersByTimeAsync(100);
    expect(requests).toHaveLength(2);
    expect(queue.stateOf('a')).toBe('saved');
  });

  it('holds a conflict with both versions until the grader decides, however much is typed', async () => {
    const theirs = grade(5, 40);
    const { queue, requests } = scripted([{ kind: 'conflict', theirs, by: 'Омаров', at: '12:01' }, saved(6)]);
    queue.put('a', content(70), 3);
    await vi.advanceTimersByTimeAsync(minute);
    queue.put('a', content(71), 3);
    await vi.advanceTimersByTimeAsync(minute);
    expect(requests).toHaveLength(1);
    expect(queue.stateOf('a')).toBe('conflict');
    expect(queue.conflictOf('a')?.theirs).toEqual(theirs);
    queue.keepMine('a');
    await vi.advanceTimersByTimeAsync(minute);
    expect(requests.at(-1)).toMatchObject({ criteria: [71], rev: 5 });
    expect(queue.stateOf('a')).toBe('saved');
  });

  it('drops its own version only when the grader says so', async () => {
    const theirs = grade(5, 40);
    const { queue } = scripted([{ kind: 'conflict', theirs, by: null, at: '12:01' }]);
    queue.put('a', content(70), 3);
    await vi.advanceTimersByTimeAsync(minute);
    expect(queue.takeTheirs('a')).toEqual(theirs);
    expect(queue.pending('a')).toBeNull();
  });

  it('keeps in the browser what has no answer, and sends it from the next page with its own mark', async () => {
    const storage = new MemoryStorage();
    const first = scripted([away, away, away, away, away, away], keptBy(storage));
    first.queue.put('a', content(70), 2);
    await vi.advanceTimersByTimeAsync(1000);
    const second = scripted([saved(3)], keptBy(storage));
    expect(second.queue.pending('a')).toEqual(content(70));
    await vi.advanceTimersByTimeAsync(200);
    expect(second.requests).toMatchObject([{ criteria: [70], rev: 2, client: 'page', seq: 1 }]);
    expect(Object.keys(storage)).toEqual([]);
  });

  it('shows no grader the work of another one at the same browser', () => {
    const storage = new MemoryStorage();
    scripted([], keptBy(storage, 'course:one')).queue.put('a', content(70), 2);
    expect(keptBy(storage, 'course:other').all().size).toBe(0);
    expect(keptBy(storage, 'course:one').all().size).toBe(1);
  });

  it('forgets what is a month old or not its own', () => {
    const storage = new MemoryStorage();
    storage.setItem('tirek:grading:course:grader:b', '{"content":1}');
    keptBy(storage).keep('a', {
      content: content(1),
      baseRev: 0,
      rubricVersion: 1,
      client: 'page',
      seq: 1,
      at: Date.now() - 31 * 24 * 60 * minute,
    });
    expect(keptBy(storage).all().size).toBe(0);
    expect(Object.keys(storage)).toEqual([]);
  });

  it('works where the browser forbids storage', async () => {
    const forbidden = new Proxy(new MemoryStorage(), {
      ownKeys: () => {
        throw new Error('forbidden');
      },
      get: () => () => {
        throw new Error('forbidden');
      },
    });
    const { queue } = scripted([saved(1)], keptBy(forbidden));
    queue.put('a', content(70), 0);
    await vi.advanceTimersByTimeAsync(minute);
    expect(queue.stateOf('a')).toBe('saved');
  });

  it.each(['ended', 'rubric-changed', 'closed'] as const)(
    'stops trying when only a person can help (%s)',
    async kind => {
      const { queue, requests } = scripted([{ kind }]);
      queue.put('a', content(70), 0);
      await vi.advanceTimersByTimeAsync(10 * minute);
      expect(queue.stateOf('a')).toBe(kind);
      expect(requests).toHaveLength(1);
      expect(queue.pending('a')).toEqual(content(70));
    },
  );
});
