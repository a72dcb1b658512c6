import { Schema } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ensureIndexes,
  migrate,
  NewerDataError,
  schemaVersion,
  type Migration,
} from '../../src/store/index.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const step = (version: number, run: Migration['run'] = () => Promise.resolve()): Migration => ({
  version,
  name: `step ${version}`,
  run,
});

it('runs each migration once, in order, and remembers how far it came', async () => {
  const ran: number[] = [];
  const steps = [2, 1].map(version => step(version, async () => void ran.push(version)));
  expect(await schemaVersion(store.connection)).toBe(0);
  expect(await migrate(store.connection, steps)).toEqual(['step 1', 'step 2']);
  expect(await migrate(store.connection, steps)).toEqual([]);
  expect(ran).toEqual([1, 2]);
});
it('goes on after a migration that failed', async () => {
  const failing = [step(3), step(4, () => Promise.reject(new Error('no')))];
  await expect(migrate(store.connection, failing)).rejects.toThrow('no');
  expect(await schemaVersion(store.connection)).toBe(3);
  expect(await migrate(store.connection, [step(3), step(4)])).toEqual(['step 4']);
});
it('refuses data of a newer version in one line', async () => {
  const attempt = migrate(store.connection, [step(1)]);
  await expect(attempt).rejects.toBeInstanceOf(NewerDataError);
  await expect(attempt).rejects.toThrow(/^[^\n]+$/);
});
it('creates the indexes of all models', async () => {
  const Thing = store.connection.model('Thing', new Schema({ name: { type: String, unique: true } }));
  await ensureIndexes(store.connection);
  await ensureIndexes(store.connection);
  expect((await Thing.collection.indexes()).map(({ name }) => name)).toEqual(['_id_', 'name_1']);
});
