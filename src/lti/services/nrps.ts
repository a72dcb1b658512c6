import { z } from 'zod';
import { type ServiceClient, type ServiceTarget } from './client.ts';
import { readPages } from './pages.ts';
import { failure, type ServiceResult } from './result.ts';

/** The scope of Names and Role Provisioning Services 2.0. */
export const nrpsScope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
// Moodle refuses a list of types and application/json.
const membersType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
/** A page of thousands with signed messages may be large. */
const maxPageBytes = 10_000_000;

export interface NrpsTarget extends ServiceTarget {
  /** `context_memberships_url` of the launch; null when it had none. */
  readonly nrpsUrl: string | null;
}

/** One member of a course; only `userId` and `roles` are certain. */
export interface Member {
  readonly userId: string;
  /** Short names or URIs, as the platform writes them; `courseRole` reads both. */
  readonly roles: readonly string[];
  /** `Active` when the platform does not say (NRPS 2.0, section 2.3). */
  readonly status: 'Active' | 'Inactive' | 'Deleted';
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly sourcedId: string | null;
}

export interface NrpsService {
  /**
   * All members, over the whole chain of pages; a failure when any page fails, so that nobody is taken for gone.
   * @param resourceLinkId narrows to those who may open this link (`rlid`)
   */
  listMembers(target: NrpsTarget, resourceLinkId?: string): Promise<ServiceResult<Member[]>>;
}

const text = z
  .string()
  .nullish()
  .transform(value => (value == null || value.trim() === '' ? null : value));

const statuses = ['Active', 'Inactive', 'Deleted'] as const;

const member = z
  .object({
    user_id: z.string().min(1).max(255),
    roles: z.array(z.string()).nullish(),
    status: z
      .string()
      .nullish()
      .transform(value => statuses.find(status => status.toLowerCase() === value?.toLowerCase()) ?? 'Active'),
    name: text,
    given_name: text,
    family_name: text,
    email: text,
    lis_person_sourcedid: text,
  })
  .transform((raw): Member => ({
    userId: raw.user_id,
    roles: raw.roles ?? [],
    status: raw.status,
    name: raw.name,
    givenName: raw.given_name,
    familyName: raw.family_name,
    email: raw.email,
    sourcedId: raw.lis_person_sourcedid,
  }));

const container = z.object({ members: z.array(member) });

export function createNrpsService(client: ServiceClient): NrpsService {
  return {
    async listMembers(target, resourceLinkId) {
      if (target.nrpsUrl === null) return failure('not-offered', 'the launch offers no list of members');
      const url = new URL(target.nrpsUrl);
      if (resourceLinkId !== undefined) url.searchParams.set('rlid', resourceLinkId);
      const call = {
        target,
        scopes: [nrpsScope],
        anyScope: [nrpsScope],
        url: url.href,
        accept: membersType,
        maxBytes: maxPageBytes,
      };
      const listed = await readPages(client, call, readMembers);
      return listed.kind === 'done' ? { ...listed, value: withoutRepeats(listed.value) } : listed;
    },
  };
}

function readMembers(answer: string): Member[] | null {
  try {
    const parsed = container.safeParse(JSON.parse(answer));
    return parsed.success ? parsed.data.members : null;
  } catch {
    return null;
  }
}

/** Pages may overlap when somebody enrols in between; the later entry of a person counts. */
const withoutRepeats = (members: readonly Member[]): Member[] => [
  ...new Map(members.map(one => [one.userId, one])).values(),
];
