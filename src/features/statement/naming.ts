import { type Catalogue } from '../../i18n/index.ts';
import { displayName, type Member } from '../roster/index.ts';

/** How a person is called today: a statement keeps who it was, and an erased person has a pseudonym. */
export const nameIn = (member: Member, t: Catalogue): string =>
  displayName(member.person, member.number, t.roster.nameless);
