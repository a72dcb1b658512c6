import { randomBytes } from 'node:crypto';
import { openStore } from '../../src/store/index.ts';

const chunk = 5_000;

/**
 * Fills a store that knows one platform with copies of it (other issuers, other keys) and with sessions, so that a
 * tool on it works among as many as a country has.
 */
export async function crowd(dataDir: string, platforms: number, sessions: number): Promise<void> {
  const store = await openStore({ dataDir });
  try {
    const { connection } = store;
    const [registrations, keys] = [
      connection.collection('lti_registrations'),
      connection.collection('lti_keys'),
    ];
    const [registration, key] = [await registrations.findOne(), await keys.findOne()];
    const numbers = Array.from({ length: platforms - 1 }, (_, n) => n);
    const issuer = (n: number): string => `https://lms-${n}.example`;
    await registrations.insertMany(
      numbers.map(n => ({ ...registration, _id: id() as never, issuer: issuer(n), kid: `kid-${n}` })),
    );
    await keys.insertMany(numbers.map(n => ({ ...key, _id: `kid-${n}` as never, issuer: issuer(n) })));
    for (let done = 0; done < sessions; done += chunk) {
      await connection
        .collection('sessions')
        .insertMany(Array.from({ length: Math.min(chunk, sessions - done) }, sessionOfSomebody));
    }
  } finally {
    await store.close();
  }
}

const id = (): string => randomBytes(12).toString('hex');

function sessionOfSomebody(): Record<string, unknown> & { _id: never } {
  const expiresAt = Date.now() + 8 * 3_600_000 * Math.random() + 600_000;
  return {
    _id: id() as never,
    browser: randomBytes(32).toString('base64url'),
    personId: id(),
    courseId: id(),
    registrationId: id(),
    role: 'learner',
    lang: 'kk',
    frameAncestors: ['https://lms.example'],
    expiresAt: new Date(expiresAt),
    forgetAt: new Date(expiresAt + 7 * 24 * 3_600_000),
  };
}
