import { randomUUID } from 'node:crypto';
import { startingWorld } from './startingWorld.ts';
import { newId, type State } from './state.ts';
import { defaultWays } from './ways.ts';

/** A world at its beginning. `before` is the one it replaces: ids go on from there. */
export function startingState(before: Pick<State, 'guid' | 'lastId' | 'noticeHandlers'> | null): State {
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
    // The tool asked once and does not know that it should ask again.
    noticeHandlers: { ...before?.noticeHandlers },
    troubles: [],
    clockSkewSeconds: 0,
  };
  Object.assign(
    state,
    startingWorld(() => newId(state)),
  );
  return state;
}
