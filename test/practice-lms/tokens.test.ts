import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agsScope, allScopes, askToken, assertion, type Bench, membersScope, startBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

describe('the token endpoint', () => {
  const refusal = async (response: Response): Promise<unknown> => {
    expect(response.status).toBe(400);
    return ((await response.json()) as { error: string }).error;
  };

  it('gives the scopes that may be had, and says how long they last', async () => {
    const response = await askToken(bench, `${agsScope('score')} unknown`, await assertion(bench));
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: agsScope('score'),
    });
  });

  it('refuses when no scope may be had', async () => {
    expect(await refusal(await askToken(bench, 'unknown', await assertion(bench)))).toBe('invalid_scope');
  });

  it.each([
    ['another client', { iss: 'other', sub: 'other' }],
    ['an audience that is not its own', { aud: 'https://elsewhere.example' }],
    ['an assertion that is over', { exp: Math.floor(Date.now() / 1000) - 10 }],
    ['an assertion from the future', { iat: Math.floor(Date.now() / 1000) + 60 }],
    ['an assertion that lives for hours', { exp: Math.floor(Date.now() / 1000) + 7200 }],
    ['an assertion without jti', { jti: '' }],
  ])('refuses %s', async (_title, claims) => {
    expect(await refusal(await askToken(bench, allScopes.join(' '), await assertion(bench, claims)))).toBe(
      'invalid_client',
    );
  });

  it('takes an assertion once', async () => {
    const twice = await assertion(bench, { jti: randomUUID() });
    expect((await askToken(bench, membersScope, twice)).status).toBe(200);
    expect(await refusal(await askToken(bench, membersScope, twice))).toBe('invalid_client');
  });

  it('reads the key set of the tool again when a new key signs', async () => {
    await bench.tool.addKey();
    // The key set may be read again one second after the last time.
    const deadline = Date.now() + 5000;
    let status = 400;
    while (status !== 200 && Date.now() < deadline) {
      status = (await askToken(bench, membersScope, await assertion(bench, {}, 1))).status;
    }
    expect(status).toBe(200);
  });
});
