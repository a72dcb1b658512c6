import { type Registration } from '../registration.ts';
import { type ServiceFailure } from '../services/result.ts';
import { type TokenService } from '../services/token.ts';
import { type CheckStep, outcomesOf } from './step.ts';

export interface TokenChecked {
  readonly step: CheckStep;
  /** What the platform grants; null without a token. */
  readonly scopes: readonly string[] | null;
}

/** @param keysUrl the address of our keys that should stand in the platform */
export async function checkToken(
  tokens: TokenService,
  registration: Registration,
  scopes: readonly string[],
  keysUrl: string,
): Promise<TokenChecked> {
  const { ok } = outcomesOf('access-token', registration.name);
  const answer = await tokens.get(registration, scopes);
  if (answer.kind === 'done') return { step: ok('token-granted'), scopes: answer.value.scopes };
  return { step: failedStep(registration, answer, keysUrl), scopes: null };
}

function failedStep(registration: Registration, failure: ServiceFailure, keysUrl: string): CheckStep {
  const { name, tokenUrl, clientId, tokenAudience } = registration;
  const { failed } = outcomesOf('access-token', name);
  const said = failure.detail.replace(/^access token: /, '');
  switch (failure.kind) {
    case 'not-allowed':
      return failed('not-allowed', { address: tokenUrl });
    case 'retry':
      if (failure.status !== null) return failed('service-away', { said });
      return failed(said.startsWith('timeout') ? 'timeout' : 'unreachable', { address: tokenUrl });
    case 'forbidden':
      return failed('token-scope', { said });
    case 'unreadable':
      return failed('token-address', { address: tokenUrl, said });
    case 'unauthorized':
      // There is nothing that takes our request there, rather than somebody who refuses it.
      if (failure.status === 404 || failure.status === 405) {
        return failed('token-address', { address: tokenUrl, said });
      }
      if (/\baud/i.test(said)) return failed('token-audience', { found: tokenAudience ?? tokenUrl, said });
      return failed('token-client', { clientId, address: keysUrl, said });
    default:
      return failed('token-refused', { said });
  }
}
