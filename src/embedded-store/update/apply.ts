import { isDoc, show, type Doc, type Value } from '../bson/values.ts';
import { badValue, MongoError } from '../errors.ts';
import { isArrayIndex } from '../query/path.ts';
import { type Change } from './change.ts';

/** MongoDB pads an array by no more empty elements than this. */
const MOST_PADDING = 1_500_000;

/** Tests of the identifiers in `$[identifier]`. */
export type ArrayFilters = ReadonlyMap<string, (item: Value) => boolean>;

/** Applies one change along its steps; the document is changed in place. */
export function applyChange(doc: Doc, steps: readonly string[], change: Change, filters: ArrayFilters): void {
  new Walk(steps, change, filters).at(doc, 0);
}

class Walk {
  private readonly steps: readonly string[];
  private readonly change: Change;
  private readonly filters: ArrayFilters;

  constructor(steps: readonly string[], change: Change, filters: ArrayFilters) {
    this.steps = steps;
    this.change = change;
    this.filters = filters;
  }

  at(container: Doc | Value[], index: number): void {
    const step = this.steps[index] ?? '';
    if (step.startsWith('$[')) this.every(container, index, step.slice(2, -1));
    else if (!Array.isArray(container)) this.inDoc(container, step, index);
    else if (isArrayIndex(step)) this.inArray(container, Number(step), index);
    else if (this.change.creates) throw this.notViable(step, container, index);
  }

  private every(container: Doc | Value[], index: number, identifier: string): void {
    if (!Array.isArray(container)) {
      throw badValue(
        `Cannot apply array updates to non-array element ${this.steps.slice(0, index).join('.')}`,
      );
    }
    const chosen = identifier === '' ? () => true : this.filters.get(identifier);
    if (!chosen)
      throw badValue(`No array filter found for identifier '${identifier}' in path '${this.change.path}'`);
    container.forEach((item, position) => {
      if (chosen(item)) this.inArray(container, position, index);
    });
  }

  private inDoc(doc: Doc, name: string, index: number): void {
    this.slot(
      doc.get(name),
      index,
      value => doc.set(name, value),
      () => doc.delete(name),
    );
  }

  private inArray(items: Value[], position: number, index: number): void {
    const put = (value: Value) => {
      if (position - items.length > MOST_PADDING) {
        throw new MongoError(10003, `can't backfill more than ${MOST_PADDING} elements`);
      }
      while (items.length < position) items.push(null);
      items[position] = value;
    };
    // An element that is taken away leaves null, so that the others keep their numbers.
    const remove = () => {
      if (position < items.length) items[position] = null;
    };
    this.slot(items[position], index, put, remove);
  }

  private slot(
    current: Value | undefined,
    index: number,
    put: (value: Value) => void,
    remove: () => void,
  ): void {
    if (index === this.steps.length - 1) {
      const outcome = this.change.apply(current);
      if (outcome.kind === 'set') put(outcome.value);
      else if (outcome.kind === 'remove' && current !== undefined) remove();
    } else if (current instanceof Map || Array.isArray(current)) {
      this.at(current, index + 1);
    } else if (this.change.creates) {
      const rest = this.steps.slice(index + 1);
      if (current !== undefined) throw this.notViable(rest[0] ?? '', current, index + 1);
      this.create(rest, put);
    }
  }

  private create(rest: readonly string[], put: (value: Value) => void): void {
    if (rest.some(step => step.startsWith('$['))) {
      throw badValue(
        `The path '${this.change.path}' must exist in the document in order to apply array updates.`,
      );
    }
    const outcome = this.change.apply(undefined);
    if (outcome.kind !== 'set') return;
    put(rest.reduceRight<Value>((inner, step) => new Map([[step, inner]]), outcome.value));
  }

  private notViable(field: string, element: Value, index: number): MongoError {
    const above = this.steps[index - 1] ?? '';
    const shown = isDoc(element) ? '{...}' : show(element);
    return new MongoError('PathNotViable', `Cannot create field '${field}' in element {${above}: ${shown}}`);
  }
}
