import { type PersonId } from '../../kernel/ids.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { findReleasable, type Grade, type GradeState, stateOf } from './domain/grade.ts';
import { type GradeStore } from './gradeStore.ts';
import { type Identities, identitiesOf } from './identities.ts';

/** A student as a page needs it to lead on to others. */
export interface Neighbour {
  readonly id: PersonId;
  /** What stands for the student in addresses: the id, or a number while names are hidden. */
  readonly key: string;
  readonly name: string;
  /** False: has left the course; listed only because there is a grade. */
  readonly active: boolean;
  readonly state: GradeState;
}

/** A student of the class with what stands in the list. */
export interface ListedStudent extends Neighbour {
  readonly grade: Grade | null;
  readonly releasable: boolean;
  /** Why a release leaves it out; null: it goes out, or the student has it already. */
  readonly held: HeldReason | null;
}

export const heldReasons = ['not-started', 'incomplete', 'not-agreed', 'left'] as const;
export type HeldReason = (typeof heldReasons)[number];

/** How a viewer's language calls and orders people. */
export interface Naming {
  nameOf(member: Member): string;
  /** How somebody is called whose name is hidden. */
  hiddenName(number: string): string;
  compare(one: string, other: string): number;
}

/** The class in the order in which everybody pages through it: by name, those who have left last. */
export async function listClass(
  parts: {
    readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
    readonly grades: GradeStore;
    readonly assessmentService: Pick<AssessmentService, 'carry'>;
  },
  assessment: UsableAssessment,
  naming: Naming,
): Promise<ListedStudent[]> {
  const { courseId, gradesKey } = assessment;
  const [members, written, identities] = await Promise.all([
    parts.roster.members(courseId),
    parts.grades.list(courseId, gradesKey),
    identitiesOf(parts, assessment),
  ]);
  const grades = await parts.assessmentService.carry(assessment, written);
  const gradeOf = new Map(grades.map(grade => [grade.personId, grade]));
  return members
    .filter(({ role, active, person }) => role === 'learner' && (active || gradeOf.has(person.id)))
    .map(member => {
      const standing = standingOf(assessment, gradeOf.get(member.person.id) ?? null);
      return {
        id: member.person.id,
        key: identities.keyOf(member.person.id),
        name: nameIn(identities, naming, member),
        active: member.active,
        ...standing,
        // Whoever has left is released only when somebody chooses them by name.
        held: member.active || standing.state === 'released' ? standing.held : ('left' as const),
      };
    })
    .sort((a, b) => Number(b.active) - Number(a.active) || naming.compare(a.name, b.name));
}

/** What a grade says of itself in a list. */
export const standingOf = (
  assessment: UsableAssessment,
  grade: Grade | null,
): Pick<ListedStudent, 'grade' | 'state' | 'releasable' | 'held'> => {
  const state = stateOf(grade);
  const isComplete = grade !== null && findReleasable(grade) !== null;
  const isAgreed = grade !== null && !isUnsettled(grade, assessment);
  const held =
    state === 'not-started'
      ? state
      : state === 'released' || (isComplete && isAgreed)
        ? null
        : isComplete
          ? 'not-agreed'
          : 'incomplete';
  return { grade, state, releasable: isComplete && isAgreed, held };
};

/** Where two mark, what they have not agreed on is not released; whether it is still so is checked at the release. */
const isUnsettled = ({ draft }: Grade, { settings, key, gradesKey }: UsableAssessment): boolean =>
  gradesKey !== key || (settings.secondMarker !== null && draft.agreed == null);

/** What a grader may call a student: the name, or a number as long as the name is hidden. */
export function nameIn(identities: Identities, naming: Naming, member: Member): string {
  const number = identities.numberOf(member.person.id);
  return number === null ? naming.nameOf(member) : naming.hiddenName(number);
}

/** Where a student stands in the class; neighbours are null at the ends. */
export interface Position {
  readonly index: number;
  readonly previous: Neighbour | null;
  readonly next: Neighbour | null;
}

export function findPosition(students: readonly Neighbour[], id: PersonId): Position | null {
  const index = students.findIndex(student => student.id === id);
  if (index === -1) return null;
  return { index, previous: students[index - 1] ?? null, next: students[index + 1] ?? null };
}

const isToDo = ({ active, state }: Neighbour): boolean =>
  active && (state === 'not-started' || state === 'in-progress');

/** The first student after `index` who is not graded completely, then from the beginning; null when all are. */
export function findNextToDo(students: readonly Neighbour[], index: number): Neighbour | null {
  return students.slice(index + 1).find(isToDo) ?? students.slice(0, index + 1).find(isToDo) ?? null;
}
