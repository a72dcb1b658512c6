import { expect, it } from 'vitest';
import { createUploadLimit } from '../../src/web/uploadLimit.ts';

/** An upload that ends when it is told to. */
function begin(run: ReturnType<typeof createUploadLimit>, session: string) {
  let end = () => {};
  const work = new Promise<string>(resolve => (end = () => resolve(session)));
  return { done: run(session, () => work), end };
}

it('a session uploads two files at once, a third one when one of them is done', async () => {
  const run = createUploadLimit();
  const [first, second] = [begin(run, 'a'), begin(run, 'a')];
  await expect(begin(run, 'a').done).rejects.toMatchObject({ code: 'too-many' });
  first.end();
  expect(await first.done).toBe('a');
  const third = begin(run, 'a');
  for (const one of [second, third]) one.end();
  expect(await Promise.all([second.done, third.done])).toEqual(['a', 'a']);
});

it('all sessions together upload as much as fits, and an upload that fails makes room', async () => {
  const run = createUploadLimit();
  const many = Array.from({ length: 24 }, (_, n) => begin(run, String(n)));
  await expect(begin(run, 'late').done).rejects.toMatchObject({ code: 'too-many' });
  many[0]?.end();
  await many[0]?.done;
  await expect(run('late', () => Promise.reject(new Error('broken file')))).rejects.toThrow('broken file');
  await expect(run('late', () => Promise.resolve('in'))).resolves.toBe('in');
  for (const one of many) one.end();
});
