import { describe, expect, it } from 'vitest';
import { asId } from '../../../src/kernel/ids.ts';
import { type ServiceClient } from '../../../src/lti/services/client.ts';
import { type ListLimits, listLimits, readPages } from '../../../src/lti/services/pages.ts';
import { done } from '../../../src/lti/services/result.ts';

interface Page {
  readonly entries: readonly string[];
  /** The number of the page that is named as the next one; left out: none is. */
  readonly next?: number;
}

const address = (n: number): string => `https://lms.example/list?p=${n}`;

/** Reads a list of these pages, the first one first, and counts the calls. */
async function readList(pageOf: (n: number) => Page | undefined, limits: ListLimits = listLimits) {
  let calls = 0;
  const client: ServiceClient = {
    call: ({ url }) => {
      calls += 1;
      const page = pageOf(Number(new URL(url).searchParams.get('p'))) ?? { entries: [] };
      const headers: Record<string, string> =
        page.next === undefined ? {} : { link: `<${address(page.next)}>; rel="next"` };
      return Promise.resolve(done(200, { status: 200, headers, text: JSON.stringify(page.entries) }));
    },
  };
  const call = {
    target: { registrationId: asId<'registration'>('1'.repeat(24)), productFamily: null },
    scopes: [],
    anyScope: [],
    url: address(1),
  };
  const read = await readPages(client, call, text => JSON.parse(text) as string[], limits);
  return { read: read.kind === 'done' ? read.value.join('') : `${read.kind}: ${read.detail}`, calls };
}

const pages =
  (...list: Page[]) =>
  (n: number): Page | undefined =>
    list[n - 1];

describe('a list in pages', () => {
  it('goes on after an empty page that names a next one', async () => {
    const list = pages({ entries: ['a'], next: 2 }, { entries: [], next: 3 }, { entries: ['c'] });
    expect(await readList(list)).toEqual({ read: 'ac', calls: 3 });
    const late = pages(
      { entries: [], next: 2 },
      { entries: ['b'], next: 3 },
      { entries: [], next: 4 },
      { entries: ['d'] },
    );
    expect(await readList(late)).toEqual({ read: 'bd', calls: 4 });
  });

  it('ends at the second of two empty pages, whatever they name (Blackboard)', async () => {
    const endless = (n: number): Page => ({ entries: n <= 2 ? [`${n}`] : [], next: n + 1 });
    expect(await readList(endless)).toEqual({ read: '12', calls: 4 });
  });

  it('ends at an empty page that names itself', async () => {
    expect(await readList(pages({ entries: ['a'], next: 2 }, { entries: [], next: 2 }))).toEqual({
      read: 'a',
      calls: 2,
    });
  });

  it('is no list when its pages go round, also over an empty one', async () => {
    const circle = pages({ entries: ['a'], next: 2 }, { entries: [], next: 1 });
    expect((await readList(circle)).read).toBe('unreadable: the pages go round in circles');
    expect((await readList(pages({ entries: ['a'], next: 1 }))).read).toMatch(/^unreadable/);
  });

  it('is no list when it has more pages, entries or bytes in all than a list may have', async () => {
    const three = pages({ entries: ['a'], next: 2 }, { entries: ['b'], next: 3 }, { entries: ['c'] });
    // Three pages of one letter: five bytes each.
    expect((await readList(three, { ...listLimits, pages: 3, entries: 3, bytes: 15 })).read).toBe('abc');
    expect((await readList(three, { ...listLimits, pages: 2 })).read).toMatch(/^unreadable/);
    expect(await readList(three, { ...listLimits, entries: 2 })).toEqual({
      read: 'unreadable: the list is too long',
      calls: 3,
    });
    expect(await readList(three, { ...listLimits, bytes: 9 })).toEqual({
      read: 'unreadable: the list is too long',
      calls: 2,
    });
    expect(listLimits).toEqual({ pages: 1_000, entries: 100_000, bytes: 200_000_000, ms: 600_000 });
  });

  it('is left for another time when it takes too long, unless this page was the last', async () => {
    const two = pages({ entries: ['a'], next: 2 }, { entries: ['b'] });
    expect(await readList(two, { ...listLimits, ms: 0 })).toEqual({
      read: 'retry: the list takes too long',
      calls: 1,
    });
    expect((await readList(pages({ entries: ['a'] }), { ...listLimits, ms: 0 })).read).toBe('a');
  });

  it('may be as long as the largest course, on one page too', async () => {
    const entries = Array.from({ length: listLimits.entries }, () => 'x');
    expect((await readList(pages({ entries }))).read).toHaveLength(listLimits.entries);
  });
});
