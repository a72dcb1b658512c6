import { type Value } from '../bson/values.ts';

/** What an operator makes of the value at its path. */
export type Outcome = { kind: 'set'; value: Value } | { kind: 'remove' } | { kind: 'keep' };

export const setTo = (value: Value): Outcome => ({ kind: 'set', value });
export const REMOVE: Outcome = { kind: 'remove' };
export const KEEP: Outcome = { kind: 'keep' };

/** One field of an update operator: what becomes of the value at `path`. */
export interface Change {
  operator: string;
  path: string;
  /** Whether the operator makes a path that is not there; `$unset` and `$pull` pass over it. */
  creates: boolean;
  /** Only for a document that an upsert inserts. */
  onInsertOnly: boolean;
  /** @param current the value, `undefined` where there is none. */
  apply(current: Value | undefined): Outcome;
}
