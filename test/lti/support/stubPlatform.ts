import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT, type CryptoKey } from 'jose';

/** A request that the stub has received. */
export interface Received {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type StubHandler = (request: Received, response: ServerResponse) => void | Promise<void>;

/** An LMS of a few lines: it signs what a test wants, and answers what a test says. */
export interface StubPlatform {
  readonly url: string;
  readonly received: Received[];
  readonly keys: JWK[];
  /** Answers by path (without query), tried before the key set and the token that it serves by itself. */
  readonly on: Map<string, StubHandler>;
  count(path: string): number;
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  /** Adds a new key to the key set; `sign` uses it from now on. */
  rotate(kid: string): Promise<void>;
  stop(): Promise<void>;
}

export interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

let pairs: Promise<KeyPair[]> | undefined;

/** Key pairs are slow to make, so the tests of one file share three. */
export function testKeys(): Promise<KeyPair[]> {
  pairs ??= Promise.all([1, 2, 3].map(makePair));
  return pairs;
}

async function makePair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, publicJwk: await exportJWK(publicKey) };
}

export const published = (pair: KeyPair, kid: string): JWK => ({
  ...pair.publicJwk,
  kid,
  alg: 'RS256',
  use: 'sig',
});

export async function startStubPlatform(): Promise<StubPlatform> {
  const [first, second] = await testKeys();
  if (first === undefined || second === undefined) throw new Error('no keys');
  const received: Received[] = [];
  const keys: JWK[] = [published(first, 'key-1')];
  const on = new Map<string, StubHandler>();
  let current = { kid: 'key-1', key: first.privateKey };
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '/';
    const entry = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    received.push(entry);
    const handler = on.get(path.split('?')[0] ?? '');
    if (handler !== undefined) await handler(entry, response);
    else if (path === '/jwks') sendJson(response, { keys });
    else if (path === '/token') sendJson(response, tokenFor(entry));
    else sendJson(response, { error: 'not found' }, 404);
  }

  const url = await listen(server);
  return {
    url,
    received,
    keys,
    on,
    count: path => received.filter(one => one.path.split('?')[0] === path).length,
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid, ...header })
        .sign(current.key),
    async rotate(kid) {
      keys.push(published(second, kid));
      current = { kid, key: second.privateKey };
    },
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

let tokens = 0;
const tokenFor = (request: Received) => ({
  access_token: `token-${++tokens}`,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: new URLSearchParams(request.body).get('scope') ?? '',
});

export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

function listen(server: Server): Promise<string> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
