import { Double, Int32 } from 'bson';
import { compare } from '../bson/compare.ts';
import { keyOfValue } from '../bson/keystring.ts';
import { add, toDouble } from '../bson/numbers.ts';
import { isDoc, isNumeric, type Doc, type Numeric, type Value } from '../bson/values.ts';
import { MongoError, NOT_HERE } from '../errors.ts';
import { compileExpression, quotient } from './expression.ts';

/** Collects the values of one group for one field. */
export interface Accumulator {
  add: (doc: Doc) => void;
  result: () => Value;
}

type Fold = () => { take: (value: Value | undefined) => void; result: () => Value };

/** @throws MongoError naming an accumulator that is unknown or not supported. */
export function compileAccumulator(field: string, spec: Value): () => Accumulator {
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`);
  const [[name, operand] = ['', null], ...more] = isDoc(spec) ? spec : [];
  if (name === '' || !name.startsWith('$'))
    throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (more.length > 0) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const fold = FOLDS.get(name);
  if (!fold) throw new MongoError(15952, `unknown group operator '${name}', or it ${NOT_HERE}`);
  if (name === '$count' && !(isDoc(operand) && operand.size === 0))
    throw new MongoError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
  const value = name === '$count' ? () => null : compileExpression(operand);
  return () => {
    const { take, result } = fold();
    return { add: doc => take(value(doc)), result };
  };
}

const sumOf = (a: Numeric, b: Numeric): Numeric => add(a, b) ?? new Double(toDouble(a) + toDouble(b));

const sum: Fold = () => {
  let total: Numeric = new Int32(0);
  return {
    take: value => {
      if (isNumeric(value)) total = sumOf(total, value);
    },
    result: () => total,
  };
};

const average: Fold = () => {
  let total: Numeric = new Int32(0);
  let count = 0;
  return {
    take: value => {
      if (!isNumeric(value)) return;
      total = sumOf(total, value);
      count++;
    },
    result: () => (count === 0 ? null : quotient(total, new Int32(count))),
  };
};

const extreme =
  (sign: number): Fold =>
  () => {
    let best: Value = null;
    return {
      take: value => {
        if (value === undefined || value === null) return;
        if (best === null || compare(value, best) * sign > 0) best = value;
      },
      result: () => best,
    };
  };

const first: Fold = () => {
  let kept: Value | undefined;
  let taken = false;
  return {
    take: value => {
      if (!taken) kept = value;
      taken = true;
    },
    result: () => kept ?? null,
  };
};

const last: Fold = () => {
  let kept: Value | undefined;
  return {
    take: value => {
      kept = value;
    },
    result: () => kept ?? null,
  };
};

const push: Fold = () => {
  const items: Value[] = [];
  return {
    take: value => {
      if (value !== undefined) items.push(value);
    },
    result: () => items,
  };
};

const addToSet: Fold = () => {
  const items = new Map<string, Value>();
  return {
    take: value => {
      if (value === undefined) return;
      const key = keyOfValue(value).toString('latin1');
      if (!items.has(key)) items.set(key, value);
    },
    result: () => [...items.values()],
  };
};

const count: Fold = () => {
  let seen = 0;
  return {
    take: () => {
      seen++;
    },
    result: () => new Int32(seen),
  };
};

const FOLDS: ReadonlyMap<string, Fold> = new Map([
  ['$sum', sum],
  ['$avg', average],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$first', first],
  ['$last', last],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$count', count],
]);
