import { type RegistrationId } from '../../kernel/ids.ts';

/** One use of an online course by an approved integration map. */
export interface MoocUse {
  readonly moocId: string;
  /** The title of the discipline. */
  readonly course: string;
  /** Null: not known. */
  readonly department: string | null;
  readonly term: string | null;
  readonly model: 1 | 2 | 3;
  /** How many learners the map concerns, and how many have completed the online course; null: not known. */
  readonly learners: number | null;
  readonly completed: number | null;
}

/** What the room of integration maps tells the registry. */
export interface MoocUsePort {
  /** All uses in an institution; null: nothing is known of maps. */
  usesOf(registrationId: RegistrationId): Promise<readonly MoocUse[] | null>;
}

export const noUsesKnown: MoocUsePort = { usesOf: () => Promise.resolve(null) };
