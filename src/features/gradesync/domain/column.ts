import { type CourseId, type RegistrationId } from '../../../kernel/ids.ts';
import { type Pause } from './reasons.ts';

/** What is graded in a column: the final control now; rows of the calendar may follow. */
export type ColumnKey = string;

/** A column of the LMS's gradebook that Tirek fills, and the queue of its grades. */
export interface Column {
  readonly id: string;
  readonly courseId: CourseId;
  readonly registrationId: RegistrationId;
  readonly key: ColumnKey;
  readonly label: string;
  readonly maximum: number;
  /** The line item's address; null until it is found or made. */
  readonly url: string | null;
  /**
   * `missing`: it was there and is gone; the teacher is asked before another is made. `off`: the teacher does not want it
   * in the LMS; what stands there stays.
   */
  readonly state: 'open' | 'missing' | 'off';
  /** We asked the LMS for it. False for one that the LMS or a teacher made: it is never renamed or deleted. */
  readonly made: boolean;
  /** Name and maximum as the LMS was told last; null: never. */
  readonly told: { readonly label: string; readonly maximum: number } | null;
  /** When the first of its grades is due; null: none is. */
  readonly dueAt: Date | null;
  /** Rises with every wish, so that "nothing is due" is only written when it is still true. */
  readonly touches: number;
  readonly pause: Pause | null;
  /**
   * A line item was asked for and no answer came: it may appear yet, so until then another is not made, only looked
   * for.
   */
  readonly createAfter: Date | null;
}

/**
 * What finds the line item again (AGS 2.0, section 3.1.2): the same for ever, whatever the label. The course's id keeps
 * a copied course from taking over the columns of the one it was copied from.
 */
export function lineItemKey(column: Pick<Column, 'courseId' | 'key'>): { resourceId: string; tag: string } {
  return { resourceId: `tirek:${column.courseId}:${column.key}`, tag: `tirek:${column.key}` };
}

/** Whether a line item is the one that we made: it carries our id and belongs to no activity of the LMS. */
export function isOurs(
  column: Pick<Column, 'courseId' | 'key'>,
  item: { readonly resourceId: string | null; readonly resourceLinkId: string | null },
): boolean {
  return item.resourceId === lineItemKey(column).resourceId && item.resourceLinkId === null;
}

/** An LMS that hangs may still make the column long after we stopped waiting. */
export const uncertainCreationMs = 60_000;
