export { compareNames, displayName } from './domain/displayName.ts';
export {
  createRosterStore,
  type Member,
  type Person,
  type PersonFacts,
  type RosterState,
  type RosterStore,
} from './rosterStore.ts';
