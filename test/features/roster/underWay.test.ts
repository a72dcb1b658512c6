import { beforeEach, describe, expect, it } from 'vitest';
import {
  isBeingRead,
  syncInTime,
  syncRoster,
  syncStaleRoster,
} from '../../../src/features/roster/rosterService.ts';
import { type MemberList, type RosterStore } from '../../../src/features/roster/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/log.ts';

/** An LMS that answers when the test says so, and a roster that only writes down what it was told. */
const course = { id: asId<'course'>('c'.repeat(24)), registrationId: asId<'registration'>('e'.repeat(24)) };
const now = new Date('2026-11-22T09:00:00Z');

/** The questions that wait for their answer, oldest first. */
let asked: { changesUrl: string | null; answer: (list: MemberList) => void; fail: (error: Error) => void }[];
let noted: { failure: string | null }[];
let written: unknown[];
let changesUrl: string | null;
let parts: Parameters<typeof syncInTime>[0];

beforeEach(() => {
  asked = [];
  noted = [];
  written = [];
  changesUrl = null;
  const store: Partial<RosterStore> = {
    beginSync: () => 'sync',
    meetPeople: () => Promise.resolve([]),
    replaceListed: (...list) => Promise.resolve(void written.push(list)),
    changeListed: (...list) => Promise.resolve(void written.push(list)),
    noteSync: (_id, { failure }) => Promise.resolve(void noted.push({ failure })),
    stateOf: () =>
      Promise.resolve({ lastGoodAt: null, lastTriedAt: null, failure: null, wholeAt: now, changesUrl }),
  };
  parts = {
    store: store as RosterStore,
    listMembers: (_course, url) =>
      new Promise((answer, fail) => asked.push({ changesUrl: url, answer, fail })),
    now: () => now,
    log: silentLog,
  };
});

const whole: MemberList = { kind: 'done', isWhole: true, members: [], changesUrl: null };
const settled = () => new Promise(resolve => setImmediate(resolve));

describe('a reading of the list of members', () => {
  it('is one at a time for a course: whoever asks meanwhile gets its end', async () => {
    const both = [syncRoster(parts, course), syncRoster(parts, course), syncStaleRoster(parts, course)];
    const other = syncRoster(parts, { ...course, id: asId<'course'>('d'.repeat(24)) });
    await settled();
    expect(asked).toHaveLength(2);
    for (const { answer } of asked) answer(whole);
    expect(await Promise.all([...both, other])).toEqual(['done', 'done', undefined, 'done']);
    expect(written).toHaveLength(2);
    void syncRoster(parts, course);
    expect(asked).toHaveLength(3);
  });

  it('is followed by one of the whole list, where that is wanted while the changes are read', async () => {
    changesUrl = 'https://lms.example/since=1';
    const changes = syncStaleRoster(parts, course);
    await settled();
    const wholes = [syncRoster(parts, course), syncRoster(parts, course)];
    await settled();
    expect(asked.map(one => one.changesUrl)).toEqual([changesUrl]);
    asked[0]?.answer({ kind: 'failed', reason: 'retry' });
    await changes;
    await settled();
    expect(asked.map(one => one.changesUrl)).toEqual([changesUrl, null]);
    asked[1]?.answer(whole);
    expect(await Promise.all(wholes)).toEqual(['done', 'done']);
    expect(isBeingRead(parts.store, course.id)).toBe(false);
  });

  it('knows since when those who come in are newer than it', async () => {
    const end = syncRoster(parts, course);
    asked[0]?.answer(whole);
    await end;
    expect(written).toEqual([[course.id, 'sync', [], now]]);
  });
});

describe('a page that waits for the list', () => {
  it('has its end when it comes in time', async () => {
    const page = syncInTime(parts, course, 60_000);
    asked[0]?.answer({ kind: 'failed', reason: 'retry' });
    expect(await page).toBe('failed');
  });

  it('answers without it when it is late; the reading goes on, and what it brings is written', async () => {
    expect(await syncInTime(parts, course, 1)).toBe('reading');
    expect(isBeingRead(parts.store, course.id)).toBe(true);
    expect(await syncInTime(parts, course, 1)).toBe('reading');
    expect(asked).toHaveLength(1);
    asked[0]?.answer(whole);
    await settled();
    expect(isBeingRead(parts.store, course.id)).toBe(false);
    expect(noted).toEqual([{ failure: null }]);
  });

  it('leaves a failure for the next look, also one that nobody foresaw', async () => {
    expect(await syncInTime(parts, course, 1)).toBe('reading');
    asked[0]?.fail(new Error('the store is away'));
    await settled();
    expect(noted).toEqual([{ failure: 'retry' }]);
    expect(isBeingRead(parts.store, course.id)).toBe(false);
    const page = syncInTime(parts, course, 60_000);
    asked[1]?.fail(new Error('the store is away'));
    await expect(page).rejects.toThrow('the store is away');
  });
});
