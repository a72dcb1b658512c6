import { createHash } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { idPattern, type PersonId } from '../../kernel/ids.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { type GradeStore } from './gradeStore.ts';

/** What stands for a person whose name is hidden: in addresses, and on the page. */
interface Mask {
  readonly key: string;
  readonly number: string;
}

/**
 * Numbers for people, the same at every reading and different for everybody; without the seed nobody can tell whose
 * they are. The key has the form of an id, so that an address does not show whether it hides somebody.
 */
function masksOf(seed: string, people: readonly PersonId[]): ReadonlyMap<PersonId, Mask> {
  const digests = people
    .map(id => ({ id, digest: createHash('sha256').update(`${seed}:${id}`).digest('hex') }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1));
  const taken = new Set<number>();
  return new Map(
    digests.map(({ id, digest }) => {
      let number = Number.parseInt(digest.slice(24, 36), 16) % 1_000_000;
      while (taken.has(number)) number = (number + 1) % 1_000_000;
      taken.add(number);
      return [id, { key: digest.slice(0, 24), number: String(number).padStart(6, '0') }];
    }),
  );
}

/** Under which keys and names graders meet the students of an assessment. */
export interface Identities {
  keyOf(id: PersonId): string;
  /** The number that stands for a name that is hidden; null: the name is shown. */
  numberOf(id: PersonId): string | null;
  /** The student that a client means; null for anybody else, and for the id of somebody who is hidden. */
  find(unsafeKey: string): Promise<Member | null>;
}

/** As `find`; throws not-found for anybody else. */
export async function getStudent(identities: Identities, unsafeKey: string): Promise<Member> {
  const member = await identities.find(unsafeKey);
  if (member === null) throw new AppError('not-found', { what: 'student' });
  return member;
}

/** A released grade has a name again: only what is still to be judged is hidden. */
export async function identitiesOf(
  parts: { readonly roster: Pick<RosterStore, 'members' | 'findMember'>; readonly grades: GradeStore },
  { courseId, key, settings }: Pick<UsableAssessment, 'courseId' | 'key' | 'settings'>,
): Promise<Identities> {
  if (!settings.anonymous) {
    return {
      keyOf: id => id,
      numberOf: () => null,
      async find(unsafeKey) {
        const member = idPattern.test(unsafeKey) ? await parts.roster.findMember(courseId, unsafeKey) : null;
        return member?.role === 'learner' ? member : null;
      },
    };
  }
  const [members, grades] = await Promise.all([
    parts.roster.members(courseId),
    parts.grades.list(courseId, key),
  ]);
  const shown = new Set(grades.filter(({ released }) => released !== null).map(grade => grade.personId));
  const learners = members.filter(({ role }) => role === 'learner');
  const masks = masksOf(
    settings.seed,
    learners.map(({ person }) => person.id),
  );
  const hidden = (id: PersonId): Mask | null => (shown.has(id) ? null : (masks.get(id) ?? null));
  return {
    keyOf: id => hidden(id)?.key ?? id,
    numberOf: id => hidden(id)?.number ?? null,
    find: async unsafeKey =>
      // A page that was opened before the release still knows the number alone.
      learners.find(({ person }) => masks.get(person.id)?.key === unsafeKey) ??
      learners.find(({ person }) => person.id === unsafeKey && hidden(person.id) === null) ??
      null,
  };
}
