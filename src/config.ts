import { z } from 'zod';

const blankIsUnset = (value: unknown): unknown => (value === '' ? undefined : value);
const unset = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());

const port = z.coerce.number('a port from 1 to 65535').int().min(1).max(65535, 'a port from 1 to 65535');
const origin = z.string().refine(value => {
  const url = URL.parse?.(value) ?? parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
}, 'an address such as https://tirek.example.edu, without a path');

function parse(value: string): URL | null {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}

/** The environment as the contract with operators lists it. An unset and an empty variable are the same. */
const environment = z.object({
  PORT: unset(port),
  HOST: unset(z.string()),
  PUBLIC_URL: unset(origin),
  MONGODB_URI: unset(
    z.string().regex(/^mongodb(\+srv)?:\/\//, 'an address that starts with mongodb:// or mongodb+srv://'),
  ),
  DATA_DIR: unset(z.string()),
  SECRET_KEY: unset(z.string().min(32, 'at least 32 characters')),
  NODE_ENV: unset(z.string()),
  EMBEDDED_STORE: unset(z.enum(['0', '1'], '1 or 0')),
  LOG_LEVEL: unset(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'one of fatal, error, warn, info, debug, trace, silent',
    ),
  ),
  PRACTICE_LMS: unset(z.enum(['on', 'off'], '"on" or "off"')),
  PRACTICE_LMS_PORT: unset(port),
  OUTBOUND_ALLOW: unset(
    z.string().regex(/^[^\s,]+(\s*,\s*[^\s,]+)*$/, 'host names with commas between them'),
  ),
  TRUST_PROXY: unset(
    z.coerce.number('a number of proxies').int().min(0).max(10, 'a number of proxies from 0 to 10'),
  ),
  JWKS_COOLDOWN_MS: unset(
    z.coerce.number('milliseconds').int().min(0).max(86_400_000, 'milliseconds, at most a day'),
  ),
  MOOC_LINK_CHECK: unset(z.enum(['on', 'off'], '"on" or "off"')),
  METRICS_TOKEN: unset(z.string().min(8, 'at least 8 characters')),
  SMTP_URL: unset(z.string().regex(/^smtps?:\/\/\S+$/, 'an address that starts with smtp:// or smtps://')),
  MAIL_FROM: unset(z.string().regex(/\S+@\S+/, 'an e-mail address')),
  CHROMIUM_PATH: unset(z.string()),
});

export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** What the LMS and browsers see; an origin without a trailing slash. */
  readonly publicUrl: string;
  readonly mongodbUri: string | null;
  readonly dataDir: string;
  /** Null: made once and kept in the data directory. */
  readonly secretKey: string | null;
  readonly logLevel: string;
  readonly practiceLms: boolean;
  readonly practiceLmsPort: number;
  /** Hosts in private networks or on loopback that may be called, lower case. */
  readonly outboundAllow: readonly string[];
  readonly trustProxy: number;
  readonly jwksCooldownMs: number;
  /** Whether links of the registries of online courses are called every night. */
  readonly moocLinkCheck: boolean;
  readonly metricsToken: string | null;
  /** Null: no mail is sent. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** The mail variable that is missing beside the other; null when both are there, or neither. */
  readonly mailLacks: 'SMTP_URL' | 'MAIL_FROM' | null;
}

/** A wrong or missing environment variable; the message is one line that names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether an http address never leaves this machine. */
export function isLoopbackUrl(url: string): boolean {
  return loopback.test(new URL(url).hostname);
}

/**
 * Reads the environment into a frozen configuration.
 * @throws ConfigError naming the first variable that is wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(
      `${String(issue?.path[0])} has a wrong value: expected ${issue?.message ?? 'something else'}`,
    );
  }
  const e = parsed.data;
  const production = e.NODE_ENV === 'production';
  const number = e.PORT ?? 3000;
  const config: Config = {
    production,
    port: number,
    host: e.HOST ?? '127.0.0.1',
    publicUrl: new URL(e.PUBLIC_URL ?? `http://localhost:${number}`).origin,
    mongodbUri: e.MONGODB_URI ?? null,
    dataDir: e.DATA_DIR ?? './data',
    secretKey: e.SECRET_KEY ?? null,
    logLevel: e.LOG_LEVEL ?? 'info',
    practiceLms: e.PRACTICE_LMS === undefined ? !production : e.PRACTICE_LMS === 'on',
    practiceLmsPort: e.PRACTICE_LMS_PORT ?? 3001,
    outboundAllow: (e.OUTBOUND_ALLOW ?? '')
      .split(',')
      .map(host => host.trim().toLowerCase())
      .filter(Boolean),
    trustProxy: e.TRUST_PROXY ?? 0,
    jwksCooldownMs: e.JWKS_COOLDOWN_MS ?? 30_000,
    moocLinkCheck: e.MOOC_LINK_CHECK === 'on',
    metricsToken: e.METRICS_TOKEN ?? null,
    ...readMail(e.SMTP_URL, e.MAIL_FROM),
  };
  if (production) checkProduction(config, e.EMBEDDED_STORE === '1');
  if (config.practiceLms && config.practiceLmsPort === config.port) {
    throw new ConfigError('PRACTICE_LMS_PORT has a wrong value: expected another port than PORT');
  }
  return Object.freeze(config);
}

function readMail(url: string | undefined, from: string | undefined): Pick<Config, 'mail' | 'mailLacks'> {
  if (url !== undefined && from !== undefined) return { mail: { url, from }, mailLacks: null };
  const isOneThere = url !== undefined || from !== undefined;
  return { mail: null, mailLacks: !isOneThere ? null : url === undefined ? 'SMTP_URL' : 'MAIL_FROM' };
}

function checkProduction(config: Config, embeddedAllowed: boolean): void {
  if (config.secretKey === null)
    throw new ConfigError('SECRET_KEY is missing: production needs one of at least 32 characters');
  if (!config.publicUrl.startsWith('https://')) {
    throw new ConfigError(
      'PUBLIC_URL has a wrong value: production needs an address that starts with https://',
    );
  }
  if (config.mongodbUri === null && !embeddedAllowed) {
    throw new ConfigError(
      'MONGODB_URI is missing: production needs it, or EMBEDDED_STORE=1 for the embedded store',
    );
  }
  if (config.practiceLms)
    throw new ConfigError('PRACTICE_LMS has a wrong value: expected "off" in production');
}

/** Lines that the operator should see at the start although nothing is wrong enough to stop. */
export function configWarnings(config: Config): string[] {
  const isOpen = config.publicUrl.startsWith('http://') && !isLoopbackUrl(config.publicUrl);
  return [
    ...(isOpen
      ? ['PUBLIC_URL is http and not loopback: browsers will not keep the session inside an LMS; use https']
      : []),
    ...(config.mailLacks === null ? [] : [`${config.mailLacks} is missing: no mail is sent`]),
  ];
}
