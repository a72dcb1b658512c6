import { type AgsTarget } from '../../lti/index.ts';
import { type Log } from '../../log.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Column, isOurs } from './domain/column.ts';
import { type Gradebook } from './ports.ts';

/**
 * Gives a column in the LMS its present name and maximum. Only one that Tirek made; a name that somebody gave it in the
 * LMS stays. Always with all fields: a PUT replaces the whole item, and Moodle clears what is left out. What fails is
 * tried again with the next grades; it holds up none.
 */
export async function reshape(
  { gradebook, columns, log }: { gradebook: Gradebook; columns: ColumnStore; log: Log },
  target: AgsTarget,
  column: Column,
  url: string,
): Promise<void> {
  const { told } = column;
  if (!column.made || told === null) return;
  if (told.label === column.label && told.maximum === column.maximum) return;
  const item = await gradebook.getLineItem(target, url);
  if (item.kind !== 'done' || !isOurs(column, item.value)) return;
  const label = item.value.label === told.label ? column.label : item.value.label;
  const changed = await gradebook.updateLineItem(target, {
    ...item.value,
    url,
    label,
    scoreMaximum: column.maximum,
  });
  if (changed.kind === 'done') await columns.setTold(column.id, { label, maximum: column.maximum });
  else
    log.warn(
      { column: column.id, kind: changed.kind, status: changed.status },
      'gradesync-column-not-renamed',
    );
}
