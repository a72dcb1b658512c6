import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Confirm } from '../../src/cli/confirm.ts';
import { type OpenedPeople, personCommand } from '../../src/cli/person.ts';
import { clientId, issuer, startWorld, type World } from '../features/privacy/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'tirek-person-'));
let world: World;
let opened: number;
let closed: number;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.reset();
  opened = 0;
  closed = 0;
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], confirm: Confirm | null = null, people = world.data) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const open = async (): Promise<OpenedPeople> => {
    opened += 1;
    const close = async () => void (closed += 1);
    return { people, registrations: world.app.tirek.lti.registrations, close };
  };
  const outcome = personCommand(args, { stdin: Readable.from([]), stdout, stderr }, open, confirm);
  const ended = outcome.finally(() => {
    stdout.end();
    stderr.end();
  });
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  return { code: await ended, out, err };
}

const of = (user: string) => ['--issuer', issuer, '--client-id', clientId, '--user', user];

describe('tirek person export', () => {
  it('prints what is stored about the person as one JSON object, drafts included', async () => {
    const { code, out, err } = await run(['export', ...of(world.student.sub)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const exported = JSON.parse(out) as Record<string, object[]>;
    expect(exported).toMatchObject({
      format: 'tirek-person',
      writtenFor: 'operator',
      platform: { name: 'LMS of the university', issuer },
      identity: [{ userId: world.student.sub }],
      results: [{ total: 75 }],
    });
    expect(exported['drafts']).toHaveLength(3);
    expect(closed).toBe(1);
  });

  it('writes the same into a file that its owner alone may read, and says so', async () => {
    const file = join(folder, 'person.json');
    const { out: printed } = await run(['export', ...of(world.student.sub)]);
    const said = await run(['export', ...of(world.student.sub), '--out', file]);
    expect(said).toEqual({ code: 0, out: `written to ${file}\n`, err: '' });
    expect(readFileSync(file, 'utf8')).toBe(printed);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { out } = await run(['export', ...of(world.student.sub), '--out', file, '--json']);
    expect(JSON.parse(out)).toEqual({ user: world.student.sub, file });
    expect(readdirSync(folder)).toEqual(['person.json']);
  });

  it('leaves no half of a file behind, and keeps the old one', async () => {
    const broken = join(folder, 'no', 'such', 'folder.json');
    const { code, err } = await run(['export', ...of(world.student.sub), '--out', broken]);
    expect(code).toBe(1);
    expect(err).toMatch(/^tirek person: ENOENT.*\n$/);
    const file = join(folder, 'kept.json');
    await run(['export', ...of(world.student.sub), '--out', file]);
    const before = readFileSync(file, 'utf8');
    const away = {
      ...world.data,
      async *export() {
        yield '{';
        throw Object.assign(new Error('the store is away'), { syscall: 'read' });
      },
    };
    const failed = await run(['export', ...of(world.student.sub), '--out', file], null, away);
    expect(failed).toEqual({ code: 1, out: '', err: 'tirek person: the store is away\n' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([]);
  });
});

describe('tirek person erase', () => {
  it('asks, naming the person and the platform, and does nothing without a yes', async () => {
    const questions: string[] = [];
    const answer = (yes: boolean) => async (question: string) => {
      questions.push(question);
      return yes;
    };
    const refused = await run(['erase', ...of(world.student.sub)], answer(false));
    expect(refused).toEqual({ code: 1, out: '', err: 'tirek person: nothing was erased\n' });
    expect(await world.data.findPerson(world.registrationId, world.student.sub)).toBe(world.student.personId);
    expect((await run(['erase', ...of(world.student.sub)], answer(true))).code).toBe(0);
    expect(await world.data.findPerson(world.registrationId, world.student.sub)).toBeNull();
    expect(questions).toEqual(Array(2).fill(expect.stringContaining(world.student.sub)));
    expect(questions[0]).toContain('LMS of the university');
  });

  it('needs --yes where there is no terminal', async () => {
    const { code, err } = await run(['erase', ...of(world.student.sub)]);
    expect(code).toBe(2);
    expect(err).toMatch(/^tirek person: .*--yes.*\n$/);
    expect(opened).toBe(0);
  });

  it('says what it did, in words and as JSON', async () => {
    const words = await run(['erase', ...of(world.student.sub), '--yes']);
    expect(words.code).toBe(0);
    expect(words.out).toMatch(/^pseudonym {3}ID-[0-9A-F]{8}$/m);
    expect(words.out).toContain('1 ended');
    expect(words.out).toContain(
      '1 in grades, 4 in gradeEvents, 1 in gradebookRows, 1 in gradebookEvents, 1 in members',
    );
    const { code, out } = await run(['erase', ...of(world.other.sub), '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      user: world.other.sub,
      status: 'erased',
      sessionsEnded: 1,
      deliveriesCancelled: 1,
      kept: { grades: 1, gradeEvents: 1 },
    });
  });

  it('can be repeated', async () => {
    await run(['erase', ...of(world.student.sub), '--yes']);
    const again = await run(['erase', ...of(world.student.sub), '--yes']);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('nothing new is stored');
    const { out } = await run(['erase', ...of(world.student.sub), '--yes', '--json']);
    expect(JSON.parse(out)).toMatchObject({ status: 'already', pseudonym: null });
  });
});

describe('tirek person', () => {
  it.each(['export', 'erase'])(
    '%s refuses a person and a platform that it does not know, in one line',
    async action => {
      const yes = action === 'erase' ? ['--yes'] : [];
      const nobody = await run([action, ...of('nobody'), ...yes]);
      expect(nobody).toEqual({
        code: 1,
        out: '',
        err: 'tirek person: nothing is stored about a user nobody of LMS of the university\n',
      });
      const elsewhere = await run([action, '--issuer', issuer, '--client-id', 'x', '--user', 'u', ...yes]);
      expect(elsewhere).toEqual({
        code: 1,
        out: '',
        err: `tirek person: no platform ${issuer} with client id x\n`,
      });
      expect([opened, closed]).toEqual([2, 2]);
    },
  );

  it.each(['export', 'erase'])(
    '%s refuses a store with data of which it does not know whose they are',
    async action => {
      const strange = world.app.store.connection.collection<{ _id: string }>('certificates');
      await strange.insertOne({ _id: 'one' });
      try {
        const { code, out, err } = await run([
          action,
          ...of(world.student.sub),
          ...(action === 'erase' ? ['--yes'] : []),
        ]);
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).toContain('certificates');
      } finally {
        await strange.drop();
      }
    },
  );

  it.each([
    [[]],
    [['forget', ...of('u')]],
    [['export', 'u', ...of('u')]],
    [['export', '--issuer', issuer, '--client-id', clientId]],
    [['export', '--issuer', '', '--client-id', clientId, '--user', 'u']],
    [['export', ...of('u'), '--yes']],
    [['erase', ...of('u'), '--yes', '--out', 'f']],
    [['export', ...of('u'), '--out', '']],
    [['export', ...of('u'), '--all']],
  ])('calls %j wrong usage, in one line and without opening the store', async args => {
    const { code, out, err } = await run(args);
    expect({ code, out, opened }).toEqual({ code: 2, out: '', opened: 0 });
    expect(err).toMatch(/^tirek person: .*\n$/);
  });

  it('explains itself', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('tirek person erase');
    expect(opened).toBe(0);
  });
});
