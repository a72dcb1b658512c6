import { type PlatformWays } from './ways.ts';

/**
 * Moodle, observed on 4.1.10. No page size: results answer 404 with an error page when given a `limit`, and line item
 * pages then carry a malformed Link header; without one everything comes at once.
 */
export const moodle: PlatformWays = {
  classify(answer, general) {
    // A score into a grade or column that the teacher has locked: 500 with an empty JSON list.
    if (answer.status === 500 && answer.text.trim() === '[]') {
      return { ...general, kind: 'locked', detail: 'the grade or its column is locked in the gradebook' };
    }
    return general;
  },
};
