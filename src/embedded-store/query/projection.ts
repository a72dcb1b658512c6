import { isDoc, isNumeric, type Doc, type Value } from '../bson/values.ts';
import { toDouble } from '../bson/numbers.ts';
import { compileExpression, type Expression } from '../aggregate/expression.ts';
import { badValue, MongoError, NOT_HERE } from '../errors.ts';
import { compileFilter, isTruthy } from './matcher.ts';
import { matchedIndex } from './positional.ts';

/** Makes the answered document of a stored one. */
export type Projection = (doc: Doc) => Doc;

type Leaf =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; value: Expression }
  | { kind: 'slice'; from: number; count: number | null }
  | { kind: 'elemMatch'; find: (items: readonly Value[]) => Value | undefined }
  | { kind: 'matched'; path: string };
type Tree = Map<string, Tree | Leaf>;
const NO_FILTER: Doc = new Map();

const isTree = (node: Tree | Leaf): node is Tree => node instanceof Map;

/**
 * A projection of `find` or of the stage `$project`. In `find` also `$slice`, `$elemMatch` and the positional
 * `field.$`, for which the filter is needed.
 *
 * @throws MongoError naming what collides, mixes inclusion and exclusion, or is not supported.
 */
export function compileProjection(spec: Doc, options: { filter: Doc } | 'stage'): Projection | null {
  if (spec.size === 0) {
    if (options === 'stage')
      throw new MongoError(
        51272,
        'Invalid $project :: projection specification must have at least one field',
      );
    return null;
  }
  const filter = options === 'stage' ? null : options.filter;
  const tree: Tree = new Map();
  addAll(tree, spec, [], filter);
  const mode = modeOf(tree);
  const id = tree.get('_id');
  if (mode === 'include' && id === undefined) tree.set('_id', { kind: 'include' });
  return doc =>
    mode === 'include' ? includeFrom(doc, tree, doc, filter) : excludeFrom(doc, tree, doc, filter);
}

/**
 * The fields of a projection that only names whole top-level fields to keep, or null for any other: such a projection
 * can be done without reading the values.
 */
export function wholeFields(spec: Doc): ReadonlySet<string> | null {
  const names = new Set(['_id']);
  for (const [name, value] of spec) {
    if (name.includes('.') || (typeof value !== 'boolean' && !isNumeric(value))) return null;
    if (isTruthy(value)) names.add(name);
    else if (name === '_id') names.delete(name);
    else return null;
  }
  return names.size > (names.has('_id') ? 1 : 0) ? names : null;
}

function addAll(tree: Tree, spec: Doc, above: readonly string[], filter: Doc | null): void {
  for (const [name, value] of spec) {
    const steps = [...above, ...name.split('.')];
    if (isDoc(value) && value.size > 0 && ![...value.keys()][0]?.startsWith('$'))
      addAll(tree, value, steps, filter);
    else addLeaf(tree, steps, value, filter);
  }
}

function addLeaf(tree: Tree, steps: readonly string[], value: Value, filter: Doc | null): void {
  const positional = steps.at(-1) === '$' && filter !== null;
  const path = positional ? steps.slice(0, -1) : steps;
  const name = path.join('.');
  let node = tree;
  path.forEach((step, index) => {
    if (step === '') throw new MongoError(40353, 'FieldPath must not end with a "."');
    if (step.startsWith('$'))
      throw new MongoError(16410, `FieldPath field names may not start with '$': ${step}`);
    const below = node.get(step);
    if (index === path.length - 1) {
      if (below) throw new MongoError(31250, `Path collision at ${name}`);
      const leaf: Leaf = positional ? { kind: 'matched', path: name } : leafOf(value, filter);
      if (leaf.kind === 'elemMatch' && path.length > 1) {
        throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
      }
      node.set(step, leaf);
    } else if (below === undefined) {
      const fresh: Tree = new Map();
      node.set(step, fresh);
      node = fresh;
    } else if (isTree(below)) node = below;
    else
      throw new MongoError(
        31249,
        `Path collision at ${name} remaining portion ${path.slice(index + 1).join('.')}`,
      );
  });
}

function leafOf(value: Value, filter: Doc | null): Leaf {
  if (typeof value === 'boolean' || isNumeric(value))
    return { kind: isTruthy(value) ? 'include' : 'exclude' };
  if (filter !== null && isDoc(value)) {
    const [[operator, operand] = []] = [...value];
    if (operator === '$slice' && operand !== undefined) return sliceLeaf(operand);
    if (operator === '$elemMatch') return elemMatchLeaf(operand ?? null);
    if (operator === '$meta') throw badValue(`$meta ${NOT_HERE}`);
  }
  return { kind: 'compute', value: compileExpression(value) };
}

function sliceLeaf(operand: Value): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(part => {
    if (!isNumeric(part)) throw badValue('$slice only supports numbers and [skip, limit] arrays');
    return Math.trunc(toDouble(part));
  });
  const [first = 0, second] = numbers;
  if (!Array.isArray(operand))
    return { kind: 'slice', from: first < 0 ? first : 0, count: first < 0 ? null : first };
  if (numbers.length !== 2 || second === undefined || second <= 0)
    throw badValue('$slice needs [skip, limit > 0]');
  return { kind: 'slice', from: first, count: second };
}

function elemMatchLeaf(operand: Value): Leaf {
  const { test } = compileFilter(new Map([['a', new Map([['$elemMatch', operand]])]]));
  return { kind: 'elemMatch', find: items => items.find(item => test(new Map([['a', [item]]]))) };
}

/** Inclusion unless only exclusions (and the operators that fit both) are named; `_id` does not decide. */
function modeOf(tree: Tree): 'include' | 'exclude' {
  const kinds = new Map<'include' | 'exclude', string>();
  const visit = (node: Tree, above: string) => {
    for (const [name, below] of node) {
      const path = above + name;
      if (isTree(below)) visit(below, `${path}.`);
      else if (path === '_id') continue;
      else if (below.kind === 'exclude') kinds.set('exclude', path);
      else if (below.kind !== 'slice') kinds.set('include', path);
    }
  };
  visit(tree, '');
  const included = kinds.get('include');
  const excluded = kinds.get('exclude');
  if (included !== undefined && excluded !== undefined) {
    throw new MongoError(31254, `Cannot do exclusion on field ${excluded} in inclusion projection`);
  }
  if (included !== undefined) return 'include';
  if (excluded !== undefined) return 'exclude';
  const id = tree.get('_id');
  return id && !isTree(id) && id.kind === 'include' ? 'include' : 'exclude';
}

function includeFrom(doc: Doc, tree: Tree, root: Doc, filter: Doc | null): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const node = tree.get(name);
    if (node === undefined || (!isTree(node) && node.kind === 'compute')) continue;
    const kept = isTree(node)
      ? includeBelow(value, node, root, filter)
      : leafValue(node, value, root, filter);
    if (kept !== undefined) out.set(name, kept);
  }
  addComputed(out, tree, root, name => doc.has(name));
  return out;
}

/** Computed fields that the document does not have stand behind its own, in the order of the projection. */
function addComputed(out: Doc, tree: Tree, root: Doc, present: (name: string) => boolean): void {
  for (const [name, node] of tree) {
    if (present(name)) continue;
    if (isTree(node)) {
      const inner: Doc = new Map();
      addComputed(inner, node, root, () => false);
      if (inner.size > 0) out.set(name, inner);
    } else if (node.kind === 'compute') {
      const value = node.value(root);
      if (value !== undefined) out.set(name, value);
    }
  }
}

function includeBelow(value: Value, tree: Tree, root: Doc, filter: Doc | null): Value | undefined {
  if (isDoc(value)) return includeFrom(value, tree, root, filter);
  if (Array.isArray(value)) {
    return value.map(item => includeBelow(item, tree, root, filter)).filter(item => item !== undefined);
  }
  // A scalar gives way to the computed fields below its path, and to nothing otherwise.
  const computed: Doc = new Map();
  addComputed(computed, tree, root, () => false);
  return computed.size > 0 ? computed : undefined;
}

function excludeFrom(doc: Doc, tree: Tree, root: Doc, filter: Doc | null): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const node = tree.get(name);
    if (node === undefined) out.set(name, value);
    else if (isTree(node)) out.set(name, excludeBelow(value, node, root, filter));
    else {
      const kept = leafValue(node, value, root, filter);
      if (kept !== undefined) out.set(name, kept);
    }
  }
  return out;
}

function excludeBelow(value: Value, tree: Tree, root: Doc, filter: Doc | null): Value {
  if (isDoc(value)) return excludeFrom(value, tree, root, filter);
  if (Array.isArray(value)) return value.map(item => excludeBelow(item, tree, root, filter));
  return value;
}

function leafValue(leaf: Leaf, value: Value, root: Doc, filter: Doc | null): Value | undefined {
  switch (leaf.kind) {
    case 'include':
      return value;
    case 'exclude':
      return undefined;
    case 'compute':
      return leaf.value(root);
    case 'slice':
      return Array.isArray(value) ? sliced(value, leaf.from, leaf.count) : value;
    case 'elemMatch': {
      const found = Array.isArray(value) ? leaf.find(value) : undefined;
      return found === undefined ? undefined : [found];
    }
    case 'matched': {
      if (!Array.isArray(value)) return value;
      const found = value[matchedIndex(root, leaf.path, filter ?? NO_FILTER)];
      return found === undefined ? [] : [found];
    }
  }
}

function sliced(items: readonly Value[], from: number, count: number | null): Value[] {
  const start = from < 0 ? Math.max(0, items.length + from) : from;
  return items.slice(start, count === null ? undefined : start + count);
}
