import { describe, expect, it } from 'vitest';
import { ConfigError, configWarnings, readConfig } from '../src/config.ts';

const server = { SMTP_URL: 'smtp://mail.example.edu:587' };
const sender = { MAIL_FROM: 'Tirek <tirek@example.edu>' };

describe('the mail of an installation', () => {
  it('goes out only where both the server and the sender are named', () => {
    expect(readConfig({ ...server, ...sender }).mail).toEqual({
      url: 'smtp://mail.example.edu:587',
      from: 'Tirek <tirek@example.edu>',
    });
    for (const env of [{}, server, sender, { ...server, MAIL_FROM: '' }])
      expect(readConfig(env).mail).toBeNull();
  });

  it('is warned of at the start when one of them is missing, by its name', () => {
    expect(configWarnings(readConfig(server))).toEqual(['MAIL_FROM is missing: no mail is sent']);
    expect(configWarnings(readConfig(sender))).toEqual(['SMTP_URL is missing: no mail is sent']);
    expect(configWarnings(readConfig({ ...server, ...sender }))).toEqual([]);
    expect(configWarnings(readConfig({}))).toEqual([]);
  });
});

describe('a wrong environment', () => {
  const production = { NODE_ENV: 'production' };
  const secret = { SECRET_KEY: 'x'.repeat(32) };
  const https = { PUBLIC_URL: 'https://tirek.example' };
  const cases: [Record<string, string>, string][] = [
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PUBLIC_URL: 'tirek.example' }, 'PUBLIC_URL'],
    [{ MONGODB_URI: 'postgres://x' }, 'MONGODB_URI'],
    [{ SECRET_KEY: 'short' }, 'SECRET_KEY'],
    [{ PRACTICE_LMS: 'yes' }, 'PRACTICE_LMS'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ TRUST_PROXY: '-1' }, 'TRUST_PROXY'],
    [{ ...production, ...https, EMBEDDED_STORE: '1' }, 'SECRET_KEY'],
    [{ ...production, ...secret, EMBEDDED_STORE: '1' }, 'PUBLIC_URL'],
    [{ ...production, ...secret, ...https }, 'MONGODB_URI'],
    [{ ...production, ...secret, ...https, EMBEDDED_STORE: '1', PRACTICE_LMS: 'on' }, 'PRACTICE_LMS'],
  ];

  it.each(cases)('%o is told in words that begin with %s', (env, name) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(new RegExp(`^${name}\\b`));
  });
});
