import { catalogueOf } from '../../i18n/index.ts';
import { type CalendarItem, type CourseCalendar, type KeyedRow } from '../calendar/index.ts';
import { type Course } from '../course/index.ts';
import { columnsHeld } from './columnsHeld.ts';
import { contentItem } from './domain/contentItem.ts';
import { activityOffers, type Offer, pageOffers } from './domain/offer.ts';
import { linkText, placeId } from './domain/place.ts';
import { offerTitle } from './domain/title.ts';
import { type DeepLinkingParts } from './parts.ts';
import { type DialogRequest } from './requestStore.ts';

/** Why nothing can be placed here. */
export type Obstacle = 'type-not-accepted';

export interface DeepLinkingService {
  /** What can be placed from this course. */
  offersOf(course: Course): Promise<{ offers: Offer[]; hasSyllabus: boolean }>;
  obstacleTo(request: DialogRequest): Obstacle | null;
  /** Those that have a column in the LMS already: their links are placed without another. */
  withColumn(course: Course, chosen: readonly Offer[]): Promise<readonly Offer[]>;
  /**
   * The signed answer, to be posted as `JWT` to the return address of the request. It soon expires: whatever a person
   * has to read is read before.
   */
  answer(course: Course, request: DialogRequest, choice: Choice): Promise<string>;
}

export interface Choice {
  /** Empty: nothing was chosen. */
  readonly chosen: readonly Offer[];
  /** Those of them that get no column, because they have one. */
  readonly withColumn: readonly Offer[];
}

export function createDeepLinkingService(parts: DeepLinkingParts): DeepLinkingService {
  return {
    async offersOf(course) {
      const calendar = await parts.findCalendar(course);
      const activities = calendar === null ? [] : activityOffers(rowsOf(calendar));
      return { offers: [...pageOffers, ...activities], hasSyllabus: calendar !== null };
    },
    obstacleTo: ({ settings }) =>
      settings.acceptTypes.includes('ltiResourceLink') ? null : 'type-not-accepted',
    async withColumn(course, chosen) {
      if (chosen.every(offer => offer.maximum === null)) return [];
      const held = await columnsHeld(parts, course);
      return chosen.filter(offer => held(offer.place));
    },
    answer: (course, request, { chosen, withColumn }) =>
      parts.sign(
        request,
        chosen.map(offer => itemOf(parts, course, request, offer, withColumn.includes(offer))),
      ),
  };
}

const rowsOf = (calendar: CourseCalendar): KeyedRow[] =>
  calendar.items.flatMap((item: CalendarItem) =>
    item.kind === 'week' ? item.rows : item.kind === 'module' ? [] : [item.row],
  );

function itemOf(
  { publicUrl, lineItemKey, proofOf }: DeepLinkingParts,
  course: Course,
  { settings }: DialogRequest,
  offer: Offer,
  hasColumn: boolean,
): object {
  const t = catalogueOf(course.lang);
  const title = offerTitle(offer, t);
  const { place, maximum } = offer;
  const getsColumn = maximum !== null && !hasColumn && settings.acceptLineItem !== false;
  const key = place.kind === 'activity' ? place.key : placeId(place);
  const column = getsColumn ? { label: title, maximum, ...lineItemKey(course.id, key) } : null;
  return contentItem(
    { place, title, column },
    {
      courseId: course.id,
      publicUrl,
      documentTargets: settings.documentTargets,
      reviewLabel: t.deeplinking.review,
      proof: proofOf(linkText({ courseId: course.id, place })),
    },
  );
}
