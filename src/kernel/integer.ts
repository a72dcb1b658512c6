/**
 * An integer of any size: a number as long as it is a safe one, a bigint beyond. The same arithmetic on bigints alone
 * takes several times as long, and marks need more than 2^53 only when somebody writes very many digits.
 */
export type Integer = number | bigint;

export function plus(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return BigInt(a) + BigInt(b);
}

export function times(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return BigInt(a) * BigInt(b);
}

/** Cut towards zero. Throws RangeError when b is 0. */
export function quotient(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return (a - (a % b)) / b;
  return BigInt(a) / BigInt(b);
}

/** What `quotient` leaves, with the sign of a. Throws RangeError when b is 0. */
export function remainder(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return a % b;
  return BigInt(a) % BigInt(b);
}

/** Negative when a < b, 0 when they are equal, positive when a > b; a number and a bigint compare by value. */
export function compare(a: Integer, b: Integer): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
