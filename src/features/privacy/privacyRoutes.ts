import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type ExportPlatform, exportPerson } from './exportPerson.ts';
import { type PersonalDataStore } from './personalDataStore.ts';
import { overviewOf } from './privacyService.ts';
import { privacyView } from './privacyView.ts';

export interface PrivacyRoutesParts {
  readonly store: PersonalDataStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly findPlatform: (course: Course) => Promise<ExportPlatform | null>;
  readonly now: () => Date;
}

/**
 * Everybody's own data: no address holds an id, so nobody else's can be asked for. The data-privacy launch of an LMS
 * (`LtiDataPrivacyLaunchRequest`) opens the page too; outside courses `outsideCourse.ts` does.
 */
export function privacyRoutes(parts: PrivacyRoutesParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/privacy',
      permission: 'course.read',
      handler: async context => {
        const { term } = await getCourse(parts, context);
        const overview = await overviewOf(parts.store, context.actor.personId);
        return page('privacy/privacy', context.t.privacy.title, {
          ...privacyView(context, overview, term.timeZone),
          export: { action: `${context.base}/privacy/export` },
        });
      },
    }),
    defineRoute({
      // Not a GET: personal data leave the page only by a deliberate act.
      method: 'post',
      path: '/privacy/export',
      permission: 'course.read',
      handler: context => sendOwn(parts, context),
    }),
  ];
}

async function getCourse(parts: PrivacyRoutesParts, { actor }: LaunchContext): Promise<Course> {
  const course = await parts.courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

async function sendOwn(parts: PrivacyRoutesParts, context: LaunchContext): Promise<Reply> {
  const platform = await parts.findPlatform(await getCourse(parts, context));
  const { personId } = context.actor;
  return {
    kind: 'stream',
    name: `${context.t.privacy.export.fileName}.json`,
    type: 'application/json; charset=utf-8',
    body: exportPerson(parts, { personId, audience: 'person', platform }),
  };
}
