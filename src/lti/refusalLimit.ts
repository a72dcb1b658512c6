/**
 * How many refusals an address is answered in full. Each costs a page, a line in the log and one in the console's list;
 * whoever sends junk for hours shall not fill those. A launch is judged first, so a good one comes in whatever others
 * at its address do: a university is one address.
 */
export interface RefusalLimit {
  /** Counts a refusal. @returns false when it is one too many in this minute */
  take(address: string): boolean;
}

/** Three classes that are refused together still see why, each of them. */
const mostAMinute = 1_000;
const minuteMs = 60_000;
/** What is over starts the minute afresh, so that no flood from many addresses fills the memory. */
const mostAddresses = 10_000;

/** @param clock in milliseconds, never running backwards */
export function createRefusalLimit(clock: () => number): RefusalLimit {
  const counts = new Map<string, number>();
  let minuteEnds = 0;
  return {
    take(address) {
      const now = clock();
      if (now >= minuteEnds || counts.size >= mostAddresses) {
        counts.clear();
        minuteEnds = now + minuteMs;
      }
      const place = networkOf(address);
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      return count <= mostAMinute;
    },
  };
}

/** One line of IPv6 has a network of 64 bits to draw addresses from. */
const networkOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':', 4).join(':') : address;
