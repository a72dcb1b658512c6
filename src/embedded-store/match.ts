// The MongoDB query language over BSON values, compiled to closures. Only $expr goes to mingo.
import { Query } from 'mingo';
import { Query as BaseQuery } from 'mingo/query';
import { encodeValue, cmp } from './keystring.ts';
type P = (d: any) => boolean;
type VP = (v: any) => boolean;
export class QueryError extends Error {}
const plain = (v: any) => v !== null && typeof v === 'object' && !Array.isArray(v) && !v._bsontype && !(v instanceof Date) && !(v instanceof RegExp) && !(v instanceof Uint8Array);
function values(v: any, ps: string[], i: number, out: any[]): any[] {
  if (i === ps.length) { out.push(v); return out; }
  if (Array.isArray(v)) {
    if (/^\d+$/.test(ps[i]) && +ps[i] < v.length) values(v[+ps[i]], ps, i + 1, out);
    for (const e of v) if (plain(e)) values(e, ps, i, out);
    return out;
  }
  if (plain(v) && Object.hasOwn(v, ps[i])) return values(v[ps[i]], ps, i + 1, out);
  out.push(undefined); return out;
}
const TYPES: Record<string, number> = { double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10, regex: 11, javascript: 13, symbol: 14, int: 16, timestamp: 17, long: 18, decimal: 19, minKey: -1, maxKey: 127 };
export const typeName = (v: any) => { const n = bsonType(v); return n === 0 ? 'missing' : Object.keys(TYPES).find(k => TYPES[k] === n)!; };
export function bsonType(v: any): number {
  if (v === null) return 10; if (v === undefined) return 0;
  switch (typeof v) { case 'string': return 2; case 'boolean': return 8; case 'bigint': return 18; case 'number': return Number.isInteger(v) ? (Math.abs(v) <= 2147483647 ? 16 : 18) : 1; }
  if (Array.isArray(v)) return 4; if (v instanceof Date) return 9; if (v instanceof RegExp) return 11; if (v instanceof Uint8Array) return 5;
  return ({ ObjectId: 7, Binary: 5, Long: 18, Int32: 16, Double: 1, Decimal128: 19, Timestamp: 17, MinKey: -1, MaxKey: 127, Code: 13, BSONRegExp: 11, BSONSymbol: 14 } as any)[v._bsontype] ?? 3;
}
const toRe = (r: any, opts?: string): RegExp => { const src = r instanceof RegExp ? r.source : r?.pattern ?? String(r); const fl = (opts ?? (r instanceof RegExp ? r.flags : r?.options ?? '')).replace(/[^imsu]/g, ''); if ((opts ?? '').includes('x')) return new RegExp(src.replace(/\\.|\s+|#.*$/gm, (m: string) => (m[0] === '\\' ? m : '')), fl); return new RegExp(src, fl); };
export interface Ctx { collator?: Intl.Collator; vars?: any; exprOpts?: any }
function eq(x: any, c: Ctx): VP {
  if (x === null || x === undefined) return v => v === null || v === undefined;
  if (x instanceof RegExp || x?._bsontype === 'BSONRegExp') { const r = toRe(x); return v => typeof v === 'string' ? r.test(v) : v instanceof RegExp && String(v) === String(x); }
  if (typeof x === 'string') return c.collator ? v => typeof v === 'string' && c.collator!.compare(v, x) === 0 : v => v === x;
  if (typeof x === 'boolean') return v => v === x;
  const k = encodeValue(x), n = typeof x === 'number';
  return v => { if (n && typeof v === 'number') return v === x; if (v === null || v === undefined || typeof v === 'string') return false; return encodeValue(v).equals(k); };
}
function rel(op: string, x: any, c: Ctx): VP {
  const t = (n: number) => (op === '$gt' ? n > 0 : op === '$gte' ? n >= 0 : op === '$lt' ? n < 0 : n <= 0);
  if (x === null || x === undefined) return v => (v === null || v === undefined) && op.length === 4;
  const k = encodeValue(x); if (k[0] === 1 || k[0] === 255) return v => v !== undefined && t(Buffer.compare(encodeValue(v), k));
  if (typeof x === 'string') return v => typeof v === 'string' && t(c.collator ? c.collator.compare(v, x) : v < x ? -1 : v > x ? 1 : 0);
  return v => { if (v === undefined || v === null) return false; if (typeof v === 'number' && typeof x === 'number') return t(v - x); const e = encodeValue(v); return e[0] === k[0] && t(Buffer.compare(e, k)); };
}
/** a predicate over the terminal values of a path */
function ops(o: any, c: Ctx): (vals: any[]) => boolean {
  const fs: ((vals: any[]) => boolean)[] = [];
  const any = (p: VP) => (vals: any[]) => vals.some(v => p(v) || (Array.isArray(v) && v.some(p)));
  for (const [op, x] of Object.entries<any>(o)) switch (op) {
    case '$eq': fs.push(any(eq(x, c))); break;
    case '$ne': { const f = any(eq(x, c)); fs.push(v => !f(v)); break; }
    case '$gt': case '$gte': case '$lt': case '$lte': fs.push(any(rel(op, x, c))); break;
    case '$in': case '$nin': { if (!Array.isArray(x)) throw new QueryError(`${op} needs an array`); const strs = c.collator ? undefined : new Set(x.filter(e => typeof e === 'string')), keys = new Set(x.filter(e => typeof e !== 'string' && e !== null && !(e instanceof RegExp)).map(e => encodeValue(e).toString('latin1'))), slow = x.filter(e => e === null || e instanceof RegExp || (typeof e === 'string' && c.collator)).map(e => eq(e, c)); const f = any(v => (strs && typeof v === 'string' ? strs.has(v) : v !== null && v !== undefined && keys.size > 0 && keys.has(encodeValue(v).toString('latin1'))) || slow.some(p => p(v))); fs.push(op === '$in' ? f : v => !f(v)); break; }
    case '$exists': fs.push(v => v.some(e => e !== undefined) === !!x); break;
    case '$type': { const ts = new Set([x].flat().flatMap(t => (t === 'number' ? [1, 16, 18, 19] : [typeof t === 'string' ? TYPES[t] : Number(t)]))); fs.push(vals => vals.some(v => ts.has(bsonType(v)) || (bsonType(v) === 16 && ts.has(1)) || (Array.isArray(v) && v.some(e => ts.has(bsonType(e)))))); break; }
    case '$mod': { const [d, r] = x.map(Number); if (!d) throw new QueryError('divisor cannot be 0'); fs.push(any(v => typeof v === 'number' && Math.trunc(v) % Math.trunc(d) === Math.trunc(r))); break; }
    case '$regex': { const r = toRe(x, o.$options); fs.push(any(v => typeof v === 'string' && r.test(v))); break; }
    case '$options': if (!('$regex' in o)) throw new QueryError('$options needs a $regex'); break;
    case '$size': fs.push(vals => vals.some(v => Array.isArray(v) && v.length === Number(x))); break;
    case '$all': { if (!Array.isArray(x)) throw new QueryError('$all needs an array'); const ps = x.map(e => (plain(e) && '$elemMatch' in e ? ops(e, c) : any(eq(e, c)))); fs.push(v => ps.length > 0 && ps.every(p => p(v))); break; }
    case '$elemMatch': { if (!plain(x)) throw new QueryError('$elemMatch needs an Object'); const isOp = Object.keys(x)[0]?.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(Object.keys(x)[0]); const p: VP = isOp ? (f => (v: any) => f([v]))(ops(x, c)) : (f => (v: any) => (plain(v) || Array.isArray(v)) && f(v))(compile(x, c)); fs.push(vals => vals.some(v => Array.isArray(v) && v.some(p))); break; }
    case '$not': { const f = x instanceof RegExp ? any(eq(x, c)) : ops(x, c); fs.push(v => !f(v)); break; }
    case '$bitsAllSet': case '$bitsAnySet': case '$bitsAllClear': case '$bitsAnyClear': { const m = Array.isArray(x) ? x.reduce((a, b) => a | (1n << BigInt(b)), 0n) : BigInt(x); fs.push(any(v => { if (typeof v !== 'number' || !Number.isInteger(v)) return false; const b = BigInt(v) & m; return op === '$bitsAllSet' ? b === m : op === '$bitsAnySet' ? b !== 0n : op === '$bitsAllClear' ? b === 0n : b !== m; })); break; }
    case '$comment': break;
    default: throw new QueryError(`unknown operator: ${op}`);
  }
  return v => { for (const f of fs) if (!f(v)) return false; return true; };
}
export function compile(filter: any, c: Ctx = {}): P {
  const fs: P[] = [];
  for (const [k, x] of Object.entries<any>(filter)) {
    if (k === '$and' || k === '$or' || k === '$nor') { if (!Array.isArray(x) || !x.length) throw new QueryError(`${k} must be a nonempty array`); const ps = x.map((f: any) => compile(f, c)); fs.push(k === '$and' ? d => ps.every(p => p(d)) : k === '$or' ? d => ps.some(p => p(d)) : d => !ps.some(p => p(d))); }
    else if (k === '$expr') { const q = c.exprOpts ? new BaseQuery({ $expr: x }, c.exprOpts) : new Query({ $expr: x }, { variables: c.vars, scriptEnabled: false } as any); fs.push(d => q.test(d)); }
    else if (k === '$comment') continue;
    else if (k[0] === '$') throw new QueryError(`unknown top level operator: ${k}`);
    else {
      const ps = k.split('.'); const isOp = plain(x) && Object.keys(x)[0]?.startsWith('$') && !('$ref' in x);
      const f = ops(isOp ? x : { $eq: x }, c);
      fs.push(ps.length === 1 ? d => f([Array.isArray(d) ? d[+k] : d[k]]) : d => f(values(d, ps, 0, [])));
    }
  }
  return fs.length === 1 ? fs[0] : d => { for (const f of fs) if (!f(d)) return false; return true; };
}
