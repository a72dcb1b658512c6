import { toDouble, toInteger } from '../bson/numbers.ts';
import { isDoc, isNumeric, show, typeName, type Doc, type Value } from '../bson/values.ts';
import { badValue, MongoError, NOT_HERE, typeMismatch } from '../errors.ts';
import { isTruthy } from '../query/matcher.ts';

/**
 * The fields of a command, or of one of its statements. A field that nobody has asked for when the command begins is
 * refused by its name: nothing is passed over.
 */
export class Arguments {
  private readonly owner: string;
  private readonly doc: Doc;
  private readonly unread: Set<string>;

  /** @param owner the command's name, for messages. */
  constructor(owner: string, doc: Doc) {
    this.owner = owner;
    this.doc = doc;
    this.unread = new Set(doc.keys());
  }

  /** The same fields with the same ones read, to be read once more. */
  again(): Arguments {
    const copy = new Arguments(this.owner, this.doc);
    for (const name of this.doc.keys()) if (!this.unread.has(name)) copy.unread.delete(name);
    return copy;
  }

  value(name: string): Value | undefined {
    this.unread.delete(name);
    const value = this.doc.get(name);
    return value === null ? undefined : value;
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string') throw this.wrongType(name, value, 'string');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.doc.has(name) ? this.text(name) : undefined;
  }

  flag(name: string): boolean {
    return isTruthy(this.value(name));
  }

  /** A whole number that is not negative. */
  count(name: string): number | undefined {
    const count = this.integer(name);
    if (count !== undefined && count < 0) {
      throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${count}'`);
    }
    return count;
  }

  integer(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isNumeric(value)) throw this.wrongType(name, value, 'number');
    return Number(toInteger(value) ?? Math.trunc(toDouble(value)));
  }

  document(name: string): Doc | undefined {
    const value = this.value(name);
    if (value !== undefined && !isDoc(value)) throw this.wrongType(name, value, 'object');
    return value;
  }

  list(name: string): readonly Value[] | undefined {
    const value = this.value(name);
    if (value !== undefined && !Array.isArray(value)) throw this.wrongType(name, value, 'array');
    return value;
  }

  documents(name: string): readonly Doc[] | undefined {
    return this.list(name)?.map(item => {
      if (!isDoc(item)) throw this.wrongType(name, item, 'object');
      return item;
    });
  }

  /** Options of MongoDB that may be there when they say nothing: false, empty, or missing. */
  off(...names: readonly string[]): void {
    for (const name of names) {
      const value = this.value(name);
      if (value === undefined || value === false || (isDoc(value) && value.size === 0)) continue;
      throw badValue(`The option '${name}' of ${this.owner} ${NOT_HERE}`);
    }
  }

  /** Options that change nothing here, whatever they say. */
  harmless(...names: readonly string[]): void {
    for (const name of names) this.unread.delete(name);
  }

  /** A collation other than the simple one (by bytes) is refused. */
  simpleCollation(): void {
    const collation = this.document('collation');
    if (collation && collation.size > 0 && collation.get('locale') !== 'simple') {
      throw badValue(`The collation ${show(collation)} of ${this.owner} ${NOT_HERE}`);
    }
  }

  /** @throws MongoError 40415 for a field that was not asked for. */
  end(): void {
    for (const name of this.unread) {
      throw new MongoError(40415, `BSON field '${this.owner}.${name}' is an unknown field, or ${NOT_HERE}`);
    }
  }

  private wrongType(name: string, value: Value | undefined, wanted: string): MongoError {
    if (value === undefined)
      return new MongoError(40414, `BSON field '${this.owner}.${name}' is missing but a required field`);
    return typeMismatch(
      `BSON field '${this.owner}.${name}' is the wrong type '${typeName(value)}', expected type '${wanted}'`,
    );
  }
}
