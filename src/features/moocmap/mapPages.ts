import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type ApprovalRoom } from '../approval/index.ts';
import { type TermDays } from '../calendar/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type MapService, type MoocCatalogue } from './mapService.ts';
import { type MapStore } from './mapStore.ts';
import { type ResultsDoor } from './results.ts';
import { type StepStore } from './stepStore.ts';

/** What the pages of this room stand on. */
export interface MapParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly store: MapStore;
  readonly steps: StepStore;
  readonly service: MapService;
  readonly catalogue: MoocCatalogue;
  readonly approval: Pick<ApprovalRoom, 'signaturesOf' | 'standingOf'>;
  readonly resultsOf: ResultsDoor;
  readonly daysOf: (courseId: CourseId, t: Catalogue, lang: Lang) => Promise<TermDays>;
  readonly now: () => Date;
}

export async function getCourse({ courses }: Pick<MapParts, 'courses'>, id: CourseId): Promise<Course> {
  const course = await courses.find(id);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

export const notices = [
  'begun',
  'saved',
  'read',
  'discarded',
  'followed',
  'registered',
  'done',
  'conflict',
] as const;
export type Notice = (typeof notices)[number];

export function noticeView(notice: Notice | null | undefined, t: Catalogue) {
  if (notice == null) return null;
  return { tone: notice === 'conflict' ? 'warning' : 'success', text: t.moocmap.notices[notice] };
}

/** Where the newest approval stands, and for whom it waits since when; null when there was none. */
export async function standingView(
  { approval }: Pick<MapParts, 'approval'>,
  { actor, t, lang, base }: LaunchContext,
  timeZone: string,
) {
  const standing = await approval.standingOf(actor.courseId, 'mooc-map');
  if (standing === null) return null;
  const { state, waitsFor } = standing;
  const since = formatInstant(standing.since, timeZone);
  const tones = {
    submitted: 'info',
    approved: 'success',
    returned: 'warning',
    withdrawn: 'neutral',
  } as const;
  return {
    documentId: standing.documentId,
    draftRev: standing.draftRev,
    isOpen: state === 'submitted',
    chip: { text: t.approval.states[state], tone: tones[state] },
    text: waitsFor === null ? t.moocmap.ended({ since }) : t.moocmap.waits({ role: waitsFor[lang], since }),
    href: `${base}/approval/${standing.approvalId}`,
  };
}
