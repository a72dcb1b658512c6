import { type HeldLease, type Leases } from '../../jobs/leases.ts';
import { createLoop } from '../../jobs/loop.ts';
import { nextNight } from '../../jobs/nightly.ts';
import { type CourseId, type RegistrationId } from '../../kernel/ids.ts';
import { checkCourse, type CheckParts } from './checkService.ts';
import { type CheckStore } from './checkStore.ts';
import { type CourseCheck } from './domain/check.ts';
import { isPaused } from './domain/pause.ts';
import { type PauseStore } from './pauseStore.ts';

/** Compares courses with their LMS every night, and when a teacher asks. */
export interface CheckWorker {
  start(): void;
  stop(): Promise<void>;
  wake(): void;
  /** One round: everything that is due now. @returns how many courses were compared */
  tick(): Promise<number>;
  /** The teacher wants to know now. */
  ask(courseId: CourseId): Promise<void>;
}

export interface CheckWorkerParts extends CheckParts {
  readonly checks: CheckStore;
  readonly pauses: PauseStore;
  readonly leases: Leases;
  /** Reads the LMS's list of members first, so that both are compared with the present class. */
  readonly refreshRoster: (courseId: CourseId) => Promise<void>;
  /** Something became due. */
  readonly wakeSender: () => void;
}

const everyMs = 30_000;
/** Courses that have got their first column since. */
const enrolEveryMs = 600_000;
const atOnce = 50;
/** After a failure: a quarter of an hour, doubling; from the sixth on the next night. */
const retryMs = 900_000;
const mostRetries = 5;

export function createCheckWorker(parts: CheckWorkerParts): CheckWorker {
  const { checks, columns, pauses, directory, clock, log } = parts;
  let enrolledAt = -Infinity;
  let stopping = false;

  async function nightOf(courseId: CourseId): Promise<Date> {
    const course = await directory.findCourse(courseId);
    return nextNight(clock.now(), course?.term.timeZone ?? 'UTC', courseId);
  }

  async function enrolNewCourses(): Promise<void> {
    if (clock.elapsed() - enrolledAt < enrolEveryMs) return;
    for (const courseId of await checks.unknown(await columns.courses())) {
      const course = await directory.findCourse(courseId);
      if (course !== null) await checks.add(courseId, course.registrationId, await nightOf(courseId));
    }
    enrolledAt = clock.elapsed();
  }

  async function run(check: CourseCheck): Promise<void> {
    const { courseId } = check;
    // The old list is good enough where the new one cannot be had; the roster says how old it is.
    await parts.refreshRoster(courseId).catch((error: unknown) => {
      log.warn({ error, course: courseId }, 'gradesync-check-roster-failed');
    });
    const { report, retryAfterMs } = await checkCourse(parts, courseId);
    const tries = report.failure === null ? 0 : check.tries + 1;
    const night = await nightOf(courseId);
    const soon = new Date(clock.now().getTime() + (retryAfterMs ?? retryMs * 2 ** (tries - 1)));
    const isOver = tries === 0 || tries > mostRetries || soon > night;
    await checks.done(check, { dueAt: isOver ? night : soon, tries: isOver ? 0 : tries, last: report });
    if (report.resent > 0) parts.wakeSender();
  }

  async function runAll(due: readonly CourseCheck[], lease: HeldLease): Promise<number> {
    let count = 0;
    try {
      for (const check of due) {
        if (stopping || !(await lease.keep(0)) || !lease.isTrusted()) break;
        await run(check);
        count += 1;
      }
    } finally {
      await lease.release(true);
    }
    return count;
  }

  async function tick(): Promise<number> {
    await enrolNewCourses();
    const now = clock.now();
    const resting = await pauses.all();
    const byRegistration = new Map<RegistrationId, CourseCheck[]>();
    for (const check of await checks.due(now, atOnce)) {
      const { registrationId } = check;
      if (isPaused(resting.get(registrationId) ?? null, now)) continue;
      byRegistration.set(registrationId, [...(byRegistration.get(registrationId) ?? []), check]);
    }
    const rounds = [...byRegistration].map(async ([registrationId, due]) => {
      const lease = await parts.leases.tryTake(`gradesync-check:${registrationId}`);
      return lease === null ? 0 : runAll(due, lease);
    });
    return (await Promise.all(rounds)).reduce((sum, count) => sum + count, 0);
  }

  const loop = createLoop({
    clock,
    everyMs,
    turn: tick,
    onError: error => log.error({ error }, 'gradesync-check-turn-failed'),
  });
  return {
    start() {
      stopping = false;
      loop.start();
    },
    async stop() {
      stopping = true;
      await loop.stop();
    },
    wake: () => loop.wake(),
    tick,
    async ask(courseId) {
      const course = await directory.findCourse(courseId);
      if (course === null) return;
      await checks.ask(courseId, course.registrationId);
      loop.wake();
    },
  };
}
