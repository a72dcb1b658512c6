import { describe, expect, it } from 'vitest';
import { configWarnings, readConfig } from '../src/config.ts';

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
