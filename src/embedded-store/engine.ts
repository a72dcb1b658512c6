import { BSON, ObjectId, Long } from 'bson';
import { Context } from 'mingo';
import { Aggregator } from 'mingo/aggregator';
import { Lazy } from 'mingo/lazy';
import { updateOne as mingoUpdate, updateMany as mingoUpdateMany } from 'mingo/updater';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipelineOps from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as queryOps from 'mingo/operators/query';
import * as windowOps from 'mingo/operators/window';
import { Query } from 'mingo';
import type { KV } from './kv.ts';
import { compile, typeName } from './match.ts';
import { after, clampKey, cmp, encodeValue, invert, same } from './keystring.ts';

export type Doc = Record<string, any>;
export class MongoError extends Error { constructor(public code: number, public codeName: string, msg: string, public extra: Doc = {}) { super(msg); } }
const bad = (m: string) => new MongoError(2, 'BadValue', m);
const failParse = (m: string) => new MongoError(9, 'FailedToParse', m);
export const parse = (b: Uint8Array): Doc => BSON.deserialize(b, { promoteBuffers: false });
export const ser = (d: Doc): Buffer => Buffer.from(BSON.serialize(d, { ignoreUndefined: true }));

interface Index { id: number; name: string; key: Doc; unique?: boolean; sparse?: boolean; partialFilterExpression?: Doc; expireAfterSeconds?: number; multikey?: boolean; hidden?: boolean; v: number; [k: string]: any }
export interface Coll { id: number; db: string; name: string; uuid: any; options: Doc; indexes: Index[]; nextIndex: number; nextRid: number; count: number; pfQuery?: Map<number, (d: Doc) => boolean> }
const u32 = (n: number) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const u48 = (n: number) => { const b = Buffer.alloc(6); b.writeUIntBE(n, 0, 6); return b; };

/** values of a dotted path the way an index sees them: arrays fan out, numeric steps index arrays */
export function pathValues(doc: any, parts: string[], i = 0, out: any[] = [], info = { multi: false, missing: false }): { out: any[]; info: { multi: boolean; missing: boolean } } {
  if (i === parts.length) {
    if (Array.isArray(doc)) { info.multi = true; if (!doc.length) out.push(undefined); else for (const v of doc) out.push(v); } else out.push(doc);
    return { out, info };
  }
  if (Array.isArray(doc)) {
    if (/^\d+$/.test(parts[i]) && Number(parts[i]) < doc.length) return pathValues(doc[Number(parts[i])], parts, i + 1, out, info);
    info.multi = true;
    for (const e of doc) if (e && typeof e === 'object' && !Array.isArray(e)) pathValues(e, parts, i, out, info);
    if (!out.length) out.push(undefined);
    return { out, info };
  }
  if (doc === null || typeof doc !== 'object' || doc._bsontype || doc instanceof Date || !Object.hasOwn(doc, parts[i])) { info.missing = true; out.push(undefined); return { out, info }; }
  return pathValues(doc[parts[i]], parts, i + 1, out, info);
}
const getPath = (d: any, p: string) => { const v = p.split('.').reduce((o, k) => (o === null || o === undefined ? undefined : o[k]), d); return v; };
const setPath = (d: any, p: string, v: any) => { const ks = p.split('.'); let o = d; for (const k of ks.slice(0, -1)) { if (o[k] === undefined || o[k] === null || typeof o[k] !== 'object') o[k] = {}; o = o[k]; } o[ks.at(-1)!] = v; };
const isPlain = (v: any) => v !== null && typeof v === 'object' && !Array.isArray(v) && !v._bsontype && !(v instanceof Date) && !(v instanceof RegExp) && !(v instanceof Uint8Array);
const isOps = (v: any) => isPlain(v) && Object.keys(v)[0]?.startsWith('$');

interface Bound { eq?: any[]; gte?: Buffer; lt?: Buffer }
/** sargable conditions of a filter, by path; never wrong, only incomplete: the full filter is always tested again */
function bounds(filter: Doc, out = new Map<string, Bound>()): Map<string, Bound> {
  for (const [k, v] of Object.entries(filter)) {
    if (k === '$and') { for (const f of v) bounds(f, out); continue; }
    if (k[0] === '$') continue;
    const b = out.get(k) ?? {};
    const put = (x: Bound) => { if (x.eq && !b.eq) b.eq = x.eq; if (x.gte && !b.gte) { b.gte = x.gte; b.lt ??= x.lt; } if (x.lt && x.lt !== b.lt && !x.gte) b.lt = x.lt; out.set(k, b); };
    const indexable = (x: any) => !Array.isArray(x) && !(x instanceof RegExp);
    if (isOps(v)) {
      for (const [op, x] of Object.entries<any>(v)) {
        if (op === '$eq' && indexable(x)) put({ eq: [x] });
        else if (op === '$in' && Array.isArray(x) && x.every(indexable)) put({ eq: x });
        else if ((op === '$gt' || op === '$gte' || op === '$lt' || op === '$lte') && indexable(x) && x !== null && !isPlain(x)) {
          const e = encodeValue(x), t = e.subarray(0, 1);
          if (op[1] === 'g') put({ gte: e, lt: after(Buffer.from(t)) });
          else { const hi = op === '$lt' ? e : after(e); b.lt = hi; b.gte ??= Buffer.from(t); out.set(k, b); }
        }
      }
    } else if (indexable(v)) put({ eq: [v] });
  }
  return out;
}

export class Engine {
  colls = new Map<string, Coll>();
  private nextColl = 1;
  dbs = new Set<string>();
  constructor(public kv: KV) {
    const lo = Buffer.from([1]);
    for (const { key, value } of kv.range(lo, Buffer.from([2]))) {
      const c = parse(value) as any;
      const coll: Coll = { ...c, nextRid: Number(c.nextRid), count: Number(c.count) };
      // counters are not written with every insert: recover them from the data
      let last = 0; for (const e of kv.range(this.dk(coll, 0), u32(coll.id + 0x40000000 + 1), true)) { last = e.key.readUIntBE(4, 6); break; }
      coll.nextRid = last + 1;
      const cnt = kv.get(this.ck(coll)); coll.count = cnt ? cnt.readUIntBE(0, 6) : 0;
      this.colls.set(c.db + '.' + c.name, coll); this.nextColl = Math.max(this.nextColl, coll.id + 1);
    }
  }
  // key space: 01 catalog | 02 counts | 4xxxxxxx+rid data | 8xxxxxxx+index+keystring(+rid) index
  private dk(c: Coll, rid: number) { return Buffer.concat([u32(c.id + 0x40000000), u48(rid)]); }
  private ip(c: Coll, ix: Index) { const b = Buffer.alloc(6); b.writeUInt32BE(c.id + 0x80000000 >>> 0); b.writeUInt16BE(ix.id, 4); return b; }
  private ck(c: Coll) { return Buffer.concat([Buffer.from([2]), u32(c.id)]); }
  private saveCatalog(c: Coll) { const { pfQuery, ...d } = c; this.kv.put(Buffer.concat([Buffer.from([1]), u32(c.id)]), ser(d)); }
  txn<T>(fn: () => T): T {
    const before = [...this.colls.values()].map(c => [c, c.count] as const);
    try { return this.kv.txn(() => { const r = fn(); for (const c of this.dirty) if (this.colls.get(c.db + '.' + c.name) === c) this.kv.put(this.ck(c), u48(c.count)); this.dirty.clear(); return r; }); }
    catch (e) { for (const [c, n] of before) c.count = n; this.dirty.clear(); throw e; }
  }
  private dirty = new Set<Coll>();
  coll(db: string, name: string) { return this.colls.get(db + '.' + name); }
  ensure(db: string, name: string, options: Doc = {}): Coll {
    let c = this.coll(db, name);
    if (c) return c;
    if (!name || name.includes('$') || name.startsWith('.')) throw new MongoError(73, 'InvalidNamespace', `Invalid collection name: ${name}`);
    c = { id: this.nextColl++, db, name, uuid: new BSON.UUID(), options, indexes: [{ id: 0, v: 2, key: { _id: 1 }, name: '_id_', unique: true }], nextIndex: 1, nextRid: 1, count: 0 };
    this.kv.txn(() => this.saveCatalog(c!));
    this.colls.set(db + '.' + name, c);
    return c;
  }
  drop(c: Coll) {
    this.kv.txn(() => {
      this.wipe(u32(c.id + 0x40000000), u32(c.id + 0x40000001));
      this.wipe(u32((c.id + 0x80000000) >>> 0), u32((c.id + 0x80000001) >>> 0));
      this.kv.del(Buffer.concat([Buffer.from([1]), u32(c.id)])); this.kv.del(this.ck(c));
    });
    this.colls.delete(c.db + '.' + c.name);
  }
  private wipe(a: Buffer, b: Buffer) { for (const k of Array.from(this.kv.range(a, b), e => Buffer.from(e.key))) this.kv.del(k); }

  // ---------- indexes
  private inPartial(c: Coll, ix: Index, d: Doc) {
    if (!ix.partialFilterExpression) return true;
    c.pfQuery ??= new Map();
    let q = c.pfQuery.get(ix.id); if (!q) c.pfQuery.set(ix.id, q = compile(ix.partialFilterExpression));
    return q(d);
  }
  private keys(c: Coll, ix: Index, d: Doc): Buffer[] {
    if (!this.inPartial(c, ix, d)) return [];
    let combos: Buffer[] = [Buffer.alloc(0)], allMissing = true, multi = false;
    for (const [path, dir] of Object.entries(ix.key)) {
      const { out, info } = path === '_id' ? { out: [d._id], info: { multi: false, missing: false } } : pathValues(d, path.split('.'));
      if (!info.missing || out.some(v => v !== undefined)) allMissing = false;
      if (info.multi) multi = true;
      const enc = out.map(v => { const e = encodeValue(v); return Number(dir) < 0 ? invert(e) : e; });
      combos = combos.flatMap(p => enc.map(e => (p.length ? Buffer.concat([p, e]) : e)));
    }
    if (ix.sparse && allMissing) return [];
    if (multi && !ix.multikey) { ix.multikey = true; this.saveCatalog(c); }
    if (combos.length > 1) { const seen = new Map(combos.map(b => [b.toString('latin1'), b])); combos = [...seen.values()]; }
    return combos.map(clampKey);
  }
  private addKeys(c: Coll, ix: Index, d: Doc, rid: number) {
    const p = this.ip(c, ix), r = u48(rid);
    for (const k of this.keys(c, ix, d)) {
      if (ix.unique) {
        const full = Buffer.concat([p, k]); const old = this.kv.get(full);
        if (old && !old.equals(r)) throw this.dup(c, ix, d);
        this.kv.put(full, r);
      } else this.kv.put(Buffer.concat([p, k, r]), r);
    }
  }
  /** statement atomicity without savepoints: look for every conflict before the first write */
  private checkUnique(c: Coll, d: Doc, rid: number) {
    for (const ix of c.indexes) if (ix.unique) { const p = this.ip(c, ix); for (const k of this.keys(c, ix, d)) { const old = this.kv.get(Buffer.concat([p, k])); if (old && old.readUIntBE(0, 6) !== rid) throw this.dup(c, ix, d); } }
  }
  private delKeys(c: Coll, ix: Index, d: Doc, rid: number) {
    const p = this.ip(c, ix), r = u48(rid);
    for (const k of this.keys(c, ix, d)) this.kv.del(ix.unique ? Buffer.concat([p, k]) : Buffer.concat([p, k, r]));
  }
  private dup(c: Coll, ix: Index, d: Doc) {
    const keyValue: Doc = {}; for (const p of Object.keys(ix.key)) keyValue[p] = pathValues(d, p.split('.')).out[0] ?? null;
    const show = Object.entries(keyValue).map(([k, v]) => `${k}: ${v?._bsontype === 'ObjectId' ? `ObjectId('${v.toHexString()}')` : JSON.stringify(v)}`).join(', ');
    return new MongoError(11000, 'DuplicateKey', `E11000 duplicate key error collection: ${c.db}.${c.name} index: ${ix.name} dup key: { ${show} }`, { keyPattern: ix.key, keyValue });
  }
  createIndex(c: Coll, spec: Doc): boolean {
    const key = spec.key as Doc; const name = spec.name ?? Object.entries(key).map(([k, v]) => `${k}_${v}`).join('_');
    const ex = c.indexes.find(i => i.name === name) ?? c.indexes.find(i => JSON.stringify(i.key) === JSON.stringify(key));
    if (ex) {
      if (JSON.stringify(ex.key) !== JSON.stringify(key)) throw new MongoError(86, 'IndexKeySpecsConflict', `An existing index has the same name as the requested index. Requested index: ${name}`);
      if (name === '_id_' || ex.name === '_id_') return false;
      if (!!ex.unique !== !!spec.unique || !!ex.sparse !== !!spec.sparse || ex.expireAfterSeconds !== spec.expireAfterSeconds) throw new MongoError(85, 'IndexOptionsConflict', `An equivalent index already exists with the same name but different options. Requested index: ${name}`);
      return false;
    }
    for (const v of Object.values(key)) if (typeof v === 'string' && v !== 'hashed') throw new MongoError(67, 'CannotCreateIndex', `index type '${v}' is not supported by the embedded database`);
    const ix: Index = { ...spec, id: c.nextIndex, v: 2, key, name };
    this.kv.txn(() => {
      for (const { key: k, value } of Array.from(this.kv.range(this.dk(c, 0), u32(c.id + 0x40000001)))) this.addKeys(c, ix, parse(value), k.readUIntBE(4, 6));
      c.nextIndex++; c.indexes.push(ix); this.saveCatalog(c);
    });
    return true;
  }
  dropIndex(c: Coll, ix: Index) { this.kv.txn(() => { const p = this.ip(c, ix); this.wipe(p, after(p)); c.indexes = c.indexes.filter(i => i !== ix); this.saveCatalog(c); }); }
  indexSpec(ix: Index): Doc { const { id, multikey, ...s } = ix; if (s.name === '_id_') delete s.unique; return s; }

  // ---------- reads
  matcher(filter: Doc, collation?: any, vars?: Doc): (d: Doc) => boolean {
    if (!Object.keys(filter).length) return () => true;
    if (process.env.MATCHER === 'mingo') { try { const q = new Query(filter, { collation, variables: vars } as any); return d => q.test(d); } catch (e: any) { throw bad(e.message); } }
    try { return compile(filter, { vars, collator: collation && collation.locale !== 'simple' ? new Intl.Collator(collation.locale.replace('_', '-'), { sensitivity: collation.strength === 1 ? 'base' : collation.strength === 2 ? 'accent' : 'variant', numeric: collation.numericOrdering }) : undefined }); }
    catch (e: any) { throw bad(e.message); }
  }
  /** choose an index; returns the record-id stream and whether it already comes in `sort` order */
  private plan(c: Coll, filter: Doc, sort?: Doc, hint?: any): { rids: Iterable<number>; sorted: boolean; ix?: string } {
    const self = this;
    const b = bounds(filter), sk = sort ? Object.keys(sort) : [];
    let best: { ix: Index; eq: number; range: boolean; sorted: boolean; rev: boolean; score: number } | undefined;
    for (const ix of c.indexes) {
      if (ix.partialFilterExpression && !(hint && (hint === ix.name))) continue;
      const ps = Object.keys(ix.key); let eq = 0, single = true;
      if (ps.some(p => typeof ix.key[p] === 'string')) continue;
      while (eq < ps.length && b.get(ps[eq])?.eq) { if (b.get(ps[eq])!.eq!.length > 1) single = false; eq++; }
      const rb = eq < ps.length ? b.get(ps[eq]) : undefined; const range = !!(rb && (rb.gte || rb.lt));
      if (ix.sparse && !range && !(eq && b.get(ps[0])!.eq!.every(v => v !== null && v !== undefined))) continue;
      let sorted = false, rev = false;
      if (sk.length && single && !ix.multikey && !ix.sparse) {
        const left = sk.filter(k => !(b.get(k)?.eq?.length === 1));
        const dirs = left.map((k, i) => (ps[eq + i] === k ? Number(sort![k]) * Number(ix.key[k]) : NaN));
        if (dirs.every(d => d === dirs[0] && !Number.isNaN(d))) { sorted = true; rev = dirs[0] < 0; }
      }
      let score = eq * 10 + (range ? 5 : 0) + (sorted ? 3 : 0) + (ix.unique && eq === ps.length ? 50 : 0);
      if (hint && (hint === ix.name || (isPlain(hint) && JSON.stringify(hint) === JSON.stringify(ix.key)))) score += 1000;
      if (score > 0 && (!best || score > best.score)) best = { ix, eq, range, sorted, rev, score };
    }
    if (hint && !(isPlain(hint) && '$natural' in hint) && !(best && best.score >= 1000) && !c.indexes.some(ix => hint === ix.name || (isPlain(hint) && JSON.stringify(hint) === JSON.stringify(ix.key))))
      throw new MongoError(2, 'BadValue', 'error processing query: planner returned error: hint provided does not correspond to an existing index');
    if (!best) return { sorted: false, rids: (function* () { for (const e of self.kv.range(self.dk(c, 0), u32(c.id + 0x40000001))) yield e.key.readUIntBE(4, 6); })() };
    const { ix, eq, rev } = best, ps = Object.keys(ix.key), p = this.ip(c, ix);
    let prefixes: Buffer[] = [p];
    for (let i = 0; i < eq; i++) prefixes = prefixes.flatMap(x => b.get(ps[i])!.eq!.map(v => { const e = encodeValue(v); return Buffer.concat([x, Number(ix.key[ps[i]]) < 0 ? invert(e) : e]); }));
    if (prefixes.length > 1) prefixes = [...new Map(prefixes.map(x => [x.toString('latin1'), x])).values()];
    const rb = best.range ? b.get(ps[eq])! : undefined;
    const dedupe = ix.multikey || prefixes.length > 1;
    return { sorted: best.sorted, ix: ix.name, rids: (function* () {
      const seen = dedupe ? new Set<number>() : undefined;
      for (let pre of prefixes) {
        if (pre.length > 1900) pre = pre.subarray(0, 1860); // clamped keys: scan the prefix, the filter decides
        let lo = pre, hi = after(pre);
        if (rb && pre.length < 1000) {
          if (Number(ix.key[ps[eq]]) > 0) { if (rb.gte) lo = Buffer.concat([pre, rb.gte.subarray(0, 800)]); if (rb.lt) hi = Buffer.concat([pre, rb.lt.length > 800 ? after(rb.lt.subarray(0, 800)) : rb.lt]); }
          else { /* descending field: scan the whole prefix, the filter decides */ }
        }
        if (ix.unique && eq === ps.length && pre.length <= 1900) { const v = self.kv.get(pre); if (v) { const r = v.readUIntBE(0, 6); if (!seen?.has(r)) { seen?.add(r); yield r; } } continue; }
        for (const e of self.kv.range(lo, hi, rev)) { const r = e.value.readUIntBE(0, 6); if (seen) { if (seen.has(r)) continue; seen.add(r); } yield r; }
      }
    })() };
  }
  fetch(c: Coll, rid: number) { return this.kv.get(this.dk(c, rid)); }
  *scan(c: Coll, filter: Doc, o: { sort?: Doc; skip?: number; limit?: number; hint?: any; collation?: any; vars?: Doc } = {}): Generator<{ rid: number; raw: Buffer; doc: Doc }> {
    const sort = o.sort && Object.keys(o.sort).length ? o.sort : undefined;
    const test = this.matcher(filter, o.collation, o.vars);
    const pl = this.plan(c, o.collation ? {} : filter, o.collation ? undefined : sort, o.hint);
    let n = 0, skip = o.skip ?? 0; const limit = o.limit || Infinity;
    const self = this;
    function* matched() { for (const rid of pl.rids) { const raw = self.fetch(c, rid); if (!raw) continue; const doc = parse(raw); if (test(doc)) yield { rid, raw, doc }; } }
    if (!sort || pl.sorted) { for (const m of matched()) { if (skip-- > 0) continue; yield m; if (++n >= limit) return; } return; }
    const rows = Array.from(matched(), m => ({ m, k: sortKey(m.doc, sort, o.collation) }));
    rows.sort((a, b) => cmpKeys(a.k, b.k));
    for (const r of rows.slice(skip, limit === Infinity ? undefined : skip + limit)) yield r.m;
  }

  // ---------- writes (call inside txn)
  insert(c: Coll, raw: Buffer): void {
    let d = parse(raw);
    if (raw.length > 16777216) throw new MongoError(10334, 'BSONObjectTooLarge', 'object to insert too large');
    if (Object.keys(d)[0] !== '_id') { d = { _id: d._id === undefined ? new ObjectId() : d._id, ...d }; raw = ser(d); }
    if (isOps(d._id)) throw new MongoError(52, 'DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${Object.keys(d._id)[0]} is not valid for storage.`);
    if (Array.isArray(d._id) || d._id instanceof RegExp) throw new MongoError(53, 'InvalidIdField', "The '_id' value cannot be of type array");
    const rid = c.nextRid++;
    this.checkUnique(c, d, rid);
    for (const ix of c.indexes) this.addKeys(c, ix, d, rid);
    this.kv.put(this.dk(c, rid), Buffer.from(raw)); c.count++; this.dirty.add(c);
  }
  remove(c: Coll, rid: number, d: Doc) { for (const ix of c.indexes) this.delKeys(c, ix, d, rid); this.kv.del(this.dk(c, rid)); c.count--; this.dirty.add(c); }
  replace(c: Coll, rid: number, oldDoc: Doc, raw: Buffer, nd: Doc) {
    this.checkUnique(c, nd, rid);
    for (const ix of c.indexes) { if (ix.name === '_id_') continue; this.delKeys(c, ix, oldDoc, rid); }
    for (const ix of c.indexes) { if (ix.name === '_id_') continue; this.addKeys(c, ix, nd, rid); }
    this.kv.put(this.dk(c, rid), raw);
  }
  validate(c: Coll, d: Doc, bypass?: boolean) {
    const v = c.options.validator; if (!v || bypass || c.options.validationAction === 'warn') return;
    if (!this.matcher(v)(d)) throw new MongoError(121, 'DocumentValidationFailure', 'Document failed validation', { errInfo: { failingDocumentId: d._id, details: {} } });
  }
  /** new document, or undefined when nothing changes */
  apply(d: Doc, raw: Buffer, u: any, o: { filter: Doc; arrayFilters?: Doc[]; upsert?: boolean; vars?: Doc; collation?: any }): { raw: Buffer; doc: Doc } | undefined {
    let nd: Doc;
    if (!Array.isArray(u) && !Object.keys(u)[0]?.startsWith('$')) { const { _id, ...rest } = u; if (_id !== undefined && d._id !== undefined && !same(_id, d._id)) throw new MongoError(66, 'ImmutableField', "After applying the update, the (immutable) field '_id' was found to have been altered"); nd = { _id: d._id ?? _id, ...rest }; }
    else if (Array.isArray(u)) { const docs = [structuredCloneBson(raw)]; try { mingoUpdateMany(docs, {}, u as any, { let: o.vars } as any, { context: OPS } as any); } catch (e: any) { throw failParse(e.message); } nd = docs[0]; if (nd._id === undefined) nd = { _id: d._id, ...nd }; }
    else {
      nd = structuredCloneBson(raw);
      const mods: Doc = {};
      for (const [op, e] of Object.entries<any>(u)) {
        if (op === '$setOnInsert') { if (!o.upsert) continue; }
        if (!isPlain(e)) throw failParse(`Modifiers operate on fields but we found type ${typeof e} instead. For example: {$mod: {<field>: ...}} not {${op}: ${e}}`);
        const name = op === '$setOnInsert' ? '$set' : op; const tgt = (mods[name] ??= {});
        for (let [p, v] of Object.entries<any>(e)) {
          if (p === '_id') { const cur = nd._id; if (name === '$set' && (o.upsert || same(cur, v))) { nd._id = v; continue; } throw new MongoError(66, 'ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'"); }
          if (/(^|\.)\$(\.|$)/.test(p)) p = positional(d, p, o.filter);
          if (name === '$currentDate') { setPath(nd, p, isPlain(v) && v.$type === 'timestamp' ? new BSON.Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }) : new Date()); continue; }
          if ((name === '$inc' || name === '$mul')) { const cur = getPath(nd, p); if (cur !== undefined && typeof cur !== 'number' && !(cur?._bsontype)) throw new MongoError(14, 'TypeMismatch', `Cannot apply ${name} to a value of non-numeric type. {_id: ${JSON.stringify(d._id)}} has the field '${p.split('.').at(-1)}' of non-numeric type ${cur === null ? 'null' : typeof cur}`);
            if (v?._bsontype === 'Long' || cur?._bsontype === 'Long') { const a = cur === undefined ? 0n : BigInt(cur.toString()), x = BigInt(v.toString()); setPath(nd, p, Long.fromBigInt(name === '$inc' ? a + x : a * x)); continue; } }
          if (name === '$unset' && !p.includes('$')) { const ks = p.split('.'); const par = ks.length > 1 ? getPath(nd, ks.slice(0, -1).join('.')) : nd; if (par && typeof par === 'object') { if (Array.isArray(par)) { if (Number(ks.at(-1)) < par.length) par[Number(ks.at(-1))] = null; } else delete par[ks.at(-1)!]; } continue; }
          if (name === '$set' && !p.includes('$')) { if (!setStrict(nd, p, v)) throw new MongoError(28, 'PathNotViable', `Cannot create field '${p.split('.').at(-1)}' in element`); continue; }
          tgt[p] = v;
        }
        if (!Object.keys(tgt).length) delete mods[name];
      }
      if (Object.keys(mods).length) { const docs = [nd]; try { mingoUpdate(docs, {}, mods as any, { arrayFilters: o.arrayFilters, cloneMode: 'deep' } as any, { context: OPS } as any); } catch (e: any) { throw failParse(e.message); } nd = docs[0]; }
    }
    const out = ser(nd);
    return out.equals(raw) ? undefined : { raw: out, doc: nd };
  }
  upsertDoc(filter: Doc, u: any, o: { arrayFilters?: Doc[]; vars?: Doc }): { raw: Buffer; doc: Doc } {
    let base: Doc = {};
    const take = (f: Doc) => { for (const [k, v] of Object.entries<any>(f)) { if (k === '$and') v.forEach(take); else if (k === '$or' && v.length === 1) take(v[0]); else if (k[0] !== '$') { if (isOps(v)) { if ('$eq' in v) setPath(base, k, v.$eq); else if ('$in' in v && v.$in.length === 1) setPath(base, k, v.$in[0]); } else if (!(v instanceof RegExp)) setPath(base, k, v); } } };
    take(filter);
    const isRep = !Array.isArray(u) && !Object.keys(u)[0]?.startsWith('$');
    if (isRep) base = base._id !== undefined ? { _id: base._id } : {};
    const hadId = base._id !== undefined;
    const raw0 = ser(base);
    const r = this.apply(base, raw0, u, { filter, ...o, upsert: true }) ?? { raw: raw0, doc: base };
    let doc = r.doc;
    if (doc._id === undefined || (doc._id === null && !hadId && !(isRep && u._id === null))) doc = { ...doc, _id: new ObjectId() };
    const { _id, ...rest } = doc; doc = { _id, ...rest };
    return { raw: ser(doc), doc };
  }
  // ---------- aggregation: leading $match/$sort/$limit go to the planner, the rest to mingo
  aggregate(db: string, c: Coll | undefined, pipeline: Doc[], o: { collation?: any; vars?: Doc; hint?: any }): Doc[] {
    let i = 0, filter: Doc = {}, sort: Doc | undefined, limit: number | undefined;
    if (pipeline[i]?.$match && !o.vars) filter = pipeline[i++].$match;
    if (pipeline[i]?.$sort && !o.collation) { sort = pipeline[i++].$sort; if (pipeline[i]?.$limit) limit = Number(pipeline[i++].$limit); }
    const rest = pipeline.slice(i);
    const src = function* (this: Engine) { if (c) for (const m of this.scan(c, filter, { sort, limit, collation: o.collation, hint: o.hint })) yield m.doc; }.call(this);
    if (!rest.length) return [...src];
    const resolver = (name: string) => { const x = this.coll(db, name); return x ? Array.from(this.scan(x, {}), m => m.doc) : []; };
    try { return new Aggregator(rest as any, { collectionResolver: resolver as any, collation: o.collation, variables: o.vars, useStrictMode: true, scriptEnabled: false, context: OPS } as any).run([...src] as any) as Doc[]; }
    catch (e: any) { if (e instanceof MongoError) throw e; throw new MongoError(40324, 'Location40324', e.message); }
  }
  /** remove expired documents of TTL indexes */
  sweep(now = Date.now()): number {
    let n = 0;
    for (const c of [...this.colls.values()]) for (const ix of c.indexes) if (ix.expireAfterSeconds !== undefined) {
      const path = Object.keys(ix.key)[0];
      n += this.txn(() => { const dead = [...this.scan(c, { [path]: { $lt: new Date(now - Number(ix.expireAfterSeconds) * 1000) } }, { hint: ix.name })]; for (const m of dead) this.remove(c, m.rid, m.doc); return dead.length; });
    }
    return n;
  }
}
/** operators where mingo does not know BSON types */
const opt = (v: any, f: (v: any) => any) => (v === null || v === undefined ? null : f(v));
const OPS = Context.init({ accumulator, projection, query: queryOps, window: windowOps, expression: { ...expression,
  $toString: (d: any, e: any, o: any) => opt(evalExpr(d, e, o), v => (v instanceof Date ? v.toISOString() : String(v))),
  $type: (d: any, e: any, o: any) => typeName(evalExpr(d, e, o)),
  $toObjectId: (d: any, e: any, o: any) => opt(evalExpr(d, e, o), v => (v._bsontype ? v : new ObjectId(String(v)))),
}, pipeline: { ...pipelineOps,
  $match: (coll: any, e: any, o: any) => coll.filter(compile(e, { exprOpts: o })),
  $sort: (coll: any, e: any) => coll.transform((xs: any[]) => Lazy(xs.map(d => ({ d, k: sortKey(d, e) })).sort((x, y) => cmpKeys(x.k, y.k)).map(x => x.d))),
} } as any);
function evalExpr(d: any, e: any, o: any) { const [r] = new Aggregator([{ $replaceWith: { v: e } }] as any, o.options ?? { context: OPS } as any).run([d]) as any; return r?.v; }
export const evalLet = (v?: Doc): Doc | undefined => (v && Object.keys(v).length ? (new Aggregator([{ $replaceWith: v }] as any, { context: OPS } as any).run([{}]) as any)[0] : undefined);
const structuredCloneBson = (raw: Buffer) => parse(raw);
function setStrict(d: any, p: string, v: any): boolean {
  const ks = p.split('.'); let o = d;
  for (const k of ks.slice(0, -1)) {
    if (Array.isArray(o) && !/^\d+$/.test(k)) return false;
    if (o[k] === undefined || (Array.isArray(o) && o[Number(k)] === undefined)) o[k] = {};
    o = o[k]; if (o === null || typeof o !== 'object' || o._bsontype || o instanceof Date) return false;
  }
  const last = ks.at(-1)!;
  if (Array.isArray(o)) { if (!/^\d+$/.test(last)) return false; while (o.length < Number(last)) o.push(null); }
  o[last] = v; return true;
}
/** turn the `$` of a path into the index of the first array element which makes the filter match */
function positional(d: Doc, p: string, filter: Doc): string {
  const parts = p.split('.'); const at = parts.indexOf('$'); const ap = parts.slice(0, at).join('.');
  const arr = getPath(d, ap);
  if (!Array.isArray(arr)) throw bad('The positional operator did not find the match needed from the query.');
  const rel: Doc = {}; const take = (f: Doc) => { for (const [k, v] of Object.entries<any>(f)) { if (k === '$and') v.forEach(take); else if (k === ap || k.startsWith(ap + '.')) rel[k] = v; } }; take(filter);
  if (!Object.keys(rel).length) throw bad('The positional operator did not find the match needed from the query.');
  const q = compile(rel);
  for (let i = 0; i < arr.length; i++) { const probe: Doc = {}; setPath(probe, ap, [arr[i]]); if (q(probe)) { parts[at] = String(i); return parts.join('.'); } }
  throw bad('The positional operator did not find the match needed from the query.');
}
type SK = { b: Buffer; d: number }[];
export function sortKey(d: Doc, sort: Doc, collation?: any): SK {
  return Object.entries(sort).map(([p, dir]) => {
    const dn = Number(dir) < 0 ? -1 : 1; const vs = pathValues(d, p.split('.')).out;
    let b: Buffer | undefined;
    for (let v of vs) { if (collation && typeof v === 'string' && Number(collation.strength ?? 3) <= 2) v = v.toLowerCase(); const e = encodeValue(v); if (!b || Buffer.compare(e, b) * dn < 0) b = e; }
    return { b: b!, d: dn };
  });
}
export const cmpKeys = (a: SK, b: SK) => { for (let i = 0; i < a.length; i++) { const x = Buffer.compare(a[i].b, b[i].b); if (x) return x * a[i].d; } return 0; };
