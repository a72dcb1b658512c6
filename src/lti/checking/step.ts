import { type Catalogue } from '../../i18n/index.ts';
import { type CheckFacts } from '../../i18n/kk/connect.ts';
import { OutboundError } from '../http.ts';

export type CheckName = 'discovery' | 'key-set' | 'access-token' | 'names-and-roles' | 'grades' | 'launches';

/** What a step found; the three catalogues have its sentence. */
export type CheckCode = keyof Catalogue['connect']['check']['sentences'];

/** One step of a self-check. */
export interface CheckStep {
  readonly name: CheckName;
  /** `unknown`: nothing is wrong so far, but it could not be looked at yet. */
  readonly outcome: 'ok' | 'failed' | 'unknown';
  readonly code: CheckCode;
  /** The values that the sentence names. */
  readonly facts: Partial<CheckFacts>;
}

type Make = (code: CheckCode, facts?: Partial<CheckFacts>) => CheckStep;

/** Makers of one step's three outcomes. */
export function outcomesOf(name: CheckName, platform: string): Record<CheckStep['outcome'], Make> {
  const make =
    (outcome: CheckStep['outcome']): Make =>
    (code, facts = {}) => ({ name, outcome, code, facts: { platform, ...facts } });
  return { ok: make('ok'), failed: make('failed'), unknown: make('unknown') };
}

/** The failed step that a call without an answer is; every other error goes on. */
export function unansweredStep(failed: Make, address: string, error: unknown): CheckStep {
  if (!(error instanceof OutboundError)) throw error;
  switch (error.failure) {
    case 'timeout':
      return failed('timeout', { address });
    case 'not-allowed':
      return failed('not-allowed', { address });
    case 'network':
    case 'redirect':
    case 'too-large':
      return failed('unreachable', { address });
  }
}
