import { createPrivateKey } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RegistrationError, type RegistrationValues, summaryOf } from '../../src/lti/index.ts';
import { keyAheadMs } from '../../src/lti/toolKeys.ts';
import { startTestTool, type TestTool } from './support/testTool.ts';
import { newBrowser } from './support/browser.ts';

/** These tests go through ltijs itself: its registry, its key pairs, its deep-linking message, on our store. */
let tool: TestTool;
const printed: string[] = [];
const write = process.stdout.write.bind(process.stdout);
beforeAll(async () => {
  tool = await startTestTool();
  process.stdout.write = (text: string) => printed.push(String(text)) > 0;
});
afterAll(async () => {
  process.stdout.write = write;
  await tool.stop();
});

const moodle: RegistrationValues = {
  name: 'Moodle',
  issuer: 'https://moodle.example.kz',
  clientId: 'client-1',
  authUrl: 'https://moodle.example.kz/mod/lti/auth.php',
  tokenUrl: 'https://moodle.example.kz/mod/lti/token.php',
  jwksUrl: 'https://moodle.example.kz/mod/lti/certs.php',
  tokenAudience: null,
};
const key = { issuer: moodle.issuer, clientId: moodle.clientId };
const keysOf = async (path: string) =>
  JSON.parse((await newBrowser(tool).get(path)).text) as {
    keys: { kid: string; n: string; alg: string; use: string }[];
  };

describe('registrations, through ltijs on our own store', () => {
  it('begin active with the deployments that were named, and a key pair of 2048 bits or more of their own', async () => {
    const signals = process.listenerCount('SIGINT');
    const added = await tool.lti.registrations.add(moodle, ['1']);
    expect(summaryOf(added)).toEqual({
      ...moodle,
      status: 'active',
      deployments: [{ id: '1', status: 'active' }],
    });
    const { keys } = await keysOf(`/lti/keys/${added.id}`);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kid: added.kid, alg: 'RS256', use: 'sig', kty: 'RSA' });
    expect(Buffer.from(keys[0]?.n ?? '', 'base64url').length).toBeGreaterThanOrEqual(256);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    // ltijs prints a banner and ends the process on SIGINT, unless it is kept from it.
    expect(process.listenerCount('SIGINT')).toBe(signals);
    expect(printed.join('')).not.toMatch(/lti/i);
  });

  it('keep the private key sealed: the store holds no PEM, and a key under another id does not open', async () => {
    const { connection } = tool.store;
    const stored = await connection.collection('lti_keys').findOne({});
    expect(JSON.stringify(stored)).not.toContain('PRIVATE KEY');
    const found = await tool.lti.registrations.find(moodle.issuer, moodle.clientId);
    const signing = found === null ? null : await tool.lti.registrations.signingKey(found);
    expect(
      createPrivateKey(signing?.key.export({ format: 'pem', type: 'pkcs8' }) ?? '').asymmetricKeyType,
    ).toBe('rsa');
  });

  it('are changed by adding the same issuer and client id again, with their key and deployments kept', async () => {
    const before = await tool.lti.registrations.find(moodle.issuer, moodle.clientId);
    const changed = {
      ...moodle,
      name: 'Moodle 2',
      tokenUrl: `${moodle.issuer}/token2`,
      tokenAudience: 'aud',
    };
    const after = await tool.lti.registrations.add(changed, ['2']);
    expect(after).toMatchObject({ ...changed, kid: before?.kid, id: before?.id });
    expect(after.deployments.map(one => `${one.id} ${one.status}`)).toEqual(['1 active', '2 active']);
    expect(await tool.lti.registrations.add(moodle, [])).toMatchObject({
      tokenAudience: null,
      tokenUrl: moodle.tokenUrl,
    });
    expect(await tool.lti.registrations.list()).toHaveLength(1);
  });

  it('sign a deep-linking message that the platform verifies with our key set', async () => {
    const request = {
      ...key,
      deploymentId: '1',
      settings: { acceptTypes: ['ltiResourceLink'], acceptMultiple: true, data: 'opaque "ы"' },
    };
    const items = [
      { type: 'ltiResourceLink', url: 'https://tirek.example.kz/lti/launch', title: 'Күнтізбе' },
    ];
    const message = await tool.lti.provider.deepLinkingMessage(request, items);
    const keySet = createLocalJWKSet(await keysOf('/lti/keys'));
    const { payload } = await jwtVerify(message, keySet, { issuer: 'client-1', audience: moodle.issuer });
    expect(payload).toMatchObject({
      'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiDeepLinkingResponse',
      'https://purl.imsglobal.org/spec/lti/claim/deployment_id': '1',
      'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': items,
      'https://purl.imsglobal.org/spec/lti-dl/claim/data': 'opaque "ы"',
    });
    const none = decodeJwt(await tool.lti.provider.deepLinkingMessage(request, []));
    expect(none['https://purl.imsglobal.org/spec/lti-dl/claim/content_items']).toEqual([]);
  });

  it('rotate their key: the new one is published first, signs later, and the old one stays for a week', async () => {
    const { registrations } = tool.lti;
    const before = await registrations.find(moodle.issuer, moodle.clientId);
    if (before === null) throw new Error('no registration');
    const kid = await registrations.rotateKey(key);
    const after = await registrations.findById(before.id);
    expect(after?.kid).toBe(kid);
    const published = async () => (await keysOf('/lti/keys')).keys.map(one => one.kid).sort();
    const maxAge = /max-age=(\d+)/.exec(
      (await fetch(`${tool.url}/lti/keys`)).headers.get('cache-control') ?? '',
    );
    // What a platform has kept for as long as it may must hold the new key when that signs.
    expect(keyAheadMs).toBeGreaterThan(Number(maxAge?.[1]) * 1000);
    expect(await published()).toEqual([before.kid, kid].sort());
    const signing = async (registration = before) => [
      (await registrations.signingKey(registration)).kid,
      await kidOfMessage(),
    ];
    expect(await signing()).toEqual([before.kid, before.kid]);
    const [now, next] = await registrations.signingTurns(before);
    expect([now, next?.kid]).toEqual([{ kid: before.kid, from: null }, kid]);
    tool.shiftClock(keyAheadMs);
    // Whoever holds an older reading of the registration signs with the new key too.
    expect(await signing()).toEqual([kid, kid]);
    expect(await registrations.signingTurns(before)).toEqual([{ kid, from: null }]);
    tool.shiftClock(7 * 24 * 3600_000);
    expect(await published()).toEqual([kid]);
    tool.shiftClock(-7 * 24 * 3600_000 - keyAheadMs);
  });

  /** The key of a deep-linking answer, which ltijs signs; it verifies against what is published. */
  async function kidOfMessage(): Promise<string | undefined> {
    const message = await tool.lti.provider.deepLinkingMessage(
      { ...key, deploymentId: '1', settings: { acceptTypes: [], acceptMultiple: false, data: null } },
      [],
    );
    const keySet = createLocalJWKSet(await keysOf('/lti/keys'));
    return (await jwtVerify(message, keySet)).protectedHeader.kid;
  }

  it('let every key of several rotations wait its time, one after the other', async () => {
    const { registrations } = tool.lti;
    const registration = await registrations.find(moodle.issuer, moodle.clientId);
    if (registration === null) throw new Error('no registration');
    tool.shiftClock(keyAheadMs);
    const signs = async () => (await registrations.signingKey(registration)).kid;
    const first = await signs();
    const second = await registrations.rotateKey(key);
    tool.shiftClock(keyAheadMs / 2);
    const third = await registrations.rotateKey(key);
    expect(await signs()).toBe(first);
    tool.shiftClock(keyAheadMs / 2);
    expect(await signs()).toBe(second);
    tool.shiftClock(keyAheadMs / 2);
    expect(await signs()).toBe(third);
  });

  it('replace a key that has leaked at once, and publish no other any more', async () => {
    const { registrations } = tool.lti;
    const registration = await registrations.find(moodle.issuer, moodle.clientId);
    if (registration === null) throw new Error('no registration');
    await registrations.rotateKey(key);
    const kid = await registrations.rotateKey(key, true);
    expect([(await registrations.signingKey(registration)).kid, await kidOfMessage()]).toEqual([kid, kid]);
    expect((await keysOf('/lti/keys')).keys.map(one => one.kid)).toEqual([kid]);
  });

  it('are disabled, enabled and approved, one deployment or the whole', async () => {
    const { registrations } = tool.lti;
    expect(await registrations.disable(key)).toMatchObject({ status: 'disabled' });
    expect((await registrations.add(moodle, [])).status).toBe('disabled');
    expect((await registrations.approve(key)).status).toBe('disabled');
    expect(await registrations.enable(key)).toMatchObject({ status: 'active' });
    const statuses = async () =>
      (await registrations.find(moodle.issuer, moodle.clientId))?.deployments.map(one => one.status);
    await registrations.disable(key, '1');
    await registrations.disable(key, '2');
    expect(await statuses()).toEqual(['pending', 'pending']);
    await registrations.approve(key, '2');
    expect(await statuses()).toEqual(['pending', 'active']);
    await registrations.approve(key);
    expect(await statuses()).toEqual(['active', 'active']);
    await registrations.remove(key, '2');
    expect(await statuses()).toEqual(['active']);
    await expect(registrations.approve(key, 'unknown')).rejects.toThrow(RegistrationError);
  });

  it.each([
    ['name', ' '],
    ['clientId', ''],
    ['clientId', 'x'.repeat(256)],
    ['issuer', 'moodle'],
    ['issuer', 'https://moodle.example.kz?x=1'],
    ['authUrl', 'file:///etc/passwd'],
    ['tokenUrl', 'https://user:pass@moodle.example.kz/'],
    ['jwksUrl', 'javascript:alert(1)'],
    ['tokenAudience', ''],
  ])('are refused with %s "%s"', async (name, value) => {
    await expect(tool.lti.registrations.add({ ...moodle, [name]: value }, [])).rejects.toThrow(
      RegistrationError,
    );
  });

  it('are removed with all their keys, the old ones too', async () => {
    await tool.lti.registrations.remove(key);
    expect(await tool.lti.registrations.list()).toEqual([]);
    expect(await tool.store.connection.collection('lti_keys').countDocuments()).toBe(0);
    expect((await keysOf('/lti/keys')).keys).toEqual([]);
    await expect(tool.lti.registrations.remove(key)).rejects.toThrow(RegistrationError);
  });
});

describe('another process', () => {
  it('is obeyed within a second', async () => {
    const { register } = await import('./support/testTool.ts');
    const { createRegistrationStore } = await import('../../src/lti/registrationStore.ts');
    const registration = await register(tool, { issuer: 'https://lms.example.kz', clientId: 'c' });
    expect((await tool.lti.registrations.findById(registration.id))?.status).toBe('active');
    await createRegistrationStore(tool.store.connection).setStatus(registration, 'disabled');
    await expect
      .poll(async () => (await tool.lti.registrations.findById(registration.id))?.status, { timeout: 1_000 })
      .toBe('disabled');
  });
});

describe('in production', () => {
  it('registrations with http addresses are disabled unless the operator names their host', async () => {
    const { register } = await import('./support/testTool.ts');
    const issuer = 'http://127.0.0.1:3001';
    const strict = await startTestTool({ production: true });
    expect((await register(strict, { issuer, clientId: 'practice' })).status).toBe('disabled');
    expect((await register(strict, { issuer: 'https://lms.example.kz', clientId: 'real' })).status).toBe(
      'active',
    );
    await strict.stop();
    const lenient = await startTestTool({ production: true, outboundAllow: ['127.0.0.1'] });
    expect((await register(lenient, { issuer, clientId: 'practice' })).status).toBe('active');
    await lenient.stop();
  });
});
