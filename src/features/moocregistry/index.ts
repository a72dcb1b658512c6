import { type Connection } from 'mongoose';
import { createMoocReading, type MoocReading } from './moocService.ts';
import { createMoocStore } from './moocStore.ts';
import { createRegistryIndex } from './registryIndex.ts';

export { type Mooc, type MoocEntry, type MoocModule, type MoocRun, titleIn } from './domain/mooc.ts';
export { type DueReminder, type FoundMooc, type ListedMooc, type MoocReading } from './moocService.ts';

export interface MoocRegistryParts {
  readonly connection: Connection;
  readonly now: () => Date;
}

/** The registry of an institution's online courses. */
export interface MoocRegistry {
  readonly reading: MoocReading;
}

export function createMoocRegistry({ connection, now }: MoocRegistryParts): MoocRegistry {
  const store = createMoocStore(connection);
  const index = createRegistryIndex(store);
  return { reading: createMoocReading({ store, index, now }) };
}
