import { type Entry, type LmsScore, type WantedScore } from './entry.ts';

/**
 * The smallest step between two marks is 0.01; Moodle keeps five decimals of its column's maximum, others two. Closer
 * than half a step is the same mark.
 */
const tolerance = 0.0051;

/** Whether the LMS shows this score; it may have rescaled it to its column's maximum. */
export function isSameScore(ours: { score: string | null; maximum: number }, lms: LmsScore): boolean {
  if (ours.score === null || lms.score === null) return ours.score === lms.score;
  const scale = (lms.maximum ?? ours.maximum) / ours.maximum;
  return Math.abs(Number(ours.score) * scale - Number(lms.score)) < tolerance;
}

/**
 * What the LMS's present value means for a score that is about to be posted:
 * `wanted`: it is there already; `known`: we put it there, or the teacher accepted it, or there is nothing to lose;
 * `foreign`: somebody changed it by hand.
 */
export function judge(entry: Entry, wanted: WantedScore, lms: LmsScore): 'wanted' | 'known' | 'foreign' {
  if (isSameScore(wanted, lms)) return 'wanted';
  if (lms.score === null || entry.force) return 'known';
  if (entry.sent !== null && isSameScore(entry.sent, lms)) return 'known';
  const { maximum } = entry.sent ?? wanted;
  return entry.maybe.some(score => isSameScore({ score, maximum }, lms)) ? 'known' : 'foreign';
}

/** Whether the LMS has exactly this already, comment included, as far as we know. */
export function isUnchanged(entry: Entry, wanted: WantedScore): boolean {
  const { sent } = entry;
  // Something else was seen there: whether it still stands is looked up, not guessed.
  if (sent === null || entry.force || entry.maybe.length > 0 || entry.lms !== null) return false;
  return sent.score === wanted.score && sent.maximum === wanted.maximum && sent.comment === wanted.comment;
}
