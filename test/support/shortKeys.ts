import { type RSAKeyPairOptions } from 'node:crypto';
import { createRequire } from 'node:module';

/**
 * ltijs makes a pair of 4096 bits for each platform, which takes a processor most of a second. Tests need pairs, not
 * long ones: here ltijs's have the 2048 bits of those that we make at a rotation.
 */
const bits = 2048;

type Make = (type: 'rsa', options: RSAKeyPairOptions<'pem', 'pem'>) => unknown;

/** The module as ltijs, which is CommonJS, has it. */
const crypto = createRequire(import.meta.url)('node:crypto') as { generateKeyPairSync: Make };
const make = crypto.generateKeyPairSync;
function makeShort(...[type, options]: Parameters<Make>): unknown {
  return make(type, { ...options, modulusLength: Math.min(bits, options.modulusLength) });
}
// A worker runs this before each of its files.
if (make.name !== makeShort.name) crypto.generateKeyPairSync = makeShort;
