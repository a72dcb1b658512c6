import { type LinkOutcome } from './mooc.ts';

/** What came of calling an address: a status, or why there was none. */
export type LinkAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly failure: 'not-allowed' | 'timeout' | 'network' | 'too-large' | 'redirect';
    };

/**
 * What an answer says of a link. Pages that want a login (401, 403) are there; so is a page that is too large to be
 * read, and one that asks for fewer calls (429). Whatever leads to another host is shown to a person, who decides.
 */
export function linkOutcome(answer: LinkAnswer): LinkOutcome {
  if (answer.kind === 'failed') {
    if (answer.failure === 'too-large') return 'works';
    if (answer.failure === 'redirect') return 'moved';
    return answer.failure === 'not-allowed' ? 'not-called' : 'unreachable';
  }
  const { status } = answer;
  if (status >= 500) return 'failing';
  if (status < 400 || status === 401 || status === 403 || status === 405 || status === 429) return 'works';
  return 'missing';
}
