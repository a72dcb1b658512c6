export { compareNames, displayName } from './domain/displayName.ts';
export { rosterRoutes, type RosterParts } from './rosterRoutes.ts';
export {
  type ListedMember,
  type ListMembers,
  type MemberList,
  type RosterCourse,
  type RosterFailure,
  syncInTime,
  syncRoster,
  syncStaleRoster,
} from './rosterService.ts';
export {
  createRosterStore,
  type Member,
  type Person,
  type PersonFacts,
  type RosterState,
  type RosterStore,
} from './rosterStore.ts';
