import { ObjectId } from 'bson';
import { keyOfValue } from '../bson/keystring.ts';
import { isDoc, typeName, type Doc, type Value } from '../bson/values.ts';
import { badValue, failedToParse, MongoError, NOT_HERE } from '../errors.ts';
import { compileFilter } from '../query/matcher.ts';
import { isArrayIndex } from '../query/path.ts';
import { matchedIndex } from '../query/positional.ts';
import { applyChange, type ArrayFilters } from './apply.ts';
import { type Change } from './change.ts';
import { operatorNamed } from './operators.ts';
import { documentOfFilter } from './upsert.ts';

/** A compiled update: a replacement or a list of changes. */
export interface Update {
  kind: 'replace' | 'modify';
  /**
   * The document after the update. A modification changes `doc` itself, so a caller who needs both gives a copy.
   *
   * @param filter the filter that found the document, for the positional `$`.
   */
  apply(doc: Doc, filter: Doc): Doc;
  /** The document that an upsert inserts when nothing matched. */
  insertion(filter: Doc): Doc;
}

/** @throws MongoError for anything that is no update, conflicts within itself, or is not supported. */
export function compileUpdate(spec: Value, arrayFilters: readonly Doc[] = []): Update {
  if (Array.isArray(spec)) throw failedToParse(`An update that is an aggregation pipeline ${NOT_HERE}`);
  if (!isDoc(spec))
    throw failedToParse(`Update argument must be either an object or an array, not ${typeName(spec)}`);
  const first = [...spec.keys()][0];
  if (first === undefined || !first.startsWith('$')) {
    if (arrayFilters.length > 0) throw failedToParse('Cannot specify arrayFilters for replacement updates');
    return replacement(spec);
  }
  return modification(spec, arrayFilters);
}

function replacement(spec: Doc): Update {
  for (const name of spec.keys()) {
    if (name.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document.`,
      );
    }
  }
  const withId = (id: Value | undefined): Doc => {
    const own = spec.get('_id');
    const rest = [...spec].filter(([name]) => name !== '_id');
    if (id !== undefined && own !== undefined && !keyOfValue(id).equals(keyOfValue(own))) throw immutableId();
    return new Map([['_id', id ?? own ?? new ObjectId()], ...rest]);
  };
  return {
    kind: 'replace',
    apply: doc => withId(doc.get('_id')),
    insertion: filter => withId(documentOfFilter(filter).get('_id')),
  };
}

const immutableId = () =>
  new MongoError(
    'ImmutableField',
    "After applying the update, the (immutable) field '_id' was found to have been altered",
  );

function modification(spec: Doc, arrayFilters: readonly Doc[]): Update {
  const changes = compileChanges(spec);
  refuseConflicts(changes);
  const filters = compileArrayFilters(arrayFilters, changes);
  return {
    kind: 'modify',
    apply: (doc, filter) => {
      const id = doc.get('_id');
      const key = id === undefined ? null : keyOfValue(id);
      const active = changes.filter(change => !change.onInsertOnly);
      const located = active.map(change => ({ change, steps: locate(change.path, doc, filter) }));
      for (const { change, steps } of located) applyChange(doc, steps, change, filters);
      const after = doc.get('_id');
      if (key && (after === undefined || !keyOfValue(after).equals(key))) {
        throw new MongoError(
          'ImmutableField',
          "Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      }
      return doc;
    },
    insertion: filter => {
      const doc = documentOfFilter(filter);
      const id = doc.get('_id');
      for (const change of changes) applyChange(doc, locate(change.path, doc, filter), change, filters);
      const after = doc.get('_id');
      if (id !== undefined && (after === undefined || !keyOfValue(after).equals(keyOfValue(id)))) {
        throw new MongoError(
          'ImmutableField',
          "Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      }
      doc.delete('_id');
      return new Map([['_id', after ?? new ObjectId()], ...doc]);
    },
  };
}

function compileChanges(spec: Doc): Change[] {
  const changes: Change[] = [];
  for (const [name, fields] of spec) {
    const { creates, compile } = operatorNamed(name);
    if (!isDoc(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ...}`,
      );
    }
    for (const [path, operand] of fields) {
      checkPath(path);
      changes.push({
        operator: name,
        path,
        creates,
        onInsertOnly: name === '$setOnInsert',
        apply: compile(operand, path),
      });
    }
  }
  return changes.sort((a, b) => comparePaths(a.path, b.path));
}

function checkPath(path: string): void {
  const steps = path.split('.');
  if (steps.includes('')) {
    throw new MongoError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (steps[0]?.startsWith('$')) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${path}' is not valid for storage.`,
    );
  }
  if (steps.filter(step => step === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  const wrong = steps.find(
    step => step.startsWith('$') && step !== '$' && !/^\$\[([a-z][A-Za-z0-9]*)?\]$/.test(step),
  );
  if (wrong !== undefined) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${wrong}' in '${path}' is not valid for storage.`,
    );
  }
}

/** MongoDB applies changes in the order of their paths, numbers by value; it decides the order of new fields. */
function comparePaths(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (const [index, step] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (isArrayIndex(step) && isArrayIndex(other)) return Number(step) - Number(other);
    return step < other ? -1 : 1;
  }
  return left.length - right.length;
}

function refuseConflicts(changes: readonly Change[]): void {
  const paths = new Set<string>();
  const conflict = (path: string, at: string) =>
    new MongoError(
      'ConflictingUpdateOperators',
      `Updating the path '${path}' would create a conflict at '${at}'`,
    );
  for (const { path } of changes) {
    if (paths.has(path)) throw conflict(path, path);
    paths.add(path);
  }
  for (const path of paths) {
    for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      const above = path.slice(0, dot);
      if (paths.has(above)) throw conflict(path, above);
    }
  }
}

/** The steps of a path, with the positional `$` as the number of the matched element. */
function locate(path: string, doc: Doc, filter: Doc): readonly string[] {
  const steps = path.split('.');
  const at = steps.indexOf('$');
  if (at < 0) return steps;
  return steps.with(at, String(matchedIndex(doc, steps.slice(0, at).join('.'), filter)));
}

function compileArrayFilters(arrayFilters: readonly Doc[], changes: readonly Change[]): ArrayFilters {
  const filters = new Map<string, (item: Value) => boolean>();
  for (const filter of arrayFilters) {
    const names = identifiersOf(filter);
    const [name] = names;
    if (name === undefined || names.size !== 1) {
      throw failedToParse('Error parsing array filter: expected a single top-level field name');
    }
    if (filters.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    if (!changes.some(({ path }) => path.split('.').includes(`$[${name}]`))) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
    }
    const { test } = compileFilter(filter);
    filters.set(name, item => test(new Map([[name, item]])));
  }
  return filters;
}

function identifiersOf(filter: Doc): Set<string> {
  const names = new Set<string>();
  for (const [name, operand] of filter) {
    if (!name.startsWith('$')) names.add(name.split('.')[0] ?? '');
    else if (Array.isArray(operand)) {
      for (const branch of operand.filter(isDoc)) for (const inner of identifiersOf(branch)) names.add(inner);
    }
  }
  return names;
}
