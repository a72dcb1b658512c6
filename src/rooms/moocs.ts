import { createMoocRegistry, type MoocRegistry } from '../features/moocregistry/index.ts';
import { type Ground } from './ground.ts';

/** The rooms of online courses: the institution's registry of them. */
export interface MoocRooms {
  readonly registry: MoocRegistry;
}

export function createMoocRooms({ connection, roster, now }: Ground): MoocRooms {
  return { registry: createMoocRegistry({ connection, roster, now }) };
}
