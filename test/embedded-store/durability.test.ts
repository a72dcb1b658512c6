import { MongoClient } from 'mongodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, exitOf, startChild } from './child.ts';

interface Row {
  _id: string;
  group: number;
  n: number;
}

const WRITERS = 8;

/** Writes until the server is gone; collects what was acknowledged. */
async function write(
  uri: string,
  writer: number,
  round: number,
  acknowledged: Map<string, number>,
): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 3_000, retryReads: false });
  try {
    const rows = client.db().collection<Row>('rows');
    for (let n = 0; ; n++) {
      const _id = `${round}-${writer}-${n}`;
      await rows.insertOne({ _id, group: n % 7, n: 0 });
      acknowledged.set(_id, 0);
      if (n % 3 === 0) {
        await rows.updateOne({ _id }, { $inc: { n: 1 }, $set: { group: 7 } });
        acknowledged.set(_id, 1);
      }
    }
  } catch {
    // The server was killed: what was not acknowledged may or may not be there.
  } finally {
    await client.close();
  }
}

describe('what was acknowledged', () => {
  it('is there after the server was killed under eight writers, with indexes and counts that agree', async () => {
    const dataDir = dataFolder();
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < 5; round++) {
      const { process: child, uri } = await startChild(dataDir);
      const client = await new MongoClient(uri).connect();
      await client.db().collection('rows').createIndex({ group: 1, n: 1 });
      await client.close();
      const writers = Array.from({ length: WRITERS }, (_, writer) => write(uri, writer, round, acknowledged));
      const before = acknowledged.size;
      const ended = Promise.race(writers).then(() => 'ended');
      while (acknowledged.size < before + 60) {
        const pause = new Promise(resolve => setTimeout(resolve, 5, 'written'));
        expect(await Promise.race([pause, ended])).toBe('written');
      }
      child.kill('SIGKILL');
      await exitOf(child);
      await Promise.all(writers);
    }
    const { uri } = await startChild(dataDir);
    const client = await new MongoClient(uri).connect();
    const rows = client.db().collection<Row>('rows');
    const all = await rows.find().toArray();
    const byId = new Map(all.map(row => [row._id, row]));
    for (const [id, n] of acknowledged) expect(byId.get(id)?.n).toBeGreaterThanOrEqual(n);
    expect(await rows.estimatedDocumentCount()).toBe(all.length);
    const indexed = await rows
      .find({ group: { $gte: 0 } })
      .hint({ group: 1, n: 1 })
      .toArray();
    expect(indexed).toHaveLength(all.length);
    expect(indexed.every(row => row.group === byId.get(row._id)?.group)).toBe(true);
    expect(
      await rows
        .find({ _id: { $in: [...acknowledged.keys()] } })
        .hint({ _id: 1 })
        .toArray(),
    ).toHaveLength(acknowledged.size);
    await client.close();
  });
  it('is there after an orderly stop', async () => {
    const dataDir = dataFolder();
    const first = await startChild(dataDir);
    const client = await new MongoClient(first.uri).connect();
    await client
      .db()
      .collection('a')
      .insertMany([{ n: 1 }, { n: 2 }]);
    await client.db().collection('a').createIndex({ n: 1 }, { unique: true });
    await client.close();
    first.process.send('stop');
    await exitOf(first.process);
    expect(existsSync(join(dataDir, 's.sock'))).toBe(false);
    const again = await new MongoClient((await startChild(dataDir)).uri).connect();
    const collection = again.db().collection('a');
    expect(await collection.countDocuments()).toBe(2);
    await expect(collection.insertOne({ n: 2 })).rejects.toMatchObject({ code: 11000 });
    await again.close();
  });
});

describe('the process', () => {
  it('ends when its parent is gone, even if that was killed', async () => {
    const dataDir = dataFolder();
    const options = JSON.stringify({ dataDir, address: { kind: 'socket', path: join(dataDir, 's.sock') } });
    const script = `
      const child = require('node:child_process').fork('dist/embedded-store.js', [${JSON.stringify(options)}]);
      child.once('message', () => console.log(child.pid));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line).trim());
    process.kill(pid, 0);
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false);
  });
  it('lets one server serve a data directory, and the next one after its death', async () => {
    const dataDir = dataFolder();
    const first = await startChild(dataDir);
    const second = await startChild(dataDir, {
      address: { kind: 'socket', path: join(dataDir, 'other.sock') },
    });
    expect(second.message).toEqual({ type: 'busy', pid: first.process.pid });
    first.process.kill('SIGKILL');
    await exitOf(first.process);
    const both = await Promise.all([
      startChild(dataDir),
      startChild(dataDir, { address: { kind: 'port', port: 0 } }),
    ]);
    expect(both.map(({ message }) => message.type).sort()).toEqual(['busy', 'ready']);
  });
  it('listens on a loopback port where it is told to', async () => {
    const { uri } = await startChild(dataFolder(), { address: { kind: 'port', port: 0 } });
    expect(uri).toMatch(/127\.0\.0\.1:\d+/);
    const client = await new MongoClient(uri).connect();
    await client.db().collection('a').insertOne({ n: 1 });
    await client.close();
  });
  it('says why it cannot open its files', async () => {
    const dataDir = dataFolder();
    const { message } = await startChild(join(dataDir, 'missing\0name'));
    expect(message.type).toBe('failed');
  });
  it('keeps the data and its socket to its own user', async () => {
    const dataDir = join(dataFolder(), 'data');
    await startChild(dataDir);
    for (const path of [dataDir, join(dataDir, 's.sock'), join(dataDir, 'documents.lmdb')]) {
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });
});

describe('expiry', () => {
  it('removes documents whose date, or a date in whose array, is old enough, and nothing else', async () => {
    const { uri } = await startChild(dataFolder(), { sweepEveryMs: 50 });
    const client = await new MongoClient(uri).connect();
    const collection = client.db().collection<{ _id: number; at?: unknown }>('sessions');
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    const old = new Date(Date.now() - 61_000);
    await collection.insertMany([
      { _id: 1, at: old },
      { _id: 2, at: new Date() },
      { _id: 3, at: [new Date(), old] },
      { _id: 4, at: 'old' },
      { _id: 5 },
    ]);
    const ids = async () => (await collection.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    await expect.poll(ids, { timeout: 5_000 }).toEqual([2, 4, 5]);
    await client.close();
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
