import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNoticeJob } from '../../../src/features/notices/noticeJob.ts';
import { silentLog } from '../../../src/log.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

it('looks at deadlines once a night, again when a run broke off, and sends what is due at every turn', async () => {
  let now = new Date('2026-11-22T05:00:00Z');
  let isBroken = true;
  const done: string[] = [];
  const job = createNoticeJob({
    connection: store.connection,
    service: {
      nightly() {
        done.push('night');
        return isBroken ? Promise.reject(new Error('the store went away')) : Promise.resolve();
      },
    },
    async sendDigests(mayGoOn) {
      done.push((await mayGoOn()) ? 'mail' : 'left');
    },
    now: () => now,
    log: silentLog,
  });
  await expect(job.turn()).rejects.toThrow('went away');
  isBroken = false;
  await job.turn();
  await job.turn();
  expect(done).toEqual(['night', 'night', 'mail', 'mail']);
  // Five in the morning in Almaty: the night is over.
  now = new Date('2026-11-23T00:00:00Z');
  await job.turn();
  expect(done.slice(4)).toEqual(['night', 'mail']);
});
