import { Router, type RequestHandler } from 'express';
import { identityClaims, lti, membershipsUrl, scopes, sharesName } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { memberRoles, shortRole } from '../roles.ts';
import { type State } from '../state.ts';
import { findActivity, membersOf, type Member } from '../world.ts';
import { acceptsType, openCourse, pageOf, queryOf, refuse } from './access.ts';
import { notAllowed } from './lineItemRoutes.ts';
import { note } from './serviceCall.ts';

const membersType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

/** Names and Role Provisioning Services 2.0. */
export function membershipRoutes(platform: Platform): Router {
  const router = Router();
  router.route('/CourseSection/:courseId/bindings/1/memberships').get(memberships(platform)).all(notAllowed);
  return router;
}

function memberOf(
  state: State,
  { person, enrolment }: Member,
  linkId: string | undefined,
): Record<string, unknown> {
  return {
    status: 'Active',
    user_id: person.id,
    roles: memberRoles(enrolment.role, state.ways),
    lis_person_sourcedid: person.sourcedId,
    ...identityClaims(person, state.ways),
    ...(sharesName(person, state.ways) ? { ext_user_username: person.username } : {}),
    ...(linkId === undefined ? {} : { message: [{ [lti('message_type')]: 'LtiResourceLinkRequest' }] }),
  };
}

function hasRole(state: State, member: Member, asked: string): boolean {
  const roles = memberRoles(member.enrolment.role, { ...state.ways, shortRoles: false });
  return roles.includes(asked) || roles.map(shortRole).includes(asked);
}

function memberships(platform: Platform): RequestHandler {
  return (request, response) => {
    const course = openCourse(platform, request, response, [scopes.members]);
    if (course === null) return;
    const { state } = platform;
    if (!acceptsType(request, membersType, { strict: state.ways.strictMediaTypes, anyToo: true })) {
      refuse(response, 400, 'No handler found for the accepted types');
      return;
    }
    const { role, rlid } = queryOf(request);
    if (rlid !== undefined && findActivity(state, rlid)?.courseId !== course.id) {
      refuse(response, 404, 'Resource link not found');
      return;
    }
    const found = membersOf(state, course.id).filter(
      member => member.enrolment.isActive && (role === undefined || hasRole(state, member, role)),
    );
    const url = new URL(request.originalUrl, platform.url);
    const { items, next } = pageOf(
      found,
      url,
      state.ways.pageSize,
      state.ways.moodleOddities ? ['role'] : [],
    );
    if (next !== null) response.set('Link', `<${next}>; rel="next"`);
    note(response, `${items.length}`);
    const container = {
      id: membershipsUrl(platform.url, course.id),
      context: { id: course.id, label: course.label, title: course.title },
      members: items.map(member => memberOf(state, member, rlid)),
    };
    response.type(membersType).send(JSON.stringify(container));
  };
}
