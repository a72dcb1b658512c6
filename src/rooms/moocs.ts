import { createMoocRegistry, type MoocRegistry, type MoocUsePort } from '../features/moocregistry/index.ts';
import { type Ground } from './ground.ts';

/** The rooms of online courses: the institution's registry of them. */
export interface MoocRooms {
  readonly registry: MoocRegistry;
}

/** @param use what the integration maps tell, which are made after the registry */
export function createMoocRooms({ connection, roster, now, lti, log }: Ground, use: MoocUsePort): MoocRooms {
  const { outbound } = lti;
  return { registry: createMoocRegistry({ connection, roster, now, outbound, log, use }) };
}
