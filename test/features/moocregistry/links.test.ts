import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkAnswer, linkOutcome } from '../../../src/features/moocregistry/domain/link.ts';
import { createLinkJob } from '../../../src/features/moocregistry/linkJob.ts';
import { createMoocStore, type MoocStore } from '../../../src/features/moocregistry/moocStore.ts';
import { readConfig } from '../../../src/config.ts';
import { silentLog } from '../../../src/log.ts';
import { OutboundError } from '../../../src/lti/index.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { author, contentOf, institution, standingOf } from './courses.ts';

describe('a link', () => {
  const failed = (failure: Extract<LinkAnswer, { kind: 'failed' }>['failure']): LinkAnswer => ({
    kind: 'failed',
    failure,
  });
  it('works when its page is there, also behind a login', () => {
    for (const status of [200, 204, 302, 401, 403, 429])
      expect(linkOutcome({ kind: 'answered', status }), String(status)).toBe('works');
    expect(linkOutcome(failed('too-large'))).toBe('works');
  });

  it('is missing, failing, moved, unreachable or not called otherwise', () => {
    expect(linkOutcome({ kind: 'answered', status: 404 })).toBe('missing');
    expect(linkOutcome({ kind: 'answered', status: 410 })).toBe('missing');
    expect(linkOutcome({ kind: 'answered', status: 503 })).toBe('failing');
    expect(linkOutcome(failed('redirect'))).toBe('moved');
    expect(linkOutcome(failed('timeout'))).toBe('unreachable');
    expect(linkOutcome(failed('not-allowed'))).toBe('not-called');
  });
});

describe('the nightly check', () => {
  let test: TestStore;
  let store: MoocStore;
  beforeAll(async () => {
    test = await startTestStore();
    store = createMoocStore(test.connection);
    await ensureIndexes(test.connection);
  });
  afterAll(() => test.stop());

  it('is off unless the operator wants it', () => {
    expect(readConfig({}).moocLinkCheck).toBe(false);
    expect(readConfig({ MOOC_LINK_CHECK: 'on' }).moocLinkCheck).toBe(true);
  });

  it('calls the links of offered courses once a week, and keeps what came of it', async () => {
    const at = new Date('2026-11-22T21:00:00Z');
    const event = { at, by: author, action: 'created', note: '', changes: [] } as const;
    const courseOf = (path: string, stage: 'approved' | 'draft' | 'retired') => ({
      content: contentOf({ url: path === '' ? '' : `https://x.example.kz/${path}` }),
      standing: standingOf({ stage }),
      reviews: [],
      event,
    });
    const added = await store.add(institution, [
      courseOf('good', 'approved'),
      courseOf('gone', 'approved'),
      courseOf('inside', 'approved'),
      courseOf('', 'approved'),
      courseOf('draft', 'draft'),
      courseOf('retired', 'retired'),
    ]);
    const called: string[] = [];
    let now = at;
    const job = createLinkJob({
      connection: test.connection,
      store,
      outbound: {
        send: ({ url }) => {
          called.push(url);
          if (url.endsWith('inside')) return Promise.reject(new OutboundError('not-allowed', 'private'));
          return Promise.resolve({ status: url.endsWith('gone') ? 404 : 200, headers: {}, text: '' });
        },
        close: () => Promise.resolve(),
      },
      now: () => now,
      log: silentLog,
    });
    expect(await job.check()).toBe(3);
    expect(called.map(url => url.split('/').at(-1)).sort()).toEqual(['gone', 'good', 'inside']);
    const outcomes = await Promise.all(
      added.map(async ({ id }) => (await store.find(institution, id))?.link?.outcome ?? null),
    );
    expect(outcomes).toEqual(['works', 'missing', 'not-called', null, null, null]);
    expect(await job.check()).toBe(0);
    now = new Date(at.getTime() + 8 * 86_400_000);
    expect(await job.check()).toBe(3);
  });
});
