import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';
import { bareHost, mayConnect, mayUseHttp, type OutboundPolicy, parseHttpUrl } from './addresses.ts';

/** Why a call to an LMS brought no answer. */
export type OutboundFailure =
  /** The address is not one we may call: not http(s), http without permission, or in a private network. */
  | 'not-allowed'
  | 'timeout'
  /** Name unknown, connection refused or dropped, TLS not trusted. */
  | 'network'
  | 'too-large'
  /** It pointed to another host, or round and round. */
  | 'redirect';

/** A call to an LMS that brought no answer. `detail` is for the log; it holds no personal data. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure;
  readonly detail: string;
  constructor(failure: OutboundFailure, detail: string, options?: ErrorOptions) {
    super(`${failure}: ${detail}`, options);
    this.name = 'OutboundError';
    this.failure = failure;
    this.detail = detail;
  }
}

export interface OutboundRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes that the answer may have; one million unless told. */
  readonly maxBytes?: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Calls to LMSs: with limits on time and size, and never into networks that are nobody's business. */
export interface Outbound {
  /** @throws OutboundError */
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

export interface OutboundParts {
  readonly policy: OutboundPolicy;
  readonly userAgent: string;
  /** From the first byte sent to the last byte read, redirects included. 5,000 unless told. */
  readonly timeoutMs?: number;
  /** The system's name resolution unless a test brings its own. */
  readonly resolve?: typeof dnsLookup;
}

const defaultTimeoutMs = 5_000;
const defaultMaxBytes = 1_000_000;
const maxRedirects = 3;

export function createOutbound(parts: OutboundParts): Outbound {
  const agents = new Map<string, Agent>();
  const agentFor = (url: URL): Agent => {
    let agent = agents.get(url.origin);
    if (agent === undefined) {
      agent = createAgent(url, parts);
      agents.set(url.origin, agent);
      forgetOldest(agents);
    }
    return agent;
  };
  return {
    async send(outgoing) {
      const signal = AbortSignal.timeout(parts.timeoutMs ?? defaultTimeoutMs);
      let url = checkedUrl(outgoing.url, parts.policy);
      for (let redirects = 0; ; redirects++) {
        const answer = await exchange(url, outgoing, agentFor(url), parts.userAgent, signal);
        const next = redirectTarget(answer, url, outgoing.method);
        if (next === null) return answer;
        if (redirects === maxRedirects)
          throw new OutboundError('redirect', `more than ${maxRedirects} redirects`);
        url = checkedUrl(next.href, parts.policy);
      }
    },
    async close() {
      await Promise.all([...agents.values()].map(agent => agent.close()));
    },
  };
}

const keptAgents = 200;

function forgetOldest(agents: Map<string, Agent>): void {
  const [oldest] = agents;
  if (oldest === undefined || agents.size <= keptAgents) return;
  agents.delete(oldest[0]);
  // Calls that still run are let to their end.
  void oldest[1].close();
}

/** One agent an origin, because a connection's address is judged by the host it was looked up for. */
function createAgent(url: URL, parts: OutboundParts): Agent {
  const resolve = parts.resolve ?? dnsLookup;
  // The address is judged where it is connected to, so a name that resolves differently the second time is no way in.
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const bad = addresses.find(({ address }) => !mayConnect(parts.policy, url, address));
      if (bad !== undefined)
        return callback(new OutboundError('not-allowed', `${url.hostname} is in a private network`), '');
      const first = addresses[0];
      if (first === undefined) return callback(new Error('no address'), '');
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
  return new Agent({ connections: 8, keepAliveTimeout: 4_000, connect: { lookup, timeout: 4_000 } });
}

function checkedUrl(value: string, policy: OutboundPolicy): URL {
  const url = parseHttpUrl(value);
  if (url === null) throw new OutboundError('not-allowed', 'not an http or https address');
  if (url.protocol === 'http:' && !mayUseHttp(policy, url)) {
    throw new OutboundError('not-allowed', `${url.host} would be called by http`);
  }
  const host = bareHost(url.hostname);
  // Node asks no name server for a literal address, so the check at connecting would never see it.
  if (isIP(host) !== 0 && !mayConnect(policy, url, host)) {
    throw new OutboundError('not-allowed', `${url.hostname} is in a private network`);
  }
  return url;
}

/** Where a redirect leads, when it stays on the same origin and the method allows it. */
function redirectTarget(answer: OutboundAnswer, from: URL, method: string): URL | null {
  const location = answer.headers['location'];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null;
  if (method !== 'GET' || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  if (target.origin !== from.origin)
    throw new OutboundError('redirect', `${from.host} points to ${target.host}`);
  return target;
}

async function exchange(
  url: URL,
  outgoing: OutboundRequest,
  dispatcher: Dispatcher,
  userAgent: string,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  try {
    const response = await request(url, {
      dispatcher,
      signal,
      method: outgoing.method,
      headers: { 'user-agent': userAgent, ...outgoing.headers },
      body: outgoing.body ?? null,
    });
    const text = await readText(response.body, outgoing.maxBytes ?? defaultMaxBytes);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    return { status: response.statusCode, headers, text };
  } catch (error) {
    throw asOutboundError(error, url, signal);
  }
}

async function readText(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw new OutboundError('too-large', `more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asOutboundError(error: unknown, url: URL, signal: AbortSignal): OutboundError {
  if (error instanceof OutboundError) return error;
  const causes = error instanceof AggregateError ? [...(error.errors as unknown[])] : [];
  const own = [error, ...causes, error instanceof Error ? error.cause : undefined].find(
    e => e instanceof OutboundError,
  );
  if (own instanceof OutboundError) return own;
  const { code, name } = error as { code?: string; name: string };
  if (signal.aborted || /TIMEOUT|ETIMEDOUT/.test(code ?? name)) {
    return new OutboundError('timeout', `${url.host} did not answer in time`, { cause: error });
  }
  return new OutboundError('network', `${url.host}: ${code ?? name}`, { cause: error });
}
