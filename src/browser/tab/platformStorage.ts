/** Where the LMS keeps values for us. */
export interface StorageAddress {
  /** The name of its frame, or `_parent`. */
  readonly target: string;
  /** The only origin that messages go to and are taken from. */
  readonly origin: string;
}

/** Values that the LMS's page keeps in this browser for our origin: LTI postMessage Storage 0.1. */
interface PlatformStorage {
  /** @param value null removes it; false: there was no answer in time, or a refusal */
  put(key: string, value: string | null): Promise<boolean>;
  /** Null when nothing is kept, or nobody answers. */
  get(key: string): Promise<string | null>;
}

interface Answer {
  readonly subject?: unknown;
  readonly message_id?: unknown;
  readonly error?: unknown;
  readonly value?: unknown;
  readonly supported_messages?: unknown;
}

const answerMs = 3_000;
/** Whether a platform lists its abilities is its affair: the storage is tried also without. */
const capabilitiesMs = 700;
/** A frame of the LMS may still be loading; the same message twice does no harm. */
const againMs = 250;
/** The two families of subjects: platforms of before 2022 (Brightspace) prefix them with the organisation's name. */
const prefixes = ['lti.', 'org.imsglobal.lti.'];

export async function openPlatformStorage(address: StorageAddress): Promise<PlatformStorage> {
  const target = await storageFrame(address);
  const ask = (subject: string, fields: object): Promise<Answer | null> =>
    send({ ...address, target }, subject, fields, answerMs);
  return {
    put: async (key, value) => {
      const answer = await ask('put_data', { key, value });
      return answer !== null && answer.error === undefined;
    },
    get: async key => {
      const answer = await ask('get_data', { key });
      return typeof answer?.value === 'string' ? answer.value : null;
    },
  };
}

/** The frame that stores: the one that the login named, or the one that this names (Client Side postMessages 0.1). */
async function storageFrame(address: StorageAddress): Promise<string> {
  const answer = await send(address, 'capabilities', {}, capabilitiesMs);
  const supported: unknown[] = Array.isArray(answer?.supported_messages) ? answer.supported_messages : [];
  const names = supported.flatMap(one => {
    const { subject, frame } = (one ?? {}) as { subject?: unknown; frame?: unknown };
    const isStorage = prefixes.some(prefix => subject === `${prefix}put_data`);
    return isStorage && typeof frame === 'string' ? [frame] : [];
  });
  return names[0] ?? address.target;
}

/**
 * Sends in both families until one answers with our id from the right origin. A platform that knows but one of them may
 * answer the other with an error (`unsupported_subject`), so an error counts when both have answered with one.
 * @returns null when there is no answer in time, or none but the error of one family
 */
function send(
  { target, origin }: StorageAddress,
  subject: string,
  fields: object,
  timeoutMs: number,
): Promise<Answer | null> {
  // A window that nobody opened and nothing frames has no LMS to ask.
  if (host() === null) return Promise.resolve(null);
  const id = randomId();
  return new Promise(resolve => {
    const post = (): void => {
      for (const prefix of prefixes)
        frameNamed(target)?.postMessage({ ...fields, subject: prefix + subject, message_id: id }, origin);
    };
    const end = (answer: Answer | null): void => {
      removeEventListener('message', listen);
      clearInterval(again);
      clearTimeout(timer);
      resolve(answer);
    };
    const refused = new Set<string>();
    const listen = ({ origin: from, data }: MessageEvent<unknown>): void => {
      if (from !== origin || typeof data !== 'object' || data === null) return;
      const answer = data as Answer;
      if (answer.message_id !== id) return;
      const family = prefixes.find(prefix => answer.subject === `${prefix}${subject}.response`);
      if (family === undefined) return;
      // The same message again brings the same error again, so families are counted, not answers.
      if (answer.error !== undefined) refused.add(family);
      if (answer.error === undefined || refused.size === prefixes.length) end(answer);
    };
    addEventListener('message', listen);
    const again = setInterval(post, againMs);
    const timer = setTimeout(() => end(null), timeoutMs);
    post();
  });
}

/** Canvas: a tool in a window of its own speaks to its opener. */
const host = (): Window | null =>
  window.parent === window ? (window.opener as Window | null) : window.parent;

function frameNamed(name: string): Window | null {
  if (name === '_parent') return host();
  try {
    const frames = host()?.frames as unknown as Record<string, Window | undefined> | undefined;
    return frames?.[name] ?? null;
  } catch {
    // A frame of that name is not there (yet): a foreign window lets nothing else be read.
    return null;
  }
}

function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
