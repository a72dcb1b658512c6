import { createHash } from 'node:crypto';
import { dayOfInstant, type IsoDate } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern, type RegistrationId } from '../../kernel/ids.ts';
import { type Course, type CourseStore, defaultTimeZone } from '../course/index.ts';
import { type Gradebook } from '../gradebook/index.ts';
import { type Grading, type PolicyMaker, type PolicyRecordOfChange } from '../grading/index.ts';
import { type Member } from '../roster/index.ts';
import { numberChanges, type NumberChange } from './domain/gradeChanges.ts';
import { type WishedVersion } from './domain/policyForm.ts';
import { type MoveStore, type PolicyMove } from './moveStore.ts';

export interface PolicyServiceParts {
  readonly grading: Pick<Grading, 'policies' | 'policyVersions' | 'movePolicy' | 'policyOfCourse'>;
  readonly gradebook: Pick<Gradebook, 'resultsUnder'>;
  readonly courses: Pick<CourseStore, 'find' | 'ofRegistration'>;
  readonly moves: MoveStore;
  readonly now: () => Date;
}

/** A course that has started, with the version it is graded by. */
export interface PolicyCourse {
  readonly course: Course;
  readonly version: number;
}

/** What a move would change: every number of every student. */
export interface MovePreview {
  readonly course: Course;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly { readonly member: Member; readonly changes: readonly NumberChange[] }[];
  /** Names exactly these changes: what is confirmed is what was shown. */
  readonly digest: string;
}

export interface PolicyService {
  /** Newest first. */
  versions(registrationId: RegistrationId): Promise<PolicyRecordOfChange[]>;
  /** The version that a course which starts today is graded by. */
  inForce(versions: readonly PolicyRecordOfChange[]): PolicyRecordOfChange | null;
  /** False: somebody else has saved a version since `base` was the newest. */
  add(registrationId: RegistrationId, base: number, wish: WishedVersion, by: PolicyMaker): Promise<boolean>;
  courses(registrationId: RegistrationId): Promise<PolicyCourse[]>;
  /** Throws not-found for a course of another institution, one that has not started, and an unknown version. */
  preview(registrationId: RegistrationId, unsafeCourseId: string, to: number): Promise<MovePreview>;
  /** Moves the course if the changes are those that were shown; otherwise answers what they are now. */
  move(
    registrationId: RegistrationId,
    shown: { readonly course: string; readonly from: number; readonly to: number; readonly digest: string },
    why: { readonly reason: string; readonly by: PolicyMaker },
  ): Promise<{ readonly kind: 'moved' } | { readonly kind: 'changed'; readonly preview: MovePreview }>;
  history(courseId: CourseId): Promise<PolicyMove[]>;
}

export function createPolicyService(parts: PolicyServiceParts): PolicyService {
  const { grading, gradebook, courses, moves, now } = parts;
  const today = (): IsoDate => dayOfInstant(now(), defaultTimeZone);

  async function getCourse(registrationId: RegistrationId, unsafeId: string): Promise<PolicyCourse> {
    const course = idPattern.test(unsafeId) ? await courses.find(unsafeId as CourseId) : null;
    const version = course === null ? undefined : (await grading.policyVersions([course.id])).get(course.id);
    if (course?.registrationId !== registrationId || version === undefined)
      throw new AppError('not-found', { what: 'course' });
    return { course, version };
  }

  const service: PolicyService = {
    versions: registrationId => grading.policies.list(registrationId),
    inForce: versions => versions.find(({ from }) => from === null || from <= today()) ?? null,
    async add(registrationId, base, { policy, from, note }, by) {
      const [newest] = await grading.policies.list(registrationId);
      if (newest?.version !== base) return false;
      return grading.policies.add(registrationId, {
        ...{ version: base + 1, policy, from, note },
        madeAt: now(),
        scope: by,
      });
    },
    async courses(registrationId) {
      const all = await courses.ofRegistration(registrationId);
      const versions = await grading.policyVersions(all.map(({ id }) => id));
      return all.flatMap(course => {
        const version = versions.get(course.id);
        return version === undefined ? [] : [{ course, version }];
      });
    },
    async preview(registrationId, unsafeCourseId, to) {
      const { course, version: from } = await getCourse(registrationId, unsafeCourseId);
      const known = (await grading.policies.list(registrationId)).find(({ version }) => version === to);
      if (known === undefined) throw new AppError('not-found', { what: 'version of the policy' });
      const before = await grading.policies.get(registrationId, from);
      const [now_, then] = await Promise.all([
        gradebook.resultsUnder(course.id, before),
        gradebook.resultsUnder(course.id, known),
      ]);
      const rowsThen = new Map(then.map(({ member, row }) => [member.person.id, row]));
      const rows = now_.flatMap(({ member, row }) => {
        const after = rowsThen.get(member.person.id);
        const changes = after === undefined ? [] : numberChanges(row, after);
        return changes.length === 0 ? [] : [{ member, changes }];
      });
      const said = rows.map(({ member, changes }) => [member.person.id, changes]);
      const digest = createHash('sha256')
        .update(JSON.stringify([from, to, said]))
        .digest('hex');
      return { course, from, to, rows, digest };
    },
    async move(registrationId, { course, from, to, digest }, { reason, by }) {
      const preview = await service.preview(registrationId, course, to);
      if (preview.digest !== digest || preview.from !== from) return { kind: 'changed', preview };
      const students = preview.rows.map(({ member, changes }) => ({ personId: member.person.id, changes }));
      const courseId = preview.course.id;
      const move: PolicyMove = {
        courseId,
        from,
        to,
        at: now(),
        scope: by,
        reason,
        students: students.length,
      };
      // The history comes first: nothing changes without a trace of it.
      const id = await moves.begin(move, students);
      if (await grading.movePolicy(courseId, from, to)) {
        await moves.confirm(id, move);
        return { kind: 'moved' };
      }
      await moves.drop(id);
      return { kind: 'changed', preview: await service.preview(registrationId, course, to) };
    },
    history: courseId => moves.list(courseId),
  };
  return service;
}
