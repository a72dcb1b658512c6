import { decode, decodeAround } from '../bson/decode.ts';
import { type Doc } from '../bson/values.ts';
import { crc32c } from './crc32c.ts';
import { ProtocolError } from './frames.ts';

// OP_MSG, and OP_QUERY for the handshake of older drivers (MongoDB Wire Protocol).

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** The lower half of the flags must be understood, the upper half may be passed over. */
const REQUIRED_FLAGS = 0xffff;

/** A command as it came. */
export interface Request {
  id: number;
  kind: 'message' | 'query';
  body: Doc;
  /** Documents that came beside the body (document sequences), by the name of their field. */
  sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** Nobody waits for the answer. */
  unanswered: boolean;
}

/** The field of `insert` whose documents are stored as they come. */
const DOCUMENTS = 'documents';

/** @throws ProtocolError for what cannot be answered, MongoError for a body that is no document. */
export function parseRequest(frame: Buffer): Request {
  const id = frame.readInt32LE(4);
  const operation = frame.readInt32LE(12);
  if (operation === OP_MSG) return parseMessage(frame, id);
  if (operation === OP_QUERY) return parseQuery(frame, id);
  throw new ProtocolError(`operation ${operation}`);
}

function parseMessage(frame: Buffer, id: number): Request {
  if (frame.length < 21) throw new ProtocolError('an empty message');
  const flags = frame.readUInt32LE(16);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0)
    throw new ProtocolError('unknown flags');
  let end = frame.length;
  if (flags & CHECKSUM_PRESENT) {
    end -= 4;
    if (crc32c(frame.subarray(0, end)) !== frame.readUInt32LE(end))
      throw new ProtocolError('a wrong checksum');
  }
  let body: Doc | null = null;
  const sequences = new Map<string, readonly Buffer[]>();
  for (let at = 20; at < end;) {
    const kind = frame[at++];
    const size = at + 4 <= end ? frame.readInt32LE(at) : 0;
    if (size < 5 || at + size > end) throw new ProtocolError('a section of a wrong length');
    const section = frame.subarray(at, at + size);
    if (kind === 0 && body === null) {
      const { doc, items } = decodeAround(section, DOCUMENTS);
      body = doc;
      if (items) sequences.set(DOCUMENTS, items);
    } else if (kind === 1) {
      const { name, documents } = parseSequence(section);
      if (sequences.has(name)) throw new ProtocolError('a repeated sequence');
      sequences.set(name, documents);
    } else throw new ProtocolError(`a section of kind ${kind ?? -1}`);
    at += size;
  }
  if (body === null) throw new ProtocolError('a message without its body');
  return { id, kind: 'message', body, sequences, unanswered: (flags & MORE_TO_COME) !== 0 };
}

function parseSequence(section: Buffer): { name: string; documents: Buffer[] } {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new ProtocolError('a sequence without its name');
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = at + 4 <= section.length ? section.readInt32LE(at) : 0;
    if (size < 5 || at + size > section.length) throw new ProtocolError('a document of a wrong length');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  return { name: section.toString('utf8', 4, nameEnd), documents };
}

/** Flags, "admin.$cmd", how many to skip and to return, then the command. */
function parseQuery(frame: Buffer, id: number): Request {
  const nameEnd = frame.indexOf(0, 20);
  const start = nameEnd + 1 + 8;
  const name = frame.toString('utf8', 20, Math.max(20, nameEnd));
  if (nameEnd < 0 || !name.endsWith('.$cmd') || start + 4 > frame.length)
    throw new ProtocolError('a query that is no command');
  const size = frame.readInt32LE(start);
  if (size < 5 || start + size > frame.length) throw new ProtocolError('a query of a wrong length');
  const body = decode(frame.subarray(start, start + size));
  body.set('$db', name.slice(0, -'.$cmd'.length));
  return { id, kind: 'query', body, sequences: new Map(), unanswered: false };
}

let lastId = 0;

/** The bytes of an answer in the form of its request. */
export function replyTo({ id, kind }: Pick<Request, 'id' | 'kind'>, doc: Buffer): Buffer {
  // OP_REPLY: flags (8, await capable), cursor, start, one document. OP_MSG: no flags, a section of kind 0.
  const before = Buffer.alloc(kind === 'query' ? 20 : 5);
  if (kind === 'query') {
    before.writeInt32LE(8, 0);
    before.writeInt32LE(1, 16);
  }
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + before.length + doc.length, 0);
  lastId = (lastId + 1) & 0x7fffffff;
  header.writeInt32LE(lastId, 4);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(kind === 'query' ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, before, doc]);
}
