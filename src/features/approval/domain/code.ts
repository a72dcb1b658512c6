/** Letters and digits that nobody confuses when they are read aloud or typed. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const length = 16;

/** How many random bytes a code is made of. */
export const codeBytes = length;

/** A one-time code in groups of four, e.g. "K7QM-2XPD-9RTA-HV3C": about 78 bits, more than anybody can try. */
export function codeOf(random: Uint8Array): string {
  const letters = [...random.slice(0, length)].map(byte => alphabet[byte % alphabet.length] ?? 'A');
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** What a person typed as the code it must be: capitals, without spaces and dashes. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
