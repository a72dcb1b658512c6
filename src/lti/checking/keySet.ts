import { z } from 'zod';
import { type Outbound } from '../http.ts';
import { type Registration } from '../registration.ts';
import { type CheckStep, outcomesOf, unansweredStep } from './step.ts';

const keySet = z.object({ keys: z.array(z.unknown()) });
const signingKey = z.looseObject({ kty: z.literal('RSA'), kid: z.string() });

/** Every launch needs the platform's RSA keys. */
export async function checkKeySet(outbound: Outbound, { jwksUrl, name }: Registration): Promise<CheckStep> {
  const { ok, failed } = outcomesOf('key-set', name);
  const request = { url: jwksUrl, method: 'GET', headers: { accept: 'application/json' } } as const;
  try {
    const { status, text } = await outbound.send(request);
    if (status !== 200) return failed('keys-status', { address: jwksUrl, status: String(status) });
    const count = countKeys(text);
    return count > 0 ? ok('keys-found', { count }) : failed('keys-none', { address: jwksUrl });
  } catch (error) {
    return unansweredStep(failed, jwksUrl, error);
  }
}

function countKeys(text: string): number {
  try {
    const set = keySet.safeParse(JSON.parse(text));
    return set.success ? set.data.keys.filter(key => signingKey.safeParse(key).success).length : 0;
  } catch {
    return 0;
  }
}
