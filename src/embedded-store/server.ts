import net from 'node:net';
import os from 'node:os';
import { BSON, Long, ObjectId } from 'bson';
import { Query } from 'mingo';
import { Engine, MongoError, evalLet, parse, ser, cmpKeys, sortKey, type Coll, type Doc } from './engine.ts';
import { encodeValue } from './keystring.ts';
import { openLmdb, type KV } from './kv.ts';
import { Overlay, tracked, WriteConflict } from './txn.ts';

const VERSION = '7.0.0';
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'findandmodify']);
interface Cursor { id: Long; ns: string; next(n: number): Buffer[]; done: boolean; batch?: number; tailing?: boolean; at: number }
const pid = (k: string) => `${k}`;
/** {…fields, <name>: [raw documents]} without re-encoding the documents */
function rawArrayDoc(pre: Doc, arrName: string, docs: Buffer[], post: Doc): Buffer {
  const els: Buffer[] = [];
  let size = 4 + 1;
  docs.forEach((d, i) => { const h = Buffer.from(`\x03${i}\0`, 'latin1'); els.push(h, d); size += h.length + d.length; });
  const len = Buffer.alloc(4); len.writeInt32LE(size);
  const a = ser(pre), z = ser(post);
  const body = Buffer.concat([a.subarray(4, -1), Buffer.from(`\x04${arrName}\0`, 'latin1'), len, ...els, Buffer.from([0]), z.subarray(4)]);
  const out = Buffer.alloc(4); out.writeInt32LE(body.length + 4);
  return Buffer.concat([out, body]);
}
function withRaw(pre: Doc, name: string, raw: Buffer, post: Doc): Buffer {
  const a = ser(pre), z = ser(post);
  const body = Buffer.concat([a.subarray(4, -1), Buffer.from(`\x03${name}\0`, 'latin1'), raw, z.subarray(4)]);
  const out = Buffer.alloc(4); out.writeInt32LE(body.length + 4);
  return Buffer.concat([out, body]);
}
const cursorReply = (c: Cursor, docs: Buffer[], first: boolean) => withRaw({}, 'cursor', rawArrayDoc({}, first ? 'firstBatch' : 'nextBatch', docs, { id: c.done ? Long.ZERO : c.id, ns: c.ns }), { ok: 1 });

export function project(p: Doc | undefined, collation: any, filter: Doc): ((d: Doc) => Doc) | undefined {
  if (!p || !Object.keys(p).length) return undefined;
  if (Object.keys(p).some(k => k.endsWith('.$'))) { const q = new Query(filter, {}); return d => q.find([d] as any, p as any).all()[0] as Doc; }
  const q = new Query({}, { collation } as any);
  return d => q.find([d] as any, p as any).all()[0] as Doc;
}

export class Server {
  private srv!: net.Server; private socks = new Set<net.Socket>();
  private cursors = new Map<string, Cursor>(); private cursorSeq = 1000n; private conn = 0; private timer?: NodeJS.Timeout; private started = Date.now();
  engine: Engine; failPoint?: Doc; counters = { commands: 0 };
  constructor(public kv: KV, private opts: { ttlMs?: number; testCommands?: boolean; replSet?: boolean } = {}) { if (opts.replSet) this.kv = kv = tracked(kv); this.engine = new Engine(kv); }
  async listen(at: { path: string } | { port: number; host: string }): Promise<void> {
    this.srv = net.createServer(s => this.accept(s));
    await new Promise<void>((ok, no) => { this.srv.once('error', no); this.srv.listen(at, ok); });
    this.timer = setInterval(() => { try { this.engine.sweep(); } catch (e) { console.error('ttl', e); } const old = Date.now() - 600000; for (const [k, c] of this.cursors) if (c.at < old) this.cursors.delete(k); }, this.opts.ttlMs ?? 60000); this.timer.unref();
  }
  get port(): number { const a = this.srv.address(); return typeof a === 'object' && a ? a.port : 0; }
  async close() { clearInterval(this.timer); for (const s of this.socks) s.destroy(); await new Promise(r => this.srv.close(r)); await this.kv.close(); }
  private accept(s: net.Socket) {
    const connId = ++this.conn; s.setNoDelay(true); this.socks.add(s); s.on('close', () => this.socks.delete(s)); s.on('error', () => s.destroy());
    let buf: Buffer = Buffer.alloc(0); let chain = Promise.resolve();
    s.on('data', (d: Buffer) => {
      buf = buf.length ? Buffer.concat([buf, d]) : d;
      while (buf.length >= 16) {
        const n = buf.readInt32LE(0);
        if (n < 16 || n > 50_000_000) { s.destroy(); return; }
        if (buf.length < n) break;
        const m = buf.subarray(0, n); buf = buf.subarray(n);
        chain = chain.then(() => this.message(s, m, connId)).catch(e => { console.error(e); s.destroy(); });
      }
    });
  }
  private async message(s: net.Socket, m: Buffer, connId: number) {
    const reqId = m.readInt32LE(4), op = m.readInt32LE(12);
    const header = (len: number, opc: number) => { const h = Buffer.alloc(16); h.writeInt32LE(len, 0); h.writeInt32LE(++this.conn & 0x7fffffff, 4); h.writeInt32LE(reqId, 8); h.writeInt32LE(opc, 12); return h; };
    if (op === 2004) { // OP_QUERY, only as the first handshake
      let o = 20; while (m[o] !== 0) o++; o += 1 + 8;
      const cmd = parse(m.subarray(o, o + m.readInt32LE(o)));
      const doc = await this.run({ $db: 'admin', ...cmd }, {}, connId);
      const h = Buffer.alloc(20); h.writeInt32LE(8, 0); h.writeInt32LE(1, 16);
      s.write(Buffer.concat([header(36 + doc.length, 1), h, doc])); return;
    }
    if (op !== 2013) { s.destroy(); return; }
    const flags = m.readUInt32LE(16); let o = 20; let cmd: Doc | undefined; const seqs: Record<string, Buffer[]> = {};
    const end = m.length - (flags & 1 ? 4 : 0);
    while (o < end) {
      const kind = m[o++];
      if (kind === 0) { const n = m.readInt32LE(o); cmd = parse(m.subarray(o, o + n)); const k = Object.keys(cmd)[0]; if (k === 'insert' && cmd.documents) seqs.documents = cmd.documents.map(ser); o += n; }
      else if (kind === 1) { const n = m.readInt32LE(o), stop = o + n; let p = o + 4; let e = p; while (m[e]) e++; const id = m.toString('utf8', p, e); p = e + 1; const list: Buffer[] = (seqs[id] ??= []); while (p < stop) { const dn = m.readInt32LE(p); list.push(m.subarray(p, p + dn)); p += dn; } o = stop; }
      else { s.destroy(); return; }
    }
    const fp = this.failPoint; let doc: Buffer;
    const name = Object.keys(cmd!)[0];
    if (fp && fp.data?.failCommands?.includes(name)) {
      if (fp.mode?.times !== undefined && --fp.mode.times <= 0) this.failPoint = undefined;
      if (fp.data.closeConnection) { s.destroy(); return; }
      if (fp.data.errorCode) doc = ser({ ok: 0, errmsg: 'Failing command via failpoint', code: fp.data.errorCode, codeName: 'Fail', ...(fp.data.errorLabels ? { errorLabels: fp.data.errorLabels } : {}) });
      else { doc = await this.run(cmd!, seqs, connId); if (fp.data.writeConcernError) doc = ser({ ...parse(doc), writeConcernError: fp.data.writeConcernError }); }
    } else doc = await this.run(cmd!, seqs, connId);
    if (flags & 2) return; // moreToCome: unacknowledged write
    s.write(Buffer.concat([header(16 + 4 + 1 + doc.length, 2013), Buffer.alloc(5), doc]));
  }
  private addr = ''; private sess = new Map<string, { n: bigint; reply?: Buffer; tx?: { kv: Overlay; delta: Map<Coll, number>; made: Coll[] }; done?: string }>();
  private session(cmd: Doc) { const k = Buffer.from(cmd.lsid.id.buffer).toString('hex'); let s = this.sess.get(k); if (!s) this.sess.set(k, s = { n: -1n }); return s; }
  private abort(s: any) { for (const c of s.tx.made) this.engine.colls.delete(c.db + '.' + c.name); s.tx.kv.end(); s.tx = undefined; s.done = 'aborted'; }
  private inTxn(cmd: Doc, name: string, call: () => any): any {
    const s = this.session(cmd), n = BigInt(cmd.txnNumber.toString());
    const transient = { errorLabels: ['TransientTransactionError'] };
    if (cmd.startTransaction) { if (s.tx) this.abort(s); s.n = n; s.done = undefined; s.tx = { kv: new Overlay(this.kv), delta: new Map(), made: [] }; }
    if (name === 'commitTransaction' && n === s.n && s.done === 'committed') return {};
    if (!s.tx || s.n !== n) throw new MongoError(251, 'NoSuchTransaction', `Given transaction number ${n} does not match any in-progress transactions.`, transient);
    const tx = s.tx;
    if (name === 'abortTransaction') { this.abort(s); return {}; }
    if (name === 'commitTransaction') {
      try { tx.kv.commit(() => { for (const [c, d] of tx.delta) { c.count += d; const b = Buffer.alloc(6); b.writeUIntBE(c.count, 0, 6); this.kv.put((this.engine as any).ck(c), b); } }); }
      catch (e) { if (e instanceof WriteConflict) { this.abort(s); throw new MongoError(112, 'WriteConflict', 'Write conflict during commit. Please retry your operation or multi-document transaction.', transient); } throw e; }
      tx.kv.end(); s.tx = undefined; s.done = 'committed'; return {};
    }
    const before = new Map([...this.engine.colls.values()].map(c => [c, c.count])); this.engine.kv = tx.kv;
    try { for (const [c, d] of tx.delta) c.count += d; const r = call(); const w = !Buffer.isBuffer(r) && r?.writeErrors; try { tx.kv.check(); } catch { throw new MongoError(112, 'WriteConflict', 'Write conflict', transient); } if (w) throw Object.assign(new MongoError(w[0].code, 'WriteError', w[0].errmsg), { extra: { keyPattern: w[0].keyPattern, keyValue: w[0].keyValue } }); return r; }
    catch (e) { tx.made.push(...[...this.engine.colls.values()].filter(c => !before.has(c))); this.engine.kv = this.kv; for (const [c, k] of before) c.count = k; this.abort(s); throw e; }
    finally { this.engine.kv = this.kv; for (const c of this.engine.colls.values()) { const k = before.get(c) ?? 0; if (!before.has(c) && s.tx) tx.made.push(c); const d = c.count - k; if (s.tx) { if (d) tx.delta.set(c, d); else tx.delta.delete(c); } c.count = k; } }
  }
  /** group commit: the writes which arrived in one turn of the event loop share one transaction and one fsync */
  private queue: { fn: () => any; ok: (v: any) => void; no: (e: any) => void }[] = [];
  private grouped<T>(fn: () => T): Promise<T> {
    return new Promise<T>((ok, no) => { if (this.queue.push({ fn, ok, no }) === 1) setImmediate(() => {
      const q = this.queue; this.queue = []; const res: [boolean, any][] = [];
      try { this.kv.txn(() => { for (const w of q) try { res.push([true, w.fn()]); } catch (e) { if (!(e instanceof MongoError)) throw e; res.push([false, e]); } }); q.forEach((w, i) => (res[i][0] ? w.ok(res[i][1]) : w.no(res[i][1]))); }
      catch { for (const w of q) try { w.ok(this.kv.txn(w.fn)); } catch (e) { w.no(e); } } // something unexpected: one by one
    }); });
  }
  async run(cmd: Doc, seqs: Record<string, Buffer[]>, connId: number): Promise<Buffer> {
    this.counters.commands++; if (process.env.TRACE) console.log(JSON.stringify(cmd, (k, v) => k === 'lsid' || k === '$clusterTime' ? undefined : v).slice(0, 600), Object.keys(seqs).map(k => seqs[k].map(parse).map(d => JSON.stringify(d)).join().slice(0,500)));
    const name = Object.keys(cmd).find(k => k !== '$db')!; const h = (this.cmds as any)[name] ?? (this.cmds as any)[name.toLowerCase()];
    try {
      if (!h) throw new MongoError(59, 'CommandNotFound', `no such command: '${name}'`);
      if (cmd.txnNumber !== undefined && !this.opts.replSet) throw new MongoError(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
      if (cmd.let) cmd.let = evalLet(cmd.let);
      const call = () => h.call(this, cmd, cmd.$db as string, seqs, connId);
      if (cmd.txnNumber !== undefined && cmd.autocommit === false) { const r = this.inTxn(cmd, name, call); return Buffer.isBuffer(r) ? r : ser({ ...r, ok: 1 }); }
      if (cmd.txnNumber !== undefined) { const s = this.session(cmd), n = BigInt(cmd.txnNumber.toString()); if (s.n === n && s.reply) return s.reply; const r = await this.grouped(call); s.n = n; s.reply = Buffer.isBuffer(r) ? r : ser({ ...r, ok: 1 }); return s.reply; }
      const r = WRITES.has(name) ? await this.grouped(call) : call();
      const wc = cmd.writeConcern;
      if (wc && (wc.j || wc.w === 'majority')) await this.kv.flushed();
      if (wc && typeof wc.w === 'number' && wc.w > 1 && !Buffer.isBuffer(r)) r.writeConcernError = { code: 2, codeName: 'BadValue', errmsg: "cannot use 'w' > 1 when a host is not replicated" };
      return Buffer.isBuffer(r) ? r : ser({ ...r, ok: 1 });
    } catch (e: any) {
      if (!(e instanceof MongoError)) console.error('internal', name, e);
      return ser({ ok: 0, errmsg: e.message, code: e.code && Number.isInteger(e.code) ? e.code : 8, codeName: e.codeName ?? 'UnknownError', ...(e.extra ?? {}) });
    }
  }
  private open(ns: string, gen: Iterator<Buffer>, n: number, single?: boolean): Buffer {
    const c: Cursor = { id: Long.fromBigInt(++this.cursorSeq), ns, done: false, at: Date.now(), next: () => [] };
    let peek: Buffer | undefined;
    c.next = k => { const out: Buffer[] = []; let bytes = 0; if (peek) { out.push(peek); bytes += peek.length; peek = undefined; } while (out.length < k) { const r = gen.next(); if (r.done) { c.done = true; return out; } if (bytes + r.value.length > 16_000_000 && out.length) { peek = r.value; return out; } out.push(r.value); bytes += r.value.length; } return out; };
    const first = c.next(n);
    if (single) c.done = true;
    if (!c.done) this.cursors.set(c.id.toString(), c);
    return cursorReply(c, first, true);
  }
  /** record ids are collected now, documents are read lazily: no read transaction stays open between batches */
  private lazy(c: Coll, rows: Iterable<{ rid: number; raw: Buffer; doc: Doc }>, n: number, proj?: (d: Doc) => Doc): Iterator<Buffer> {
    const e = this.engine, first: Buffer[] = [], rids: number[] = [];
    for (const r of rows) if (first.length <= n) first.push(proj ? ser(proj(r.doc)) : Buffer.from(r.raw)); else rids.push(r.rid);
    return (function* () { for (const f of first) yield f; for (const rid of rids) { const raw = e.fetch(c, rid); if (raw) yield proj ? ser(proj(parse(raw))) : Buffer.from(raw); } })();
  }
  private num(v: any) { return v === undefined || v === null ? undefined : Number(v); }

  cmds: Record<string, (c: Doc, db: string, seqs: Record<string, Buffer[]>, conn: number) => any> = {
    hello: (c, db, s, conn) => ({ isWritablePrimary: true, ismaster: true, helloOk: true, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000, localTime: new Date(), logicalSessionTimeoutMinutes: 30, connectionId: conn, minWireVersion: 0, maxWireVersion: 21, readOnly: false, ...(this.opts.replSet ? { setName: 'embedded', setVersion: 1, hosts: [this.addr], primary: this.addr, me: this.addr, secondary: false } : {}) }),
    ping: () => ({}), commitTransaction: () => { throw new MongoError(251, 'NoSuchTransaction', 'no transaction'); }, abortTransaction: () => { throw new MongoError(251, 'NoSuchTransaction', 'no transaction'); }, endSessions: () => ({}), startSession: () => ({ id: { id: new BSON.UUID() }, timeoutMinutes: 30 }), refreshSessions: () => ({}), killSessions: () => ({}), logout: () => ({}),
    buildInfo: () => ({ version: VERSION, versionArray: VERSION.split('.').map(Number).concat(0), gitVersion: 'embedded', modules: [], bits: 64, maxBsonObjectSize: 16777216, storageEngines: ['embedded'], debug: false, ok: 1 }),
    getParameter: c => ({ featureCompatibilityVersion: { version: '7.0' }, ...(c.authenticationMechanisms ? { authenticationMechanisms: [] } : {}) }),
    getCmdLineOpts: () => ({ argv: ['embedded'], parsed: {} }), getLog: () => ({ totalLinesWritten: 0, log: [] }), getFreeMonitoringStatus: () => ({ state: 'undecided' }),
    connectionStatus: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }), whatsmyuri: () => ({ you: '127.0.0.1:0' }), hostInfo: () => ({ system: { hostname: os.hostname() } }), atlasVersion: () => { throw new MongoError(59, 'CommandNotFound', "no such command: 'atlasVersion'"); },
    serverStatus: () => ({ host: os.hostname(), version: VERSION, process: 'embedded', pid: process.pid, uptime: (Date.now() - this.started) / 1000, connections: { current: this.socks.size } }),
    configureFailPoint: c => { if (!this.opts.testCommands) throw new MongoError(59, 'CommandNotFound', 'no such command'); this.failPoint = c.mode === 'off' ? undefined : c; return {}; },
    insert: (c, db, seqs) => {
      const docs = seqs.documents ?? []; const errs: Doc[] = []; let n = 0; const ordered = c.ordered !== false;
      this.engine.txn(() => { const coll = this.engine.ensure(db, c.insert); for (let i = 0; i < docs.length; i++) try { if (coll.options.validator) this.engine.validate(coll, parse(docs[i]), c.bypassDocumentValidation); this.engine.insert(coll, docs[i]); n++; } catch (e: any) { if (!(e instanceof MongoError)) throw e; errs.push({ index: i, code: e.code, errmsg: e.message, ...e.extra }); if (ordered) break; } });
      return { n, ...(errs.length ? { writeErrors: errs } : {}) };
    },
    find: (c, db) => {
      const ns = db + '.' + c.find; const coll = this.engine.coll(db, c.find); const filter = c.filter ?? {};
      let limit = this.num(c.limit) ?? 0; const single = c.singleBatch || limit < 0; limit = Math.abs(limit); const bs = this.num(c.batchSize) ?? 101;
      this.engine.matcher(filter, c.collation);
      if (!coll) return this.open(ns, [][Symbol.iterator](), bs);
      const proj = project(c.projection, c.collation, filter);
      const rows = this.engine.scan(coll, filter, { sort: c.sort, skip: this.num(c.skip), limit, hint: c.hint, collation: c.collation, vars: c.let });
      return this.open(ns, this.lazy(coll, rows, Math.min(bs, 1000), proj), limit && limit < bs ? limit + 1 : bs, single);
    },
    getMore: c => { const k = c.getMore.toString(); const cur = this.cursors.get(k); if (!cur) throw new MongoError(43, 'CursorNotFound', `cursor id ${k} not found`); cur.at = Date.now(); const docs = cur.next(this.num(c.batchSize) || 100000); if (cur.done) this.cursors.delete(k); return cursorReply(cur, docs, false); },
    killCursors: c => { const killed: any[] = [], not: any[] = []; for (const id of c.cursors) (this.cursors.delete(id.toString()) ? killed : not).push(id); return { cursorsKilled: killed, cursorsNotFound: not, cursorsAlive: [], cursorsUnknown: [] }; },
    update: (c, db, seqs) => {
      const ups: Doc[] = c.updates ?? (seqs.updates ?? []).map(parse); const errs: Doc[] = [], upserted: Doc[] = []; let n = 0, nModified = 0;
      if (ups.some(u => u.sort)) throw new MongoError(40415, 'Location40415', "BSON field 'update.updates.sort' is an unknown field.");
      this.engine.txn(() => {
        for (let i = 0; i < ups.length; i++) try {
          const u = ups[i]; const r = this.updateOne(db, c.update, u, c); n += r.n; nModified += r.m; if (r.upserted !== undefined) upserted.push({ index: i, _id: r.upserted });
        } catch (e: any) { if (!(e instanceof MongoError)) throw e; errs.push({ index: i, code: e.code, errmsg: e.message, ...e.extra }); if (c.ordered !== false) break; }
      });
      return { n, nModified, ...(upserted.length ? { upserted } : {}), ...(errs.length ? { writeErrors: errs } : {}) };
    },
    delete: (c, db, seqs) => {
      const dels: Doc[] = c.deletes ?? (seqs.deletes ?? []).map(parse); let n = 0; const errs: Doc[] = []; const coll = this.engine.coll(db, c.delete);
      if (coll) this.engine.txn(() => { for (let i = 0; i < dels.length; i++) try { const d = dels[i]; for (const m of [...this.engine.scan(coll, d.q, { limit: Number(d.limit), hint: d.hint, collation: d.collation, vars: c.let })]) { this.engine.remove(coll, m.rid, m.doc); n++; } } catch (e: any) { if (!(e instanceof MongoError)) throw e; errs.push({ index: i, code: e.code, errmsg: e.message }); if (c.ordered !== false) break; } });
      return { n, ...(errs.length ? { writeErrors: errs } : {}) };
    },
    findAndModify: (c, db) => {
      const name = c.findAndModify ?? c.findandmodify; let coll = this.engine.coll(db, name); const q = c.query ?? {};
      return this.engine.txn(() => {
        const m = coll ? [...this.engine.scan(coll, q, { sort: c.sort, limit: 1, hint: c.hint, collation: c.collation, vars: c.let })][0] : undefined;
        const proj = project(c.fields, c.collation, q); const show = (d: Doc | null) => (d && proj ? proj(d) : d);
        if (c.remove) { if (m) this.engine.remove(coll!, m.rid, m.doc); return { lastErrorObject: { n: m ? 1 : 0 }, value: show(m?.doc ?? null) }; }
        if (!m) {
          if (!c.upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
          coll = this.engine.ensure(db, name); const x = this.engine.upsertDoc(q, c.update, { arrayFilters: c.arrayFilters, vars: c.let }); this.engine.validate(coll, x.doc, c.bypassDocumentValidation); this.engine.insert(coll, x.raw);
          return { lastErrorObject: { n: 1, updatedExisting: false, upserted: x.doc._id }, value: c.new ? show(x.doc) : null };
        }
        const x = this.engine.apply(m.doc, m.raw, c.update, { filter: q, arrayFilters: c.arrayFilters, vars: c.let });
        if (x) { this.engine.validate(coll!, x.doc, c.bypassDocumentValidation); this.engine.replace(coll!, m.rid, m.doc, x.raw, x.doc); }
        return { lastErrorObject: { n: 1, updatedExisting: true }, value: show(c.new ? (x?.doc ?? m.doc) : m.doc) };
      });
    },
    aggregate: (c, db) => {
      const pipe: Doc[] = [...c.pipeline]; const name = typeof c.aggregate === 'string' ? c.aggregate : '$cmd.aggregate'; const ns = db + '.' + name; const last = pipe.at(-1);
      for (const st of pipe) for (const k of Object.keys(st)) if (['$changeStream', '$indexStats', '$collStats', '$geoNear', '$search', '$listLocalSessions', '$currentOp'].includes(k)) throw new MongoError(40324, 'Location40324', `${k} is not supported by the embedded database`);
      const out = last && ('$out' in last || '$merge' in last) ? pipe.pop() : undefined;
      const docs = this.engine.aggregate(db, this.engine.coll(db, name), pipe, { collation: c.collation, vars: c.let, hint: c.hint });
      if (out) { this.writeOut(db, out, docs); return this.open(ns, [][Symbol.iterator](), 1); }
      return this.open(ns, (function* () { for (const d of docs) yield ser(d); })(), this.num(c.cursor?.batchSize) ?? 101);
    },
    count: (c, db) => { const coll = this.engine.coll(db, c.count); if (!coll) return { n: 0 }; if (!c.query || !Object.keys(c.query).length) return { n: Math.max(0, Math.min(coll.count - (this.num(c.skip) ?? 0), this.num(c.limit) || Infinity)) }; let n = 0; for (const _ of this.engine.scan(coll, c.query, { skip: this.num(c.skip), limit: this.num(c.limit), hint: c.hint, collation: c.collation })) n++; return { n }; },
    distinct: (c, db) => {
      const coll = this.engine.coll(db, c.distinct); const seen = new Map<string, any>();
      const walk = (o: any, ks: string[], i: number) => { if (i === ks.length) { for (const v of Array.isArray(o) ? o : [o]) if (v !== undefined) { const k = c.collation && typeof v === 'string' && c.collation.strength <= 2 ? v.toLowerCase() : encodeValue(v).toString('latin1'); if (!seen.has(k)) seen.set(k, v); } return; } if (Array.isArray(o)) { if (/^\d+$/.test(ks[i])) walk(o[+ks[i]], ks, i + 1); else o.forEach(e => walk(e, ks, i)); } else if (o && typeof o === 'object') walk(o[ks[i]], ks, i + 1); };
      if (coll) for (const m of this.engine.scan(coll, c.query ?? {}, { collation: c.collation, hint: c.hint })) walk(m.doc, c.key.split('.'), 0);
      return { values: [...seen.values()] };
    },
    createIndexes: (c, db) => { const had = !!this.engine.coll(db, c.createIndexes); const coll = this.engine.ensure(db, c.createIndexes); const before = coll.indexes.length; for (const s of c.indexes) this.engine.createIndex(coll, s); return { numIndexesBefore: before, numIndexesAfter: coll.indexes.length, createdCollectionAutomatically: !had, ...(before === coll.indexes.length ? { note: 'all indexes already exist' } : {}) }; },
    listIndexes: (c, db) => { const coll = this.engine.coll(db, c.listIndexes); if (!coll) throw new MongoError(26, 'NamespaceNotFound', `ns does not exist: ${db}.${c.listIndexes}`); return this.open(`${db}.${c.listIndexes}`, coll.indexes.map(i => ser(this.engine.indexSpec(i)))[Symbol.iterator](), 1000); },
    dropIndexes: (c, db) => { const coll = this.engine.coll(db, c.dropIndexes); if (!coll) throw new MongoError(26, 'NamespaceNotFound', 'ns not found'); const nIndexesWas = coll.indexes.length; const names = c.index === '*' ? coll.indexes.filter(i => i.name !== '_id_') : coll.indexes.filter(i => [c.index].flat().some((x: any) => x === i.name || JSON.stringify(x) === JSON.stringify(i.key))); if (!names.length && c.index !== '*') throw new MongoError(27, 'IndexNotFound', `index not found with name [${c.index}]`); for (const i of names) if (i.name !== '_id_') this.engine.dropIndex(coll, i); return { nIndexesWas }; },
    create: (c, db) => { const ex = this.engine.coll(db, c.create); const { create, $db, lsid, writeConcern, $readPreference, comment, ...options } = c; if (ex) { if (BSON.calculateObjectSize(ex.options) === BSON.calculateObjectSize(options)) return {}; throw new MongoError(48, 'NamespaceExists', `Collection ${db}.${c.create} already exists.`); } if (c.viewOn || c.timeseries || c.clusteredIndex) throw new MongoError(115, 'CommandNotSupported', 'views, time series and clustered collections are not supported by the embedded database'); this.engine.ensure(db, c.create, options); return {}; },
    drop: (c, db) => { const coll = this.engine.coll(db, c.drop); if (!coll) return {}; const n = coll.indexes.length; this.engine.drop(coll); return { ns: `${db}.${c.drop}`, nIndexesWas: n }; },
    dropDatabase: (c, db) => { for (const x of [...this.engine.colls.values()]) if (x.db === db) this.engine.drop(x); return { dropped: db }; },
    renameCollection: c => { const [a, b] = [c.renameCollection, c.to]; const x = this.engine.colls.get(a); if (!x) throw new MongoError(26, 'NamespaceNotFound', 'Source collection does not exist'); const t = this.engine.colls.get(b); if (t) { if (!c.dropTarget) throw new MongoError(48, 'NamespaceExists', 'target namespace exists'); this.engine.drop(t); } this.engine.colls.delete(a); x.db = b.slice(0, b.indexOf('.')); x.name = b.slice(b.indexOf('.') + 1); this.engine.colls.set(b, x); (this.engine as any).saveCatalog(x); return {}; },
    collMod: (c, db) => { const coll = this.engine.coll(db, c.collMod); if (!coll) throw new MongoError(26, 'NamespaceNotFound', 'ns does not exist'); for (const k of ['validator', 'validationLevel', 'validationAction']) if (k in c) coll.options[k] = c[k]; if (c.index) { const i = coll.indexes.find(x => x.name === c.index.name || JSON.stringify(x.key) === JSON.stringify(c.index.keyPattern)); if (i && c.index.expireAfterSeconds !== undefined) i.expireAfterSeconds = c.index.expireAfterSeconds; } (this.engine as any).saveCatalog(coll); return {}; },
    listCollections: (c, db) => { const m = this.engine.matcher(c.filter ?? {}); const rows = [...this.engine.colls.values()].filter(x => x.db === db).map(x => c.nameOnly ? { name: x.name, type: 'collection' } : { name: x.name, type: 'collection', options: x.options, info: { readOnly: false, uuid: x.uuid }, idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }).filter(m); return this.open(db + '.$cmd.listCollections', rows.map(ser)[Symbol.iterator](), this.num(c.cursor?.batchSize) ?? 1000); },
    listDatabases: c => { const names = [...new Set([...this.engine.colls.values()].map(x => x.db))].sort(); const m = this.engine.matcher(c.filter ?? {}); const databases = names.map(name => c.nameOnly ? { name } : { name, sizeOnDisk: 4096, empty: false }).filter(m); return { databases, totalSize: 4096 * names.length, totalSizeMb: 0 }; },
    collStats: (c, db) => { const x = this.engine.coll(db, c.collStats); return { ns: `${db}.${c.collStats}`, count: x?.count ?? 0, size: 0, storageSize: 0, nindexes: x?.indexes.length ?? 0, ok: 1 }; },
    dbStats: (c, db) => { const xs = [...this.engine.colls.values()].filter(x => x.db === db); return { db, collections: xs.length, objects: xs.reduce((a, x) => a + x.count, 0), indexes: xs.reduce((a, x) => a + x.indexes.length, 0), dataSize: 0, storageSize: 0 }; },
    explain: (c, db) => ({ queryPlanner: { winningPlan: { stage: 'EMBEDDED' } } }),
  };
  private updateOne(db: string, name: string, u: Doc, c: Doc): { n: number; m: number; upserted?: any } {
    let coll = this.engine.coll(db, name); const e = this.engine; const o = { filter: u.q, arrayFilters: u.arrayFilters, vars: { ...c.let, ...evalLet(u.c) } };
    if (u.multi && !Array.isArray(u.u) && !Object.keys(u.u)[0]?.startsWith('$')) throw new MongoError(9, 'FailedToParse', 'multi update is not supported for replacement-style update');
    let n = 0, m = 0;
    if (coll) for (const r of [...e.scan(coll, u.q, { limit: u.multi ? 0 : 1, sort: u.sort, hint: u.hint, collation: u.collation, vars: c.let })]) { n++; const x = e.apply(r.doc, r.raw, u.u, o); if (x) { e.validate(coll, x.doc, c.bypassDocumentValidation); e.replace(coll, r.rid, r.doc, x.raw, x.doc); m++; } }
    if (n || !u.upsert) return { n, m };
    coll = e.ensure(db, name); const x = e.upsertDoc(u.q, u.u, o); e.validate(coll, x.doc, c.bypassDocumentValidation); e.insert(coll, x.raw);
    return { n: 1, m: 0, upserted: x.doc._id };
  }
  private writeOut(db: string, st: Doc, docs: Doc[]) {
    const e = this.engine;
    e.txn(() => {
      if (st.$out) { const t = typeof st.$out === 'string' ? { db, coll: st.$out } : st.$out; const old = e.coll(t.db, t.coll); const ixs = old?.indexes.slice(1) ?? []; if (old) e.drop(old); const x = e.ensure(t.db, t.coll); for (const i of ixs) e.createIndex(x, i); for (const d of docs) e.insert(x, ser(d)); return; }
      const g = typeof st.$merge === 'string' ? { into: st.$merge } : st.$merge; const t = typeof g.into === 'string' ? { db, coll: g.into } : g.into; const on = [g.on ?? '_id'].flat(); const x = e.ensure(t.db, t.coll);
      for (const d of docs) { if (d._id === undefined) d._id = new ObjectId(); const q = Object.fromEntries(on.map((k: string) => [k, d[k]])); const hit = [...e.scan(x, q, { limit: 1 })][0];
        if (!hit) { if (g.whenNotMatched === 'fail') throw new MongoError(13113, 'MergeStageNoMatchingDocument', 'no match'); if (g.whenNotMatched !== 'discard') e.insert(x, ser(d)); continue; }
        const w = g.whenMatched ?? 'merge'; if (w === 'keepExisting') continue; if (w === 'fail') throw new MongoError(11000, 'DuplicateKey', `E11000 duplicate key error collection: ${t.db}.${t.coll}`, { keyPattern: Object.fromEntries(on.map((k: string) => [k, 1])), keyValue: q }); const u = Array.isArray(w) ? w : w === 'replace' ? d : { $set: Object.fromEntries(Object.entries(d).filter(([k]) => k !== '_id')) };
        const r = e.apply(hit.doc, hit.raw, u, { filter: q, vars: { new: d, ...g.let } }); if (r) e.replace(x, hit.rid, hit.doc, r.raw, r.doc); }
    });
  }
}
for (const [a, b] of [['ismaster', 'hello'], ['isMaster', 'hello'], ['buildinfo', 'buildInfo'], ['findandmodify', 'findAndModify'], ['deleteIndexes', 'dropIndexes'], ['collstats', 'collStats'], ['dbstats', 'dbStats']]) { const p = Server.prototype as any; const run = p.run; p.run = function (cmd: Doc, s: any, c: number) { if (!(a in this.cmds)) this.cmds[a] = this.cmds[b]; return run.call(this, cmd, s, c); }; }
