import { type OutboundAnswer } from '../http.ts';
import { type ServiceFailure } from '../services/result.ts';
import { canvas } from './canvas.ts';
import { moodle } from './moodle.ts';

/** What one product family does differently from the specifications. Each way has its evidence where it is written. */
export interface PlatformWays {
  /** A page size to ask for when listing line items and results; undefined: do not ask. */
  readonly pageSize?: number;
  /** Names a failure better than its status alone. */
  readonly classify?: (answer: OutboundAnswer, general: ServiceFailure) => ServiceFailure;
  /** Fields that every score carries besides those of AGS 2.0. */
  readonly scoreExtension?: Readonly<Record<string, unknown>>;
}

const families: Readonly<Record<string, PlatformWays>> = { canvas, moodle };

const plain: PlatformWays = {};

/** @param family `product_family_code` of the platform's launches; null when it never told */
export function platformWays(family: string | null): PlatformWays {
  const name = family?.toLowerCase() ?? '';
  return (Object.hasOwn(families, name) ? families[name] : undefined) ?? plain;
}
