import { canvas } from './canvas.ts';
import { moodle } from './moodle.ts';
import { type PlatformWays } from './ways.ts';

export { type PlatformWays } from './ways.ts';

const families: Readonly<Record<string, PlatformWays>> = { canvas, moodle };

const plain: PlatformWays = {};

/** @param family `product_family_code` of the platform's launches; null when it never told */
export function platformWays(family: string | null): PlatformWays {
  const name = family?.toLowerCase() ?? '';
  return (Object.hasOwn(families, name) ? families[name] : undefined) ?? plain;
}
