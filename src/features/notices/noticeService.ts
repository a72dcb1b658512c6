import { dayOfInstant, type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Course, type CourseStore, defaultTimeZone } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type ChoiceStore } from './choiceStore.ts';
import { everything, isTold } from './domain/choice.ts';
import { type DueRow, nearDeadlines } from './domain/deadlines.ts';
import {
  appealAnswered,
  approvalMoved,
  calendarChanged,
  type DueRenewal,
  renewalDue,
  resultsReleased,
  syllabusPublished,
  type Tidings,
} from './domain/notice.ts';
import { classExcept, learners } from './domain/recipients.ts';
import { type NoticeStore } from './noticeStore.ts';

/** Somebody whose turn it is in an approval. */
export interface AwaitedDecision {
  readonly courseId: CourseId;
  readonly approvalId: string;
  readonly personIds: readonly PersonId[];
  /** Tells the rounds of one process apart. */
  readonly turn: number;
}

/** What the nightly run asks the other rooms. */
export interface NoticePorts {
  /** Every course, one after another. */
  readonly courses: () => AsyncIterable<Course>;
  /** What is due in a course and when; nothing while the term has no first day. */
  readonly dueRows: (course: Course) => Promise<readonly DueRow[]>;
  /** Who has a mark already, by the row's key: a deadline does not concern them any more. */
  readonly markedPeople: (course: Course) => Promise<ReadonlyMap<string, ReadonlySet<PersonId>>>;
  /** Who is asked to decide and has not, for a day at least. */
  readonly awaitedDecisions: (course: Course, now: Date) => Promise<readonly AwaitedDecision[]>;
  /** Renewals of online courses, and who answers for them. */
  readonly dueReminders: (
    on: IsoDate,
  ) => Promise<readonly { readonly personIds: readonly PersonId[]; readonly renewal: DueRenewal }[]>;
}

/**
 * What other rooms tell as it happens. None of it fails or is undone by a failure here: a change of the calendar counts
 * whether or not everybody could be told.
 */
export interface NoticeTeller {
  syllabusPublished(courseId: CourseId, syllabusId: string, by: PersonId | null): Promise<void>;
  calendarChanged(courseId: CourseId, by: PersonId): Promise<void>;
  resultsReleased(courseId: CourseId, personIds: readonly PersonId[]): Promise<void>;
  appealAnswered(courseId: CourseId, personId: PersonId): Promise<void>;
  approvalMoved(
    courseId: CourseId,
    moved: { approvalId: string; event: 'returned' | 'approved'; turn: number; personId: PersonId },
  ): Promise<void>;
}

export interface NoticeService extends NoticeTeller {
  /** Tells of nearing deadlines, awaited decisions and renewals; doing it twice tells nothing twice. */
  nightly(): Promise<void>;
}

export function createNoticeService(parts: {
  readonly notices: NoticeStore;
  readonly choices: ChoiceStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly ports: NoticePorts;
  readonly now: () => Date;
  readonly log: Log;
}): NoticeService {
  const { notices, choices, courses, roster, ports, now, log } = parts;

  async function tell(
    courseId: CourseId | null,
    personIds: readonly PersonId[],
    tidings: readonly Tidings[],
  ): Promise<void> {
    const [first] = tidings;
    if (personIds.length === 0 || first === undefined) return;
    const chosen = await choices.findAll(personIds);
    const willing = personIds.filter(id => isTold(chosen.get(id) ?? everything, first.fact.kind));
    await notices.tell(courseId, willing, tidings, now());
  }

  const safely = async (what: string, courseId: CourseId, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ what, courseId, error }, 'notice-failed');
    }
  };
  const todayIn = async (courseId: CourseId): Promise<IsoDate> =>
    dayOfInstant(now(), (await courses.find(courseId))?.term.timeZone ?? defaultTimeZone);

  async function tellOfCourse(course: Course): Promise<void> {
    const today = dayOfInstant(now(), course.term.timeZone);
    const near = nearDeadlines(await ports.dueRows(course), today);
    if (near.length > 0) {
      const [members, marked] = await Promise.all([roster.members(course.id), ports.markedPeople(course)]);
      const everybody = learners(members);
      for (const { row, tidings } of near) {
        const concerned = everybody.filter(id => marked.get(row)?.has(id) !== true);
        await tell(course.id, concerned, [tidings]);
      }
    }
    for (const { approvalId, personIds, turn } of await ports.awaitedDecisions(course, now()))
      await tell(course.id, personIds, [approvalMoved(approvalId, 'waiting', turn)]);
  }

  return {
    syllabusPublished: (courseId, syllabusId, by) =>
      safely('syllabus', courseId, async () =>
        tell(courseId, classExcept(await roster.members(courseId), by), [syllabusPublished(syllabusId)]),
      ),
    calendarChanged: (courseId, by) =>
      safely('calendar', courseId, async () => {
        const members = await roster.members(courseId);
        await tell(courseId, classExcept(members, by), [calendarChanged(await todayIn(courseId))]);
      }),
    resultsReleased: (courseId, personIds) =>
      safely('result', courseId, async () =>
        tell(courseId, personIds, [resultsReleased(await todayIn(courseId))]),
      ),
    appealAnswered: (courseId, personId) =>
      safely('appeal', courseId, async () =>
        tell(courseId, [personId], [appealAnswered(await todayIn(courseId))]),
      ),
    approvalMoved: (courseId, { approvalId, event, turn, personId }) =>
      safely('approval', courseId, () =>
        tell(courseId, [personId], [approvalMoved(approvalId, event, turn)]),
      ),
    async nightly() {
      for await (const course of ports.courses())
        await safely('nightly', course.id, () => tellOfCourse(course));
      const today = dayOfInstant(now(), defaultTimeZone);
      for (const { personIds, renewal } of await ports.dueReminders(today))
        await tell(null, personIds, [renewalDue(renewal)]);
    },
  };
}
