import { Schema } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grouped, groupedInserts } from '../../src/store/index.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

describe('grouped calls', () => {
  it('answer everybody who asks in one turn by one call, each with the own answer', async () => {
    const groups: number[][] = [];
    const double = grouped((items: readonly number[]) => {
      groups.push([...items]);
      return Promise.resolve(items.map(n => 2 * n));
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('take who comes during a call together with the next', async () => {
    const groups: number[][] = [];
    let open = (): void => {};
    const gate = new Promise<void>(resolve => (open = resolve));
    const same = grouped(async (items: readonly number[]) => {
      groups.push([...items]);
      await gate;
      return items;
    });
    const first = same(1);
    while (groups.length === 0) await new Promise(resolve => setImmediate(resolve));
    const later = [2, 3].map(same);
    open();
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 3]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('split what is too much for one call', async () => {
    const sizes: number[] = [];
    const same = grouped((items: readonly number[]) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    });
    const all = Array.from({ length: 450 }, (_, n) => n);
    expect(await Promise.all(all.map(same))).toEqual(all);
    expect(sizes).toEqual([200, 200, 50]);
  });

  it('fail together, and the next are served again', async () => {
    let broken = true;
    const same = grouped((items: readonly number[]) =>
      broken ? Promise.reject(new Error('away')) : Promise.resolve(items),
    );
    const failed = await Promise.allSettled([1, 2].map(same));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await same(3)).toBe(3);
  });
});

describe('grouped inserts', () => {
  it('let a key in once, however many bring it at once or later', async () => {
    const model = store.connection.model('Ticket', new Schema({ _id: String }));
    const insert = groupedInserts<{ _id: string }>(() => model.collection);
    const at = ['a', 'b', 'a', 'c', 'a'].map(_id => insert({ _id }));
    expect(await Promise.all(at)).toEqual([true, true, false, true, false]);
    expect(await Promise.all([insert({ _id: 'b' }), insert({ _id: 'd' })])).toEqual([false, true]);
    expect(await model.countDocuments()).toBe(4);
  });

  it('fail for everybody when the store fails', async () => {
    const insert = groupedInserts<{ _id: string }>(() => {
      throw new Error('away');
    });
    await expect(insert({ _id: 'x' })).rejects.toThrow('away');
  });
});
