import { type KeyedRow } from '../../calendar/index.ts';
import { type CalendarRow } from '../../syllabus/index.ts';
import { type Place } from './place.ts';

/** Something that can be placed. */
export interface Offer {
  readonly place: Place;
  /** What the link's column can hold at most; null: the link has no column. */
  readonly maximum: number | null;
  /** The row of the calendar; null for pages, and for a final control that the calendar does not mention. */
  readonly row: CalendarRow | null;
}

/** Controls are marked from 0 to 100 whatever stands in their row; the final control by its rubric too. */
const controlMaximum = 100;

/** The pages that can always be placed. */
export const pageOffers: readonly Offer[] = (['calendar', 'week', 'mooc', 'grading', 'results'] as const).map(
  kind => ({ place: { kind }, maximum: null, row: null }),
);

/**
 * The graded activities of a calendar, in its order: rows with points, and the controls. The final control is one of
 * them also where the calendar has no row for it, because the rubric grades it.
 */
export function activityOffers(rows: readonly KeyedRow[]): Offer[] {
  const offers = rows.flatMap(({ key, row }): Offer[] => {
    const maximum = maximumOf(row);
    return maximum === null ? [] : [{ place: { kind: 'activity', key }, maximum, row }];
  });
  const hasFinal = rows.some(({ key }) => key === 'final');
  return hasFinal
    ? offers
    : [...offers, { place: { kind: 'activity', key: 'final' }, maximum: controlMaximum, row: null }];
}

function maximumOf({ kind, maxPoints }: CalendarRow): number | null {
  if (kind === 'midterm' || kind === 'final') return controlMaximum;
  return maxPoints !== null && maxPoints > 0 ? maxPoints : null;
}
