import { type Doc, type Value } from '../bson/values.ts';

/** The steps of a dotted path. */
export type Path = readonly string[];

export const parsePath = (text: string): Path => text.split('.');

/** Whether a step can be an index of an array: digits without a leading zero. */
export const isArrayIndex = (step: string): boolean => /^(0|[1-9]\d{0,8})$/.test(step);

/** The value straight at a path, entering documents only: no arrays are searched. */
export function valueAt(doc: Doc, path: Path): Value | undefined {
  let value: Value | undefined = doc;
  for (const step of path) {
    if (!(value instanceof Map)) return undefined;
    value = value.get(step);
  }
  return value;
}

/**
 * All values that a condition on a path is tested against: arrays on the way are searched (their documents, and the
 * element of that number), and an array at the end counts with each of its elements and as itself. A missing field
 * counts as `undefined`; elements of arrays that are no documents give nothing.
 *
 * @param searchLast whether an array at the end counts with its elements too ($size and $elemMatch want only itself).
 */
export function candidates(doc: Doc, path: Path, searchLast = true): (Value | undefined)[] {
  const found: (Value | undefined)[] = [];
  fromDoc(doc, path, 0, searchLast, found);
  return found;
}

function fromDoc(doc: Doc, path: Path, at: number, searchLast: boolean, found: (Value | undefined)[]): void {
  let value: Value | undefined = doc;
  for (let step = at; step < path.length; step++) {
    if (Array.isArray(value)) {
      fromArray(value, path, step, searchLast, found);
      return;
    }
    value = value instanceof Map ? value.get(path[step] ?? '') : undefined;
  }
  if (searchLast && Array.isArray(value)) found.push(...value);
  found.push(value);
}

function fromArray(
  items: readonly Value[],
  path: Path,
  at: number,
  searchLast: boolean,
  found: (Value | undefined)[],
): void {
  const step = path[at] ?? '';
  const chosen = isArrayIndex(step) ? Number(step) : -1;
  items.forEach((item, index) => {
    if (item instanceof Map) fromDoc(item, path, at, searchLast, found);
    if (index !== chosen) return;
    if (at === path.length - 1) found.push(item);
    else if (item instanceof Map) fromDoc(item, path, at + 1, searchLast, found);
    else if (Array.isArray(item)) fromArray(item, path, at + 1, searchLast, found);
  });
}
