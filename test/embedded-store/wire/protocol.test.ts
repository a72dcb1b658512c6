import { BSON, type Document } from 'bson';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../src/embedded-store/wire/crc32c.ts';
import { connect } from '../fixture.ts';

const store = connect();

function open(): Socket {
  const [place = ''] = store.uri.slice('mongodb://'.length).split('/');
  if (place.startsWith('%2F')) return createConnection(decodeURIComponent(place));
  const [host = '', port = '27017'] = place.split(':');
  return createConnection(Number(port), host);
}

function frame(operation: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, body]);
}

const flags = (value: number) => Buffer.of(value, 0, 0, 0);
const section = (doc: Document) => Buffer.concat([Buffer.of(0), BSON.serialize(doc)]);
const message = (doc: Document) => frame(2013, flags(0), section(doc));

/** Sends bytes and reads one answer; null when the connection is closed instead. */
async function answer(...chunks: Buffer[]): Promise<Document | null> {
  const socket = open();
  const received: Buffer[] = [];
  const done = new Promise<Buffer | null>(resolve => {
    socket.on('data', chunk => {
      received.push(chunk);
      const bytes = Buffer.concat(received);
      if (bytes.length >= 4 && bytes.length >= bytes.readInt32LE(0)) resolve(bytes);
    });
    socket.on('close', () => resolve(null));
    socket.on('error', () => resolve(null));
  });
  for (const chunk of chunks) {
    socket.write(chunk);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  const bytes = await done;
  socket.destroy();
  if (!bytes) return null;
  expect(bytes.readInt32LE(8)).toBe(7);
  return BSON.deserialize(bytes.subarray(bytes.readInt32LE(12) === 1 ? 36 : 21));
}

const ping = { ping: 1, $db: 'admin' };

describe('messages', () => {
  it('may come in pieces and with document sequences', async () => {
    const bytes = message(ping);
    expect(await answer(bytes.subarray(0, 3), bytes.subarray(3, 20), bytes.subarray(20))).toMatchObject({
      ok: 1,
    });
    const docs = [BSON.serialize({ a: 1 }), BSON.serialize({ a: 2 })];
    const listed = Buffer.concat([Buffer.from('documents\0'), ...docs]);
    const size = Buffer.alloc(4);
    size.writeInt32LE(listed.length + 4);
    const insert = section({ insert: 'sequence', $db: store.db.databaseName });
    expect(await answer(frame(2013, flags(0), insert, Buffer.of(1), size, listed))).toMatchObject({
      ok: 1,
      n: 2,
    });
  });
  it('are checked when they carry a checksum', async () => {
    const bytes = frame(2013, flags(1), section(ping), Buffer.alloc(4));
    bytes.writeUInt32LE(crc32c(bytes.subarray(0, -4)), bytes.length - 4);
    expect(await answer(bytes)).toMatchObject({ ok: 1 });
    bytes.writeUInt32LE(1, bytes.length - 4);
    expect(await answer(bytes)).toBeNull();
  });
  it('of the old protocol open a connection', async () => {
    const query = frame(
      2004,
      flags(0),
      Buffer.from('admin.$cmd\0'),
      Buffer.from([0, 0, 0, 0, 255, 255, 255, 255]),
      BSON.serialize({ isMaster: 1, helloOk: true }),
    );
    expect(await answer(query)).toMatchObject({
      ok: 1,
      ismaster: true,
      maxBsonObjectSize: 16777216,
      helloOk: true,
    });
  });
  it('that nobody waits for are not answered', async () => {
    const socket = open();
    const silent = frame(
      2013,
      flags(2),
      section({
        insert: 'silent',
        documents: [{ a: 1 }],
        $db: store.db.databaseName,
        writeConcern: { w: 0 },
      }),
    );
    socket.write(Buffer.concat([silent, message(ping)]));
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(BSON.deserialize(first.subarray(21))).not.toHaveProperty('n');
    socket.destroy();
    expect(await store.db.collection('silent').countDocuments()).toBe(1);
  });
  it('whose body is broken get an error', async context => {
    if (store.isMongoDB) context.skip('MongoDB closes some of these connections');
    const body = BSON.serialize(ping);
    body[4] = 0x77;
    expect(await answer(frame(2013, flags(0), Buffer.of(0), body))).toMatchObject({ ok: 0, code: 22 });
  });
});

describe('garbage', () => {
  it('closes its own connection and hurts nobody else', async () => {
    const lengths = [-1, 0, 15, 16, 48_000_001, 2 ** 31 - 1];
    const headers = lengths.map(length => {
      const bytes = message(ping);
      bytes.writeInt32LE(length, 0);
      return bytes;
    });
    const broken = [
      ...headers,
      Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      frame(2013, flags(0)),
      frame(2013, flags(4), section(ping)),
      frame(2013, flags(0), Buffer.of(9, 5, 0, 0, 0, 0)),
      frame(2013, flags(0), section(ping), section(ping)),
      frame(2013, flags(0), Buffer.of(1, 255, 255, 255, 127)),
      frame(2004, flags(0), Buffer.from('nothing')),
      frame(2012, flags(0), section(ping)),
    ];
    for (const bytes of broken) expect(await answer(bytes)).toBeNull();
    await Promise.all(
      Array.from({ length: 50 }, () => {
        const socket = open();
        socket.on('error', () => undefined);
        socket.end(randomBytes(200));
        return once(socket, 'close');
      }),
    );
    expect(await answer(message(ping))).toMatchObject({ ok: 1 });
  });
});
