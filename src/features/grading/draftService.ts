import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { type AssessmentStore } from './assessmentStore.ts';
import { type DraftInput, readDraft } from './domain/draft.ts';
import { bandsOf, type DraftContent, type Grade, type WriteMark } from './domain/grade.ts';
import { type DraftProblem } from './domain/panel.ts';
import { decideWrite } from './domain/writing.ts';
import { type GradeStore } from './gradeStore.ts';

/** Who acts: a grader of the course. Routes have checked what this person may do. */
export interface Grader {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

/** What a grader sends for one student. */
export interface DraftSave extends DraftInput {
  /** `rev` of the draft that was on screen; 0: there was none. */
  readonly rev: number;
  readonly rubricVersion: number;
  readonly mark: WriteMark | null;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly grade: Grade }
  /** Somebody else wrote in between; `grade` is theirs, and nothing was overwritten. */
  | { readonly kind: 'conflict'; readonly grade: Grade }
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] }
  /** The rubric was replaced under the open form. */
  | { readonly kind: 'rubric-changed' };

export interface DraftService {
  /** The student of the caller's course; throws not-found for anybody else. */
  getStudent(courseId: CourseId, unsafePersonId: string): Promise<Member>;
  saveDraft(
    grader: Grader,
    assessment: UsableAssessment,
    unsafePersonId: string,
    save: DraftSave,
  ): Promise<SaveOutcome>;
}

/** How often a save looks again when somebody else's write came in between. */
const mostTries = 8;

export function createDraftService(parts: {
  readonly roster: Pick<RosterStore, 'findMember'>;
  readonly assessments: AssessmentStore;
  readonly assessmentService: Pick<AssessmentService, 'carry'>;
  readonly grades: GradeStore;
  readonly now: () => Date;
}): DraftService {
  const { roster, assessments, assessmentService, grades, now } = parts;

  async function getStudent(courseId: CourseId, unsafePersonId: string): Promise<Member> {
    const member = idPattern.test(unsafePersonId) ? await roster.findMember(courseId, unsafePersonId) : null;
    if (member?.role !== 'learner') throw new AppError('not-found', { what: 'student' });
    return member;
  }

  async function write(
    grader: Grader,
    assessment: UsableAssessment,
    student: PersonId,
    content: DraftContent,
    { rev: baseRev, mark }: DraftSave,
  ): Promise<SaveOutcome> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const before = await grades.find(grader.courseId, assessment.key, student);
      if (before !== null && before.rubricVersion > assessment.rubricVersion)
        return { kind: 'rubric-changed' };
      const [grade = null] = before === null ? [] : await assessmentService.carry(assessment, [before]);
      const decision = decideWrite(grade?.draft ?? null, { content, baseRev, mark });
      if (grade !== null && decision === 'conflict') return { kind: 'conflict', grade };
      if (grade !== null && decision !== 'write') return { kind: 'saved', grade };
      const rev = (before?.rev ?? 0) + 1;
      const next = {
        courseId: grader.courseId,
        assessment: assessment.key,
        personId: student,
        rubricVersion: assessment.rubricVersion,
        draft: { ...content, by: grader.personId, at: now(), rev, mark, weights: assessment.weights },
      };
      if (await grades.saveDraft(before, next)) {
        return { kind: 'saved', grade: { ...next, rev, released: before?.released ?? null } };
      }
    }
    throw new AppError('conflict', { what: 'a draft that many write at once' });
  }

  return {
    getStudent,
    async saveDraft(grader, assessment, unsafePersonId, save) {
      const student = await getStudent(grader.courseId, unsafePersonId);
      if (save.rubricVersion !== assessment.rubricVersion) return { kind: 'rubric-changed' };
      const reading = readDraft(assessment.rubric, save);
      if (!reading.ok) return { kind: 'invalid', problems: reading.problems };
      if (!(await assessments.hold(assessment))) return { kind: 'rubric-changed' };
      const { criteria, comment } = reading.draft;
      const content = { criteria, comment, bands: bandsOf(assessment.rubric, criteria, save.bands) };
      return write(grader, assessment, student.person.id, content, save);
    },
  };
}
