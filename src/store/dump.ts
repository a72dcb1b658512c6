import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose, { type Connection } from 'mongoose';
import { z } from 'zod';
import { collectionNames, EXACT, indexSpecs, type IndexSpec } from './collections.ts';
import { StoreError } from './errors.ts';

const { EJSON } = mongoose.mongo.BSON;

/** What a dump or a restore has handled. */
export interface DumpSummary {
  collections: number;
  documents: number;
}

const FORMAT = 'tirek-store';
const VERSION = 1;

const headerSchema = z.object({ format: z.literal(FORMAT), version: z.literal(VERSION) });
const collectionSchema = z.object({
  collection: z.string().min(1),
  indexes: z.array(z.record(z.string(), z.unknown())),
});
const documentSchema = z.object({
  document: z.custom<mongoose.mongo.BSON.Document>(
    value => typeof value === 'object' && value !== null && '_id' in value,
  ),
});
const endSchema = z.object({ end: z.object({ collections: z.number(), documents: z.number() }) });

/** One line of a dump. */
export type DumpPart =
  | { kind: 'collection'; name: string; indexes: IndexSpec[] }
  | { kind: 'document'; document: mongoose.mongo.BSON.Document };

/**
 * Writes all collections with their indexes into one gzip file of canonical Extended JSON, one document a line. The
 * file appears under its name only when it is complete, readable by its owner alone. A store that is being written
 * to is dumped as it stands while each part is read.
 */
export async function dumpStore(connection: Connection, file: string): Promise<DumpSummary> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    const summary = await writeDump(connection, unfinished);
    const handle = await open(unfinished, 'r+');
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
    return summary;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeDump(connection: Connection, file: string): Promise<DumpSummary> {
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(file, { mode: 0o600 }));
  // A failure of the disk must be seen at the next line, not as an unhandled rejection.
  let failure: unknown;
  written.catch((error: unknown) => {
    failure = error;
  });
  const line = async (value: object) => {
    if (failure) throw failure as Error;
    if (!gzip.write(`${EJSON.stringify(value, { relaxed: false })}\n`))
      await Promise.race([once(gzip, 'drain'), written]);
  };
  const summary: DumpSummary = { collections: 0, documents: 0 };
  await line({ format: FORMAT, version: VERSION, writtenAt: new Date() });
  for (const name of await collectionNames(connection)) {
    await line({ collection: name, indexes: await indexSpecs(connection, name) });
    summary.collections++;
    for await (const document of connection.collection(name).find({}, EXACT)) {
      await line({ document });
      summary.documents++;
    }
  }
  await line({ end: summary });
  gzip.end();
  await written;
  return summary;
}

/**
 * The parts of a dump, read as a stream.
 *
 * @throws StoreError when the file is no dump, is damaged, or breaks off.
 */
export async function* readDump(file: string): AsyncGenerator<DumpPart, DumpSummary> {
  const summary: DumpSummary = { collections: 0, documents: 0 };
  let number = 0;
  let ended = false;
  for await (const text of linesOf(file)) {
    number++;
    const value = parseLine(file, number, text);
    if (ended) throw damaged(file, `there is more after its end, in line ${number}`);
    if (number === 1) {
      if (!headerSchema.safeParse(relaxed(value)).success)
        throw new StoreError(`${file} is not a dump of this program.`);
      continue;
    }
    const part = partOf(value);
    if (!part) throw damaged(file, `line ${number} is not understood`);
    if (part.kind === 'end') {
      const { collections, documents } = part.summary;
      if (collections !== summary.collections || documents !== summary.documents)
        throw damaged(file, 'parts of it are missing');
      ended = true;
      continue;
    }
    if (part.kind === 'document' && summary.collections === 0)
      throw damaged(file, `line ${number} belongs to no collection`);
    summary[part.kind === 'document' ? 'documents' : 'collections']++;
    yield part;
  }
  if (!ended)
    throw number === 0
      ? new StoreError(`${file} is not a dump of this program.`)
      : damaged(file, 'it breaks off');
  return summary;
}

const damaged = (file: string, what: string) => new StoreError(`The dump ${file} is damaged: ${what}.`);

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip()).setEncoding('utf8');
  source.on('error', error => text.destroy(error));
  let unfinished: string[] = [];
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const [first = '', ...more] = chunk.split('\n');
      unfinished.push(first);
      for (const next of more) {
        yield unfinished.join('');
        unfinished = [next];
      }
    }
  } catch (error) {
    throw reasonOf(file, error as Error);
  } finally {
    source.destroy();
    text.destroy();
  }
  const last = unfinished.join('');
  if (last !== '') yield last;
}

function reasonOf(file: string, error: Error & { code?: string }): StoreError {
  if (error.code === 'ENOENT') return new StoreError(`There is no file ${file}.`);
  if (error.code?.startsWith('Z_') !== true)
    return new StoreError(`${file} cannot be read: ${error.message}`);
  return error.code === 'Z_BUF_ERROR'
    ? damaged(file, 'it breaks off')
    : damaged(file, 'it is no intact gzip file');
}

function parseLine(file: string, number: number, text: string): unknown {
  try {
    return EJSON.parse(text, { relaxed: false });
  } catch {
    throw damaged(file, `line ${number} is no JSON`);
  }
}

type Line = DumpPart | { kind: 'end'; summary: DumpSummary };

function partOf(value: unknown): Line | null {
  const document = documentSchema.safeParse(value);
  if (document.success) return { kind: 'document', document: document.data.document };
  const collection = collectionSchema.safeParse(value);
  if (collection.success)
    return { kind: 'collection', name: collection.data.collection, indexes: collection.data.indexes };
  const end = endSchema.safeParse(relaxed(value));
  return end.success ? { kind: 'end', summary: end.data.end } : null;
}

/** Canonical numbers as JavaScript's own. */
const relaxed = (value: unknown): unknown => JSON.parse(EJSON.stringify(value, { relaxed: true }));
