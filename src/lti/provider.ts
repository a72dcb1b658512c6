import { createPrivateKey, randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { type LtijsDatabase } from './ltijsDatabase.ts';
import { type RegistrationValues } from './registration.ts';

/** What we use of ltijs; it brings no types. */
interface Ltijs {
  setup(key: string, database: { plugin: LtijsDatabase }, options: Record<string, unknown>): unknown;
  deploy(options: { serverless: true; silent: true }): Promise<true>;
  registerPlatform(platform: Record<string, unknown>): Promise<unknown>;
  deletePlatform(url: string, clientId: string): Promise<true>;
  DeepLinking: {
    createDeepLinkingMessage(idToken: unknown, items: readonly object[], options: object): Promise<string>;
  };
}

/** What a deep-linking answer needs of the launch that asked for it. */
export interface DeepLinkingRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly settings: {
    readonly acceptTypes: readonly string[];
    readonly acceptMultiple: boolean;
    /** `data` of the request, echoed unaltered, also an empty text; null when there was none. */
    readonly data: string | null;
  };
}

/** The parts of LTI that ltijs does; docs/decisions/0010-what-ltijs-does-and-what-we-do.md says which and why. */
export interface Provider {
  /** Registers a platform with a key pair of its own, or changes the values of a known one. */
  register(values: RegistrationValues): Promise<void>;
  /** Removes a platform with its keys; one that is not there is no error. */
  remove(issuer: string, clientId: string): Promise<void>;
  /** The signed `LtiDeepLinkingResponse`, to be posted as `JWT` within five minutes. */
  deepLinkingMessage(request: DeepLinkingRequest, items: readonly object[]): Promise<string>;
}

/**
 * ltijs on our own storage. It is a singleton that brings express 4 and mongoose 7 of its own (23 MB and 0.2 s), so it
 * is loaded when it is first needed: connecting a platform and answering deep linking, never a launch.
 */
export function createProvider(database: LtijsDatabase): Provider {
  const ltijs = (): Promise<Ltijs> => load(database);
  return {
    async register(values) {
      await (
        await ltijs()
      ).registerPlatform({
        name: values.name,
        url: values.issuer,
        clientId: values.clientId,
        authenticationEndpoint: values.authUrl,
        accesstokenEndpoint: values.tokenUrl,
        authorizationServer: values.tokenAudience ?? values.tokenUrl,
        authConfig: { method: 'JWK_SET', key: values.jwksUrl },
      });
    },
    async remove(issuer, clientId) {
      await (await ltijs()).deletePlatform(issuer, clientId);
    },
    async deepLinkingMessage(request, items) {
      const { issuer, clientId, deploymentId, settings } = request;
      const idToken = {
        iss: issuer,
        clientId,
        deploymentId,
        platformContext: {
          deepLinkingSettings: {
            accept_types: settings.acceptTypes,
            accept_multiple: settings.acceptMultiple,
          },
        },
      };
      const message = await (await ltijs()).DeepLinking.createDeepLinkingMessage(idToken, items, {});
      return signAnew(database, message, settings.data);
    },
  };
}

/** Moodle allows no leeway for an `iat` that lies ahead of its own clock. */
const backdatedSeconds = 5;
/** The answer posts itself; where the browser runs no script, it waits for a click. */
const answerSeconds = 300;

/**
 * ltijs composes the message, and signs it with what cannot be told it: it ends after 60 s, its nonce comes from
 * `Math.random`, and `data` is left out when it is an empty text. So the claims get what they lack and are signed once
 * more, with the same key.
 */
async function signAnew(database: LtijsDatabase, message: string, data: string | null): Promise<string> {
  const { kid } = decodeProtectedHeader(message);
  const [row] = (await database.Get(false, 'privatekey', { kid })) || [];
  if (kid === undefined || typeof row?.['key'] !== 'string')
    throw new Error('the key of the answer is missing');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...decodeJwt(message),
    nonce: randomBytes(32).toString('base64url'),
    // Deep Linking 2.0, section 4.4.1: whoever sends `data` gets it back unaltered.
    ...(data === null ? {} : { 'https://purl.imsglobal.org/spec/lti-dl/claim/data': data }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuedAt(now - backdatedSeconds)
    .setExpirationTime(now + answerSeconds)
    .sign(createPrivateKey(row['key']));
}

/** ltijs is one object a process, set up once; its calls go to the storage of the provider that was used last. */
let current: LtijsDatabase | undefined;
let shared: Promise<Ltijs> | undefined;

async function load(database: LtijsDatabase): Promise<Ltijs> {
  current = database;
  shared ??= loadOnce();
  return shared;
}

async function loadOnce(): Promise<Ltijs> {
  const { Provider: ltijs } = (await quietly(() => import('ltijs'))) as { Provider: Ltijs };
  const database = new Proxy({} as LtijsDatabase, {
    get: (_target, name) => Reflect.get(current ?? {}, name) as unknown,
  });
  // Its key signs cookies and encrypts columns that we never let it write, so it lives no longer than the process.
  ltijs.setup(randomBytes(32).toString('base64'), { plugin: database }, { cors: false });
  await withoutSignalHandlers(() => ltijs.deploy({ serverless: true, silent: true }));
  return ltijs;
}

/** Its old dependencies warn of deprecated modules of Node; the operator can do nothing about that. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return await work();
  } finally {
    process.noDeprecation = before ?? false;
  }
}

/** `deploy` hangs a handler on SIGINT that ends the process; ending it is the server's business, with draining. */
async function withoutSignalHandlers(work: () => Promise<unknown>): Promise<void> {
  const before = new Set(process.listeners('SIGINT'));
  await work();
  for (const listener of process.listeners('SIGINT')) {
    if (!before.has(listener)) process.removeListener('SIGINT', listener);
  }
}
