import { afterAll, beforeAll, expect, it } from 'vitest';
import { Schema } from 'mongoose';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

it('keeps documents and refuses a duplicate', async () => {
  const Person = store.connection.model('Person', new Schema({ name: { type: String, unique: true } }));
  await Person.ensureIndexes();
  await Person.create({ name: 'Айгүл' });
  await expect(Person.create({ name: 'Айгүл' })).rejects.toMatchObject({
    code: 11000,
    keyValue: { name: 'Айгүл' },
  });
  expect(store.healthy()).toBe(true);
});
