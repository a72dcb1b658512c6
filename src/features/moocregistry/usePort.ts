import { type RegistrationId } from '../../kernel/ids.ts';
import { type CountedUse } from './domain/statistics.ts';

/** One use of an online course by an approved integration map. */
export interface MoocUse extends CountedUse {
  /** The title of the discipline. */
  readonly course: string;
}

/** What the room of integration maps tells the registry. */
export interface MoocUsePort {
  /** All uses in an institution; null: nothing is known of maps. */
  usesOf(registrationId: RegistrationId): Promise<readonly MoocUse[] | null>;
}

export const noUsesKnown: MoocUsePort = { usesOf: () => Promise.resolve(null) };
