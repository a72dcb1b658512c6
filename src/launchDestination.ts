import { type Entered } from './features/course/index.ts';
import { type CourseCopying } from './features/coursecopy/index.ts';
import { type DeepLinking, linkIdOf, parsePlace, pathOf } from './features/deeplinking/index.ts';
import { homePath } from './features/home/index.ts';
import { type ReviewParts, reviewPath } from './features/review/index.ts';
import { type LaunchId } from './kernel/ids.ts';
import { type Ability, abilitiesOf } from './kernel/permissions.ts';
import { type VerifiedLaunch } from './lti/index.ts';
import { type LaunchRoute, type Route } from './web/route.ts';

export interface DestinationParts {
  readonly deepLinking: Pick<DeepLinking, 'begin' | 'originOf'>;
  readonly copying: Pick<CourseCopying, 'questionFor' | 'wantNotices'>;
  readonly review: ReviewParts;
  readonly routes: () => readonly Route[];
}

/** The page of its launch that a message leads to, below `/l/<launch>`. */
export async function destinationOf(
  parts: DestinationParts,
  launch: VerifiedLaunch,
  entered: Entered,
  launchId: LaunchId,
): Promise<string> {
  switch (launch.message.type) {
    case 'LtiDeepLinkingRequest':
      return parts.deepLinking.begin(launchId, launch, launch.message.settings);
    case 'LtiDataPrivacyLaunchRequest':
      return '/privacy';
    case 'LtiSubmissionReviewRequest':
      return reviewPath(parts.review, entered.courseId, abilitiesOf(launch.role), {
        forUserId: launch.message.forUserId,
        lineItemUrl: launch.ags?.lineItemUrl ?? null,
      });
    case 'LtiResourceLinkRequest':
      return (await copyQuestion(parts, launch, entered)) ?? linkedPage(launch, entered, parts.routes());
  }
}

/** Before anything else, the teacher of a copied course is asked what shall become of the older content. */
async function copyQuestion(
  { copying, deepLinking }: DestinationParts,
  launch: VerifiedLaunch,
  entered: Entered,
): Promise<string | null> {
  const { role, context, custom, registrationId, deploymentId, resourceLink } = launch;
  const linkHistory = custom['resource_link_id_history'];
  if (context === null || !abilitiesOf(role).has('course.settings')) return null;
  copying.wantNotices(launch);
  return copying.questionFor(entered, {
    registrationId,
    deploymentId,
    contextId: context.id,
    history: custom['context_id_history'],
    link:
      resourceLink === null || linkHistory === undefined
        ? null
        : { id: resourceLink.id, history: linkHistory },
    linkCourseId: deepLinking.originOf(custom),
  });
}

/**
 * What a link opens: the place that it was made for, which its id says also where an LMS has lost the address; else the
 * page of ours that its address names; else the course's home.
 */
function linkedPage(launch: VerifiedLaunch, entered: Entered, routes: readonly Route[]): string {
  const { pathname } = new URL(launch.targetLinkUri);
  const abilities = abilitiesOf(launch.role);
  const place = linkIdOf(launch.custom)?.place ?? parsePlace(pathname.slice(1));
  if (place !== null) return pathOf(place, abilities);
  return isOwnPage(pathname, routes, abilities) ? pathname : homePath(entered, abilities);
}

function isOwnPage(path: string, routes: readonly Route[], abilities: ReadonlySet<Ability>): boolean {
  return (
    path !== '/' &&
    routes.some(
      (route): route is LaunchRoute =>
        route.scope === 'launch' &&
        route.shape.method === 'get' &&
        route.shape.path === path &&
        abilities.has(route.permission),
    )
  );
}
