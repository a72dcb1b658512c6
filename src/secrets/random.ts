import { randomBytes, randomFillSync } from 'node:crypto';

// The system is asked for many bytes at once: asking costs far more than the bytes do.
const pool = Buffer.alloc(4096);
let next = pool.length;

/** Random bytes for tokens, ids and nonces; no byte is given twice, and none stays behind. */
export function random(bytes: number): Buffer {
  if (bytes > pool.length) return randomBytes(bytes);
  if (next + bytes > pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const drawn = Buffer.from(pool.subarray(next, next + bytes));
  pool.fill(0, next, next + bytes);
  next += bytes;
  return drawn;
}
