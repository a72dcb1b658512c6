import { toDouble } from '../bson/numbers.ts';
import { isNumeric, type Doc } from '../bson/values.ts';
import { badValue, MongoError, NOT_HERE } from '../errors.ts';
import { smallestKey, type KeyFields } from '../storage/indexKeys.ts';

/** A compiled sort pattern. */
export interface Sort {
  fields: KeyFields;
  /** Sorting the keys by bytes sorts the documents. */
  key: (doc: Doc) => Buffer;
}

export const compareSortKeys = (a: Buffer, b: Buffer): number => Buffer.compare(a, b);

/** @throws MongoError for a direction other than 1 and -1. */
export function compileSort(spec: Doc): Sort {
  const directions = [...spec].map(([name, direction]) => {
    if (!isNumeric(direction))
      throw new MongoError(15974, `Illegal key in $sort specification: ${name}; $meta ${NOT_HERE}`);
    const number = toDouble(direction);
    if (number !== 1 && number !== -1)
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return number;
  });
  const paths = [...spec.keys()].map(name => {
    if (name.split('.').some(step => step === '' || step.startsWith('$')))
      throw badValue(`Illegal sort path: ${name}`);
    return name.split('.');
  });
  const fields = { paths, directions };
  return {
    fields,
    key: doc => {
      try {
        return smallestKey(doc, fields);
      } catch (error) {
        if (error instanceof MongoError) throw badValue('cannot sort with keys that are parallel arrays');
        throw error;
      }
    },
  };
}
