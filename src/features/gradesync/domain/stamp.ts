/**
 * The timestamp of the next score of one (line item, user), in whole seconds since 1970. Strictly rising, because AGS
 * 2.0 (section 3.4.4) has platforms refuse an older one, and Moodle compares whole seconds: two posts within a second
 * are a conflict there.
 *
 * @param last what was posted before for the same (line item, user); 0 when nothing was
 * @param floor what an owner that died may have used
 */
export function nextStamp(now: Date, last: number, floor: number): number {
  return Math.max(Math.floor(now.getTime() / 1000), last + 1, floor + 1);
}

export const stampToDate = (stamp: number): Date => new Date(stamp * 1000);
