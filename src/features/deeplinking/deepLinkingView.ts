import { catalogueOf } from '../../i18n/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { exactOfNumber, formatExact } from '../../kernel/exact.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type Course } from '../course/index.ts';
import { type Choice } from './deepLinkingService.ts';
import { type Offer } from './domain/offer.ts';
import { placeId } from './domain/place.ts';
import { offerTitle } from './domain/title.ts';
import { type DialogRequest } from './requestStore.ts';

export interface ChoiceView {
  readonly value: string;
  /** In the course's language. */
  readonly title: string;
  readonly hint: string | null;
  readonly points: string | null;
  readonly checked: boolean;
}

export interface Dialog {
  readonly course: Course;
  readonly request: DialogRequest;
  readonly offers: readonly Offer[];
  readonly hasSyllabus: boolean;
  /** Places that are ticked: what was chosen before something was wrong. */
  readonly chosen: ReadonlySet<string>;
  readonly error: 'nothing-chosen' | 'only-one' | null;
}

export function dialogView({ t, lang }: LaunchContext, dialog: Dialog) {
  const words = t.deeplinking;
  const { course, request, offers, hasSyllabus, error } = dialog;
  const courseWords = catalogueOf(course.lang);
  const view = (offer: Offer): ChoiceView => ({
    value: placeId(offer.place),
    title: offerTitle(offer, courseWords),
    hint: offer.place.kind === 'activity' ? weekOf(offer) : words.hints[offer.place.kind],
    points:
      offer.maximum === null
        ? null
        : t.calendar.pointsOf({
            points: formatExact(exactOfNumber(offer.maximum), { mark: decimalMark(lang), digits: 2 }),
          }),
    checked: dialog.chosen.has(placeId(offer.place)),
  });
  const weekOf = ({ row }: Offer): string | null =>
    row?.week == null ? null : t.calendar.week({ week: row.week });
  const { acceptMultiple, acceptLineItem } = request.settings;
  return {
    courseLang: course.lang,
    input: acceptMultiple ? 'checkbox' : 'radio',
    lead: acceptMultiple ? words.leadSeveral : words.leadOne,
    pages: offers.filter(({ place }) => place.kind !== 'activity').map(view),
    activities: offers.filter(({ place }) => place.kind === 'activity').map(view),
    error: error === null ? null : words.errors[error],
    notes: [
      ...(hasSyllabus ? [] : [words.noSyllabus]),
      ...(acceptLineItem === false ? [words.noColumns] : []),
    ],
  };
}

/** What was chosen, and the titles of those that have a column already. */
export function columnsView(course: Course, { chosen, withColumn }: Choice) {
  const courseWords = catalogueOf(course.lang);
  return {
    courseLang: course.lang,
    places: chosen.map(({ place }) => placeId(place)),
    columns: withColumn.map(offer => ({
      value: placeId(offer.place),
      title: offerTitle(offer, courseWords),
    })),
  };
}
