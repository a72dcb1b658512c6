import { type OutboundAnswer } from '../http.ts';
import { type ServiceCall, type ServiceClient } from './client.ts';
import { nextPage } from './links.ts';
import { done, failure, type ServiceResult } from './result.ts';

export type PageCall = Omit<ServiceCall, 'method' | 'body' | 'contentType'>;

/** How much of a list is read: more is a platform that invents pages, and would fill the memory. */
export interface ListLimits {
  readonly pages: number;
  readonly entries: number;
  /** Of all pages together. */
  readonly bytes: number;
  /** How long all of it may take: whoever asks for the same list meanwhile waits for this reading. */
  readonly ms: number;
}

/** A class of 100,000 in pages of 100. */
export const listLimits: ListLimits = { pages: 1_000, entries: 100_000, bytes: 200_000_000, ms: 600_000 };

/**
 * Reads a list through all its pages. The result is whole or a failure: half a list is never an answer.
 * A page without entries is passed over when it names a next one; a second one after it ends the list (Blackboard names
 * a next page for ever above 1,000 members). Fails when a page comes back, when the next page is on another host, where
 * the token must not go, and when the list is longer than the limits or takes longer.
 *
 * @param read the entries of one page; null when the answer is not such a list
 */
export async function readPages<T>(
  client: ServiceClient,
  call: PageCall,
  read: (text: string, answer: OutboundAnswer) => T[] | null,
  limits: ListLimits = listLimits,
): Promise<ServiceResult<T[]>> {
  const entries: T[] = [];
  const seen = new Set<string>();
  let [url, bytes, isAfterEmpty] = [call.url, 0, false];
  const endBy = performance.now() + limits.ms;
  for (;;) {
    seen.add(url);
    const answer = await client.call({ ...call, url, method: 'GET' });
    if (answer.kind !== 'done') return answer;
    const page = read(answer.value.text, answer.value);
    if (page === null)
      return failure('unreadable', 'the answer is not the list that was asked for', answer.status);
    bytes += Buffer.byteLength(answer.value.text);
    if (bytes > limits.bytes || entries.length + page.length > limits.entries)
      return failure('unreadable', 'the list is too long');
    for (const entry of page) entries.push(entry);
    const next = nextPage(answer.value.headers['link'], url);
    const isEmpty = page.length === 0;
    // An empty page that leads to itself is as good as two.
    if (next === null || (isEmpty && (isAfterEmpty || next === url))) return done(answer.status, entries);
    if (seen.has(next) || seen.size === limits.pages)
      return failure('unreadable', 'the pages go round in circles');
    if (new URL(next).origin !== new URL(call.url).origin)
      return failure('unreadable', 'the next page is on another host');
    if (performance.now() >= endBy) return failure('retry', 'the list takes too long');
    [url, isAfterEmpty] = [next, isEmpty];
  }
}
