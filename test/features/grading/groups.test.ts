import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { en } from '../../../src/i18n/en/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let course = 0;
beforeAll(async () => {
  app = await startGradingApp();
});
afterAll(() => app.stop());

const words = en.grading.groups;

async function openCourse() {
  course += 1;
  const name = `groups-${course}`;
  const students = await enterStudents(app, 4, name);
  const visit = (role: 'instructor' | 'assistant', lang: (typeof languages)[number] = 'en') =>
    app.visit({ role, sub: `${role}-${course}`, course: name, lang });
  const teacher = await visit('instructor');
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
  return { students, teacher, visit };
}

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();
const grade = (teacher: Visitor, { personId }: Visitor, criteria: (number | null)[]): Promise<Response> =>
  teacher.postJson(`/grading/${personId}`, {
    ...{ rev: 0, rubricVersion: 1, criteria, bands: criteria.map(() => null), comment: '' },
    ...{ client: 'test', seq: 1 },
  });

/** Makes a group and answers its id. */
async function makeGroup(teacher: Visitor, name: string, people: readonly Visitor[]): Promise<string> {
  const fields = new URLSearchParams([
    ['name', name],
    ...people.map(({ personId }) => ['person[]', personId] as [string, string]),
  ]);
  const answer = await teacher.post('/grading/groups', fields);
  expect(answer.headers.get('location')).toContain('done=saved');
  const page = await text(teacher.get('/grading/groups'));
  const groups = [...page.matchAll(/grading\?group=([0-9a-f]{24})">([^<]+)</g)];
  return groups.find(([, , title]) => title === name)?.[1] ?? '';
}

describe('groups', () => {
  it('release what is ready in one of them, and say before it what stays back and why', async () => {
    const { teacher, students } = await openCourse();
    const [a, b, c, d] = students as [Visitor, Visitor, Visitor, Visitor];
    await grade(teacher, a, [70, 80]);
    await grade(teacher, b, [70, null]);
    await grade(teacher, d, [90, 90]);
    const group = await makeGroup(teacher, 'Morning', [a, b, c]);
    const list = await text(teacher.get(`/grading?group=${group}`));
    expect(list).toContain(words.release({ name: 'Morning' }));
    expect(list).toContain(words.heldCount({ reason: words.reasons.incomplete, count: 1 }));
    expect(list).toContain(words.heldCount({ reason: words.reasons['not-started'], count: 1 }));
    expect(list).not.toContain(d.personId);
    const released = await teacher.post('/grading/release', { who: 'group', group });
    expect(released.headers.get('location')).toContain(`group=${group}&released=1&incomplete=1`);
    expect(app.queue.at(-1)?.personIds).toEqual([a.personId]);
    // What it says: the ids in its markup may hold any digits.
    const said = (await text(d.get('/results'))).replaceAll(/<[^>]*>/g, ' ');
    expect(said).not.toContain('90');
  });

  it('change and go without touching anybody’s grade', async () => {
    const { teacher, students } = await openCourse();
    const [a, b] = students as [Visitor, Visitor];
    const group = await makeGroup(teacher, 'One', [a]);
    const fields = new URLSearchParams({ group, name: 'Two', 'person[]': b.personId });
    await teacher.post('/grading/groups', fields);
    const list = await text(teacher.get(`/grading?group=${group}`));
    expect([list.includes(a.personId), list.includes(b.personId)]).toEqual([false, true]);
    await teacher.post(`/grading/groups/${group}/remove`, {});
    expect(await text(teacher.get('/grading/groups'))).toContain(words.none);
    expect(await text(teacher.get(`/grading?group=${group}`))).toContain(a.personId);
  });

  it('take a name once, students alone, and at least one of them', async () => {
    const { teacher, students } = await openCourse();
    const other = await openCourse();
    const [a] = students as [Visitor];
    await makeGroup(teacher, 'Evening', [a]);
    const twice = await teacher.post('/grading/groups', { name: ' evening ', 'person[]': a.personId });
    expect([twice.status, (await twice.text()).includes(words.nameTaken)]).toEqual([422, true]);
    const stranger = await teacher.post('/grading/groups', {
      name: 'Night',
      'person[]': teacher.personId,
    });
    expect([stranger.status, (await stranger.text()).includes(words.nobody)]).toEqual([422, true]);
    const foreign = await makeGroup(other.teacher, 'Theirs', other.students.slice(0, 1));
    const answer = await teacher.post('/grading/release', { who: 'group', group: foreign });
    expect(answer.headers.get('location')).toContain('notice=none-chosen');
  });

  it('tell nobody who stands behind a number while names are hidden', async () => {
    const { teacher, students } = await openCourse();
    const group = await makeGroup(teacher, 'One', students.slice(0, 1));
    await teacher.post('/grading/settings', { anonymous: '1' });
    const list = await text(teacher.get(`/grading?group=${group}`));
    expect(list.match(/row-link/g)).toHaveLength(4);
    expect(list).not.toContain(`aria-label="${words.filter}"`);
    expect(await text(teacher.get('/grading/groups'))).toContain(words.hidden);
  });

  it.each(languages)('are valid HTML in %s, and not for assistants', async lang => {
    const { students, visit } = await openCourse();
    const teacher = await visit('instructor', lang);
    const group = await makeGroup(teacher, '1-топ', students.slice(0, 2));
    await expectValidHtml(await text(teacher.get(`/grading/groups?group=${group}`)));
    await expectValidHtml(await text(teacher.get(`/grading?group=${group}`)));
    expect((await (await visit('assistant', lang)).get('/grading/groups')).status).toBe(403);
  });
});
