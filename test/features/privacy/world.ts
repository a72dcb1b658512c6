import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { createPersonalData, type PersonalData } from '../../../src/features/privacy/index.ts';
import { createRosterStore, type PersonFacts } from '../../../src/features/roster/index.ts';
import { type RegistrationId } from '../../../src/kernel/ids.ts';
import { rootFolder } from '../../../src/paths.ts';
import { createSealer } from '../../../src/secrets/sealer.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

export const issuer = 'https://lms.example';
export const clientId = 'tirek-1';
const secretKey = 'a secret key of tests, long enough to be one';

/** Somebody of the course, and every text by which this person could be recognised. */
export interface Somebody extends Visitor {
  readonly sub: string;
  readonly traces: readonly string[];
}

/** A course in use: an accepted syllabus, two graded students, a queue to the LMS; the tool is running over it. */
export interface World {
  readonly app: InProcess;
  readonly data: PersonalData;
  readonly registrationId: RegistrationId;
  readonly teacher: Somebody;
  readonly assistant: Somebody;
  /** Graded twice, released twice, and a draft on top. */
  readonly student: Somebody;
  readonly other: Somebody;
  post(who: Visitor, path: string, fields?: Record<string, string>): request.Test;
  get(who: Visitor, path: string): request.Test;
  /** As a launch with all facts that an LMS may send. */
  enter(role: 'instructor' | 'assistant' | 'learner', facts: Facts): Promise<Somebody>;
  /** Every document of the store, by collection. */
  documents(): Promise<Record<string, Record<string, unknown>[]>>;
  /** Everything as it was after the start. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export type Facts = Required<PersonFacts> & { readonly [K in keyof PersonFacts]: string };

const factsOf = (sub: string, familyName: string, givenName: string): Facts => ({
  sub,
  familyName,
  givenName,
  name: `${givenName} ${familyName}`,
  email: `${sub}@university.example`,
  sourcedId: `HR-${sub}-77`,
});

export const people = {
  teacher: factsOf('teacher-4711', 'Қасымова', 'Гүлнар'),
  assistant: factsOf('assistant-4712', 'Төлегенов', 'Ерасыл'),
  student: factsOf('student-4713', 'Ысқақова', 'Әйгерім'),
  other: factsOf('student-4714', 'Дәулетов', 'Нұрболат'),
} as const;

export async function startWorld(): Promise<World> {
  // The present time: the store itself forgets sessions that have ended by its own clock.
  const app = await startInProcess();
  const { connection } = app.store;
  await app.tirek.trustPlatform({
    name: 'LMS of the university',
    issuer,
    clientId,
    deploymentId: '1',
    authUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
  });
  const roster = createRosterStore(connection);

  async function enter(role: 'instructor' | 'assistant' | 'learner', facts: Facts): Promise<Somebody> {
    const visitor = await app.visit({ role, sub: facts.sub });
    const { registrationId } = (await connection.collection('people').findOne({ sub: facts.sub })) as never;
    await roster.meetPerson(registrationId, facts);
    return { ...visitor, sub: facts.sub, traces: Object.values(facts) as string[] };
  }

  const teacher = await enter('instructor', people.teacher);
  const { registrationId } = (await connection.collection('people').findOne({})) as never as World;
  await becomePlatformOf(app, registrationId);
  const assistant = await enter('assistant', people.assistant);
  const student = await enter('learner', people.student);
  const other = await enter('learner', people.other);
  let full: Awaited<ReturnType<World['documents']>> = {};
  const world: World = {
    app,
    data: createPersonalData({
      connection,
      sealer: createSealer(secretKey),
      now: () => new Date('2026-10-02T06:00:00Z'),
    }),
    registrationId,
    teacher,
    assistant,
    student,
    other,
    post: (who, path, fields) => {
      const test = request(app.url).post(`${who.base}${path}`).set('Cookie', who.cookie);
      const sent = test.set('X-CSRF-Token', who.csrf);
      return fields === undefined ? sent : sent.type('form').send(fields);
    },
    get: (who, path) =>
      request(app.url).get(`${who.base}${path}`).set('Cookie', who.cookie).set('Accept', 'text/html'),
    enter,
    async documents() {
      const names = (await connection.listCollections()).map(({ name }) => name);
      const found = names.map(async name => [name, await connection.collection(name).find({}).toArray()]);
      return Object.fromEntries(await Promise.all(found)) as never;
    },
    async reset() {
      for (const name of Object.keys(await world.documents())) {
        await connection.collection(name).deleteMany({});
        const documents = full[name] ?? [];
        if (documents.length > 0) await connection.collection(name).insertMany(documents);
      }
    },
    stop: () => app.stop(),
  };
  await useCourse(world);
  full = await world.documents();
  return world;
}

/** People who are entered in tests belong to a registration that has no platform: this gives it one. */
async function becomePlatformOf({ tirek, store }: InProcess, registrationId: RegistrationId): Promise<void> {
  const registrations = store.connection.collection<{ _id: string }>('lti_registrations');
  const made = await registrations.findOneAndDelete({});
  await registrations.insertOne({ ...made, _id: registrationId });
  await store.connection.collection('lti_registry').updateOne({}, { $inc: { version: 1 } });
  // A running tool looks for changes a few times a second.
  while ((await tirek.lti.registrations.findById(registrationId)) === null)
    await new Promise(resolve => setTimeout(resolve, 50));
}

async function useCourse(world: World): Promise<void> {
  const { teacher, assistant, student, other } = world;
  const uploaded = await world
    .post(teacher, '/syllabus/upload')
    .attach('file', readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt')), 'силлабус.txt');
  if (uploaded.status !== 303) throw new Error(`${uploaded.status}: ${uploaded.text}`);
  const draft = uploaded.headers['location']?.split('/').at(-1) ?? '';
  await done(world.post(teacher, `/syllabus/drafts/${draft}/accept`, { rev: '1' }));
  await grade(world, assistant, student, '60');
  await release(world, student);
  await grade(world, teacher, student, '75');
  await release(world, student);
  await grade(world, assistant, student, '80');
  await grade(world, assistant, other, '90');
  await release(world, other);
  await mark(world, assistant, student, '', '7,5');
  await mark(world, teacher, student, '7.5', 'н/я');
}

/** Puts a mark down in the gradebook, over the one that was there. */
async function mark(
  world: World,
  grader: Visitor,
  student: Visitor,
  was: string,
  typed: string,
): Promise<void> {
  const fields = { 'was:seminar-1': was, 'mark:seminar-1': typed };
  await done(world.post(grader, `/gradebook/${student.personId}`, fields));
}

/** Saves a draft of the final control over the one that is there. */
async function grade(world: World, grader: Visitor, student: Visitor, percent: string): Promise<void> {
  const marks = Object.fromEntries([0, 1, 2, 3, 4, 5].map(index => [`percent-${index}`, percent]));
  const grades = world.app.store.connection.collection<{ draft: { rev: number } }>('grades');
  const before = await grades.findOne({ personId: student.personId } as object);
  const fields = {
    ...marks,
    rev: String(before?.draft.rev ?? 0),
    rubricVersion: '1',
    comment: `Пікір ${percent}`,
  };
  await done(world.post(grader, `/grading/${student.personId}`, fields));
}

async function release(world: World, student: Visitor): Promise<void> {
  await done(world.post(world.teacher, '/grading/release', { who: 'chosen', 'person[]': student.personId }));
}

async function done(test: request.Test): Promise<void> {
  const answer = await test;
  if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`);
}
