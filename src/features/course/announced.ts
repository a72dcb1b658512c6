import { type VerifiedLaunch } from '../../lti/index.ts';
import { type Course, type CourseServices } from './course.ts';

/**
 * What a launch says of the services of its course; null and an empty list where it says nothing. Launches leave claims
 * out that hold all the same: Moodle's deep linking has no list of members, Open edX sends them block by block, and many
 * LMSs send students none.
 */
export interface AnnouncedServices extends CourseServices {
  /** The scopes are all that is allowed now: one that was known and is not among them was taken away. */
  readonly hasAllScopes?: boolean;
}

const nothing: AnnouncedServices = {
  lineItemsUrl: null,
  agsScopes: [],
  nrpsUrl: null,
  productFamily: null,
  hasAllScopes: false,
};

/**
 * What may be learned of the course by this launch. A data-privacy launch is about a person and says nothing of courses;
 * what is offered to students or in the dialog of deep linking need not be all that is offered to those who teach.
 */
export function announcedBy(
  launch: Pick<VerifiedLaunch, 'message' | 'role' | 'ags' | 'nrpsUrl' | 'productFamily'>,
): AnnouncedServices {
  const { type } = launch.message;
  if (type === 'LtiDataPrivacyLaunchRequest') return nothing;
  return {
    lineItemsUrl: launch.ags?.lineItemsUrl ?? null,
    agsScopes: launch.ags?.scopes ?? [],
    nrpsUrl: launch.nrpsUrl,
    productFamily: launch.productFamily,
    hasAllScopes: launch.role === 'instructor' && type === 'LtiResourceLinkRequest',
  };
}

/** What a launch says of its course. */
interface Announcement {
  /** Blank when the launch does not say. */
  readonly title: string;
  readonly services: AnnouncedServices;
}

/** Whether all that the launch says is known already; every launch asks. */
export function tellsNothingNew({ title, services }: Announcement, known: Course): boolean {
  const { lineItemsUrl, nrpsUrl, productFamily, agsScopes } = known.services;
  return (
    (title === '' || title === known.title) &&
    (services.lineItemsUrl === null || services.lineItemsUrl === lineItemsUrl) &&
    (services.nrpsUrl === null || services.nrpsUrl === nrpsUrl) &&
    (services.productFamily === null || services.productFamily === productFamily) &&
    services.agsScopes.every(scope => agsScopes.includes(scope)) &&
    (!replacesScopes(services) || services.agsScopes.length === agsScopes.length)
  );
}

const replacesScopes = ({ hasAllScopes = false, agsScopes }: AnnouncedServices): boolean =>
  hasAllScopes && agsScopes.length > 0;

/**
 * The update of the course's record that takes over what was said, and nothing else: field by field, so that two launches
 * at once which say different things are both heard.
 * @param fresh what a new record has besides
 */
export function updateOf({ title, services }: Announcement, fresh: Readonly<Record<string, unknown>>) {
  const { lineItemsUrl, nrpsUrl, productFamily } = services;
  const texts = {
    title,
    'services.lineItemsUrl': lineItemsUrl,
    'services.nrpsUrl': nrpsUrl,
    'services.productFamily': productFamily,
  };
  const said = Object.entries<unknown>(texts).filter(([, text]) => text !== null && text !== '');
  const unsaid = Object.entries<unknown>(texts).filter(([, text]) => text === null || text === '');
  const agsScopes = [...services.agsScopes];
  if (replacesScopes(services)) said.push(['services.agsScopes', agsScopes]);
  else if (agsScopes.length === 0) unsaid.push(['services.agsScopes', agsScopes]);
  const adds = agsScopes.length > 0 && !replacesScopes(services);
  return {
    ...(said.length === 0 ? {} : { $set: Object.fromEntries(said) }),
    ...(adds ? { $addToSet: { 'services.agsScopes': { $each: agsScopes } } } : {}),
    $setOnInsert: { ...Object.fromEntries(unsaid), ...fresh },
  };
}
