import { type PersonId } from '../../../kernel/ids.ts';
import { type CourseRole } from '../../../kernel/permissions.ts';

interface Present {
  readonly person: { readonly id: PersonId };
  readonly role: CourseRole;
  readonly active: boolean;
}

/** Who is told of a change in a course: everybody who works in it, but not who made the change. */
export const classExcept = (members: readonly Present[], by: PersonId | null): PersonId[] =>
  idsOf(members, ['learner', 'assistant', 'instructor']).filter(id => id !== by);

/** Whom a deadline concerns. */
export const learners = (members: readonly Present[]): PersonId[] => idsOf(members, ['learner']);

const idsOf = (members: readonly Present[], roles: readonly CourseRole[]): PersonId[] =>
  members.filter(({ active, role }) => active && roles.includes(role)).map(({ person }) => person.id);
