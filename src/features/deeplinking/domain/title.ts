import { type Catalogue } from '../../../i18n/index.ts';
import { type CalendarRow } from '../../syllabus/index.ts';
import { type Offer } from './offer.ts';

/** What a link is called on the course page, in the language of the catalogue: that of the course. */
export function offerTitle({ place, row }: Offer, t: Catalogue): string {
  if (place.kind !== 'activity') return t.deeplinking.pages[place.kind];
  // The grades' queue calls its column the same.
  return place.key === 'final' || row === null ? t.gradesync.columns.final : activityTitle(row, t);
}

/** A row of the calendar, as its link and its column in the LMS are called: "БӨЖ 2. Деректерді жинау". */
export function activityTitle(
  { kind, number, title }: Pick<CalendarRow, 'kind' | 'number' | 'title'>,
  t: Catalogue,
): string {
  const word = t.calendar.kinds[kind];
  const name = number === null ? word : `${word} ${number}`;
  return title === '' ? name : `${name}. ${title}`;
}
