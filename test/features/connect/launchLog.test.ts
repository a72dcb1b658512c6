import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLaunchLog } from '../../../src/features/connect/launchLog.ts';
import { createLaunchLogStore, type LaunchLogStore } from '../../../src/features/connect/launchLogStore.ts';
import { asId, type RegistrationId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

let store: TestStore;
let logStore: LaunchLogStore;
let writes = 0;
let now = new Date('2026-11-21T06:00:00Z');
let ids = 0;

beforeAll(async () => {
  store = await startTestStore();
  logStore = createLaunchLogStore(store.connection);
});
afterAll(() => store.stop());

const newId = (): RegistrationId => asId<'registration'>(String(++ids).padStart(24, '0'));
const newLog = () => {
  writes = 0;
  const counted: LaunchLogStore = { ...logStore, add: (...batch) => (writes++, logStore.add(...batch)) };
  return createLaunchLog({ store: counted, now: () => now, log: silentLog });
};
const launch = (registrationId: RegistrationId, deploymentId = '1') =>
  ({ kind: 'launch', registrationId, deploymentId, role: 'learner' }) as const;
const login = (registrationId: RegistrationId) => ({ kind: 'login', registrationId }) as const;
const detail = { value: 'signature', found: 'x', expected: 'another' };
const refused = (registrationId: RegistrationId | null) =>
  ({ kind: 'refused', registrationId, code: 'signature', detail, event: 'E1' }) as const;

describe('the log of launches', () => {
  it('writes a class of three hundred in one go', async () => {
    const log = newLog();
    const id = newId();
    for (let student = 0; student < 300; student++) {
      log.record(login(id));
      log.record(launch(id));
    }
    await log.flush();
    expect(writes).toBe(1);
    expect(await log.read(id)).toMatchObject({ launches: 300, openLogins: 0, refusals: 0 });
  });

  it('keeps the newest forty of each platform', async () => {
    const log = newLog();
    const id = newId();
    for (let times = 0; times < 60; times++) {
      log.record(launch(id, String(times)));
      if (times === 30) await log.flush();
    }
    const { entries, launches } = await log.read(id);
    expect(launches).toBe(60);
    expect(entries).toHaveLength(40);
    expect(entries.at(-1)?.deploymentId).toBe('59');
    expect(entries[0]?.deploymentId).toBe('20');
  });

  it('counts the logins after which nothing came, over several writes', async () => {
    const log = newLog();
    const id = newId();
    log.record(login(id));
    await log.flush();
    log.record(login(id));
    expect(await log.read(id)).toMatchObject({ openLogins: 2, lastLoginAt: now, lastLaunchAt: null });
    now = new Date(now.getTime() + 60_000);
    log.record(refused(id));
    log.record(login(id));
    expect(await log.read(id)).toMatchObject({ openLogins: 1, refusals: 1 });
    log.record(launch(id));
    expect(await log.read(id)).toMatchObject({ openLogins: 0, lastLaunchAt: now });
  });

  it('keeps refusals that no platform could be found for under a name of their own', async () => {
    const log = newLog();
    log.record(refused(null));
    expect((await log.read('unknown')).entries.at(-1)).toMatchObject({
      code: 'signature',
      found: 'x',
      event: 'E1',
    });
    expect((await log.readAll()).get('unknown')?.refusals).toBe(1);
  });

  it('never fails a launch when the store is away', async () => {
    const failing: LaunchLogStore = { ...logStore, add: () => Promise.reject(new Error('away')) };
    const warnings: unknown[] = [];
    const warn = (_fields: object, event: string): void => void warnings.push(event);
    const log = createLaunchLog({ store: failing, now: () => now, log: { ...silentLog, warn } });
    log.record(launch(newId()));
    await log.flush();
    expect(warnings).toEqual(['launch-log-failed']);
  });

  it('forgets a platform that is removed', async () => {
    const log = newLog();
    const id = newId();
    log.record(launch(id));
    await log.flush();
    log.record(launch(id));
    await log.forget(id);
    expect((await log.read(id)).launches).toBe(0);
  });
});
