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
  /** The signed answer with these offers; empty: nothing was chosen. */
  answer(course: Course, request: DialogRequest, chosen: readonly Offer[]): Promise<Answer>;
}

export interface Answer {
  /** To be posted as `JWT` to the return address of the request. */
  readonly jwt: string;
  /** Chosen activities that have a column in the LMS already: their links are placed without another. */
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
    async answer(course, request, chosen) {
      const held = chosen.some(offer => offer.maximum !== null) ? await columnsHeld(parts, course) : null;
      const withColumn = chosen.filter(offer => held !== null && held(offer.place));
      const items = chosen.map(offer => itemOf(parts, course, request, offer, withColumn.includes(offer)));
      return { jwt: await parts.sign(request, items), withColumn };
    },
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
