import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { bareHost, mayConnect, mayUseHttp, type OutboundPolicy, parseHttpUrl } from './addresses.ts';
import { exchange } from './exchange.ts';
import { type OutboundAnswer, OutboundError, type OutboundRequest } from './outboundCall.ts';

export {
  type OutboundAnswer,
  OutboundError,
  type OutboundFailure,
  type OutboundRequest,
} from './outboundCall.ts';

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
  /** The agent of the origin, which is one that we may call. */
  const agentFor = (url: URL): Agent => {
    let agent = agents.get(url.origin);
    if (agent === undefined) {
      checkOrigin(url, parts.policy);
      agent = createAgent(url, parts);
      agents.set(url.origin, agent);
      forgetOldest(agents);
    }
    return agent;
  };
  return {
    async send(outgoing) {
      const deadline = performance.now() + (parts.timeoutMs ?? defaultTimeoutMs);
      const maxBytes = outgoing.maxBytes ?? defaultMaxBytes;
      const request = { ...outgoing, headers: { 'user-agent': parts.userAgent, ...outgoing.headers } };
      let url = parsedUrl(outgoing.url);
      for (let redirects = 0; ; redirects++) {
        const agent = agentFor(url);
        const limits = { timeoutMs: deadline - performance.now(), maxBytes };
        const answer = await exchange(url, request, agent, limits).catch((error: unknown) => {
          throw asOutboundError(error, url);
        });
        const next = redirectTarget(answer, url, outgoing.method);
        if (next === null) return answer;
        if (redirects === maxRedirects)
          throw new OutboundError('redirect', `more than ${maxRedirects} redirects`);
        url = parsedUrl(next.href);
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

function parsedUrl(value: string): URL {
  const url = parseHttpUrl(value);
  if (url === null) throw new OutboundError('not-allowed', 'not an http or https address');
  return url;
}

/** Judged by scheme, host and port alone, so once for each origin is enough. */
function checkOrigin(url: URL, policy: OutboundPolicy): void {
  if (url.protocol === 'http:' && !mayUseHttp(policy, url)) {
    throw new OutboundError('not-allowed', `${url.host} would be called by http`);
  }
  const host = bareHost(url.hostname);
  // Node asks no name server for a literal address, so the check at connecting would never see it.
  if (isIP(host) !== 0 && !mayConnect(policy, url, host)) {
    throw new OutboundError('not-allowed', `${url.hostname} is in a private network`);
  }
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

function asOutboundError(error: unknown, url: URL): OutboundError {
  if (error instanceof OutboundError) return error;
  const causes = error instanceof AggregateError ? [...(error.errors as unknown[])] : [];
  const own = [error, ...causes, error instanceof Error ? error.cause : undefined].find(
    e => e instanceof OutboundError,
  );
  if (own instanceof OutboundError) return own;
  const { code, name } = error as { code?: string; name: string };
  if (/TIMEOUT|ETIMEDOUT/.test(code ?? name)) {
    return new OutboundError('timeout', `${url.host} did not answer in time`, { cause: error });
  }
  return new OutboundError('network', `${url.host}: ${code ?? name}`, { cause: error });
}
