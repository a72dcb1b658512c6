import { type Connection } from 'mongoose';
import { createMoocResultStore, type MoocResultStore } from './resultStore.ts';

/** What rooms that are made before this one ask of results: who stands where in the online courses of a course. */
export type MoocStandings = MoocResultStore['standings'];

export function createMoocStandings(connection: Connection): MoocStandings {
  const store = createMoocResultStore(connection);
  return (courseIds, personId) => store.standings(courseIds, personId);
}
