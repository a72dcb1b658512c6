import { catalogueOf, type Lang } from '../../i18n/index.ts';
import { dayOfInstant } from '../../kernel/dates.ts';
import { displayName, type RosterStore } from '../roster/index.ts';
import { type Signature } from '../syllabus/index.ts';
import { type ApprovableDocument } from './approvable.ts';
import { type CourseStore } from '../course/index.ts';
import { type ApprovalStore } from './approvalStore.ts';

export interface SignatureParts {
  readonly store: Pick<ApprovalStore, 'findApproved'>;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
}

/** Who submitted a document and who agreed to it, with the day of each; empty for one without an approval. */
export async function signaturesOf(
  { store, courses, roster }: SignatureParts,
  { courseId, id }: Pick<ApprovableDocument, 'courseId' | 'id'>,
  lang: Lang,
): Promise<Signature[]> {
  const approval = await store.findApproved(courseId, id);
  const course = await courses.find(courseId);
  if (approval === null || course === null) return [];
  const t = catalogueOf(lang);
  const members = new Map((await roster.members(courseId)).map(({ person }) => [person.id, person]));
  return approval.events.flatMap(({ action, step, by, at }): Signature[] => {
    const role =
      action === 'submitted' ? t.form.lecturer : step === null ? undefined : approval.steps[step]?.role[lang];
    const person = members.get(by);
    if (role === undefined || (action !== 'submitted' && action !== 'agreed')) return [];
    const name = person === undefined ? null : displayName(person, 0, () => t.approval.formerMember);
    return [{ role, name, on: dayOfInstant(at, course.term.timeZone) }];
  });
}
