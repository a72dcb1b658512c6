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
