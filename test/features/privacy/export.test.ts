import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Audience } from '../../../src/features/privacy/domain/section.ts';
import { sections } from '../../../src/features/privacy/domain/sections.ts';
import { linesOf } from '../../../src/features/privacy/exportPerson.ts';
import { createPersonalDataStore } from '../../../src/features/privacy/personalDataStore.ts';
import { issuer, people, type Somebody, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Line = Record<string, unknown>;
type Export = Record<string, Line[]> & { platform: unknown; format: string; writtenFor: string };

async function textOf(who: Somebody, audience: Audience): Promise<string> {
  const platform = { name: 'LMS of the university', issuer };
  let text = '';
  for await (const piece of world.data.export({ personId: who.personId, audience, platform })) text += piece;
  return text;
}
const exportOf = async (who: Somebody, audience: Audience = 'person'): Promise<Export> =>
  JSON.parse(await textOf(who, audience)) as Export;

describe('the export of one person', () => {
  it('is one indented JSON object that says what it is, for whom, and from which platform', async () => {
    const text = await textOf(world.student, 'person');
    expect(text.split('\n').slice(0, 9)).toEqual([
      '{',
      '  "format": "tirek-person",',
      '  "version": 1,',
      '  "writtenAt": "2026-10-02T06:00:00.000Z",',
      '  "writtenFor": "person",',
      '  "platform": {',
      '    "name": "LMS of the university",',
      '    "issuer": "https://lms.example"',
      '  },',
    ]);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('has everything that the LMS sent about the person, and the courses with their names', async () => {
    const { identity, memberships, sessions } = await exportOf(world.student);
    const { sub, ...facts } = people.student;
    expect(identity).toEqual([{ userId: sub, ...facts, language: null }]);
    const course = { id: world.student.courseId, title: 'Деректерді талдау негіздері' };
    expect(memberships).toMatchObject([{ course, roleAtLaunch: 'learner', active: true, number: 3 }]);
    expect(sessions).toMatchObject([{ course, role: 'learner' }]);
  });

  it('has every released result of a student, the present one and the history of releases', async () => {
    const { results, releases } = await exportOf(world.student);
    expect(results).toMatchObject([
      {
        assessment: 'final',
        total: 75,
        letter: 'B-',
        percents: [75, 75, 75, 75, 75, 75],
        comment: 'Пікір 75',
      },
    ]);
    expect(releases).toMatchObject([
      { total: 60, comment: 'Пікір 60' },
      { total: 75, comment: 'Пікір 75' },
    ]);
  });

  it('has unreleased drafts for the operator and not for the student', async () => {
    expect(await textOf(world.student, 'person')).not.toContain('Пікір 80');
    const own = await exportOf(world.student);
    expect(Object.hasOwn(own, 'drafts')).toBe(false);
    const { drafts } = await exportOf(world.student, 'operator');
    expect(drafts?.map(({ comment }) => comment)).toEqual(['Пікір 60', 'Пікір 75', 'Пікір 80']);
  });

  it('has marks and their changes for the operator, since the course decides who sees them', async () => {
    expect(Object.hasOwn(await exportOf(world.student), 'marks')).toBe(false);
    const { marks } = await exportOf(world.student, 'operator');
    expect(marks?.map(({ changes }) => changes)).toEqual([
      [{ column: 'seminar-1', from: '', to: '7.5' }],
      [{ column: 'seminar-1', from: '7.5', to: 'A' }],
    ]);
  });

  it('says how a result got into the gradebook, or why it did not', async () => {
    const { deliveries } = await exportOf(world.student);
    expect(deliveries).toMatchObject([{ state: 'waiting', sentScore: null, history: [] }]);
    expect((deliveries as { column: Line }[])[0]?.column['title']).toEqual(expect.any(String));
  });

  it('lists what somebody did as a grader, each step once, without whose grade it was', async () => {
    const { gradingActs, syllabi } = await exportOf(world.assistant);
    expect(gradingActs?.map(({ act }) => act)).toEqual([
      'draft-saved',
      'draft-saved',
      'draft-saved',
      'marks-saved',
    ]);
    expect(Object.keys(gradingActs?.[0] ?? {})).toEqual(['act', 'course', 'assessment', 'at']);
    expect(syllabi).toEqual([]);
    const teacher = await exportOf(world.teacher);
    expect(teacher['gradingActs']?.map(({ act }) => act).sort()).toEqual([
      'draft-saved',
      'marks-saved',
      'result-released',
      'result-released',
      'result-released',
    ]);
    expect(teacher['syllabi']).toMatchObject([{ fileName: 'силлабус.txt', state: 'accepted', version: 1 }]);
  });

  it.each(['person', 'operator'] as const)('holds nothing of anybody else (for the %s)', async audience => {
    const everybody = [world.teacher, world.assistant, world.student, world.other];
    for (const who of everybody) {
      const text = await textOf(who, audience);
      expect(text).toContain(who.sub);
      for (const other of everybody) {
        if (other === who) continue;
        for (const trace of [other.personId, ...other.traces]) expect(text).not.toContain(trace);
      }
    }
  });

  it('holds no keys: neither the numbers of sessions nor the digests of cookies', async () => {
    const text = await textOf(world.student, 'operator');
    const { sessions = [] } = await world.documents();
    for (const { _id, browser } of sessions) {
      expect(text).not.toContain(_id);
      expect(text).not.toContain(browser);
    }
  });

  it('is written while it is read, one document at a time', async () => {
    const pieces: number[] = [];
    const wish = { personId: world.teacher.personId, audience: 'operator', platform: null } as const;
    for await (const piece of world.data.export(wish)) pieces.push(piece.length);
    const acts = sections.find(({ key }) => key === 'gradingActs');
    if (acts === undefined) throw new Error('there is no such section');
    const store = createPersonalDataStore(world.app.store.connection);
    const subject = { personId: world.teacher.personId, courseIds: [world.teacher.courseId] };
    let lines = 0;
    for await (const _ of linesOf(store, acts, subject)) lines += 1;
    expect(lines).toBe(5);
    expect(pieces.length).toBeGreaterThan(lines + 2 * sections.length);
    expect(Math.max(...pieces)).toBeLessThan(1_000);
  });
});
