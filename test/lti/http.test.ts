import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound, OutboundError, type Outbound, type OutboundParts } from '../../src/lti/http.ts';
import { sendJson, startStubPlatform, type StubPlatform } from './support/stubPlatform.ts';

let platform: StubPlatform;
const opened: Outbound[] = [];
beforeAll(async () => {
  platform = await startStubPlatform();
});
afterAll(async () => {
  await Promise.all(opened.map(one => one.close()));
  await platform.stop();
});

function outbound(parts: Partial<OutboundParts> = {}): Outbound {
  const made = createOutbound({
    policy: { allow: [], allowLoopback: true },
    userAgent: 'Tirek/test',
    timeoutMs: 400,
    ...parts,
  });
  opened.push(made);
  return made;
}

const failureOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof OutboundError ? error.failure : `no OutboundError: ${String(error)}`;
};
const get = (url: string) => ({ url, method: 'GET' as const });

describe('calls to an LMS', () => {
  it('carry a User-Agent and bring back status, headers and text', async () => {
    platform.on.set('/plain', (_request, response) => {
      response.writeHead(201, { 'x-some': 'thing', link: ['<a>; rel="a"', '<b>; rel="b"'] });
      response.end('Қазақша');
    });
    const answer = await outbound().send(get(`${platform.url}/plain`));
    expect(answer).toMatchObject({
      status: 201,
      text: 'Қазақша',
      headers: { 'x-some': 'thing', link: '<a>; rel="a", <b>; rel="b"' },
    });
    expect(platform.received.at(-1)?.headers['user-agent']).toBe('Tirek/test');
  });

  it('end when the answer does not come, stops half-way, or drips', async () => {
    platform.on.set('/hang', () => {});
    platform.on.set('/half', (_request, response) => void response.writeHead(200).write('begin'));
    platform.on.set('/drip', (_request, response) => {
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
    });
    for (const path of ['/hang', '/half', '/drip']) {
      expect(await failureOf(outbound().send(get(`${platform.url}${path}`))), path).toBe('timeout');
    }
  });

  it('end when the connection is dropped or nobody listens', async () => {
    platform.on.set('/drop', (_request, response) => void response.destroy());
    expect(await failureOf(outbound().send(get(`${platform.url}/drop`)))).toBe('network');
    expect(await failureOf(outbound().send(get('http://127.0.0.1:9/')))).toBe('network');
  });

  it('end when the answer is larger than allowed', async () => {
    platform.on.set('/large', (_request, response) => void response.end('x'.repeat(10_001)));
    const call = { ...get(`${platform.url}/large`), maxBytes: 10_000 };
    expect(await failureOf(outbound().send(call))).toBe('too-large');
    expect((await outbound().send({ ...call, maxBytes: 10_001 })).text).toHaveLength(10_001);
  });

  it('follow redirects on the same host, never to another one, and not for ever', async () => {
    platform.on.set(
      '/moved',
      (_request, response) => void response.writeHead(302, { location: '/here' }).end(),
    );
    platform.on.set('/here', (_request, response) => sendJson(response, 'here'));
    platform.on.set(
      '/away',
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    );
    platform.on.set(
      '/round',
      (_request, response) => void response.writeHead(307, { location: '/round' }).end(),
    );
    expect((await outbound().send(get(`${platform.url}/moved`))).text).toBe('"here"');
    expect(await failureOf(outbound().send(get(`${platform.url}/away`)))).toBe('redirect');
    expect(await failureOf(outbound().send(get(`${platform.url}/round`)))).toBe('redirect');
    const post = { url: `${platform.url}/moved`, method: 'POST' as const, body: 'x' };
    expect((await outbound().send(post)).status).toBe(302);
  });

  it('never go into private networks, nor to this machine in production', async () => {
    const inProduction = outbound({ policy: { allow: [], allowLoopback: false } });
    for (const url of [
      'https://127.0.0.1/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/latest',
      'https://2130706433/',
    ]) {
      expect(await failureOf(inProduction.send(get(url))), url).toBe('not-allowed');
    }
    expect(await failureOf(outbound().send(get('https://192.168.1.1/')))).toBe('not-allowed');
    expect(await failureOf(inProduction.send(get('http://lms.example.kz/')))).toBe('not-allowed');
    expect(await failureOf(inProduction.send(get('file:///etc/passwd')))).toBe('not-allowed');
  });

  it('judge the address that a name resolves to when connecting, each time', async () => {
    const answers = ['93.184.216.34', '10.0.0.1'];
    const asked: string[] = [];
    const resolve = ((name: string, _options: unknown, callback: (...all: unknown[]) => void) => {
      asked.push(name);
      callback(null, [{ address: answers[Math.min(asked.length - 1, 1)], family: 4 }]);
    }) as never;
    const rebinding = outbound({ policy: { allow: [], allowLoopback: false }, resolve, timeoutMs: 150 });
    await failureOf(rebinding.send(get('https://rebinding.example/')));
    expect(await failureOf(rebinding.send(get('https://rebinding.example/')))).toBe('not-allowed');
  });

  it('reach a host in a private network that the operator allows, by http too', async () => {
    const port = new URL(platform.url).port;
    const resolve = ((_name: string, _options: unknown, callback: (...all: unknown[]) => void) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    const allowed = outbound({ policy: { allow: ['lms.university.kz'], allowLoopback: false }, resolve });
    platform.on.set('/hello', (_request, response) => sendJson(response, 'hello'));
    expect((await allowed.send(get(`http://lms.university.kz:${port}/hello`))).text).toBe('"hello"');
  });
});
