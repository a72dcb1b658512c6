import { open as openLmdb } from 'lmdb';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';

let folder: string;
const opened: Store[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(dataDir = folder): Promise<Store & { lines: string[] }> {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const store = await openStore({ dataDir, log: { info: note, warn: note, error: note } });
  opened.push(store);
  return { ...store, lines };
}

const things = (store: Store) => store.connection.collection<{ _id: number }>('things');

/** The process that serves a data directory, as its claim says. */
async function serverOf(dataDir: string): Promise<number> {
  const claim = openLmdb<{ pid: number }, string>({
    path: join(dataDir, 'owner.lmdb'),
    encoding: 'json',
    noSubdir: true,
  });
  const pid = claim.get('owner')?.pid ?? 0;
  await claim.close();
  return pid;
}

const insertSoon = (store: Store, _id: number) =>
  expect
    .poll(
      async () =>
        things(store)
          .insertOne({ _id })
          .then(
            () => 'stored',
            () => 'away',
          ),
      { timeout: 15_000, interval: 100 },
    )
    .toBe('stored');

describe('the embedded store', () => {
  it('keeps its data between two openings and cleans up behind itself', async () => {
    const first = await open();
    expect(first.kind).toBe('embedded');
    await things(first).insertOne({ _id: 1 });
    await first.close();
    expect(existsSync(join(folder, 'embedded-store.json'))).toBe(false);
    const second = await open();
    expect(await things(second).countDocuments()).toBe(1);
  });
  it('is started again when it dies, and says so', async () => {
    const store = await open();
    await things(store).insertOne({ _id: 1 });
    process.kill(await serverOf(folder), 'SIGKILL');
    await expect.poll(() => store.healthy(), { timeout: 5_000, interval: 5 }).toBe(false);
    await expect.poll(() => store.healthy(), { timeout: 15_000 }).toBe(true);
    await insertSoon(store, 2);
    expect(await things(store).countDocuments()).toBe(2);
    expect(store.lines.join('\n')).toMatch(/SIGKILL.*starting it again/);
  });
  it('is shared by those who open it while it runs, and served on by a guest', async () => {
    const host = await open();
    const guest = await open();
    await things(host).insertOne({ _id: 1 });
    expect(await things(guest).countDocuments()).toBe(1);
    await host.close();
    await insertSoon(guest, 2);
    const next = await open();
    expect(await things(next).countDocuments()).toBe(2);
  });
  it('opens once where several open it at the same moment', async () => {
    const stores = await Promise.all([open(), open(), open()]);
    await Promise.all(stores.map((store, _id) => things(store).insertOne({ _id })));
    for (const store of stores) expect(await things(store).countDocuments()).toBe(3);
  });
  it('takes a private temporary directory when the path is too long for a socket', async () => {
    const deep = join(folder, 'ұзақ'.repeat(10), 'жол'.repeat(20));
    const store = await open(deep);
    const { path } = JSON.parse(readFileSync(join(deep, 'embedded-store.json'), 'utf8')) as { path: string };
    expect(path.startsWith(tmpdir())).toBe(true);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    await things(store).insertOne({ _id: 1 });
    await store.close();
    expect(existsSync(dirname(path))).toBe(false);
  });
  it('is not fooled by the address of a server that is gone', async () => {
    const path = join(folder, 'store.sock');
    writeFileSync(join(folder, 'embedded-store.json'), JSON.stringify({ kind: 'socket', path }));
    await things(await open()).insertOne({ _id: 1 });
    await opened.pop()?.close();
    writeFileSync(join(folder, 'embedded-store.json'), '{ damaged');
    expect(await things(await open()).countDocuments()).toBe(1);
  });
  it('fails in one line when its files cannot be opened', async () => {
    mkdirSync(join(folder, 'documents.lmdb'));
    await expect(open()).rejects.toThrow(/^The embedded store could not start: [^\n]+$/);
  });
});

describe('MONGODB_URI', () => {
  it('is never replaced by the embedded store', async () => {
    const attempt = openStore({ mongodbUri: 'mongodb://127.0.0.1:1/tirek', dataDir: folder });
    await expect(attempt).rejects.toThrow(/^MONGODB_URI cannot be reached: [^\n]+$/);
    expect(existsSync(join(folder, 'documents.lmdb'))).toBe(false);
  });
});
