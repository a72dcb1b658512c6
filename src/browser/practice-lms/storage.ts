/** LTI postMessage Storage 0.1, as an LMS does it: for one tool, in this browser, as long as the page is open. */

interface Message {
  readonly subject?: unknown;
  readonly message_id?: unknown;
  readonly key?: unknown;
  readonly value?: unknown;
}

/** Brightspace keeps no more; whoever needs more finds out here. */
const longestValue = 4_096;
const mostKeys = 500;

const error = (code: string, message: string) => ({ error: { code, message } });

function put(values: Map<string, string>, { key, value }: Message): object {
  if (typeof key !== 'string' || (typeof value !== 'string' && value !== null))
    return error('bad_request', 'key must be a string, value a string or null');
  if (value === null) values.delete(key);
  else if (value.length > longestValue || (values.size >= mostKeys && !values.has(key)))
    return error('storage_exhaustion', 'too much to keep');
  else values.set(key, value);
  return { key, value };
}

/**
 * Answers a tool's messages, sent to this very window.
 * @param frame the name of the frame that stores, when this one only says so
 */
export function startStorage(toolOrigin: string, frame: string | undefined): void {
  const values = new Map<string, string>();
  const place = frame === undefined ? {} : { frame };
  const supported = [
    { subject: 'lti.capabilities' },
    ...['lti.put_data', 'lti.get_data'].map(subject => ({ subject, ...place })),
  ];
  const answerOf = (message: Message): object | null => {
    if (message.subject === 'lti.capabilities') return { supported_messages: supported };
    if (frame !== undefined) return null;
    if (message.subject === 'lti.put_data') return put(values, message);
    if (message.subject !== 'lti.get_data') return null;
    if (typeof message.key !== 'string') return error('bad_request', 'key must be a string');
    return { key: message.key, value: values.get(message.key) ?? null };
  };
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== toolOrigin || typeof event.data !== 'object' || event.data === null) return;
    const message = event.data as Message;
    const answer = answerOf(message);
    if (answer === null || event.source === null) return;
    const head = { subject: `${String(message.subject)}.response`, message_id: message.message_id };
    event.source.postMessage({ ...head, ...answer }, { targetOrigin: event.origin });
  });
}
