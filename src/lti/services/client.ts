import { type Outbound, type OutboundAnswer, OutboundError, type OutboundRequest } from '../http.ts';
import { platformWays } from '../platforms/index.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type Registration } from '../registration.ts';
import {
  done,
  failure,
  failureOfAnswer,
  failureOfError,
  type ServiceFailure,
  type ServiceFailureKind,
  type ServiceResult,
} from './result.ts';
import { type TokenService } from './token.ts';

/** Whose service is called. */
export interface ServiceTarget {
  readonly registrationId: RegistrationId;
  /** `product_family_code` of the course's launches; null when they do not tell. */
  readonly productFamily: string | null;
}

/** One call to a platform's service, before the token is added. */
export interface ServiceCall {
  readonly target: ServiceTarget;
  /** The scopes that this service may need; the token is shared by all its calls. */
  readonly scopes: readonly string[];
  /** Any one of these granted scopes is enough for this call. */
  readonly anyScope: readonly string[];
  readonly method: OutboundRequest['method'];
  readonly url: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly maxBytes?: number;
}

export interface ServiceClient {
  /** The answer of a call that succeeded (2xx); everything else is a classified failure. */
  call(call: ServiceCall): Promise<ServiceResult<OutboundAnswer>>;
}

export interface ServiceClientParts {
  readonly outbound: Outbound;
  readonly tokens: TokenService;
  /** Null when there is none, or it may not be used now. */
  readonly findUsable: (id: RegistrationId) => Promise<Registration | null>;
  readonly now: () => Date;
  /** Told of every call when it has ended. */
  readonly observe?: (call: ObservedServiceCall) => void;
}

export type ServiceCallOutcome = 'done' | ServiceFailureKind;

/** What monitoring may know of a call: nobody's id but the registration's. */
export interface ObservedServiceCall {
  readonly registrationId: RegistrationId;
  /** The last word of the scope that it needs: `score`, `lineitem`, `contextmembership.readonly` … */
  readonly service: string;
  readonly outcome: ServiceCallOutcome;
  readonly seconds: number;
}

export function createServiceClient(parts: ServiceClientParts): ServiceClient {
  const { observe } = parts;
  const client = plainClient(parts);
  if (observe === undefined) return client;
  return {
    async call(call) {
      const begunAt = performance.now();
      const result = await client.call(call);
      observe({
        registrationId: call.target.registrationId,
        service: call.anyScope[0]?.split('/').at(-1) ?? '',
        outcome: result.kind,
        seconds: (performance.now() - begunAt) / 1000,
      });
      return result;
    },
  };
}

function plainClient(parts: ServiceClientParts): ServiceClient {
  return {
    async call(call) {
      const registration = await parts.findUsable(call.target.registrationId);
      if (registration === null) return failure('not-allowed', 'the platform is disabled or removed');
      const first = await callOnce(parts, registration, call);
      // A platform may end a token before its time (a restart, a rotated key): one new token, one more try.
      if (!('token' in first) || first.result.kind !== 'unauthorized') return first.result;
      parts.tokens.forget(registration, call.scopes, first.token);
      return (await callOnce(parts, registration, call)).result;
    },
  };
}

type Attempt =
  | { readonly result: ServiceResult<OutboundAnswer>; readonly token: string }
  | { readonly result: ServiceFailure };

async function callOnce(
  parts: ServiceClientParts,
  registration: Registration,
  call: ServiceCall,
): Promise<Attempt> {
  const granted = await parts.tokens.get(registration, call.scopes);
  if (granted.kind !== 'done') return { result: granted };
  const { token, scopes } = granted.value;
  if (!call.anyScope.some(scope => scopes.includes(scope))) {
    return { result: failure('forbidden', `scope not granted: ${call.anyScope.join(' or ')}`) };
  }
  let answer: OutboundAnswer;
  try {
    answer = await parts.outbound.send({
      url: call.url,
      method: call.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(call.accept === undefined ? {} : { accept: call.accept }),
        ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
      },
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.maxBytes === undefined ? {} : { maxBytes: call.maxBytes }),
    });
  } catch (error) {
    if (error instanceof OutboundError) return { result: failureOfError(error) };
    throw error;
  }
  if (answer.status >= 200 && answer.status < 300) return { result: done(answer.status, answer), token };
  const general = failureOfAnswer(answer, parts.now());
  return { result: platformWays(call.target.productFamily).classify?.(answer, general) ?? general, token };
}
