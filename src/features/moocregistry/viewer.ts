import { type Catalogue } from '../../i18n/index.ts';
import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { displayName, type RosterStore } from '../roster/index.ts';
import { type MoocCentre } from './centreService.ts';
import { type Decider } from './domain/lifecycle.ts';
import { type MoocEntry } from './domain/mooc.ts';

/** Somebody before the registry of their institution. */
export interface Viewer extends Decider {
  readonly registrationId: RegistrationId;
  readonly canRead: boolean;
  readonly canPropose: boolean;
}

export async function viewerOf(
  centre: Pick<MoocCentre, 'isMember'>,
  { actor, course }: LaunchContext,
): Promise<Viewer> {
  const { registrationId } = course;
  const isCentre = await centre.isMember(registrationId, actor.personId);
  return {
    personId: actor.personId,
    registrationId,
    isCentre,
    canRead: isCentre || actor.can('moocs.read'),
    canPropose: isCentre || actor.can('moocs.propose'),
  };
}

/** What is on its way in is seen by whoever proposed it and by the centre; a renewal hides nothing. */
export function isVisible(
  { stage, approvedOn, createdBy }: Pick<MoocEntry, 'stage' | 'approvedOn' | 'createdBy'>,
  viewer: Pick<Viewer, 'canRead' | 'isCentre' | 'personId'>,
): boolean {
  if (!viewer.canRead) return false;
  const isOnItsWayIn = (stage === 'draft' || stage === 'review') && approvedOn === null;
  return viewer.isCentre || !isOnItsWayIn || createdBy === viewer.personId;
}

/** How people are called in the history: they may be members of no course that the reader is in. */
export async function namesOf(
  roster: Pick<RosterStore, 'findPeople'>,
  ids: readonly PersonId[],
  t: Catalogue,
): Promise<(id: PersonId) => string> {
  const { formerPerson } = t.moocregistry.history;
  const people = await roster.findPeople([...new Set(ids)]);
  const names = new Map(people.map(person => [person.id, displayName(person, 0, () => formerPerson)]));
  return id => names.get(id) ?? formerPerson;
}
