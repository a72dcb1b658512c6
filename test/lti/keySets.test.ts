import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound } from '../../src/lti/http.ts';
import { createKeySets, type KeySets, lifeOf } from '../../src/lti/keySets.ts';
import { LtiRefusalError } from '../../src/lti/refusal.ts';
import {
  published,
  sendJson,
  startStubPlatform,
  type StubHandler,
  type StubPlatform,
  testKeys,
} from './support/stubPlatform.ts';

let platform: StubPlatform;
let outbound: Outbound;
let keySets: KeySets;
let time = 0;
let path = 0;
beforeAll(async () => {
  platform = await startStubPlatform();
  outbound = createOutbound({ policy: { allow: [], allowLoopback: true }, userAgent: 't', timeoutMs: 400 });
});
beforeEach(() => {
  time = Date.UTC(2026, 10, 21);
  keySets = createKeySets({ outbound, now: () => new Date(time), cooldownMs: 30_000 });
});
afterAll(async () => {
  await outbound.close();
  await platform.stop();
});

/** A key set address of its own for a test. */
function served(handler: StubHandler): { url: string; fetches: () => number } {
  const name = `/set-${++path}`;
  platform.on.set(name, handler);
  return { url: `${platform.url}${name}`, fetches: () => platform.count(name) };
}
const keysWith = async (...kids: string[]) => {
  const [pair] = await testKeys();
  return { keys: kids.map(kid => published(pair as never, kid)) };
};
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'found',
    (error: unknown) => (error instanceof LtiRefusalError ? error.code : String(error)),
  );

describe('key sets of platforms', () => {
  it('are fetched once for many launches at once and afterwards', async () => {
    const set = await keysWith('a');
    const { url, fetches } = served(
      (_request, response) => void setTimeout(() => sendJson(response, set), 50),
    );
    await Promise.all(Array.from({ length: 300 }, () => keySets.get(url, 'a')));
    time += 60_000;
    await keySets.get(url, 'a');
    expect(fetches()).toBe(1);
  });

  it('are fetched again when their time is over', async () => {
    const set = await keysWith('a');
    const { url, fetches } = served((_request, response) =>
      sendJson(response, set, 200, { 'cache-control': 'max-age=20' }),
    );
    await keySets.get(url, 'a');
    time += 19_000;
    await keySets.get(url, 'a');
    expect(fetches()).toBe(1);
    time += 2_000;
    await keySets.get(url, 'a');
    expect(fetches()).toBe(2);
  });

  it('are fetched once more for an unknown key, then not again before the cooldown is over', async () => {
    let set = await keysWith('a');
    const { url, fetches } = served((_request, response) => sendJson(response, set));
    await keySets.get(url, 'a');
    set = await keysWith('a', 'b');
    expect(await codeOf(keySets.get(url, 'b'))).toBe('found');
    expect(fetches()).toBe(2);
    for (let n = 0; n < 20; n++) expect(await codeOf(keySets.get(url, `forged-${n}`))).toBe('key-unknown');
    expect(fetches()).toBe(2);
    time += 30_000;
    expect(await codeOf(keySets.get(url, 'forged'))).toBe('key-unknown');
    expect(fetches()).toBe(3);
  });

  it('are fetched once for a new key that a whole class brings at once', async () => {
    let set = await keysWith('a');
    const { url, fetches } = served(
      (_request, response) => void setTimeout(() => sendJson(response, set), 30),
    );
    await keySets.get(url, 'a');
    set = await keysWith('b');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(keySets.get(url, 'b'))));
    expect(new Set(codes)).toEqual(new Set(['found']));
    expect(fetches()).toBe(2);
  });

  it('are not fetched twice for a key that a fresh set does not hold', async () => {
    const set = await keysWith('a');
    const { url, fetches } = served((_request, response) => sendJson(response, set));
    expect(await codeOf(keySets.get(url, 'b'))).toBe('key-unknown');
    expect(fetches()).toBe(1);
  });

  it('go on being used for an hour while the platform fails', async () => {
    const set = await keysWith('a');
    let failing = false;
    const { url } = served((_request, response) =>
      sendJson(response, failing ? {} : set, failing ? 500 : 200),
    );
    await keySets.get(url, 'a');
    failing = true;
    time += 60 * 60_000;
    expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
    time += 20 * 60_000;
    expect(await codeOf(keySets.get(url, 'a'))).toBe('platform-keys-unreadable');
  });

  describe('of a platform that fails', () => {
    /** A platform whose server can be broken: `hangs` never answers, `fails` answers 500. */
    async function breakable(headers: Record<string, string> = {}) {
      const state = { mode: 'works' as 'works' | 'fails' | 'hangs', set: await keysWith('a') };
      const handler: StubHandler = (_request, response) => {
        if (state.mode !== 'hangs')
          sendJson(
            response,
            state.mode === 'fails' ? {} : state.set,
            state.mode === 'fails' ? 500 : 200,
            headers,
          );
      };
      return { ...served(handler), state };
    }

    it('are asked for once by ten forged keys, once more where there is no set yet', async () => {
      for (const known of [true, false]) {
        const { url, fetches, state } = await breakable();
        if (known) await keySets.get(url, 'a');
        const before = fetches();
        state.mode = 'fails';
        for (let n = 0; n < 10; n++)
          expect(await codeOf(keySets.get(url, `forged-${n}`))).toBe('platform-keys-unreadable');
        expect(fetches() - before).toBe(known ? 1 : 2);
      }
    });

    it('are asked for by forged keys once more soon, then not before the cooldown is over', async () => {
      const { url, fetches, state } = await breakable();
      await keySets.get(url, 'a');
      state.mode = 'fails';
      await codeOf(keySets.get(url, 'forged'));
      time += 5_000;
      for (let seconds = 5; seconds < 35; seconds++, time += 1_000)
        expect(await codeOf(keySets.get(url, `forged-${seconds}`))).toBe('platform-keys-unreadable');
      expect(fetches()).toBe(3);
      expect(await codeOf(keySets.get(url, 'forged'))).toBe('platform-keys-unreadable');
      expect(fetches()).toBe(4);
    });

    it('let a class in by the older set, with one fetch in five seconds', async () => {
      const { url, fetches, state } = await breakable({ 'cache-control': 'max-age=20' });
      await keySets.get(url, 'a');
      state.mode = 'fails';
      time += 20_000;
      for (let n = 0; n < 30; n++) expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
      expect(fetches()).toBe(2);
      time += 5_000;
      expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
      expect(fetches()).toBe(3);
    });

    it('do not make launches wait for a hanging server while the older set may be used', async () => {
      const patient = createKeySets({
        outbound,
        now: () => new Date(time),
        cooldownMs: 30_000,
        // Far less than the outbound's time limit, and than any test's.
        patienceMs: 1,
      });
      const { url, fetches, state } = await breakable({ 'cache-control': 'max-age=20' });
      await patient.get(url, 'a');
      state.mode = 'hangs';
      time += 20_000;
      let ended = 'not yet';
      expect(await codeOf(patient.get(url, 'a'))).toBe('found');
      // The fetch is still under way: a key that only it can bring waits for it, and for nothing else.
      const waiting = codeOf(patient.get(url, 'b')).then(code => (ended = code));
      for (let n = 0; n < 20; n++) expect(await codeOf(patient.get(url, 'a'))).toBe('found');
      expect(ended).toBe('not yet');
      expect(await waiting).toBe('platform-timeout');
      expect(fetches()).toBe(2);
    });

    it('are asked for at once again after one failure where there is no set: nobody else is kept out', async () => {
      const { url, state } = await breakable();
      state.mode = 'fails';
      expect(await codeOf(keySets.get(url, 'a'))).toBe('platform-keys-unreadable');
      state.mode = 'works';
      expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
    });

    it('repeat the second failure at once where there is no set to use', async () => {
      const { url, fetches, state } = await breakable();
      state.mode = 'hangs';
      for (let n = 0; n < 10; n++) expect(await codeOf(keySets.get(url, 'a'))).toBe('platform-timeout');
      expect(fetches()).toBe(2);
    });

    it('are used again within five seconds of its coming back, new keys included', async () => {
      for (const known of [true, false]) {
        const { url, state } = await breakable();
        if (known) await keySets.get(url, 'a');
        state.mode = 'fails';
        expect(await codeOf(keySets.get(url, 'b'))).toBe('platform-keys-unreadable');
        Object.assign(state, { mode: 'works', set: await keysWith('b') });
        time += 5_000;
        expect(await codeOf(keySets.get(url, 'b'))).toBe('found');
      }
    });

    it('are asked for again at once when the clock has been set back', async () => {
      const { url, state } = await breakable();
      state.mode = 'fails';
      await codeOf(keySets.get(url, 'a'));
      state.mode = 'works';
      time -= 3_600_000;
      expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
    });
  });

  it.each<[string, StubHandler, string]>([
    ['HTML', (_request, response) => void response.end('<html>'), 'platform-keys-unreadable'],
    ['an error', (_request, response) => sendJson(response, { keys: [] }, 503), 'platform-keys-unreadable'],
    [
      'two megabytes',
      (_request, response) => void response.end('x'.repeat(2_000_000)),
      'platform-keys-unreadable',
    ],
    [
      'JSON that is no key set',
      (_request, response) => sendJson(response, { keys: 'none' }),
      'platform-keys-unreadable',
    ],
    ['a closed connection', (_request, response) => void response.destroy(), 'platform-keys-unreadable'],
    ['nothing', () => {}, 'platform-timeout'],
  ])('that are %s are the platform’s failure, and no launch gets in', async (_name, handler, code) => {
    const { url } = served(handler);
    expect(await codeOf(keySets.get(url, 'a'))).toBe(code);
  });

  it('of more than a megabyte are read', async () => {
    const { keys } = await keysWith('a');
    const padding = Array.from({ length: 3_000 }, (_, n) => ({ ...keys[0], kid: `k${n}` }));
    const set = { keys: [...padding, ...keys] };
    expect(JSON.stringify(set).length).toBeGreaterThan(1_000_000);
    const { url } = served((_request, response) => sendJson(response, set));
    expect(await codeOf(keySets.get(url, 'a'))).toBe('found');
  });

  it('give RSA signing keys alone: other kinds, encryption keys, short ones and broken ones are passed over', async () => {
    const { keys } = await keysWith('good');
    const [good] = keys;
    const set = {
      keys: [
        null,
        'text',
        { kty: 'oct', kid: 'secret', k: 'c2VjcmV0' },
        { kty: 'EC', kid: 'curve', crv: 'P-256', x: 'a', y: 'b' },
        { ...good, kid: 'encryption', use: 'enc' },
        { ...good, kid: 'other-algorithm', alg: 'RS512' },
        { ...good, kid: 'short', n: good?.n?.slice(0, 100) },
        { ...good, kid: undefined },
        good,
      ],
    };
    const { url } = served((_request, response) => sendJson(response, set));
    expect(await codeOf(keySets.get(url, 'good'))).toBe('found');
    for (const kid of ['secret', 'curve', 'encryption', 'other-algorithm', 'short']) {
      expect(await codeOf(keySets.get(url, kid)), kid).toBe('key-unknown');
    }
  });
});

describe('the life of a key set', () => {
  it.each([
    [undefined, undefined, 900_000],
    ['public, max-age=3600', undefined, 3_600_000],
    ['max-age=3600', '600', 3_000_000],
    ['max-age="120"', undefined, 120_000],
    ['max-age=1', undefined, 5_000],
    ['max-age=99999999', undefined, 86_400_000],
    ['no-store', undefined, 60_000],
    ['private, no-cache, max-age=100', undefined, 60_000],
    ['max-age=0', undefined, 60_000],
    ['public', undefined, 900_000],
    ['nonsense', 'nonsense', 900_000],
  ])('Cache-Control %j with Age %j is %d ms', (cacheControl, age, life) => {
    expect(lifeOf(cacheControl, age)).toBe(life);
  });
});
