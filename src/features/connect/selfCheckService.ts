import { type CheckStep, type Lti, type Registration } from '../../lti/index.ts';
import { type CourseStore } from '../course/index.ts';
import { type CheckStore } from './checkStore.ts';
import { type LaunchLog } from './launchLog.ts';

export interface SelfCheckParts {
  readonly lti: Pick<Lti, 'check'>;
  readonly courses: Pick<CourseStore, 'findNewest'>;
  readonly launchLog: LaunchLog;
  readonly checks: CheckStore;
  readonly now: () => Date;
}

/** Checks a platform with what is known of it (a course of its own, its launches) and keeps what was found. */
export async function runSelfCheck(parts: SelfCheckParts, registration: Registration): Promise<CheckStep[]> {
  const { id } = registration;
  const [course, record] = await Promise.all([parts.courses.findNewest(id), parts.launchLog.read(id)]);
  const refusal = record.entries.findLast(entry => entry.kind === 'refused');
  const steps = await parts.lti.check(registration, {
    course: course?.services ?? null,
    history: {
      lastLaunchAt: record.lastLaunchAt,
      lastLoginAt: record.lastLoginAt,
      openLogins: record.openLogins,
      lastRefusal:
        refusal === undefined ? null : { at: refusal.at, code: refusal.code ?? '', found: refusal.found },
    },
  });
  await parts.checks.put(id, { at: parts.now(), steps });
  return steps;
}
