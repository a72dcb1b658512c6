import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type InstitutionScale } from './domain/index.ts';
import { type SyllabusService } from './syllabusService.ts';
import { type SyllabusStore } from './syllabusStore.ts';

export interface SyllabusParts {
  readonly courses: CourseStore;
  readonly store: SyllabusStore;
  readonly service: SyllabusService;
  /** The scale that letters come from in this course. */
  readonly scaleOf: (courseId: CourseId) => Promise<InstitutionScale>;
  /** Keys of the calendar's rows for which marks were given. */
  readonly markedRows: (courseId: CourseId) => Promise<ReadonlySet<string>>;
  /** Whether a version is published by its approval alone. */
  readonly needsApproval: (courseId: CourseId) => Promise<boolean>;
  readonly now: () => Date;
}

/** What a page says after something was done. */
export const notices = [
  'accepted',
  'kept-rubric',
  'discarded',
  'saved',
  'mended',
  'merged',
  'undone',
] as const;
export type Notice = (typeof notices)[number];
/** Why something was not done. */
export type Refusal = 'conflict' | 'needs-approval';

export async function getCourse(parts: SyllabusParts, context: LaunchContext): Promise<Course> {
  const course = await parts.courses.find(context.actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

export function noticeText(
  notice: Notice | Refusal | null,
  context: LaunchContext,
): { tone: 'success' | 'warning'; text: string } | null {
  const words = context.t.syllabus;
  switch (notice) {
    case null:
      return null;
    case 'accepted':
      return { tone: 'success', text: words.accepted };
    case 'kept-rubric':
      return { tone: 'warning', text: words.keptRubric };
    case 'discarded':
      return { tone: 'success', text: words.discarded };
    case 'saved':
      return { tone: 'success', text: words.saved };
    case 'mended':
      return { tone: 'success', text: words.mended };
    case 'merged':
      return { tone: 'success', text: context.t.merge.merged };
    case 'undone':
      return { tone: 'success', text: context.t.authoring.live.undone };
    case 'conflict':
      return { tone: 'warning', text: words.conflictAccept };
    case 'needs-approval':
      return { tone: 'warning', text: words.needsApproval };
  }
}

export async function draftLinks(parts: SyllabusParts, { base, t }: LaunchContext, course: Course) {
  const drafts = await parts.store.drafts(course.id);
  return drafts.map(draft => ({
    href: `${base}/syllabus/drafts/${draft.id}`,
    text: t.syllabus.draftOf({
      file: draft.fileName,
      at: formatInstant(draft.updatedAt, course.term.timeZone),
    }),
  }));
}
