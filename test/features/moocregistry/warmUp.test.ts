import { expect, it } from 'vitest';
import { createRegistryIndex } from '../../../src/features/moocregistry/registryIndex.ts';
import { createWarmUp } from '../../../src/features/moocregistry/warmUp.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { entryOf } from './courses.ts';

const id = asId<'registration'>('a'.repeat(24));

it('reads a registry before anybody searches it, and a failure is no more than told', async () => {
  let reads = 0;
  const errors: string[] = [];
  const log = {
    error: (_: unknown, name: string) => {
      errors.push(name);
    },
  } as unknown as Parameters<typeof createWarmUp>[0]['log'];
  const index = createRegistryIndex({
    changes: (_, since) => Promise.resolve({ rev: 1, ids: since === 1 ? [] : ('all' as const) }),
    entries: () => {
      reads += 1;
      return Promise.resolve(Array.from({ length: 600 }, (_, at) => entryOf({ number: at + 1 })));
    },
  });
  const warmUp = createWarmUp({ store: { largest: () => Promise.resolve([id]) }, index, log });
  warmUp.start();
  await warmUp.finished();
  expect(reads).toBe(1);
  expect(await index.of(id, 'ru')).toHaveLength(600);
  expect(reads).toBe(1);

  const broken = createWarmUp({ store: { largest: () => Promise.reject(new Error('away')) }, index, log });
  broken.start();
  await broken.stop();
  expect(errors).toEqual(['mooc-warm-up-failed']);
});
