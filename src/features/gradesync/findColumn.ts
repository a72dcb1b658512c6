import { type Clock } from '../../jobs/clock.ts';
import { type AgsTarget, type LineItem, type ServiceFailure } from '../../lti/index.ts';
import { type Column, isOurs, lineItemKey, uncertainCreationMs } from './domain/column.ts';
import { type ColumnStore } from './columnStore.ts';
import { type LinkStore } from './linkStore.ts';
import { type Gradebook } from './ports.ts';

export type FoundColumn =
  | { readonly kind: 'found'; readonly url: string }
  | { readonly kind: 'failed'; readonly failure: ServiceFailure }
  /** It may still appear from an attempt whose answer was lost. */
  | { readonly kind: 'wait'; readonly until: Date }
  /** This process must not make one: another may be at it. */
  | { readonly kind: 'not-ours' };

export interface ColumnParts {
  readonly gradebook: Gradebook;
  readonly columns: ColumnStore;
  readonly links: Pick<LinkStore, 'find'>;
  readonly clock: Clock;
  readonly isOurs: () => boolean;
}

/**
 * The line item of a column: found by `resourceId` and tag over all pages, made last. Duplicate columns are what users
 * of LTI tools complain about most, so: one process at a time (the registration's lease), a note in the store before
 * asking for one, and after a lost answer no second one before the first had time to appear.
 */
export async function findOrMakeColumn(
  parts: ColumnParts,
  target: AgsTarget,
  column: Column,
): Promise<FoundColumn> {
  const { gradebook, columns, clock } = parts;
  const found = await findColumn(parts, target, column);
  if (found.kind !== 'done') return { kind: 'failed', failure: found };
  const told = { label: column.label, maximum: column.maximum };
  if (found.value !== null) {
    // It appeared after an answer that was lost: we asked for it all the same.
    if (column.createAfter !== null && isOurs(column, found.value))
      await columns.setMade(column.id, found.value.url, told);
    else await columns.setUrl(column.id, found.value.url);
    return { kind: 'found', url: found.value.url };
  }
  const now = clock.now();
  if (column.createAfter !== null && column.createAfter > now)
    return { kind: 'wait', until: column.createAfter };
  await columns.setCreateAfter(column.id, new Date(now.getTime() + uncertainCreationMs));
  if (!parts.isOurs()) return { kind: 'not-ours' };
  const made = await gradebook.createLineItem(target, {
    ...lineItemKey(column),
    label: column.label,
    scoreMaximum: column.maximum,
    resourceLinkId: null,
  });
  if (made.kind === 'done') {
    await columns.setMade(column.id, made.value.url, told);
    return { kind: 'found', url: made.value.url };
  }
  const mayAppear = made.kind === 'retry' || made.kind === 'unreadable';
  if (!mayAppear) await columns.setCreateAfter(column.id, null);
  return { kind: 'failed', failure: made };
}

/** The line item in the LMS now; null when there is none. */
export async function findColumn(
  { gradebook, links }: Pick<ColumnParts, 'gradebook' | 'links'>,
  target: AgsTarget,
  column: Column,
): Promise<{ readonly kind: 'done'; readonly value: LineItem | null } | ServiceFailure> {
  const resourceLinkId = await links.find(column.courseId, column.key);
  const found = await gradebook.findLineItem(target, { ...lineItemKey(column), resourceLinkId });
  return found.kind === 'done' ? { kind: 'done', value: found.value } : found;
}
