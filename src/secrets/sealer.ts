import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { random } from './random.ts';

/** What a sealed value is for: a value sealed for one purpose does not open for another. */
export type SealPurpose = 'registration-key' | 'badge-key' | 'lti-state' | 'key-check';

/**
 * Authenticated encryption (AES-256-GCM) and keyed digests with keys derived from SECRET_KEY (HKDF-SHA256), one
 * key for each purpose. Sealed values consist of base64url characters alone: Moodle strips others from `state`.
 */
export interface Sealer {
  seal(purpose: SealPurpose, plain: Uint8Array | string): string;
  /** Null when the value was not sealed with this key for this purpose. */
  open(purpose: SealPurpose, sealed: string): Buffer | null;
  /** A keyed digest, base64url, for tokens that are derived and not stored. */
  sign(label: string, value: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** @param secretKey at least 32 characters */
export function createSealer(secretKey: string): Sealer {
  const keys = new Map<string, Buffer>();
  const keyFor = (label: string): Buffer => {
    let key = keys.get(label);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', secretKey, 'tirek', label, 32));
      keys.set(label, key);
    }
    return key;
  };
  return {
    seal(purpose, plain) {
      const nonce = random(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor(`seal:${purpose}`), nonce);
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(purpose, sealed) {
      if (!/^[A-Za-z0-9_-]+$/.test(sealed)) return null;
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return null;
      try {
        const decipher = createDecipheriv(
          'aes-256-gcm',
          keyFor(`seal:${purpose}`),
          bytes.subarray(0, nonceBytes),
          {
            authTagLength: tagBytes,
          },
        );
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
      } catch {
        return null;
      }
    },
    sign(label, value) {
      return createHmac('sha256', keyFor(`sign:${label}`))
        .update(value)
        .digest('base64url');
    },
  };
}

/** Compares two texts without telling by its time where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A random token of 256 bits, base64url. */
export function randomToken(): string {
  return random(32).toString('base64url');
}
