import { z } from 'zod';
import { type ServiceClient, type ServiceTarget } from './client.ts';
import { differencesLink } from './links.ts';
import { readPages } from './pages.ts';
import { done, failure, type ServiceFailureKind, type ServiceResult } from './result.ts';

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
  /**
   * The list, or what has changed in it since an earlier reading whose `changesUrl` is given. Where the platform does not
   * give the changes any more, the whole list is read. A whole list of nobody is unreadable.
   */
  readRoster(target: NrpsTarget, changesUrl: string | null): Promise<ServiceResult<RosterReading>>;
}

export interface RosterReading {
  /** False: `members` are those that changed; who left is among them, with a status that is not Active. */
  readonly isWhole: boolean;
  readonly members: readonly Member[];
  /** Where the changes since now can be asked for; null: the platform does not offer that. */
  readonly changesUrl: string | null;
}

/** Platforms with numbers for ids may write them as such; one that is not exact any more is nobody's. */
const numberOrText = z.union([z.string(), z.int()]).transform(String);

/** Of the rest nothing is certain, and a wrong one says nothing: it costs nobody the list. */
const text = numberOrText
  .nullish()
  .catch(null)
  .transform(value => (value == null || value.trim() === '' ? null : value));

const statuses = ['Active', 'Inactive', 'Deleted'] as const;

const member = z
  .object({
    user_id: numberOrText.pipe(z.string().min(1).max(255)),
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
      if (target.nrpsUrl === null) return notOffered;
      const url = new URL(target.nrpsUrl);
      if (resourceLinkId !== undefined) url.searchParams.set('rlid', resourceLinkId);
      const read = await readChain(client, target, url.href);
      return read.kind === 'done' ? { ...read, value: [...read.value.members] } : read;
    },
    async readRoster(target, changesUrl) {
      if (target.nrpsUrl === null) return notOffered;
      // The token goes nowhere but to the service that it is for, whatever was written down.
      const asked = changesUrl !== null && new URL(changesUrl).origin === new URL(target.nrpsUrl).origin;
      if (asked) {
        const changes = await readChain(client, target, changesUrl);
        if (changes.kind === 'done') return done(changes.status, { ...changes.value, isWhole: false });
        if (!endsChanges.has(changes.kind)) return changes;
      }
      const whole = await readChain(client, target, target.nrpsUrl);
      if (whole.kind !== 'done') return whole;
      // Whoever asks is in the course: a list of nobody is a mistake, and taking it over would put everybody out.
      if (whole.value.members.length === 0) return failure('unreadable', 'the list has nobody on it');
      return done(whole.status, { ...whole.value, isWhole: true });
    },
  };
}

const notOffered = failure('not-offered', 'the launch offers no list of members');

/** The platform has forgotten that reading, or never meant it so: the whole list says it all. */
const endsChanges: ReadonlySet<ServiceFailureKind> = new Set([
  'not-found',
  'rejected',
  'unreadable',
  'conflict',
]);

async function readChain(
  client: ServiceClient,
  target: NrpsTarget,
  url: string,
): Promise<ServiceResult<Omit<RosterReading, 'isWhole'>>> {
  const scopes = [nrpsScope];
  const call = { target, scopes, anyScope: scopes, url, accept: membersType, maxBytes: maxPageBytes };
  let changesUrl: string | null = null;
  const listed = await readPages(client, call, (text, { headers }) => {
    // Which page of the chain has it is left open; the last one counts.
    changesUrl = differencesLink(headers['link'], url) ?? changesUrl;
    return readMembers(text);
  });
  if (listed.kind !== 'done') return listed;
  return done(listed.status, { members: withoutRepeats(listed.value), changesUrl });
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
