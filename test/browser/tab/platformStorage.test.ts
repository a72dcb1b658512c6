import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPlatformStorage } from '../../../src/browser/tab/platformStorage.ts';

const origin = 'https://lms.example.kz';
const modern = 'lti.';
const legacy = 'org.imsglobal.lti.';

interface Asked {
  readonly subject: string;
  readonly message_id: string;
  readonly key?: string;
  readonly value?: string | null;
}
/** What a platform answers to a message besides its head; null: nothing. */
type AnswerOf = (message: Asked) => object | null;

const unsupported = { error: { code: 'unsupported_subject', message: 'not supported' } };

/** A window inside the frame of a platform, as far as storage needs one; answers come in the order of the messages. */
function frameIn(answerOf: AnswerOf, from = origin): void {
  const page = new EventTarget();
  const parent = {
    postMessage(message: Asked, to: string): void {
      if (to !== origin) return;
      const answer = answerOf(message);
      if (answer === null) return;
      const data = { subject: `${message.subject}.response`, message_id: message.message_id, ...answer };
      setTimeout(() => page.dispatchEvent(Object.assign(new Event('message'), { origin: from, data })), 10);
    },
  };
  vi.stubGlobal('window', { parent });
  for (const name of ['addEventListener', 'removeEventListener'] as const)
    vi.stubGlobal(name, page[name].bind(page));
}

/** Keeps values for the family that it knows; what it says to the other is given. */
function keepingBy(known: string, toOthers: object | null): AnswerOf {
  const values = new Map<string, string | null>();
  return ({ subject, key = '', value = null }) => {
    if (!subject.startsWith(known)) return toOthers;
    if (subject === `${known}put_data`) values.set(key, value);
    return { key, value: values.get(key) ?? null };
  };
}

/** Puts a value and gets it back, at a platform of this kind. */
async function putAndGet(answerOf: AnswerOf, from?: string) {
  frameIn(answerOf, from);
  const address = { target: '_parent', origin };
  const done = (async () => {
    const storage = await openPlatformStorage(address);
    return [await storage.put('name', 'value'), await storage.get('name')];
  })();
  await vi.runAllTimersAsync();
  return done;
}

const kept = [true, 'value'];
const notKept = [false, null];

describe('the platform’s storage', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([
    ['of today', modern],
    ['of before 2022', legacy],
  ])('keeps a value with the subjects %s, whatever is said to the others', async (_, family) => {
    expect(await putAndGet(keepingBy(family, null))).toEqual(kept);
    expect(await putAndGet(keepingBy(family, unsupported))).toEqual(kept);
    const unreadable = { error: { code: 'bad_request', message: '' } };
    expect(await putAndGet(keepingBy(family, unreadable))).toEqual(kept);
  });

  it('keeps nothing when both families are refused, and that is known at once', async () => {
    const asked = vi.fn<AnswerOf>(() => unsupported);
    expect(await putAndGet(asked)).toEqual(notKept);
    // Abilities, put and get, each in both families, and none of them again.
    expect(asked).toHaveBeenCalledTimes(6);
  });

  it('keeps nothing when one family is refused, however often, and the other says nothing', async () => {
    const started = Date.now();
    const answerOf: AnswerOf = ({ subject }) => (subject.startsWith(legacy) ? unsupported : null);
    expect(await putAndGet(answerOf)).toEqual(notKept);
    expect(Date.now() - started).toBeGreaterThanOrEqual(6_000);
  });

  it('takes no answer of another origin', async () => {
    expect(await putAndGet(keepingBy(modern, null), 'https://other.example.kz')).toEqual(notKept);
  });
});
