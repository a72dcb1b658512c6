import { type Dispatcher } from 'undici';
import { type OutboundAnswer, OutboundError, type OutboundRequest } from './outboundCall.ts';

export interface ExchangeLimits {
  /** From now to the last byte read. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * One request and its whole answer as text. Written on the dispatcher's own events, not on `request()`: grades go out by
 * the thousand, and a stream, a signal and its exception for each answer cost more than all the rest of a call.
 *
 * @throws OutboundError for what this function ends itself; other errors as they come
 */
export function exchange(
  url: URL,
  outgoing: OutboundRequest,
  dispatcher: Dispatcher,
  limits: ExchangeLimits,
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let ended = false;
    let status = 0;
    let headers: Readonly<Record<string, string>> = {};
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => end(new OutboundError('timeout', `${url.host} did not answer in time`)),
      limits.timeoutMs,
    );

    function end(outcome: Error | OutboundAnswer): void {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (!(outcome instanceof Error)) return resolve(outcome);
      reject(outcome);
      controller?.abort(outcome);
    }

    const { method, body } = outgoing;
    const call = { origin: url.origin, path: `${url.pathname}${url.search}`, method };
    dispatcher.dispatch(
      { ...call, headers: outgoing.headers ?? {}, body: body ?? null },
      {
        onRequestStart(started) {
          controller = started;
          // It waited so long for a connection that its time is over.
          if (ended) started.abort(new OutboundError('timeout', url.host));
        },
        onResponseStart(_controller, code, received) {
          status = code;
          headers = joined(received);
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > limits.maxBytes)
            end(new OutboundError('too-large', `more than ${limits.maxBytes} bytes`));
          else if (!ended) chunks.push(chunk);
        },
        onResponseEnd() {
          end({ status, headers, text: textOf(chunks) });
        },
        onResponseError(_controller, error) {
          end(error);
        },
      },
    );
  });
}

const textOf = (chunks: readonly Buffer[]): string =>
  chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8');

function joined(received: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
