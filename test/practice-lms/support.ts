import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/log.ts';
import { type PracticeLms, type PracticeLmsOptions, startPracticeLms } from '../../src/practice-lms/index.ts';

/**
 * The part of a tool that the LMS talks to: a key set, a private key to sign with, and for browsers a login that
 * answers as `loginBy` says and a page that shows what the launch brought.
 */
export interface ToyTool {
  readonly url: string;
  /** How the login goes on: a redirect to `/auth`, or a page of the tool that POSTs there. */
  loginBy: 'redirect' | 'post';
  readonly keys: { kid: string; privateKey: CryptoKey; jwk: JWK }[];
  addKey(): Promise<void>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** What the toy tool answers to a browser: its login, and a page with the claims or the error of a launch. */
async function answerBrowser(
  tool: ToyTool,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields = await bodyOf(request);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (request.url === '/lti/launch') {
    response.end(
      `<pre>${escapeHtml(fields.id_token === undefined ? JSON.stringify(fields) : payloadOf(fields.id_token))}</pre>`,
    );
    return;
  }
  const parameters = authRequest(tool, fields);
  if (tool.loginBy === 'redirect') {
    response.writeHead(302, { Location: `${fields.iss ?? ''}/auth?${query(parameters)}` }).end();
    return;
  }
  const inputs = Object.entries(parameters).map(
    ([name, value]) => `<input name="${name}" value="${escapeHtml(value)}">`,
  );
  response.end(
    `<form method="post" action="${fields.iss ?? ''}/auth">${inputs.join('')}</form><script>document.forms[0].submit()</script>`,
  );
}

function payloadOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
}

/** The claims of a JWT, unverified. */
export function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(payloadOf(jwt)) as Record<string, unknown>;
}

async function startToyTool(): Promise<ToyTool> {
  const keys: ToyTool['keys'] = [];
  const server: Server = createServer((request, response) => {
    if (request.url === '/lti/keys') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ keys: keys.map(one => one.jwk) }));
    } else {
      void answerBrowser(tool, request, response);
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const tool: ToyTool = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    loginBy: 'redirect',
    keys,
    addKey: async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      const kid = randomUUID();
      keys.push({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } });
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await tool.addKey();
  return tool;
}

export interface Bench {
  readonly lms: PracticeLms;
  readonly tool: ToyTool;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** A practice LMS on a free port with a data directory of its own, and a toy tool beside it. */
export async function startBench(options: Partial<PracticeLmsOptions> = {}): Promise<Bench> {
  const tool = await startToyTool();
  const dataDir = mkdtempSync(join(tmpdir(), 'practice-lms-'));
  const lms = await startPracticeLms({ port: 0, dataDir, toolUrl: tool.url, log: silentLog, ...options });
  return {
    lms,
    tool,
    dataDir,
    close: async () => {
      await lms.close();
      await tool.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A browser without scripts: keeps the LMS's cookie and posts its forms. */
export class Browser {
  readonly #origin: string;
  cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** The token that stands in the forms of this session's pages. */
  async csrf(): Promise<string> {
    return fieldsOf(await (await this.get('/')).text()).csrf ?? '';
  }

  /** Posts a form of a page: with the session's token. */
  async submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.post(path, { csrf: await this.csrf(), ...fields });
  }

  async logIn(person: { readonly id: string }): Promise<this> {
    await this.submit('/login', { personId: person.id });
    return this;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(path, this.#origin);
    const headers = new Headers(init.headers);
    if (this.cookie !== '') headers.set('Cookie', this.cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';')[0] ?? '';
    return response;
  }
}

/** Names and values of a page's inputs, with HTML's escapes undone. */
export function fieldsOf(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescape(value)]));
}

/** Where a page's first form posts to. */
export function actionOf(html: string): string {
  return unescape(/<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? '');
}

function unescape(text: string): string {
  return text
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What a good tool answers to a login (the parameters of its authentication request). */
export function authRequest(tool: ToyTool, login: Readonly<Record<string, string>>): Record<string, string> {
  return {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: login.client_id ?? '',
    redirect_uri: `${tool.url}/lti/launch`,
    login_hint: login.login_hint ?? '',
    lti_message_hint: login.lti_message_hint ?? '',
    nonce: randomUUID(),
    state: randomUUID(),
  };
}

export const query = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();

/** A good client assertion, with claims put over it. */
export async function assertion(
  bench: Bench,
  claims: Record<string, unknown> = {},
  keyIndex = 0,
): Promise<string> {
  const key = bench.tool.keys[keyIndex];
  if (key === undefined) throw new Error('the toy tool has no such key');
  const { clientId, tokenUrl } = bench.lms.registration;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    iat: now - 5,
    exp: now + 60,
    jti: randomUUID(),
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .sign(key.privateKey);
}

export const agsScope = (name: string): string => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`;
export const membersScope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
export const allScopes = [
  ...['lineitem', 'lineitem.readonly', 'result.readonly', 'score'].map(agsScope),
  membersScope,
];

export async function askToken(bench: Bench, scope: string, clientAssertion: string): Promise<Response> {
  return fetch(bench.lms.registration.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: clientAssertion,
      scope,
    }),
  });
}

export async function getToken(bench: Bench, scopes: readonly string[] = allScopes): Promise<string> {
  const answer = (await (await askToken(bench, scopes.join(' '), await assertion(bench))).json()) as {
    access_token: string;
  };
  return answer.access_token;
}

export const type = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  members: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const;
