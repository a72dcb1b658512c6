import { type Launch, registeredTool, targetLinkUri } from './claims.ts';
import { type PendingLaunch } from './pendingLaunches.ts';
import { type Platform } from './platform.ts';
import { type ClientIds } from './registering/registeredClients.ts';
import { type Activity, type Person } from './state.ts';
import { type Ways } from './ways.ts';
import { findActivity, findCourse, findPerson } from './world.ts';

/** The first step of a launch: where the browser goes and with what (1EdTech Security Framework 1.0, section 5.1.1.1). */
export interface LoginForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a person opens: an activity, the dialog that places new ones, or a student's work. */
export type Opening =
  | { readonly message: 'LtiResourceLinkRequest'; readonly activity: Activity }
  | { readonly message: 'LtiDeepLinkingRequest'; readonly courseId: string }
  | { readonly message: 'LtiDataPrivacyLaunchRequest' }
  | {
      readonly message: 'LtiSubmissionReviewRequest';
      readonly courseId: string;
      readonly activity: Activity | null;
      readonly columnId: string;
      readonly personId: string;
    };

/** Starts a launch and gives its login form. As Moodle, the hint is JSON text: a tool has to pass it back unaltered. */
export function startLaunch(
  platform: Platform,
  person: Person,
  opening: Opening,
  target: 'iframe' | 'window',
  client: ClientIds = registeredTool,
): LoginForm {
  const activity = 'activity' in opening ? opening.activity : null;
  const pending = platform.launches.start(
    {
      message: opening.message,
      personId: person.id,
      courseId: courseIdOf(opening),
      activityId: activity?.id ?? null,
      review:
        opening.message === 'LtiSubmissionReviewRequest'
          ? { columnId: opening.columnId, personId: opening.personId }
          : null,
      target,
      client: { clientId: client.clientId, deploymentId: client.deploymentId },
    },
    platform.trueNow(),
  );
  const hint = { ...(activity === null ? {} : { cmid: Number(activity.id) }), launchid: pending.id };
  return {
    action: platform.tool.loginUrl,
    fields: {
      iss: platform.url,
      target_link_uri: targetLinkUri(activity, platform.tool.launchUrl),
      login_hint: person.id,
      lti_message_hint: JSON.stringify(hint),
      client_id: client.clientId,
      lti_deployment_id: client.deploymentId,
      ...storageField(platform.state.ways),
    },
  };
}

/** The frame that keeps values for a tool without cookies (OIDC Login with LTI Client Side postMessages 0.1, section 2). */
function storageField({ offerStorage, storageFrame }: Ways): Record<string, string> {
  if (!offerStorage) return {};
  return { lti_storage_target: storageFrame ? storageFrameName : '_parent' };
}

/** Canvas's name for it. */
export const storageFrameName = 'post_message_forwarding';

function courseIdOf(opening: Opening): string | null {
  if (opening.message === 'LtiResourceLinkRequest') return opening.activity.courseId;
  return opening.message === 'LtiDataPrivacyLaunchRequest' ? null : opening.courseId;
}

/** What a pending launch stands for now; null when person, course or activity are gone meanwhile. */
export function findLaunch(platform: Platform, pending: PendingLaunch): Launch | null {
  const { state } = platform;
  const person = findPerson(state, pending.personId);
  const course = pending.courseId === null ? null : findCourse(state, pending.courseId);
  const activity = pending.activityId === null ? null : findActivity(state, pending.activityId);
  if (person === null || (pending.courseId !== null && course === null)) return null;
  if (pending.activityId !== null && activity === null) return null;
  const { id, message, review, target, client } = pending;
  return { id, message, person, course, activity, review, target, client };
}

/** Id tokens live for a minute, as Moodle's. */
export const idTokenSeconds = 60;
