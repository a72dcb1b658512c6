import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { displayName, type RosterStore } from '../roster/index.ts';
import { type AssessmentService, secondKey, thirdKey, type UsableAssessment } from './assessmentService.ts';
import { type Assessment, type AssessmentStore } from './assessmentStore.ts';
import { type Grader } from './draftService.ts';
import { findReleasable, type Grade, type Released, rulesOf, stateOf } from './domain/grade.ts';
import { expandComment } from './domain/commentText.ts';
import { type GradeResult, rubricResult } from './domain/result.ts';
import { type InstitutionPolicy } from './domain/policy.ts';
import { type AssessmentSettings } from './domain/settings.ts';
import { type FindClosure } from './examClosure.ts';
import { type GradeKey, type GradeStore, type Release } from './gradeStore.ts';
import { labelText } from './gradeWords.ts';
import { identitiesOf } from './identities.ts';

/** Puts people's released grades into the queue to the LMS. */
export type Enqueue = (
  courseId: CourseId,
  columnKey: string,
  personIds: readonly PersonId[],
) => Promise<void>;

export interface ReleaseOutcome {
  readonly released: number;
  /** Chosen or begun, but a criterion is still without a percent. */
  readonly incomplete: number;
  /** Complete, but two markers have not agreed yet. */
  readonly notAgreed: number;
  /** The exam's marks may not be changed now, so nothing was released. */
  readonly closed: boolean;
  /** False: released and safe, but the queue to the LMS could not be told; it will be by itself. */
  readonly queued: boolean;
}

export interface ReleaseService {
  /** Releases the chosen students, or everybody whose draft is complete and still in the course. */
  release(grader: Grader, chosen: 'ready' | readonly string[]): Promise<ReleaseOutcome>;
  /** Releases what is ready in every course whose set time has come. */
  releaseDue(): Promise<void>;
}

/** How often a release looks again at drafts that were changed in this moment. */
const mostTries = 4;

export function createReleaseService(parts: {
  readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
  readonly assessments: Pick<AssessmentStore, 'dueForRelease' | 'saveSettings'>;
  readonly assessmentService: AssessmentService;
  readonly grades: GradeStore;
  readonly enqueue: Enqueue;
  readonly findClosure: FindClosure;
  readonly now: () => Date;
  readonly log: Log;
}): ReleaseService {
  const { roster, assessmentService, grades, enqueue, findClosure, now, log } = parts;

  async function namesIn({ courseId, lang }: UsableAssessment): Promise<ReadonlyMap<PersonId, string>> {
    const { nameless } = catalogueOf(lang).roster;
    const members = await roster.members(courseId);
    return new Map(members.map(({ person, number }) => [person.id, displayName(person, number, nameless)]));
  }

  async function releasable(
    assessment: UsableAssessment,
    chosen: 'ready' | readonly string[],
  ): Promise<PersonId[]> {
    const members = await roster.members(assessment.courseId);
    const identities = await identitiesOf(parts, assessment);
    const found = chosen === 'ready' ? [] : await Promise.all(chosen.map(key => identities.find(key)));
    const wanted =
      chosen === 'ready'
        ? null
        : new Set(found.flatMap(member => (member === null ? [] : [member.person.id])));
    return members
      .filter(({ role, active, person }) => {
        if (role !== 'learner') return false;
        return wanted === null ? active : wanted.has(person.id);
      })
      .map(({ person }) => person.id);
  }

  async function releaseDrafts(
    grader: Grader,
    assessment: UsableAssessment,
    people: readonly PersonId[],
  ): Promise<{ released: Grade[]; incomplete: number; notAgreed: number }> {
    const isAgreed = await agreementIn(assessment, grades);
    const names = await namesIn(assessment);
    let notAgreed = 0;
    const released: Grade[] = [];
    let left = people;
    let incomplete = 0;
    for (let tries = 0; tries < mostTries && left.length > 0; tries += 1) {
      const written = await grades.list(grader.courseId, assessment.key, left);
      const found = await assessmentService.carry(assessment, written);
      incomplete += found.filter(isIncomplete).length;
      notAgreed += found.filter(grade => findReleasable(grade) !== null && !isAgreed(grade)).length;
      const releases = found.flatMap((grade, index) =>
        isAgreed(grade)
          ? releaseOf(written[index] ?? grade, grade, {
              ...{ assessment, grader, at: now(), name: names.get(grade.personId) ?? '' },
            })
          : [],
      );
      const done = await grades.release(releases);
      released.push(...done);
      const finished = new Set(done.map(grade => grade.personId));
      left = releases.map(({ before }) => before.personId).filter(id => !finished.has(id));
    }
    return { released, incomplete, notAgreed };
  }

  async function release(grader: Grader, chosen: 'ready' | readonly string[]): Promise<ReleaseOutcome> {
    const assessment = await assessmentService.getUsable(grader.courseId);
    if ((await findClosure(grader.courseId)) !== null)
      return { released: 0, incomplete: 0, notAgreed: 0, closed: true, queued: true };
    const people = await releasable(assessment, chosen);
    const { released, ...held } = await releaseDrafts(grader, assessment, people);
    const queued = await queue(released, { grades, enqueue, log });
    return { released: released.length, ...held, closed: false, queued };
  }

  /**
   * Clears the time in any case, so that one course that cannot be released does not come up again for ever; and whoever
   * opens closed marks again to correct them does not release by it. What was held is said to the teacher.
   */
  async function releaseAtTime({ courseId, key, settings }: Assessment): Promise<void> {
    const { releaseBy } = settings;
    const done: AssessmentSettings = { ...settings, releaseAt: null, releaseBy: null };
    try {
      if (releaseBy === null) throw new AppError('not-found', { what: 'who ordered the release' });
      const grader = { courseId, personId: asId<'person'>(releaseBy) };
      const { released, incomplete, notAgreed, closed } = await release(grader, 'ready');
      const lastRelease = { at: now(), released, incomplete, notAgreed, closed };
      await parts.assessments.saveSettings(courseId, key, { ...done, lastRelease });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
      log.warn({ course: courseId, error }, 'release-not-possible');
      await parts.assessments.saveSettings(courseId, key, done);
    }
  }

  return {
    release,
    async releaseDue() {
      for (const assessment of await parts.assessments.dueForRelease(now())) await releaseAtTime(assessment);
    },
  };
}

/** Whether what two markers have agreed on is still what both have put down; where one marks, always. */
async function agreementIn(
  assessment: UsableAssessment,
  grades: GradeStore,
): Promise<(grade: Grade) => boolean> {
  if (assessment.settings.secondMarker === null) return () => true;
  const second = await grades.list(assessment.courseId, secondKey(assessment));
  const third = await grades.list(assessment.courseId, thirdKey(assessment));
  const revsOf = (list: readonly Grade[]) =>
    new Map(list.map(({ personId, draft }) => [personId, draft.rev]));
  const [seconds, thirds] = [revsOf(second), revsOf(third)];
  return ({ personId, draft: { agreed } }) =>
    agreed != null &&
    agreed.secondRev === seconds.get(personId) &&
    (agreed.thirdRev === undefined || agreed.thirdRev === thirds.get(personId));
}

function isIncomplete(grade: Grade): boolean {
  const state = stateOf(grade);
  return state === 'in-progress' || (state === 'changed' && findReleasable(grade) === null);
}

/** @param before the grade as it is written, @param grade the same under the present rubric */
function releaseOf(
  before: Grade,
  grade: Grade,
  parts: {
    readonly assessment: UsableAssessment;
    readonly grader: Grader;
    readonly at: Date;
    /** How a comment calls the student. */
    readonly name: string;
  },
): Release[] {
  const { assessment, grader, at, name } = parts;
  const criteria = findReleasable(grade);
  if (criteria === null) return [];
  const result = rubricResult(assessment.policy, criteria, rulesOf(grade.draft));
  const released: Released = {
    criteria,
    ...commentOf(grade, result, { name, lang: assessment.lang, policy: assessment.policy }),
    total: result.total,
    letter: result.letter,
    gpa: result.gpa,
    label: result.label,
    policyVersion: assessment.policyVersion,
    rubricVersion: assessment.rubricVersion,
    weights: grade.draft.weights ?? null,
    breach: grade.draft.breach ?? null,
    by: grader.personId,
    at,
    rev: before.rev + 1,
  };
  return [{ before, released }];
}

/** What the student reads: variables become what was released, in the language of the assessment. */
function commentOf(
  { draft }: Grade,
  { total, letter, gpa, label }: GradeResult,
  { name, lang, policy }: { readonly name: string; readonly lang: Lang; readonly policy: InstitutionPolicy },
): Pick<Released, 'comment' | 'written'> {
  const comment = expandComment(draft.comment, {
    ...{ name, letter, result: String(total), gpa: gpa.replace('.', decimalMark(lang)) },
    label: labelText(policy, label, { t: catalogueOf(lang), lang }),
  });
  return comment === draft.comment ? { comment } : { comment, written: draft.comment };
}

/** The release is durable already; whatever fails here is mended by the queue's own search for unqueued grades. */
async function queue(
  released: readonly Grade[],
  parts: { grades: GradeStore; enqueue: Enqueue; log: Log },
): Promise<boolean> {
  const [first] = released;
  if (first === undefined) return true;
  try {
    await parts.enqueue(
      first.courseId,
      first.assessment,
      released.map(grade => grade.personId),
    );
    await parts.grades.markQueued(released.map(keyOf));
    return true;
  } catch (error) {
    parts.log.warn({ course: first.courseId, count: released.length, error }, 'grades-not-queued');
    return false;
  }
}

const keyOf = ({ courseId, assessment, personId, rev }: Grade): GradeKey => ({
  courseId,
  assessment,
  personId,
  releasedRev: rev,
});
