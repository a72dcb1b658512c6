import { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { createChoiceStore } from '../../../src/features/notices/choiceStore.ts';
import { everything, withoutMail } from '../../../src/features/notices/domain/choice.ts';
import { calendarChanged, resultsReleased } from '../../../src/features/notices/domain/notice.ts';
import { sendDigests } from '../../../src/features/notices/mail/digestService.ts';
import { createDigestStore } from '../../../src/features/notices/mail/digestStore.ts';
import { createSmtpTransport } from '../../../src/features/notices/mail/transport.ts';
import { createNoticeService, type NoticePorts } from '../../../src/features/notices/noticeService.ts';
import { createNoticeStore } from '../../../src/features/notices/noticeStore.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { asId, type PersonId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

/** A mail server that keeps what it is given, and refuses as it is told. */
const inbox: { to: string; raw: string }[] = [];
let refuses: { responseCode: number } | null = null;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (refuses !== null) return done(Object.assign(new Error('refused'), refuses));
      const [to] = session.envelope.rcptTo;
      inbox.push({ to: to?.address ?? '', raw: Buffer.concat(chunks).toString('utf8') });
      done();
    });
  },
});

let store: TestStore;
let now = new Date();
const log: unknown[] = [];
const registrationId = asId<'registration'>('1'.repeat(24));
const logInto = (fields: object, event: string) => void log.push({ fields, event });

function roomsOn({ connection }: TestStore) {
  const transport = createSmtpTransport({
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    from: 'Tirek <tirek@example.edu>',
  });
  return {
    notices: createNoticeStore(connection),
    choices: createChoiceStore(connection),
    digests: createDigestStore(connection),
    courses: createCourseStore(connection),
    roster: createRosterStore(connection),
    transport,
    sealer: createSealer('a secret key of tests, long enough to be one'),
    publicUrl: 'https://tirek.example.edu',
    now: () => now,
    log: { info: logInto, warn: logInto },
  };
}
let rooms: ReturnType<typeof roomsOn>;
const goOn = () => Promise.resolve(true);
const send = () => sendDigests(rooms, goOn);

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  store = await startTestStore();
  rooms = roomsOn(store);
  await ensureIndexes(store.connection);
});
afterAll(async () => {
  rooms.transport.close();
  await new Promise<void>(resolve => server.close(() => resolve()));
  await store.stop();
});
beforeEach(async () => {
  inbox.length = 0;
  log.length = 0;
  refuses = null;
  now = new Date('2026-11-22T03:00:00Z');
  for (const name of ['notices', 'noticeDigests', 'noticeChoices'])
    await store.connection.collection(name).deleteMany({});
});

const course = () =>
  rooms.courses.enter({
    ...{ registrationId, deploymentId: '1', contextId: 'c', title: 'Ауызша тарих', lang: 'kk' },
    services: { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null },
  });

let people = 0;
async function somebody(email: string | undefined, lang: 'kk' | 'ru' | 'en' = 'en'): Promise<PersonId> {
  people += 1;
  const { id } = await rooms.roster.meetPerson(registrationId, { sub: `sub-${people}`, email });
  await rooms.roster.setLang(id, lang);
  return id;
}
const yesterday = new Date('2026-11-21T10:00:00Z');
const tell = async (personIds: readonly PersonId[], at = yesterday, day = '2026-11-21') =>
  rooms.notices.tell((await course()).id, personIds, [calendarChanged(day), resultsReleased(day)], at);
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

describe('a digest', () => {
  it('is one mail a person and day, in the person’s language, with the headers that end it', async () => {
    await tell([await somebody('a@example.edu', 'ru'), await somebody('b@example.edu', 'en')]);
    await send();
    await send();
    expect(inbox.map(({ to }) => to).sort()).toEqual(['a@example.edu', 'b@example.edu']);
    const english = inbox.find(({ to }) => to === 'b@example.edu')?.raw ?? '';
    expect(english).toContain('Tirek: what is new (2)');
    expect(english).toMatch(/^List-Unsubscribe:\s+<https:\/\/tirek\.example\.edu\/notices\/unsubscribe\//m);
    expect(english).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(english).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(english).toContain('text/html');
    // What comes in the day goes with the next one, and nothing goes twice.
    await tell([await somebody('c@example.edu')], now, '2026-11-22');
    await send();
    expect(inbox).toHaveLength(2);
    later(24 * 60);
    await send();
    expect(inbox.map(({ to }) => to).slice(2)).toEqual(['c@example.edu']);
  });

  it('is not sent at night, without an address, or to whoever wants none; and nothing of it is in the log', async () => {
    const unwilling = await somebody('unwilling@example.edu');
    await rooms.choices.save(unwilling, withoutMail(everything));
    await tell([unwilling, await somebody(undefined)]);
    await send();
    expect(inbox).toEqual([]);
    await tell([await somebody('night@example.edu')]);
    now = new Date('2026-11-22T18:00:00Z');
    await send();
    expect(inbox).toEqual([]);
    now = new Date('2026-11-23T03:00:00Z');
    await send();
    expect(inbox).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain('@');
    expect(JSON.stringify(log)).not.toContain('тарих');
  });

  it('has nothing that was read in Tirek before', async () => {
    const reader = await somebody('reader@example.edu');
    await tell([reader]);
    await rooms.notices.markRead((await course()).id, reader, null, now);
    await send();
    expect(inbox).toEqual([]);
  });

  it('is tried again when the server says so, and comes once', async () => {
    await tell([await somebody('again@example.edu')]);
    refuses = { responseCode: 451 };
    await send();
    refuses = null;
    await send();
    expect(inbox).toEqual([]);
    later(31);
    await send();
    await send();
    expect(inbox).toHaveLength(1);
  });

  it('waits for the next day when the server takes nothing all day', async () => {
    await tell([await somebody('patient@example.edu')]);
    refuses = { responseCode: 451 };
    for (let tries = 0; tries < 8; tries += 1) {
      await send();
      later(121);
    }
    refuses = null;
    now = new Date('2026-11-22T12:00:00Z');
    await send();
    expect(inbox).toEqual([]);
    now = new Date('2026-11-23T03:00:00Z');
    await send();
    await send();
    expect(inbox).toHaveLength(1);
  });

  it('is given up when the server refuses it for good, today and for ever', async () => {
    await tell([await somebody('gone@example.edu')]);
    refuses = { responseCode: 550 };
    await send();
    refuses = null;
    later(24 * 60);
    await send();
    expect(inbox).toEqual([]);
  });

  it('comes once when two processes send at the same moment', async () => {
    await tell([await somebody('one@example.edu'), await somebody('two@example.edu')]);
    await Promise.all([send(), send(), send()]);
    expect(inbox.map(({ to }) => to).sort()).toEqual(['one@example.edu', 'two@example.edu']);
  });

  it('does not come again from a process that ended while it was sent', async () => {
    const lost = await somebody('lost@example.edu');
    await tell([lost]);
    expect(await rooms.digests.claim(lost, '2026-11-22', now)).toBe('send');
    await send();
    later(11);
    await send();
    later(24 * 60);
    await send();
    expect(inbox).toEqual([]);
  });

  it('is left to another process that took the work over', async () => {
    await tell([await somebody('other@example.edu')]);
    await sendDigests(rooms, () => Promise.resolve(false));
    expect(inbox).toEqual([]);
  });
});

describe('the nightly run', () => {
  const titles = { kk: 'Тарих', ru: 'История', en: 'History' };
  const renewal = { moocId: 'm', title: titles, dueOn: '2026-12-20', stage: 'in30', daysLeft: 28 };

  it('tells learners of deadlines, deciders of documents, and centres of renewals, once however often it runs', async () => {
    const own = await course();
    const [student, marked, head, expert] = [
      await somebody('s@e.kz'),
      await somebody('m@e.kz'),
      await somebody('h@e.kz'),
      await somebody('x@e.kz'),
    ];
    for (const learner of [student, marked]) await rooms.roster.recordLaunch(own.id, learner, 'learner', now);
    await rooms.roster.recordLaunch(own.id, head, 'guest', now);
    const row = { kind: 'srs', number: 1, title: 'Essay' } as const;
    const ports: NoticePorts = {
      async *courses() {
        yield own;
      },
      dueRows: () => Promise.resolve([{ key: 'srs-1', row, on: '2026-11-25', at: '23:59' }]),
      markedPeople: () => Promise.resolve(new Map([['srs-1', new Set([marked])]])),
      awaitedDecisions: () =>
        Promise.resolve([{ courseId: own.id, approvalId: 'a', personIds: [head], turn: 1 }]),
      dueReminders: () => Promise.resolve([{ personIds: [expert], renewal }]),
    };
    const service = createNoticeService({ ...rooms, ports, log: silentLog });
    await service.nightly();
    await service.nightly();
    const kindsOf = async (id: PersonId) =>
      (await rooms.notices.list(own.id, id)).map(({ fact }) => fact.kind);
    expect(await kindsOf(student)).toEqual(['deadline']);
    // Whoever has the mark already needs no reminder.
    expect(await kindsOf(marked)).toEqual([]);
    expect(await kindsOf(head)).toEqual(['approval']);
    expect(await kindsOf(expert)).toEqual(['renewal']);
    now = new Date('2026-11-24T03:00:00Z');
    await service.nightly();
    expect(await kindsOf(student)).toEqual(['deadline', 'deadline']);
    expect(await kindsOf(head)).toEqual(['approval']);
  });

  it('goes on with the other courses when one cannot be read', async () => {
    const own = await course();
    const student = await somebody('t@e.kz');
    await rooms.roster.recordLaunch(own.id, student, 'learner', now);
    let asked = 0;
    const row = { kind: 'final', number: null, title: '' } as const;
    const ports: NoticePorts = {
      async *courses() {
        yield* [own, own];
      },
      dueRows: () => {
        asked += 1;
        if (asked === 1) return Promise.reject(new Error('a broken course'));
        return Promise.resolve([{ key: 'final', row, on: '2026-11-23', at: '09:00' }]);
      },
      markedPeople: () => Promise.resolve(new Map()),
      awaitedDecisions: () => Promise.resolve([]),
      dueReminders: () => Promise.resolve([]),
    };
    await createNoticeService({ ...rooms, ports, log: silentLog }).nightly();
    expect(await rooms.notices.countUnread(own.id, student)).toBe(1);
  });
});
