import { type CourseId, idPattern, asId } from '../../../kernel/ids.ts';

/** Something of Tirek that a link in the LMS opens. */
export type Place =
  | { readonly kind: 'calendar' | 'week' | 'grading' | 'results' | 'mooc' }
  /** A graded row of the calendar, or the final control, by its key there (`srs-2`, `final`). */
  | { readonly kind: 'activity'; readonly key: string };

const pages = ['calendar', 'week', 'grading', 'results', 'mooc'] as const;
const activityPattern = /^activity\/([a-z]+(?:-\d+(?:\.\d+)?)?(?:~\d+)?)$/;

/** The place as a text, also the path of its link: `calendar`, `activity/srs-2`. */
export const placeId = (place: Place): string =>
  place.kind === 'activity' ? `activity/${place.key}` : place.kind;

/** Null for what names no place. */
export function parsePlace(unsafeText: string): Place | null {
  const page = pages.find(one => one === unsafeText);
  if (page !== undefined) return { kind: page };
  const key = activityPattern.exec(unsafeText)?.[1];
  return key === undefined ? null : { kind: 'activity', key };
}

/** The custom parameter that our links carry; Moodle adds a second spelling to names with capitals or dashes. */
export const linkParameter = 'tirek_id';

/** What a link of ours carries for ever, also into copies of its course: where it was made, and what it opens. */
export interface LinkId {
  readonly courseId: CourseId;
  readonly place: Place;
}

/** What is signed of a link. */
export const linkText = ({ courseId, place }: LinkId): string => `${courseId}:${placeId(place)}`;

/** @param proof our signature of `linkText`: people can edit the parameter in their LMS */
export const linkId = (link: LinkId, proof: string): string => `${linkText(link)}:${proof}`;

/**
 * Null when a launch carries none. What it opens may be believed without looking at the proof, because it gives no
 * rights; where it was made may not.
 */
export function linkIdOf(
  custom: Readonly<Record<string, string>>,
): (LinkId & { readonly proof: string }) | null {
  const [courseId = '', id = '', proof = ''] = (custom[linkParameter] ?? '').split(':');
  const place = parsePlace(id);
  if (!idPattern.test(courseId) || place === null) return null;
  return { courseId: asId<'course'>(courseId), place, proof };
}
