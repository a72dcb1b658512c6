import { type Activity, type Course, type Person, type State } from './state.ts';
import { type ClientIds } from './registering/registeredClients.ts';
import { launchRoles } from './roles.ts';
import { findRole, nameOf } from './world.ts';

export const lti = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
export const deepLinking = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

const ags = (name: string): string => `https://purl.imsglobal.org/spec/lti-ags/${name}`;
export const scopes = {
  lineItem: ags('scope/lineitem'),
  lineItemReadOnly: ags('scope/lineitem.readonly'),
  results: ags('scope/result.readonly'),
  score: ags('scope/score'),
  members: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;

export const noticeScope = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';

/** How the tool is registered here. Ids are fixed, so that a registration outlives "start afresh". */
export const registeredTool = { clientId: 'tirek-practice', deploymentId: '1', typeId: '1' } as const;

export type MessageType =
  | 'LtiResourceLinkRequest'
  | 'LtiDeepLinkingRequest'
  | 'LtiSubmissionReviewRequest'
  | 'LtiDataPrivacyLaunchRequest';

/** Who is launched from where; what an id_token is made from. */
export interface Launch {
  readonly message: MessageType;
  readonly person: Person;
  /** Null in a data-privacy launch, which belongs to no course. */
  readonly course: Course | null;
  /** Null in deep linking, and in a review of a column that belongs to no activity. */
  readonly activity: Activity | null;
  /** The column and the student of a submission review. */
  readonly review: { readonly columnId: string; readonly personId: string } | null;
  readonly target: 'iframe' | 'window';
  /** As whom the tool is launched. */
  readonly client: ClientIds;
  readonly id: string;
}

export interface Addresses {
  readonly lms: string;
  readonly toolLaunch: string;
}

/** The address that a launch of this activity asks for (`target_link_uri`). */
export function targetLinkUri(activity: Activity | null, toolLaunch: string): string {
  return activity?.target == null ? toolLaunch : new URL(activity.target, toolLaunch).href;
}

// Moodle's addresses of services carry a query: what is put behind it by gluing does not work.
export const lineItemsUrl = (lms: string, courseId: string): string =>
  `${lms}/services/${courseId}/lineitems?type_id=${registeredTool.typeId}`;
export const lineItemUrl = (lms: string, courseId: string, columnId: string): string =>
  `${lms}/services/${courseId}/lineitems/${columnId}/lineitem?type_id=${registeredTool.typeId}`;
export const membershipsUrl = (lms: string, courseId: string): string =>
  `${lms}/services/CourseSection/${courseId}/bindings/${registeredTool.typeId}/memberships`;

/**
 * The activity's column for the launch: absent when there is none or when several columns are bound to the link,
 * "" when the activity's own column was deleted (both as Moodle does).
 */
function lineItemClaim(state: State, launch: Launch, course: Course, lms: string): { lineitem?: string } {
  if (launch.review !== null) return { lineitem: lineItemUrl(lms, course.id, launch.review.columnId) };
  if (launch.activity === null) return {};
  const { id, hadColumn } = launch.activity;
  const bound = state.columns.filter(one => one.activityId === id);
  if (bound.length === 1 && bound[0] !== undefined)
    return { lineitem: lineItemUrl(lms, course.id, bound[0].id) };
  return bound.length === 0 && hadColumn ? { lineitem: '' } : {};
}

function serviceClaims(state: State, launch: Launch, course: Course, lms: string): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  if (state.ways.offerGrades) {
    claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'] = {
      scope: grantableScopes(state).filter(scope => scope !== scopes.members && scope !== noticeScope),
      lineitems: lineItemsUrl(lms, course.id),
      ...lineItemClaim(state, launch, course, lms),
    };
  }
  if (state.ways.offerMemberships) {
    claims['https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'] = {
      context_memberships_url: membershipsUrl(lms, course.id),
      service_versions: ['1.0', '2.0'],
    };
  }
  if (state.ways.offerNotices) {
    claims[lti('platformnotificationservice')] = {
      service_versions: ['1.0'],
      platform_notification_service_url: `${lms}/services/notice-handlers`,
      scope: [noticeScope],
      notice_types_supported: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'],
    };
  }
  return claims;
}

/** The scopes that the tool may have here. */
export function grantableScopes(state: State): string[] {
  const { offerGrades, offerColumns, offerMemberships, offerNotices } = state.ways;
  return [
    ...(offerGrades && offerColumns ? [scopes.lineItem] : []),
    ...(offerGrades ? [scopes.lineItemReadOnly, scopes.results, scopes.score] : []),
    ...(offerMemberships ? [scopes.members] : []),
    ...(offerNotices ? [noticeScope] : []),
  ];
}

export const sharesName = (person: Person, ways: State['ways']): boolean =>
  ways.shareNames && !person.isNameless;

/** What may be told about a person besides the id. */
export function identityClaims(person: Person, ways: State['ways']): Record<string, string> {
  return {
    ...(sharesName(person, ways)
      ? { name: nameOf(person), given_name: person.givenName, family_name: person.familyName }
      : {}),
    ...(ways.shareEmails && person.email !== null ? { email: person.email } : {}),
  };
}

/** Custom parameters with their variables replaced; those that it does not know or does not share stay as they were written. */
function customClaim(launch: Launch, ways: State['ways']): Record<string, string> {
  return {
    context_id_history: ways.offerHistory
      ? (launch.course?.copiedFrom ?? []).map(encodeURIComponent).join(',')
      : '$Context.id.history',
    resource_link_id_history: '$ResourceLink.id.history',
    user_name: sharesName(launch.person, ways) ? launch.person.username : '$User.username',
    ...(launch.course === null ? {} : { course_start: launch.course.startsAt }),
    ...launch.activity?.custom,
  };
}

function messageClaims(launch: Launch, lms: string): Record<string, unknown> {
  if (launch.message === 'LtiDeepLinkingRequest' && launch.course !== null) {
    return {
      [deepLinking('deep_linking_settings')]: {
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['iframe', 'window'],
        accept_multiple: true,
        accept_lineitem: true,
        accept_unsigned: false,
        auto_create: false,
        deep_link_return_url: `${lms}/deep-linking/return?course=${launch.course.id}`,
        data: launch.id,
        title: launch.course.title,
        text: '',
      },
    };
  }
  const claims: Record<string, unknown> = {};
  if (launch.activity !== null) {
    const { id, title, description } = launch.activity;
    claims[lti('resource_link')] = { id, title, description };
  }
  if (launch.review !== null) claims[lti('for_user')] = { user_id: launch.review.personId };
  return claims;
}

const courseClaims = ({ id, label, title }: Course): Record<string, unknown> => ({
  [lti('context')]: { id, label, title, type: ['CourseSection'] },
});

/** The claims of a launch's id_token, without nonce and times. Pure. */
export function launchClaims(state: State, launch: Launch, addresses: Addresses): Record<string, unknown> {
  const { person, course } = launch;
  const { lms, toolLaunch } = addresses;
  const isDeepLinking = launch.message === 'LtiDeepLinkingRequest';
  return {
    iss: lms,
    aud: launch.client.clientId,
    sub: person.id,
    ...identityClaims(person, state.ways),
    [lti('message_type')]: launch.message,
    [lti('version')]: '1.3.0',
    [lti('deployment_id')]: launch.client.deploymentId,
    [lti('target_link_uri')]: targetLinkUri(launch.activity, toolLaunch),
    [lti('roles')]: launchRoles(
      person,
      course === null ? null : findRole(state, course.id, person.id),
      state.ways,
    ),
    ...(course === null ? {} : courseClaims(course)),
    [lti('lis')]: {
      person_sourcedid: person.sourcedId,
      ...(course === null ? {} : { course_section_sourcedid: course.sourcedId }),
    },
    [lti('ext')]: {
      lms: 'practice-lms',
      ...(sharesName(person, state.ways) ? { user_username: person.username } : {}),
    },
    [lti('launch_presentation')]: {
      locale: person.locale,
      ...(isDeepLinking
        ? {}
        : { document_target: launch.target, return_url: `${lms}/return?course=${course?.id ?? ''}` }),
    },
    [lti('tool_platform')]: {
      guid: state.guid,
      product_family_code: 'practice-lms',
      version: '1',
      name: 'Practice LMS',
      description: 'A small LMS for trying, teaching and tests',
    },
    [lti('custom')]: customClaim(launch, state.ways),
    ...messageClaims(launch, lms),
    ...(course === null ? {} : serviceClaims(state, launch, course, lms)),
  };
}
