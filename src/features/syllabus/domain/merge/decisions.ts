import { type DiffSection } from '../diff/parts.ts';
import { valueText } from '../diff/valueText.ts';
import { type Side } from './order.ts';
import { type MergeRow } from './rows.ts';

/**
 * What happens where the versions differ. `taken`: only the document changed it. `kept`: only people did. `asked`: both did,
 * somebody must say. `held`: the document changed it, but marks hang on it.
 */
export type Outcome = 'taken' | 'kept' | 'asked' | 'held';

/** Why something is not as the document has it. */
export type MergeReason = 'marks' | 'points-of-marks' | 'number-taken' | 'not-in-document';

export interface Decision {
  /** Stays the same while the three versions do. */
  readonly id: string;
  readonly section: DiffSection;
  readonly key: string;
  readonly name: string;
  /** Null: the whole row, or the order of the section's rows. */
  readonly field: string | null;
  readonly what: 'value' | 'row' | 'order' | 'section';
  readonly outcome: Outcome;
  readonly reason: MergeReason | null;
  /** What each version says. Of a whole row its name, null where the version does not have it. */
  readonly read: string | null;
  readonly present: string | null;
  readonly document: string | null;
  /** What the merged syllabus says. */
  readonly result: string | null;
  /** Of what is asked; null: nobody has said, and the present value stays. */
  readonly choice: Side | null;
}

export type Choices = ReadonlyMap<string, Side>;

export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export interface RowVersions {
  readonly id: string;
  /** Whether the last reading is known at all. */
  readonly isRead: boolean;
  readonly read: MergeRow | null;
  readonly present: MergeRow | null;
  readonly document: MergeRow | null;
  /** Marks were given for it, or its key hangs on a row for which they were. */
  readonly isLocked: boolean;
  readonly choices: Choices;
}

export interface MergedValues {
  /** Null: the merged syllabus does not have the row. */
  readonly row: MergeRow | null;
  readonly decisions: readonly Decision[];
}

/** One row of up to three versions: first whether it is there at all, then value by value. */
export function mergeRow(versions: RowVersions): MergedValues {
  const { read, present, document, isRead } = versions;
  if (present !== null && document !== null) return mergeValues(versions, present, document);
  const whole = wholeRow(versions);
  if (present !== null) {
    if (versions.isLocked) return whole('held', 'marks');
    if (read === null && isRead) return whole('kept');
    return whole(isRead && isSame(read?.values, present.values) ? 'taken' : 'asked');
  }
  if (read === null) return whole(isRead ? 'taken' : 'asked');
  return whole(isSame(read.values, document?.values) ? 'kept' : 'asked');
}

function wholeRow(versions: RowVersions) {
  const { id, read, present, document, choices } = versions;
  const any = present ?? document ?? read;
  return (outcome: Outcome, reason: MergeReason | null = null): MergedValues => {
    if (any === null) return { row: null, decisions: [] };
    const choice = outcome === 'asked' ? (choices.get(id) ?? null) : null;
    const row = outcome === 'taken' || choice === 'document' ? document : present;
    const name = (one: MergeRow | null): string | null => (one === null ? null : one.name);
    const { section, key } = any;
    const told = { read: name(read), present: name(present), document: name(document), result: name(row) };
    return {
      row,
      decisions: [
        { id, section, key, name: any.name, field: null, what: 'row', outcome, reason, ...told, choice },
      ],
    };
  };
}

function mergeValues(versions: RowVersions, present: MergeRow, document: MergeRow): MergedValues {
  const decisions: Decision[] = [];
  const values: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(present.values), ...Object.keys(document.values)])) {
    const own = present.values[field] ?? null;
    const theirs = document.values[field] ?? null;
    values[field] = own;
    if (isSame(own, theirs)) continue;
    const was = versions.read?.values[field] ?? null;
    const { outcome, reason } = outcomeOf(versions, field, { was, own, theirs });
    const id = `${versions.id}.${field}`;
    const choice = outcome === 'asked' ? (versions.choices.get(id) ?? null) : null;
    const result = outcome === 'taken' || choice === 'document' ? theirs : own;
    values[field] = result;
    const { section, key, name } = present;
    decisions.push({
      id,
      section,
      key,
      name,
      field,
      what: 'value',
      outcome,
      reason,
      read: fieldText(was),
      present: fieldText(own),
      document: fieldText(theirs),
      result: fieldText(result),
      choice,
    });
  }
  return { row: { ...present, values }, decisions };
}

function outcomeOf(
  { isRead, read, present, isLocked }: RowVersions,
  field: string,
  { was, own, theirs }: { was: unknown; own: unknown; theirs: unknown },
): Pick<Decision, 'outcome' | 'reason'> {
  // A table that was copied, or a short form of the document, does not take back what it leaves out.
  const isHead = present?.key === 'course' || present?.key === 'rubric';
  if (isHead && fieldText(theirs) === null) return { outcome: 'kept', reason: 'not-in-document' };
  if (isLocked && (field === 'kind' || field === 'number')) return { outcome: 'held', reason: 'marks' };
  if (!isRead || read === null) return { outcome: 'asked', reason: null };
  if (isSame(was, theirs)) return { outcome: 'kept', reason: null };
  if (!isSame(was, own)) return { outcome: 'asked', reason: null };
  // Marks were given out of these points.
  return isLocked && field === 'points'
    ? { outcome: 'asked', reason: 'points-of-marks' }
    : { outcome: 'taken', reason: null };
}

/** A value with what belongs to it is told by its own words. */
function fieldText(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) {
    if ('modeText' in value && 'mode' in value) return valueText(value.modeText ?? value.mode);
    if ('labelText' in value) return valueText(value.labelText);
  }
  return valueText(value);
}
