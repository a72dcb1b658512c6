import { randomBytes, randomUUID } from 'node:crypto';
import { dayOfInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { displayName, type RosterStore } from '../roster/index.ts';
import { codeOf } from '../statement/index.ts';
import { type Candidate, type Certificate, chosenOf } from './domain/certificate.ts';
import { type IssuedStore } from './issuedStore.ts';
import { type CertificatePorts } from './ports.ts';

export interface IssueParts {
  readonly store: IssuedStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly ports: CertificatePorts;
  readonly now: () => Date;
}

export interface IssueService {
  getCourse(courseId: CourseId): Promise<Course>;
  /** Who has completed an online course of this course and has no certificate of it that holds. */
  candidates(course: Course): Promise<Candidate[]>;
  /** Issues to those of the choices who still may have one, and says how many. */
  issue(course: Course, by: PersonId, choices: readonly string[]): Promise<number>;
  /** A certificate of the caller's course; of this owner alone. Throws not-found for any other. */
  get(courseId: CourseId, unsafeId: string, owner?: PersonId): Promise<Certificate>;
  /** False when somebody else has revoked it before. */
  revoke(certificate: Certificate, by: PersonId, reason: string): Promise<boolean>;
}

/** How often the next number is asked for when somebody else took it at the same moment. */
const mostTries = 20;

export function createIssueService(parts: IssueParts): IssueService {
  const { store, courses, roster, ports, now } = parts;

  async function candidates(course: Course): Promise<Candidate[]> {
    const [moocs, completed, members, issued] = await Promise.all([
      ports.moocsOf(course),
      ports.completedIn(course.id),
      roster.members(course.id),
      store.list(course.id),
    ]);
    const has = new Set(
      issued.filter(({ revoked }) => revoked === null).map(one => `${one.mooc.key}:${one.personId}`),
    );
    const learners = new Map(
      members.filter(({ role }) => role === 'learner').map(member => [member.person.id, member]),
    );
    return completed.flatMap(({ moocKey, personId, percent, on }) => {
      const [mooc, member] = [moocs.find(({ key }) => key === moocKey), learners.get(personId)];
      if (mooc === undefined || member === undefined || has.has(`${moocKey}:${personId}`)) return [];
      const holder = displayName({ ...member.person, sourcedId: null }, member.number, () => '').trim();
      return [{ personId, holder, mooc, percent, completedOn: on }];
    });
  }

  async function issueOne(course: Course, by: PersonId, candidate: Candidate): Promise<boolean> {
    const { registrationId } = course;
    const issuedAt = now();
    const year = Number(dayOfInstant(issuedAt, course.term.timeZone).slice(0, 4));
    const institution = await ports.nameOfInstitution(registrationId);
    const { personId, holder, mooc, completedOn } = candidate;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const number = (await store.lastNumber(registrationId, year)) + 1;
      const isAdded = await store.add({
        ...{ id: randomBytes(12).toString('hex'), credentialId: randomUUID(), code: codeOf(randomBytes(16)) },
        ...{ registrationId, year, number, institution, courseId: course.id, personId, holder, mooc },
        ...{ completedOn, issuedBy: by, issuedAt, revoked: null },
      });
      if (isAdded) return true;
      // Either the number was taken, or the person has the certificate by now.
      const own = await store.list(course.id, personId);
      if (own.some(one => one.mooc.key === mooc.key && one.revoked === null)) return false;
    }
    throw new AppError('conflict', { what: 'certificate number' });
  }

  return {
    candidates,
    async getCourse(courseId) {
      const course = await courses.find(courseId);
      if (course === null) throw new AppError('not-found', { what: 'course' });
      return course;
    },
    async issue(course, by, choices) {
      let issued = 0;
      for (const candidate of chosenOf(await candidates(course), choices)) {
        if (await issueOne(course, by, candidate)) issued += 1;
      }
      return issued;
    },
    async get(courseId, unsafeId, owner) {
      const found = idPattern.test(unsafeId) ? await store.find(courseId, unsafeId) : null;
      if (found === null || (owner !== undefined && found.personId !== owner))
        throw new AppError('not-found', { what: 'certificate' });
      return found;
    },
    revoke: (certificate, by, reason) => store.revoke(certificate, { by, at: now(), reason }),
  };
}
