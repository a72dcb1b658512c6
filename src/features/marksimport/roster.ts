import { type Member } from '../roster/index.ts';
import { type RosterEntry } from './domain/people.ts';

/** The class as rows of files are compared with it. */
export const rosterOf = (members: readonly Member[]): RosterEntry[] =>
  members.map(({ person: { id, email, sourcedId, sub, name, familyName, givenName } }) => ({
    id,
    email,
    sourcedId,
    sub,
    names: [
      ...(familyName !== null && givenName !== null ? [`${familyName} ${givenName}`] : []),
      ...(name === null ? [] : [name]),
    ],
  }));
