import {
  type Binary,
  type BSONRegExp,
  type Decimal128,
  type Double,
  type Int32,
  type Long,
  type MaxKey,
  type MinKey,
  type ObjectId,
  type Timestamp,
} from 'bson';

export type Numeric = Int32 | Double | Long | Decimal128;

/**
 * A BSON value. Numbers keep the type they were written with, so a bare JavaScript number is none of them; documents
 * are maps, so that every field name is safe and the order of fields is the document's own.
 */
export type Value =
  | null
  | string
  | boolean
  | Date
  | Numeric
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | MinKey
  | MaxKey
  | Doc
  | Value[];

export type Doc = Map<string, Value>;

/** The names that `$type` and error messages use. */
export type TypeName =
  | 'double'
  | 'string'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'null'
  | 'regex'
  | 'int'
  | 'timestamp'
  | 'long'
  | 'decimal'
  | 'minKey'
  | 'maxKey';

export function typeName(value: Value): TypeName {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Map) return 'object';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  switch (value._bsontype) {
    case 'Int32':
      return 'int';
    case 'Double':
      return 'double';
    case 'Long':
      return 'long';
    case 'Decimal128':
      return 'decimal';
    case 'ObjectId':
      return 'objectId';
    case 'Binary':
      return 'binData';
    case 'BSONRegExp':
      return 'regex';
    case 'Timestamp':
      return 'timestamp';
    case 'MinKey':
      return 'minKey';
    case 'MaxKey':
      return 'maxKey';
  }
}

/** BSON's element types, as `$type` takes them by number; those that are not stored here are absent. */
export const TYPE_NUMBERS: ReadonlyMap<number, TypeName> = new Map([
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [-1, 'minKey'],
  [127, 'maxKey'],
]);

/** MongoDB's order of types (BSON comparison order); all numbers are one type in it. */
const TYPE_ORDER: Record<TypeName, number> = {
  minKey: 1,
  null: 5,
  int: 10,
  double: 10,
  long: 10,
  decimal: 10,
  string: 20,
  object: 30,
  array: 40,
  binData: 50,
  objectId: 55,
  bool: 60,
  date: 65,
  timestamp: 70,
  regex: 75,
  maxKey: 255,
};

/** The place of a value's type in MongoDB's order of types: values of different types compare by it. */
export const typeOrder = (value: Value): number => TYPE_ORDER[typeName(value)];

export const isDoc = (value: Value | undefined): value is Doc => value instanceof Map;

export function isNumeric(value: Value | undefined): value is Numeric {
  if (value === null || typeof value !== 'object' || !('_bsontype' in value)) return false;
  const type = value._bsontype;
  return type === 'Int32' || type === 'Double' || type === 'Long' || type === 'Decimal128';
}

export const isRegex = (value: Value | undefined): value is BSONRegExp =>
  value !== null && typeof value === 'object' && '_bsontype' in value && value._bsontype === 'BSONRegExp';

/** Whether a document is an operator expression such as `{$gt: 5}`: its first field starts with a dollar sign. */
export function isOperators(value: Value | undefined): value is Doc {
  if (!(value instanceof Map)) return false;
  for (const name of value.keys())
    return name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db';
  return false;
}

/** How deep documents and arrays are nested; a document of scalars is 1. */
export function depthOf(value: Value): number {
  if (!(value instanceof Map) && !Array.isArray(value)) return 0;
  let deepest = 0;
  for (const inner of value.values()) deepest = Math.max(deepest, depthOf(inner));
  return deepest + 1;
}

/** A value as an error message shows it, near to what MongoDB prints. */
export function show(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Map) {
    const fields = [...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ');
    return fields === '' ? '{}' : `{ ${fields} }`;
  }
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(show).join(', ')} ]`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  switch (value._bsontype) {
    case 'ObjectId':
      return `ObjectId('${value.toHexString()}')`;
    case 'BSONRegExp':
      return `/${value.pattern}/${value.options}`;
    case 'Binary':
      return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`;
    case 'MinKey':
    case 'MaxKey':
      return value._bsontype;
    case 'Double': {
      const text = String(value.value);
      return /^-?\d+$/.test(text) ? `${text}.0` : text;
    }
    case 'Int32':
      return String(value.value);
    case 'Long':
    case 'Decimal128':
      return value.toString();
    case 'Timestamp':
      return `Timestamp(${value.getHighBitsUnsigned()}, ${value.getLowBitsUnsigned()})`;
  }
}
