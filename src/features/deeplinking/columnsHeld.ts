import { type Course } from '../course/index.ts';
import { type Place } from './domain/place.ts';
import { type DeepLinkingParts } from './parts.ts';

/**
 * Which activities have a column in the LMS's gradebook already: placing another one would double it. An LMS that does
 * not answer holds up nobody; what it then makes twice, the grades' queue fills once.
 */
export async function columnsHeld(
  { gradebook, lineItemKey }: Pick<DeepLinkingParts, 'gradebook' | 'lineItemKey'>,
  course: Course,
): Promise<(place: Place) => boolean> {
  const { registrationId, services } = course;
  if (services.lineItemsUrl === null) return () => false;
  const listed = await gradebook.listLineItems({ registrationId, ...services });
  const items = listed.kind === 'done' ? listed.value : [];
  return place => {
    if (place.kind !== 'activity') return false;
    // A copied course has columns of the course that it was copied from, and they go on being used.
    const keys = [course.id, ...(course.copy?.from ?? [])].map(id => lineItemKey(id, place.key));
    return keys.some(({ resourceId, tag }) =>
      items.some(item => item.resourceId === resourceId && item.tag === tag),
    );
  };
}
