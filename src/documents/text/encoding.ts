import iconv from 'iconv-lite';
import { DocumentError } from '../errors.ts';
import { type ReadingNote } from '../model.ts';

export interface DecodedText {
  readonly text: string;
  readonly notes: readonly ReadingNote[];
}

/**
 * The text of a file whose encoding nobody declared. Unicode is certain or it is not Unicode; a single-byte Cyrillic
 * text is taken only when its letters leave no doubt, and then a note says so.
 *
 * @throws DocumentError `document-encoding` when in doubt, `document-unknown` when it is no text at all.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const unicode = utf16Of(bytes) ?? utf8Of(bytes);
  if (unicode !== null) return { text: proven(unicode), notes: [] };
  if (bytes.includes(0)) throw new DocumentError('document-unknown');
  return singleByte(bytes);
}

function proven(text: string): string {
  // Control characters other than white space: a binary file that happens to be valid UTF-8.
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const controls = text.match(/[\x00-\x08\x0e-\x1f]/g)?.length ?? 0;
  if (controls > text.length / 200) throw new DocumentError('document-unknown');
  return text.replace(/^\ufeff/, '');
}

function utf16Of(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  const label = marked ?? unmarkedUtf16(bytes);
  if (label === null) return null;
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    if (marked !== null) throw new DocumentError('document-encoding', { cause: error });
    return null;
  }
}

/** Without a mark, UTF-16 shows by the high bytes: Latin, digits and white space have 0, Cyrillic has 4. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, 4096);
  const high = [0, 0];
  for (let i = 0; i + 1 < sample.length; i += 2) {
    for (const side of [0, 1]) {
      const byte = sample[i + side] ?? 0;
      if (byte === 0 || byte === 4) high[side] = (high[side] ?? 0) + 1;
    }
  }
  const pairs = sample.length / 2;
  if ((high[1] ?? 0) > pairs * 0.95) return 'utf-16le';
  if ((high[0] ?? 0) > pairs * 0.95) return 'utf-16be';
  return null;
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const kazakh = /[ӘәҒғҚқҢңӨөҰұҮүҺһ]/g;
/** Letters that windows-1251 has where KZ-1048 has Kazakh ones: no Kazakh, Russian or English word contains them. */
const foreign = /[ЎўЈҐЄєЇїЅѕЂЃѓЌќЋћЏџ]/g;

function singleByte(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const kz = iconv.decode(buffer, 'rk1048');
  const windows = iconv.decode(buffer, 'win1251');
  const isKz = count(windows, foreign) > 0 && count(kz, kazakh) > 0;
  const text = isKz ? kz : windows;
  if (!looksCyrillic(text)) throw new DocumentError('document-encoding');
  return { text, notes: [{ kind: 'encoding', encoding: isKz ? 'KZ-1048' : 'windows-1251' }] };
}

/**
 * Read as the wrong encoding, Cyrillic text turns its case inside out (KOI8-R), breaks into graphics and signs (866)
 * or into letters of other languages: each of the three is looked at.
 */
function looksCyrillic(text: string): boolean {
  const beyondAscii = count(text, /[^\x00-\x7f]/g); // oxlint-disable-line no-control-regex -- the ASCII range
  const letters = count(text, /[А-Яа-яЁёІіӘәҒғҚқҢңӨөҰұҮүҺһ]/g);
  const signs = count(text, /[«»“”„–—…№§©°\u00a0•’‘]/g);
  if (beyondAscii < 20 || letters + signs < beyondAscii * 0.99) return false;
  if (count(text, foreign) > 0) return false;
  const insideOut = count(text, /[а-яёі][А-ЯЁІ]/g);
  if (insideOut > letters * 0.02) return false;
  const common = count(text.toLowerCase(), /[аеоинтыл]/g);
  return common > letters * 0.3;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
