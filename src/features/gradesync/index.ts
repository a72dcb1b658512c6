import { type Clock, systemClock } from '../../jobs/clock.ts';
import { type LeaseRule } from '../../jobs/leases.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Route } from '../../web/route.ts';
import { type ObservedServiceCall } from '../../lti/index.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type CheckWorker } from './checkWorker.ts';
import { rosterDirectory } from './directory.ts';
import { type ColumnKey } from './domain/column.ts';
import { type Explained } from './domain/summary.ts';
import { createEngine, type SyncStores } from './engine.ts';
import { type ColumnWishes } from './gradesyncService.ts';
import { gradesyncRoutes } from './gradesyncRoutes.ts';
import { type Gradebook, type GradeSource } from './ports.ts';
import { createQueues, type Queues } from './queueService.ts';
import { type ColumnStatus, standingsOf, statusOf } from './statusService.ts';
import { createTallies } from './tallies.ts';
import { type Worker } from './worker.ts';

export { lineItemKey } from './domain/column.ts';
export { createSyncStores, type SyncStores } from './engine.ts';
export { type GradableColumn } from './domain/choice.ts';
export { type WantedScore } from './domain/entry.ts';
export { type Explained, type Standing, type Summary } from './domain/summary.ts';
export { chipOf, type Chip } from './gradesyncView.ts';
export { type Gradebook, type GradeSource, type ReleasedGrade } from './ports.ts';
export { type QueueReport, type Queues } from './queueService.ts';
export { type ColumnStatus } from './statusService.ts';
export { type Worker } from './worker.ts';

export interface GradeSyncParts {
  readonly stores: SyncStores;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members' | 'findMember' | 'stateOf'>;
  /** The LMS's side; `lti.ags` is one. */
  readonly gradebook: Gradebook;
  readonly source: GradeSource;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly leaseRule?: LeaseRule;
  readonly pollMs?: number;
  /** Reads the LMS's list of members anew, where it offers one: before a comparison. */
  readonly refreshRoster?: (courseId: CourseId) => Promise<void>;
}

export interface GradeSync {
  /** Queues these people's released grades. Resolves when nothing can lose them any more. */
  enqueue(courseId: CourseId, columnKey: ColumnKey, personIds: readonly PersonId[]): Promise<void>;
  /** The same for several columns of a course. */
  enqueueColumns(courseId: CourseId, wanted: readonly ColumnWishes[]): Promise<void>;
  readonly worker: Worker;
  /** Compares courses with their LMS, nightly and on request. */
  readonly checks: CheckWorker;
  /** To be told of every call to an LMS's services. */
  countCall(call: ObservedServiceCall): void;
  readonly queues: Queues;
  /** Somebody has launched the link that was placed for this activity: the LMS may have made its column. */
  readonly noteLink: (courseId: CourseId, columnKey: ColumnKey, resourceLinkId: string) => Promise<void>;
  /** Where every grade of the course stands. */
  statusOf(courseId: CourseId): Promise<ColumnStatus[]>;
  /** Where these people's grades stand, for lists of other rooms; `chipOf` gives it words. */
  standingsOf(
    courseId: CourseId,
    columnKey: ColumnKey,
    personIds: readonly PersonId[],
  ): Promise<Map<PersonId, Explained>>;
  readonly routes: Route[];
}

/** Brings released grades into LMSs' gradebooks, and shows where each stands. */
export function createGradeSync(parts: GradeSyncParts): GradeSync {
  const { stores, courses, roster, source, clock = systemClock } = parts;
  const directory = rosterDirectory(courses, roster);
  const engine = createEngine({ ...parts, clock, directory });
  const reading = { ...stores, clock };
  const counting = createTallies({ store: stores.tallies, clock, log: parts.log });
  return {
    enqueue: (courseId, key, personIds) => engine.enqueue(courseId, key, personIds),
    enqueueColumns: (courseId, wanted) => engine.enqueueColumns(courseId, wanted),
    worker: together(engine.worker, engine.checks, counting),
    checks: engine.checks,
    countCall: ({ registrationId, outcome }) => counting.count(registrationId, outcome),
    queues: createQueues({ ...reading, counting, wake: () => engine.worker.wake() }),
    noteLink: (courseId, key, resourceLinkId) => stores.links.note(courseId, key, resourceLinkId),
    statusOf: courseId => statusOf(reading, courseId),
    standingsOf: (courseId, key, personIds) => standingsOf(reading, courseId, key, personIds),
    routes: gradesyncRoutes({
      ...reading,
      source,
      directory,
      gradebook: parts.gradebook,
      log: parts.log,
      findCourse: id => courses.find(id),
      members: id => roster.members(id),
      listReadAt: async id => (await roster.stateOf(id)).lastGoodAt,
      compare: id => engine.checks.ask(id),
      async fill(courseId, key) {
        await engine.enqueue(courseId, key, await source.released(courseId, key));
      },
      wake: () => engine.worker.wake(),
    }),
  };
}

/** All background work starts and stops as one. */
const together = (
  worker: Worker,
  ...others: readonly { start(): void; stop(): Promise<void> }[]
): Worker => ({
  ...worker,
  start() {
    for (const one of [worker, ...others]) one.start();
  },
  async stop() {
    await Promise.all([worker, ...others].map(one => one.stop()));
  },
});
