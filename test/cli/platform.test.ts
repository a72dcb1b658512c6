import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformCommand } from '../../src/cli/platform.ts';
import { type Connect, createConnect } from '../../src/features/connect/index.ts';
import { createCourseStore } from '../../src/features/course/index.ts';
import { silentLog } from '../../src/log.ts';
import { startStubPlatform, type StubPlatform } from '../lti/support/stubPlatform.ts';
import { publicUrl, startTestTool, type TestTool } from '../lti/support/testTool.ts';

let tool: TestTool;
let platform: StubPlatform;
let connect: Connect;
let opened = 0;
beforeAll(async () => {
  tool = await startTestTool();
  const { lti, sealer } = tool;
  const now = (): Date => tool.now();
  const { connection } = tool.store;
  const courses = createCourseStore(connection);
  connect = createConnect({ connection, lti, courses, sealer, publicUrl, now, log: silentLog });
  platform = await startStubPlatform();
});
afterAll(async () => {
  await tool.stop();
  await platform.stop();
});

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(args: readonly string[], confirm: ((question: string) => Promise<boolean>) | null = null) {
  const io = { stdin: Readable.from([]), stdout: new Sink(), stderr: new Sink() };
  const open = async () => {
    opened++;
    return { lti: tool.lti, connect, publicUrl, close: async () => {} };
  };
  const code = await platformCommand(args, io, open, confirm);
  return { code, out: io.stdout.text, err: io.stderr.text };
}

const key = () => ['--issuer', platform.url, '--client-id', 'c-1'];
const addArgs = () => [
  'add',
  '--name',
  'Университет',
  ...key(),
  '--auth-url',
  `${platform.url}/auth`,
  '--token-url',
  `${platform.url}/token`,
  '--jwks-url',
  `${platform.url}/jwks`,
];
const added = (changes: object = {}) => ({
  name: 'Университет',
  issuer: platform.url,
  clientId: 'c-1',
  authUrl: `${platform.url}/auth`,
  tokenUrl: `${platform.url}/token`,
  jwksUrl: `${platform.url}/jwks`,
  tokenAudience: null,
  status: 'active',
  deployments: [],
  ...changes,
});
const json = async (args: readonly string[]): Promise<unknown> => {
  const { code, out, err } = await run([...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
};

describe('tirek platform', () => {
  it('adds a platform in the form of the contract; without a deployment every one waits', async () => {
    expect(await json(addArgs())).toEqual(added());
    expect(await json(['list'])).toEqual([added()]);
    expect(await json(['show', ...key()])).toEqual(added());
  });

  it('adds the same again: values are changed, deployments added', async () => {
    const more = ['--deployment-id', '1', '--deployment-id', '2', '--token-audience', 'aud'];
    const deployments = [
      { id: '1', status: 'active' },
      { id: '2', status: 'active' },
    ];
    expect(await json([...addArgs(), ...more])).toEqual(added({ tokenAudience: 'aud', deployments }));
    expect(await json(addArgs())).toEqual(added({ deployments }));
  });

  it('disables, enables and approves', async () => {
    expect(await json(['disable', ...key()])).toMatchObject({ status: 'disabled' });
    expect(await json(['enable', ...key()])).toMatchObject({ status: 'active' });
    const one = [...key(), '--deployment-id', '2'];
    expect(await json(['disable', ...one])).toMatchObject({
      deployments: [{ status: 'active' }, { status: 'pending' }],
    });
    expect(await json(['approve', ...one])).toMatchObject({
      deployments: [{ status: 'active' }, { status: 'active' }],
    });
    expect(await json(['remove', ...one, '--yes'])).toMatchObject({ name: 'Университет' });
    expect(await json(['show', ...key()])).toMatchObject({ deployments: [{ id: '1' }] });
  });

  it('rotates the key', async () => {
    const kids = async () => (await tool.lti.registrations.publicKeys()).length;
    expect(await kids()).toBe(1);
    expect(await json(['rotate-key', ...key()])).toMatchObject({ clientId: 'c-1' });
    expect(await kids()).toBe(2);
    const shown = async () => (await run(['show', ...key()])).out;
    expect(await shown()).toMatch(/^key {13}[0-9a-f]+ \(signs now\)$/m);
    expect(await shown()).toMatch(/^next key {8}[0-9a-f]{32} \(signs from \d{4}-.*Z\)$/m);
    const { out } = await run(['rotate-key', ...key(), '--at-once']);
    expect(out).toMatch(/^key {13}[0-9a-f]{32} \(signs now\)$/m);
    expect(out).not.toContain('next key');
    expect(await kids()).toBe(1);
  });

  it('checks what launches and grades need, and names the wrong value', async () => {
    const good = await run(['check', ...key()]);
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toContain('ok       key-set: The key set was read. Keys: 1.');
    expect(good.out).toContain('unknown  grades: Tirek has not been opened in a course yet');
    platform.on.set('/jwks', (_request, response) => void response.writeHead(404).end());
    const bad = await run(['check', ...key()]);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain(`FAILED   key-set: ${platform.url}/jwks answers with status 404`);
    expect(bad.err.split('\n')).toHaveLength(2);
    const { out } = await run(['check', ...key(), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      clientId: 'c-1',
      status: 'active',
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'key-set', outcome: 'failed', code: 'keys-status' }),
      ]) as unknown,
    });
    platform.on.delete('/jwks');
  });

  it('prints an invitation that works once, and a link into the console', async () => {
    const invited = (await json(['invite', '--name', 'KazNU'])) as Record<'url' | 'expiresAt', string>;
    expect(Object.keys(invited)).toEqual(['url', 'expiresAt']);
    expect(invited.url).toMatch(new RegExp(`^${publicUrl}/lti/register\\?token=[\\w-]{43}$`));
    expect(new Date(invited.expiresAt).getTime()).toBeGreaterThan(Date.now());
    expect(await tool.lti.dynamicRegistration.invitations.list()).toMatchObject([
      { name: 'KazNU', approves: false },
    ]);
    expect((await run(['invite', '--approve'])).out).toContain(`${publicUrl}/lti/register?token=`);
    expect((await tool.lti.dynamicRegistration.invitations.list()).map(one => one.approves)).toContain(true);
    const { out } = await run(['console']);
    expect(out).toContain(`${publicUrl}/console/open?key=`);
    expect((await run(['invite', '--issuer', 'x'])).code).toBe(2);
  });

  it('prints for people too, with the values that the LMS’s administrator needs', async () => {
    expect((await run(addArgs())).out).toContain(`${publicUrl}/lti/login`);
    expect((await run(['list'])).out).toContain(`active    Университет  ${platform.url}  c-1`);
  });

  it.each([
    ['show', '--issuer', 'https://no.example', '--client-id', 'x'],
    ['remove', '--issuer', 'https://no.example', '--client-id', 'x', '--yes'],
    ['approve', '--issuer', 'https://no.example', '--client-id', 'x'],
  ])('fails with one line when there is no such platform: %s', async (...args) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^tirek platform: no platform https:\/\/no\.example.*\n$/);
  });

  it('fails when there is no such deployment', async () => {
    expect((await run(['approve', ...key(), '--deployment-id', 'nine'])).code).toBe(1);
    expect((await run(['show', ...key(), '--deployment-id', 'nine'])).code).toBe(1);
  });

  it.each([
    [[]],
    [['frobnicate']],
    [['add', '--name', 'x']],
    [['list', '--issuer', 'x']],
    [['show']],
    [['show', '--issuer', 'https://x.example']],
    [['show', '--unknown']],
    [['show', 'extra', '--issuer', 'https://x.example', '--client-id', 'c']],
    [['remove', '--issuer', 'https://x.example', '--client-id', 'c']],
  ])('says what is wrong with the usage, and opens nothing: %j', async args => {
    const before = opened;
    const { code, out, err } = await run(args);
    expect([code, out, opened]).toEqual([2, '', before]);
    expect(err).toMatch(/^tirek platform: .+\n$/);
  });

  it('takes an address that is none for wrong usage', async () => {
    const args = addArgs().map(arg => (arg === `${platform.url}/auth` ? 'nonsense' : arg));
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('auth-url') as string });
  });

  it('has a help', async () => {
    for (const args of [['--help'], ['add', '--help'], ['-h']]) {
      expect(await run(args)).toMatchObject({ code: 0, err: '' });
    }
  });

  it('asks before it removes, and removes nothing on no', async () => {
    const questions: string[] = [];
    const say = (answer: boolean) => async (question: string) => {
      questions.push(question);
      return answer;
    };
    expect((await run(['remove', ...key()], say(false))).code).toBe(1);
    expect(await json(['list'])).toHaveLength(1);
    expect((await run(['remove', ...key()], say(true))).code).toBe(0);
    expect(await json(['list'])).toEqual([]);
    expect(questions[0]).toContain('Университет');
  });
});
