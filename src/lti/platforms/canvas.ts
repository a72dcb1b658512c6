import { type PlatformWays } from './ways.ts';

/** Canvas (documented in its LTI Advantage pages and throttling page). */
export const canvas: PlatformWays = {
  // The default is ten a page; up to a hundred may be asked for.
  pageSize: 100,
  classify(answer, general) {
    // Throttling is a 403 whose text says "Rate Limit Exceeded", or that leaves nothing in the allowance.
    const remaining = Number(answer.headers['x-rate-limit-remaining'] ?? Number.NaN);
    if (answer.status === 403 && (/rate limit exceeded/i.test(answer.text) || remaining <= 0)) {
      return { ...general, kind: 'rate-limited' };
    }
    return general;
  },
  // Without it the first score makes a submission in the student's name.
  scoreExtension: { 'https://canvas.instructure.com/lti/submission': { new_submission: false } },
};
