import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type RosterStore } from '../roster/index.ts';
import { type AssessmentService, type UsableAssessment } from './assessmentService.ts';
import { type AssessmentStore } from './assessmentStore.ts';
import { type DraftInput, readDraft } from './domain/draft.ts';
import {
  type Agreed,
  bandsOf,
  type DraftContent,
  emptyContent,
  type Grade,
  type Via,
  type WriteMark,
} from './domain/grade.ts';
import { type DraftProblem } from './domain/panel.ts';
import { lowestCap } from './domain/rubric.ts';
import { decideWrite } from './domain/writing.ts';
import { type FindClosure } from './examClosure.ts';
import { refuseOwnTeacher } from './examiner.ts';
import { type GradeStore } from './gradeStore.ts';
import { getStudent, identitiesOf } from './identities.ts';

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
  /** Absent: the panel. */
  readonly via?: Via;
  readonly agreed?: Agreed;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly grade: Grade }
  /** Somebody else wrote in between; `grade` is theirs, and nothing was overwritten. */
  | { readonly kind: 'conflict'; readonly grade: Grade }
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] }
  /** The rubric was replaced under the open form. */
  | { readonly kind: 'rubric-changed' }
  /** The exam's marks may not be changed now. */
  | { readonly kind: 'closed' };

export interface DraftService {
  saveDraft(
    grader: Grader,
    assessment: UsableAssessment,
    unsafeKey: string,
    save: DraftSave,
  ): Promise<SaveOutcome>;
  /** Records a breach of conduct with its protocol, or lifts it (null). The marks stay as they are. */
  setBreach(
    grader: Grader,
    assessment: UsableAssessment,
    unsafeKey: string,
    breach: { readonly text: string; readonly lifted: boolean },
  ): Promise<void>;
}

/** How often a save looks again when somebody else's write came in between. */
const mostTries = 8;

export function createDraftService(parts: {
  readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
  readonly assessments: AssessmentStore;
  readonly assessmentService: Pick<AssessmentService, 'carry'>;
  readonly grades: GradeStore;
  readonly findClosure: FindClosure;
  readonly now: () => Date;
}): DraftService {
  const { assessments, assessmentService, grades, findClosure, now } = parts;

  async function write(
    grader: Grader,
    assessment: UsableAssessment,
    student: PersonId,
    content: DraftContent,
    { rev: baseRev, mark, via = 'panel', agreed }: DraftSave,
  ): Promise<SaveOutcome> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const before = await grades.find(grader.courseId, assessment.gradesKey, student);
      if (before !== null && before.rubricVersion > assessment.rubricVersion)
        return { kind: 'rubric-changed' };
      const [grade = null] = before === null ? [] : await assessmentService.carry(assessment, [before]);
      const decision = decideWrite(grade?.draft ?? null, { content, baseRev, mark });
      if (grade !== null && decision === 'conflict') return { kind: 'conflict', grade };
      // What says the same need not be written, unless it says so as an agreement.
      const isWritten = decision === 'late' || (decision === 'same' && agreed === undefined);
      if (grade !== null && isWritten) return { kind: 'saved', grade };
      const rev = (before?.rev ?? 0) + 1;
      const next = {
        courseId: grader.courseId,
        assessment: assessment.gradesKey,
        personId: student,
        rev,
        rubricVersion: assessment.rubricVersion,
        draft: {
          ...content,
          ...{ by: grader.personId, at: now(), rev, mark, via, weights: assessment.weights },
          breach: grade?.draft.breach ?? null,
          agreed: agreed ?? null,
        },
      };
      if (await grades.saveDraft(before, next)) {
        return { kind: 'saved', grade: { ...next, released: before?.released ?? null } };
      }
    }
    throw new AppError('conflict', { what: 'a draft that many write at once' });
  }

  async function find(grader: Grader, assessment: UsableAssessment, unsafeKey: string): Promise<PersonId> {
    refuseOwnTeacher(assessment, grader.personId);
    return (await getStudent(await identitiesOf(parts, assessment), unsafeKey)).person.id;
  }

  return {
    async saveDraft(grader, assessment, unsafeKey, save) {
      const student = await find(grader, assessment, unsafeKey);
      if (save.rubricVersion !== assessment.rubricVersion) return { kind: 'rubric-changed' };
      const reading = readDraft(assessment.rubric, save);
      if (!reading.ok) return { kind: 'invalid', problems: reading.problems };
      if ((await findClosure(grader.courseId)) !== null) return { kind: 'closed' };
      if (!(await assessments.hold(assessment))) return { kind: 'rubric-changed' };
      const { criteria, comment } = reading.draft;
      const content = { criteria, comment, bands: bandsOf(assessment.rubric, criteria, save.bands) };
      return write(grader, assessment, student, content, save);
    },
    async setBreach({ courseId, personId: by }, assessment, unsafeKey, { text, lifted }) {
      const personId = (await getStudent(await identitiesOf(parts, assessment), unsafeKey)).person.id;
      if ((await findClosure(courseId)) !== null)
        throw new AppError('conflict', { what: 'marks of the exam are closed' });
      if (!(await assessments.hold(assessment))) throw new AppError('conflict', { what: 'rubric' });
      for (let tries = 0; tries < mostTries; tries += 1) {
        const before = await grades.find(courseId, assessment.key, personId);
        const [grade = null] = before === null ? [] : await assessmentService.carry(assessment, [before]);
        const rev = (before?.rev ?? 0) + 1;
        const at = now();
        const cap = lifted ? null : lowestCap(assessment.rubric);
        // The marks keep their writer and their number, so that an open panel goes on as if nothing had been written.
        const draft = grade?.draft ?? { ...emptyContent(assessment.rubric), by, at, rev: 0, mark: null };
        const next = {
          ...{ courseId, assessment: assessment.key, personId, rev, rubricVersion: assessment.rubricVersion },
          draft: { ...draft, weights: assessment.weights, breach: { text, cap, by, at, rev } },
        };
        if (await grades.saveDraft(before, next)) return;
      }
      throw new AppError('conflict', { what: 'a grade that many write at once' });
    },
  };
}
