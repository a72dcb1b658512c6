import { type Catalogue } from '../../../i18n/index.ts';
import { type Offer } from './offer.ts';

/** What a link is called on the course page, in the language of the catalogue: that of the course. */
export function offerTitle({ place, row }: Offer, t: Catalogue): string {
  if (place.kind !== 'activity') return t.deeplinking.pages[place.kind];
  // The grades' queue calls its column the same.
  if (place.key === 'final' || row === null) return t.gradesync.columns.final;
  const kind = t.calendar.kinds[row.kind];
  const name = row.number === null ? kind : `${kind} ${row.number}`;
  return row.title === '' ? name : `${name}. ${row.title}`;
}
