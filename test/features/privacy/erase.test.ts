import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PersonalData } from '../../../src/features/privacy/index.ts';
import { inventory } from '../../../src/features/privacy/domain/inventory.ts';
import { erasePerson } from '../../../src/features/privacy/erasePerson.ts';
import { createErasureStore } from '../../../src/features/privacy/erasureStore.ts';
import {
  createPersonalDataStore,
  type PersonalDataStore,
} from '../../../src/features/privacy/personalDataStore.ts';
import { people, type Somebody, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const erase = (who: Somebody, data: PersonalData = world.data) => data.erase(world.registrationId, who.sub);

/** Every text by which the person could be found anywhere in the store. */
async function tracesOf(who: Somebody): Promise<string[]> {
  const text = JSON.stringify(await world.documents());
  return who.traces.filter(trace => text.includes(JSON.stringify(trace).slice(1, -1)));
}

describe('erasing one person', () => {
  it('leaves no name, address or number of the person anywhere in the store', async () => {
    expect(await tracesOf(world.student)).toEqual(world.student.traces);
    await erase(world.student);
    expect(await tracesOf(world.student)).toEqual([]);
  });

  it('says what it did', async () => {
    expect(await erase(world.student)).toEqual({
      status: 'erased',
      pseudonym: expect.stringMatching(/^ID-[0-9A-F]{8}$/) as string,
      erasedAt: new Date('2026-10-02T06:00:00Z'),
      sessionsEnded: 1,
      deliveriesCancelled: 1,
      membershipsEnded: 1,
      kept: { grades: 1, gradeEvents: 4, gradebookRows: 1, gradebookEvents: 1, members: 1 },
    });
    const { status, sessionsEnded, kept } = (await erase(world.assistant)) ?? {};
    expect({ status, sessionsEnded, kept }).toEqual({
      status: 'erased',
      sessionsEnded: 1,
      kept: { grades: 2, gradeEvents: 3, gradebookEvents: 1, members: 1 },
    });
  });

  it('changes nothing about anybody else', async () => {
    const before = await othersOf(world.student);
    await erase(world.student);
    expect(await othersOf(world.student)).toEqual(before);
  });

  it('ends the sessions at once, in the running tool', async () => {
    expect((await world.get(world.student, '/results')).status).toBe(200);
    await erase(world.student);
    expect((await world.get(world.student, '/results')).status).toBe(401);
    expect((await world.get(world.other, '/results')).status).toBe(200);
  });

  it('keeps grades and every version of them as they were, under the pseudonym', async () => {
    const { grades: before, gradeEvents: eventsBefore } = await world.documents();
    const report = await erase(world.student);
    const { grades, gradeEvents } = await world.documents();
    expect(gradeEvents).toEqual(eventsBefore);
    expect(grades).toEqual(before);
    const history = await world.get(world.teacher, `/grading/${world.student.personId}/history`);
    expect(history.status).toBe(200);
    expect(history.text).toContain(report?.pseudonym);
  });

  it('shows a grader who was erased under the pseudonym in the history of grades', async () => {
    const { pseudonym } = (await erase(world.assistant)) ?? {};
    const history = await world.get(world.teacher, `/grading/${world.student.personId}/history`);
    expect(history.text).toContain(pseudonym);
    expect(history.text).toContain(people.teacher.familyName);
    expect(history.text).not.toContain(people.assistant.familyName);
  });

  it('cancels what is on its way to the gradebook, also what is not in the queue yet and what is being tried', async () => {
    const { connection } = world.app.store;
    await connection
      .collection('grades')
      .updateOne({ personId: world.student.personId }, { $set: { queued: false } });
    const find = async () => {
      const { outbox = [], grades = [] } = await world.documents();
      const isTheirs = (one: Record<string, unknown>) => one['personId'] === world.student.personId;
      return { entry: outbox.find(isTheirs), grade: grades.find(isTheirs) };
    };
    const before = await find();
    expect(before.entry).toMatchObject({ state: 'waiting', userId: world.student.sub });
    await erase(world.student);
    const { entry, grade } = await find();
    expect(entry).toMatchObject({
      state: 'none',
      userId: '',
      nextAt: null,
      sent: null,
      lms: null,
      maybe: [],
    });
    // A try that began before ends on an older version, and writes nothing.
    expect(entry?.['version']).not.toBe(before.entry?.['version']);
    expect(grade).toMatchObject({ queued: true });
  });

  it('makes another person of whoever comes back, without anything of the old one', async () => {
    await erase(world.student);
    const again = await world.app.visit({ role: 'learner', sub: world.student.sub });
    expect(again.personId).not.toBe(world.student.personId);
    const results = await world.get(again, '/results');
    expect(results.status).toBe(200);
    expect(results.text).not.toContain('Пікір 75');
  });

  it('changes nothing the second time, and says that it was done', async () => {
    await erase(world.student);
    const before = await world.documents();
    expect(await erase(world.student)).toMatchObject({
      status: 'already',
      erasedAt: new Date('2026-10-02T06:00:00Z'),
      sessionsEnded: 0,
    });
    expect(await world.documents()).toEqual(before);
  });

  it('erases again whoever came back in the meantime', async () => {
    await erase(world.student);
    await comeBack();
    expect(await erase(world.student)).toMatchObject({ status: 'erased', sessionsEnded: 1 });
    expect(await tracesOf(world.student)).toEqual([]);
  });

  it('says that nothing is stored about somebody who never was there, and writes nothing', async () => {
    const before = await world.documents();
    expect(await world.data.erase(world.registrationId, 'nobody')).toBeNull();
    expect(await world.documents()).toEqual(before);
  });

  it('keeps nothing that leads from the person to the pseudonym', async () => {
    const report = await erase(world.student);
    const { erasures = [] } = await world.documents();
    expect(erasures).toHaveLength(1);
    expect(Object.values(erasures[0] ?? {}).filter(value => value !== null)).toHaveLength(3);
    const text = JSON.stringify(erasures);
    expect(text).not.toContain(world.student.personId);
    expect(text.toUpperCase()).not.toContain(report?.pseudonym?.slice(3));
  });

  it('finishes what an earlier run began, wherever that ended, under one pseudonym', async () => {
    for (let step = 0; step <= inventory.length; step += 1) {
      const who = step === 0 ? world.student : await anotherStudent(step);
      const parts = partsWith(failingAfter(step));
      await expect(erasePerson(parts, world.registrationId, who.sub)).rejects.toThrow('the process ended');
      const report = await erasePerson(partsWith(), world.registrationId, who.sub);
      expect(report?.status, `after step ${step}`).toBe('erased');
      expect(await tracesOf(who)).toEqual([]);
      const { people: stored = [], sessions = [], erasures = [] } = await world.documents();
      expect(stored.find(one => one['_id'] === who.personId)).toMatchObject({ name: report?.pseudonym });
      expect(sessions.filter(one => one['personId'] === who.personId)).toEqual([]);
      expect(erasures.filter(one => one['personId'] !== null)).toEqual([]);
    }
  });

  it('finishes an unfinished erasure also when the person has come back since', async () => {
    await expect(
      erasePerson(partsWith(failingAfter(1)), world.registrationId, world.student.sub),
    ).rejects.toThrow('the process ended');
    await comeBack();
    const report = await erasePerson(partsWith(), world.registrationId, world.student.sub);
    expect(report).toMatchObject({ status: 'erased', sessionsEnded: 2 });
    expect(await tracesOf(world.student)).toEqual([]);
  });

  it('takes away what a running tool writes in between', async () => {
    const { connection } = world.app.store;
    const late = { ...((await world.documents())['sessions']?.[2] ?? {}), _id: 'f'.repeat(24) };
    const store = createPersonalDataStore(connection);
    let written = false;
    const parts = partsWith({
      ...store,
      async erase(holding, personId, pseudonym) {
        const changed = await store.erase(holding, personId, pseudonym);
        if (holding.collection === 'syllabi' && !written) {
          written = true;
          await connection
            .collection('sessions')
            .insertOne({ ...late, personId: world.student.personId } as never);
        }
        return changed;
      },
    });
    expect(await erasePerson(parts, world.registrationId, world.student.sub)).toMatchObject({
      sessionsEnded: 2,
    });
    const { sessions = [] } = await world.documents();
    expect(sessions.filter(one => one['personId'] === world.student.personId)).toEqual([]);
  });

  it('does not mind that two begin at once', async () => {
    const reports = await Promise.all([erase(world.student), erase(world.student)]);
    expect(reports.map(report => report?.status)).toContain('erased');
    expect(await tracesOf(world.student)).toEqual([]);
    const { erasures = [] } = await world.documents();
    expect(erasures).toMatchObject([{ personId: null }]);
  });
});

/** Opens the tool again, as the LMS sends people who are still in the course. */
const comeBack = () => world.enter('learner', people.student);

async function anotherStudent(step: number): Promise<Somebody> {
  const facts = {
    sub: `student-${step}00`,
    familyName: `Тегі${step}00`,
    givenName: `Есімі${step}00`,
    name: `Есімі${step}00 Тегі${step}00`,
    email: `s${step}00@university.example`,
    sourcedId: `N-${step}00`,
  };
  return world.enter('learner', facts);
}

/** A store whose process ends when so many of the rules were carried out. */
function failingAfter(steps: number): PersonalDataStore {
  const store = createPersonalDataStore(world.app.store.connection);
  let done = 0;
  return {
    ...store,
    async erase(...wish) {
      if (done === steps) throw new Error('the process ended');
      done += 1;
      return store.erase(...wish);
    },
  };
}

let pseudonyms = 0;
function partsWith(store: PersonalDataStore = createPersonalDataStore(world.app.store.connection)) {
  return {
    store,
    erasures: createErasureStore(world.app.store.connection),
    now: () => new Date('2026-10-02T06:00:00Z'),
    digest: (value: string) => `digest of ${Buffer.from(value).toString('hex')}`,
    newPseudonym: () => (pseudonyms++).toString(16).padStart(8, '0').padEnd(24, '0'),
  };
}

/** Every document that is not about this person. */
async function othersOf(who: Somebody): Promise<unknown> {
  const { erasures: _, ...all } = await world.documents();
  return Object.fromEntries(
    Object.entries(all).map(([name, documents]) => [
      name,
      documents.filter(one => one['personId'] !== who.personId && one['_id'] !== who.personId),
    ]),
  );
}
