import { type Readable } from 'node:stream';
import yauzl from 'yauzl';
import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';

/** A zip file of parts, opened with care: what it may cost is counted, and names that lead elsewhere are refused. */
export interface PartPackage {
  readonly names: ReadonlySet<string>;
  /** The bytes of a part as they are inflated; nothing when the package has no such part. */
  read(name: string): AsyncGenerator<Uint8Array>;
}

/** @throws DocumentError when it is damaged, protected, dangerous, or too large unpacked. */
export async function openPackage(bytes: Uint8Array): Promise<PartPackage> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const zip = await careful(() => yauzl.fromBufferPromise(buffer, { decodeStrings: false }));
  if (zip.entryCount > limits.entries) throw new DocumentError('document-zip-bomb');
  const entries = await entriesOf(zip);
  let unpacked = 0;
  return {
    names: new Set(entries.keys()),
    async *read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return;
      const stream = await careful(() => zip.openReadStreamPromise(entry));
      let size = 0;
      for await (const chunk of chunksOf(stream)) {
        size += chunk.length;
        unpacked += chunk.length;
        const isBomb = size > limits.ratioFrom && size > entry.compressedSize * limits.ratio;
        if (isBomb || unpacked > limits.unpackedBytes) {
          stream.destroy();
          throw new DocumentError('document-zip-bomb');
        }
        yield chunk;
      }
    },
  };
}

async function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  let declared = 0;
  await careful(async () => {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
      if (yauzl.validateFileName(name) !== null) throw new DocumentError('document-entry-path');
      if (entry.isEncrypted()) throw new DocumentError('document-encrypted');
      // Two parts of one name read differently in different programs: such a file was made to deceive.
      if (entries.has(name)) throw new DocumentError('document-damaged');
      declared += entry.uncompressedSize;
      if (declared > limits.unpackedBytes) throw new DocumentError('document-zip-bomb');
      entries.set(name, entry);
    }
  });
  return entries;
}

/** Inflates; a part that is longer or shorter than it says, or broken, ends the reading. */
async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw damaged(error);
  }
}

async function careful<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(error: unknown): DocumentError {
  return error instanceof DocumentError ? error : new DocumentError('document-damaged', { cause: error });
}
