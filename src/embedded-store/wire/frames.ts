/** The limit of one message, as the handshake announces it. */
export const MAX_MESSAGE_BYTES = 48_000_000;
const HEADER_BYTES = 16;

/** Bytes that cannot be a message of MongoDB's protocol; the connection is closed without an answer. */
export class ProtocolError extends Error {}

/**
 * Cuts a stream of bytes into messages.
 *
 * @throws ProtocolError for a length that no message has, before anything of it is kept in memory.
 */
export async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    for (;;) {
      if (wanted === 0 && size >= 4) {
        chunks = [Buffer.concat(chunks, size)];
        wanted = lengthOf(chunks[0]);
      }
      if (wanted === 0 || size < wanted) break;
      const joined = Buffer.concat(chunks, size);
      yield joined.subarray(0, wanted);
      chunks = [joined.subarray(wanted)];
      size -= wanted;
      wanted = 0;
    }
  }
}

function lengthOf(bytes: Buffer | undefined): number {
  const length = bytes?.readInt32LE(0) ?? 0;
  if (length <= HEADER_BYTES || length > MAX_MESSAGE_BYTES)
    throw new ProtocolError(`a message of ${length} bytes`);
  return length;
}
