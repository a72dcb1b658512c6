import { type OutboundAnswer } from '../http.ts';
import { type ServiceFailure } from '../services/result.ts';

/** What one product family does differently from the specifications. Each way has its evidence where it is written. */
export interface PlatformWays {
  /** A page size to ask for when listing line items and results; undefined: do not ask. */
  readonly pageSize?: number;
  /** Names a failure better than its status alone. */
  readonly classify?: (answer: OutboundAnswer, general: ServiceFailure) => ServiceFailure;
  /** Fields that every score carries besides those of AGS 2.0. */
  readonly scoreExtension?: Readonly<Record<string, unknown>>;
}
