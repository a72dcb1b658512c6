// Multi-document transactions: an overlay over the store, validated and applied in one write transaction at commit.
import type { KV } from './kv.ts';
export class WriteConflict extends Error {}
/** remembers which keys were written while a transaction is open: first committer wins */
export function tracked(kv: KV): KV & { log: Map<string, number>; seq: number; open: number } {
  const t: any = { ...kv, log: new Map(), seq: 0, open: 0 };
  t.put = (k: Buffer, v: Buffer) => { if (t.open) t.log.set(k.toString('latin1'), ++t.seq); kv.put(k, v); };
  t.del = (k: Buffer) => { if (t.open) t.log.set(k.toString('latin1'), ++t.seq); kv.del(k); };
  return t;
}
export class Overlay implements KV {
  private start: number; private ended = false;
  end() { if (!this.ended) { this.ended = true; const b = this.base as any; if (!--b.open) b.log.clear(); } }
  private m = new Map<string, { k: Buffer; v: Buffer | null }>(); private sorted: Buffer[] | undefined;
  constructor(private base: KV) { const b = base as any; this.start = b.seq; b.open++; }
  private h = (k: Buffer) => k.toString('latin1');
  private set(k: Buffer, v: Buffer | null) { const h = this.h(k), o = this.m.get(h); if (o) o.v = v; else { this.m.set(h, { k: Buffer.from(k), v }); this.sorted = undefined; } }
  get(k: Buffer) { const o = this.m.get(this.h(k)); return o ? o.v ?? undefined : this.base.get(k); }
  put(k: Buffer, v: Buffer) { this.set(k, Buffer.from(v)); } del(k: Buffer) { this.set(k, null); }
  *range(gte: Buffer, lt: Buffer, reverse?: boolean) {
    const c = (a: Buffer, b: Buffer) => (reverse ? Buffer.compare(b, a) : Buffer.compare(a, b));
    this.sorted ??= [...this.m.values()].map(x => x.k).sort(Buffer.compare);
    const mine = this.sorted.filter(k => Buffer.compare(k, gte) >= 0 && Buffer.compare(k, lt) < 0); if (reverse) mine.reverse();
    let i = 0;
    for (const e of this.base.range(gte, lt, reverse)) {
      while (i < mine.length && c(mine[i], e.key) < 0) { const o = this.m.get(this.h(mine[i++]))!; if (o.v) yield { key: o.k, value: o.v }; }
      if (i < mine.length && c(mine[i], e.key) === 0) { const o = this.m.get(this.h(mine[i++]))!; if (o.v) yield { key: o.k, value: o.v }; continue; }
      yield e;
    }
    for (; i < mine.length; i++) { const o = this.m.get(this.h(mine[i]))!; if (o.v) yield { key: o.k, value: o.v }; }
  }
  txn<T>(fn: () => T): T { return fn(); } async flushed() {} async close() {}
  check() { const log = (this.base as any).log as Map<string, number>; for (const h of this.m.keys()) if ((log.get(h) ?? 0) > this.start) throw new WriteConflict(); }
  commit(counts: () => void) { this.base.txn(() => { this.check(); for (const o of this.m.values()) if (o.v) this.base.put(o.k, o.v); else this.base.del(o.k); counts(); }); }
}
