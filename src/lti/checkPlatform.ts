import { type Outbound, OutboundError } from './http.ts';
import { type Registration } from './registration.ts';
import { agsScopes } from './services/ags.ts';
import { nrpsScope } from './services/nrps.ts';
import { type TokenService } from './services/token.ts';

/** One step of a self-check. `detail` says in one line what was found, or which value is wrong. */
export interface CheckStep {
  readonly name: 'key-set' | 'access-token' | 'names-and-roles' | 'grades';
  readonly ok: boolean;
  readonly detail: string;
}

export interface CheckParts {
  readonly outbound: Outbound;
  readonly tokens: TokenService;
}

/** Asks the platform for what every launch and every grade will need, and says which value does not work. */
export async function checkPlatform(parts: CheckParts, registration: Registration): Promise<CheckStep[]> {
  return [
    await checkKeySet(parts.outbound, registration),
    ...(await checkTokens(parts.tokens, registration)),
  ];
}

async function checkKeySet(outbound: Outbound, { jwksUrl }: Registration): Promise<CheckStep> {
  const step = (ok: boolean, detail: string): CheckStep => ({ name: 'key-set', ok, detail });
  try {
    const answer = await outbound.send({
      url: jwksUrl,
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    if (answer.status !== 200) return step(false, `jwks-url ${jwksUrl} answers with status ${answer.status}`);
    const count = keysIn(answer.text);
    return count > 0
      ? step(true, `${count} keys`)
      : step(false, `jwks-url ${jwksUrl} does not hold a key set with RSA keys`);
  } catch (error) {
    if (error instanceof OutboundError) return step(false, `jwks-url ${jwksUrl}: ${error.message}`);
    throw error;
  }
}

function keysIn(text: string): number {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys)
      ? keys.filter(key => (key as { kty?: unknown } | null)?.kty === 'RSA').length
      : 0;
  } catch {
    return 0;
  }
}

async function checkTokens(tokens: TokenService, registration: Registration): Promise<CheckStep[]> {
  const wanted = [...Object.values<string>(agsScopes), nrpsScope];
  const answer = await tokens.get(registration, wanted);
  if (answer.kind !== 'done') {
    const { tokenUrl, clientId } = registration;
    return [
      {
        name: 'access-token',
        ok: false,
        detail: `token-url ${tokenUrl} with client id ${clientId}: ${answer.detail}`,
      },
    ];
  }
  const { scopes } = answer.value;
  const step = (name: CheckStep['name'], needed: readonly string[]): CheckStep => {
    const missing = needed.filter(scope => !scopes.includes(scope)).map(scope => scope.split('/').at(-1));
    const ok = missing.length === 0;
    return { name, ok, detail: ok ? 'granted' : `the platform does not grant ${missing.join(', ')}` };
  };
  return [
    { name: 'access-token', ok: true, detail: 'granted' },
    step('names-and-roles', [nrpsScope]),
    step('grades', [agsScopes.lineItem, agsScopes.score, agsScopes.resultReadonly]),
  ];
}
