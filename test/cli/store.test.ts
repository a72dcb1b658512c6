import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { storeCommand } from '../../src/cli/store.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tirek-dump-'));
const file = join(folder, 'dump.gz');
const stores: TestStore[] = [];
let full: TestStore;

beforeAll(async () => {
  full = await startTestStore();
  await full.connection.collection('things').insertMany([{ name: 'бір' }, { name: 'екі' }]);
  await full.connection.collection('things').createIndex({ name: 1 }, { unique: true });
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.stop();
});
afterAll(async () => {
  await full.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command on a store that it may close; the database stays. */
async function run(store: TestStore, ...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const open = async () => ({ store: { ...store, close: async () => {} } });
  const code = await storeCommand(args, { stdin: Readable.from([]), stdout, stderr }, open);
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

async function fresh(): Promise<TestStore> {
  const store = await startTestStore();
  stores.push(store);
  return store;
}

describe('tirek store', () => {
  it('writes everything into one file and puts it back into another store, with its indexes', async () => {
    expect(await run(full, 'dump', file, '--json')).toMatchObject({
      code: 0,
      stdout: '{"collections":1,"documents":2}\n',
    });
    const other = await fresh();
    expect((await run(other, 'restore', file)).code).toBe(0);
    const names = await other.connection.collection('things').distinct('name');
    expect(names.sort()).toEqual(['бір', 'екі']);
    await expect(other.connection.collection('things').insertOne({ name: 'бір' })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await run(other, 'check')).toMatchObject({ code: 0, stderr: '' });
  });

  it('replaces data only when told to', async () => {
    await run(full, 'dump', file);
    const other = await fresh();
    await other.connection.collection('things').insertOne({ name: 'үш' });
    const refused = await run(other, 'restore', file);
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(await other.connection.collection('things').countDocuments()).toBe(1);
    expect((await run(other, 'restore', file, '--replace')).code).toBe(0);
    expect(await other.connection.collection('things').countDocuments()).toBe(2);
  });

  it('changes nothing when the file is no dump', async () => {
    const broken = join(folder, 'broken.gz');
    writeFileSync(broken, 'not a dump');
    const other = await fresh();
    await other.connection.collection('things').insertOne({ name: 'үш' });
    const refused = await run(other, 'restore', broken, '--replace');
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(await other.connection.collection('things').countDocuments()).toBe(1);
  });

  it('says in one line that a file cannot be written', async () => {
    const refused = await run(full, 'dump', join(folder, 'no/such/folder/x.gz'));
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('knows wrong usage from failure', async () => {
    for (const args of [
      [],
      ['eat'],
      ['dump'],
      ['restore'],
      ['check', 'x'],
      ['dump', file, '--replace'],
      ['dump', file, '--what'],
    ]) {
      const answer = await run(full, ...args);
      expect(answer.code, args.join(' ')).toBe(2);
      expect(answer.stderr.trim().split('\n'), args.join(' ')).toHaveLength(1);
    }
    expect(await run(full, '--help')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(file)).toBe(true);
  });
});
