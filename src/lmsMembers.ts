import { type CourseStore } from './features/course/index.ts';
import { type ListedMember, type ListMembers, type RosterFailure } from './features/roster/index.ts';
import { courseRole, type Lti, type LmsMember, type ServiceFailureKind } from './lti/index.ts';

/** The LMS's list of members in the roster's words. */
export function listMembersOf(lti: Lti, courses: CourseStore): ListMembers {
  return async ({ id, registrationId }, changesUrl) => {
    const course = await courses.find(id);
    if (course === null || course.services.nrpsUrl === null) return { kind: 'not-offered' };
    const { nrpsUrl, productFamily } = course.services;
    const listed = await lti.nrps.readRoster({ registrationId, productFamily, nrpsUrl }, changesUrl);
    if (listed.kind === 'done')
      return { kind: 'done', ...listed.value, members: listed.value.members.map(toListed) };
    return { kind: 'failed', reason: reasonOf(listed.kind) };
  };
}

function reasonOf(kind: ServiceFailureKind): RosterFailure {
  switch (kind) {
    case 'retry':
    case 'rate-limited':
      return 'retry';
    case 'unauthorized':
    case 'forbidden':
    case 'not-allowed':
    case 'not-offered':
    case 'not-found':
      return 'needs-administrator';
    case 'conflict':
    case 'rejected':
    case 'locked':
    case 'unreadable':
      return 'unreadable';
  }
}

function toListed(member: LmsMember): ListedMember {
  return {
    facts: {
      sub: member.userId,
      name: member.name ?? undefined,
      givenName: member.givenName ?? undefined,
      familyName: member.familyName ?? undefined,
      email: member.email ?? undefined,
      sourcedId: member.sourcedId ?? undefined,
    },
    role: courseRole(member.roles, []),
    active: member.status === 'Active',
  };
}
