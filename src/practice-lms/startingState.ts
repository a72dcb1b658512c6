import { randomUUID } from 'node:crypto';
import { startingWorld } from './startingWorld.ts';
import { newId, type State } from './state.ts';
import { defaultWays } from './ways.ts';

/** A world at its beginning. `before` is the one it replaces: ids go on from there. */
export function startingState(before: Pick<State, 'guid' | 'lastId'> | null): State {
  const state: State = {
    version: 1,
    guid: before?.guid ?? randomUUID(),
    lastId: before?.lastId ?? 0,
    people: [],
    courses: [],
    enrolments: [],
    activities: [],
    columns: [],
    grades: {},
    ways: { ...defaultWays },
    troubles: [],
    clockSkewSeconds: 0,
  };
  Object.assign(
    state,
    startingWorld(() => newId(state)),
  );
  return state;
}
