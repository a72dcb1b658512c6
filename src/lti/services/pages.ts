import { type OutboundAnswer } from '../http.ts';
import { type ServiceCall, type ServiceClient } from './client.ts';
import { nextPage } from './links.ts';
import { done, failure, type ServiceResult } from './result.ts';

export type PageCall = Omit<ServiceCall, 'method' | 'body' | 'contentType'>;

/** A class of 100,000 in pages of 100; more is a platform that invents pages. */
const maxPages = 1_000;

/**
 * Reads a list through all its pages. The result is whole or a failure: half a list is never an answer.
 * Stops at a page without entries (Blackboard names a next page for ever above 1,000 members), and fails when a
 * page comes back or the next page is on another host, where the token must not go.
 *
 * @param read the entries of one page; null when the answer is not such a list
 */
export async function readPages<T>(
  client: ServiceClient,
  call: PageCall,
  read: (text: string, answer: OutboundAnswer) => T[] | null,
): Promise<ServiceResult<T[]>> {
  const entries: T[] = [];
  const seen = new Set<string>();
  let url = call.url;
  for (;;) {
    if (seen.has(url) || seen.size === maxPages)
      return failure('unreadable', 'the pages go round in circles');
    seen.add(url);
    const answer = await client.call({ ...call, url, method: 'GET' });
    if (answer.kind !== 'done') return answer;
    const page = read(answer.value.text, answer.value);
    if (page === null)
      return failure('unreadable', 'the answer is not the list that was asked for', answer.status);
    entries.push(...page);
    const next = nextPage(answer.value.headers['link'], url);
    if (next === null || page.length === 0) return done(answer.status, entries);
    if (new URL(next).origin !== new URL(call.url).origin)
      return failure('unreadable', 'the next page is on another host');
    url = next;
  }
}
