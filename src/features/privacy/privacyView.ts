import { isLang } from '../../i18n/lang.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { courseRoles } from '../../kernel/permissions.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type Membership, type Overview } from './privacyService.ts';

type Words = Pick<LaunchContext, 't'>;

const identityFields = [
  'familyName',
  'givenName',
  'name',
  'email',
  'sourcedId',
  'userId',
  'language',
] as const;
const recordKinds = [
  'sessions',
  'notices',
  'results',
  'releases',
  'drafts',
  'marks',
  'statements',
  'moocSteps',
  'moocResults',
  'certificates',
  'appeals',
  'deliveries',
  'gradingActs',
  'syllabi',
] as const;

/** @param timeZone of the course from which the page was opened, or the usual one outside courses */
export function privacyView(context: Words, overview: Overview, timeZone: string) {
  const { t } = context;
  const words = t.privacy;
  return {
    identity: identityFields.map(field => ({
      term: words.identity[field],
      value: factOf(context, overview.identity[field]),
    })),
    courses: overview.memberships.map(membership => courseRow(context, membership, timeZone)),
    records: recordKinds.map(kind => ({ ...words.kinds[kind], count: overview.counts[kind] })),
  };
}

function factOf({ t }: Words, value: unknown): string {
  if (typeof value !== 'string' || value === '') return t.privacy.absent;
  return isLang(value) ? t.shell.languageNames[value] : value;
}

function courseRow({ t }: Words, membership: Membership, timeZone: string) {
  const role = courseRoles.find(one => one === membership.role) ?? 'guest';
  const { lastLaunchAt } = membership;
  return {
    course: membership.course,
    role: t.roster.roles[role],
    state: membership.active ? t.roster.active : t.roster.inactive,
    lastLaunch: lastLaunchAt === null ? t.roster.never : formatInstant(lastLaunchAt, timeZone),
  };
}
