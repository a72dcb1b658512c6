import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { expectValidHtml } from '../../support/html.ts';
import { languages } from '../../../src/i18n/index.ts';
import { kk } from '../../../src/i18n/kk/index.ts';
import { startSite, type Site, type Visitor } from './support/site.ts';

let site: Site;
let teacher: Visitor;
beforeEach(async () => {
  site = await startSite(2, number => ['Әбілова', `Айым ${number}`]);
  site.grades.gradable.push({ key: 'srs-1', kind: 'activity', title: 'СӨЖ 1: эссе', maximum: 20 });
  teacher = await site.visit('instructor');
});
afterEach(() => site.stop());

const labels = () => [...site.platform.items.values()].map(item => item.label).sort();
const columnOf = async (key: string) =>
  (await site.stores.columns.ofCourse(site.courseId)).find(column => column.key === key);
const idOf = async (key: string) => (await columnOf(key))?.id ?? '';
const choose = (mode: string, key: string[] = []) =>
  teacher.post('/gradesync/columns', { mode, 'key[]': key as never }).expect(303);

/** Everybody has a grade in both columns. */
async function releaseAll(): Promise<void> {
  for (const key of ['final', 'srs-1']) {
    site.students.forEach((person, index) => {
      const score = { rev: 1, score: String(10 + index), maximum: key === 'final' ? 100 : 20, comment: key };
      site.grades.wantedBy.set(`${site.courseId} ${key} ${person}`, score);
    });
    await site.sync.enqueue(site.courseId, key, site.students);
  }
  await site.sync.worker.drain();
}

it('sends totals alone until the teacher chooses, then what was released before as well', async () => {
  await releaseAll();
  expect(labels()).toEqual(['Қорытынды бақылау']);
  await choose('all');
  await site.sync.worker.drain();
  expect(labels()).toEqual(['СӨЖ 1: эссе', 'Қорытынды бақылау']);
  expect(site.platform.gradeOf('user-2', 'tirek:srs-1')?.score).toBe(11);
  expect([...site.platform.items.values()].find(item => item.tag === 'tirek:srs-1')?.scoreMaximum).toBe(20);
});

it('sends nothing more to a column that is let go, and leaves it as it stands', async () => {
  await choose('all');
  await releaseAll();
  await choose('single', ['final', 'unheard-of']);
  const posts = site.platform.posts.length;
  site.grades.release(site.courseId, site.students[0]!, '90');
  site.grades.wantedBy.set(`${site.courseId} srs-1 ${site.students[0]}`, {
    rev: 2,
    score: '19',
    maximum: 20,
    comment: '',
  });
  await site.sync.enqueue(site.courseId, 'srs-1', site.students);
  await site.sync.worker.drain();
  expect(site.platform.posts).toHaveLength(posts);
  expect(labels()).toHaveLength(2);
  site.clock.advance(60_000);
  await choose('all');
  await site.sync.worker.drain();
  expect(site.platform.gradeOf('user-1', 'tirek:srs-1')?.score).toBe(19);
  expect(labels()).toHaveLength(2);
});

it('deletes a column in the LMS only when asked, when nothing is sent to it, and when it made it', async () => {
  await choose('all');
  await releaseAll();
  const column = await idOf('srs-1');
  await teacher.post('/gradesync/columns/delete', { column }).expect(409);
  await choose('totals');
  expect(labels()).toHaveLength(2);
  await (await site.visit('assistant')).post('/gradesync/columns/delete', { column }).expect(403);
  await teacher.post('/gradesync/columns/delete', { column }).expect(303);
  expect(labels()).toEqual(['Қорытынды бақылау']);
});

/** The LMS keeps the answer to this call back until `answer` is called, while the time of a page runs out. */
function keepBack(what: 'item' | 'delete'): { answer: () => void } {
  let answer: () => void = () => undefined;
  const kept = new Promise<void>(resolve => (answer = resolve));
  const { delay } = site.platform;
  site.platform.trouble = call => {
    site.platform.delay = call.what === what ? () => kept : delay;
    if (call.what === what) site.clock.advance(8_000);
    return null;
  };
  return { answer };
}

it('says that the LMS does not answer in time, and writes down a deletion that it makes after that', async () => {
  await choose('all');
  await releaseAll();
  await choose('totals');
  const { answer } = keepBack('delete');
  const { text } = await teacher
    .post('/gradesync/columns/delete', { column: await idOf('srs-1') })
    .expect(200);
  await expectValidHtml(text);
  expect(text).toContain(kk.gradesync.columnChoice.deletedLate);
  expect((await columnOf('srs-1'))?.url).not.toBeNull();
  answer();
  await vi.waitFor(async () => expect((await columnOf('srs-1'))?.url).toBeNull());
  expect(labels()).toEqual(['Қорытынды бақылау']);
});

it('sends no deletion any more when the look at the column took all the time', async () => {
  await choose('all');
  await releaseAll();
  await choose('totals');
  const { answer } = keepBack('item');
  const column = await idOf('srs-1');
  const { text } = await teacher.post('/gradesync/columns/delete', { column }).expect(200);
  expect(text).toContain(kk.gradesync.columnChoice.deletedLate);
  answer();
  // Everything that the late answer could set off has run when the same is asked once more.
  site.platform.trouble = () => null;
  site.platform.delay = () => Promise.resolve();
  await teacher.post('/gradesync/columns/delete', { column }).expect(303);
  expect(site.platform.calls.filter(({ what }) => what === 'delete')).toHaveLength(1);
});

it('never deletes or renames a column that somebody else made or that belongs to an activity', async () => {
  const lineItem = (key: string, resourceLinkId: string | null) => ({
    url: `https://lms.example/own/${key}`,
    label: 'Эссе',
    scoreMaximum: 50,
    resourceId: `tirek:${site.courseId}:${key}`,
    tag: `tirek:${key}`,
    resourceLinkId,
    courseUrl: 'https://lms.example/lineitems',
  });
  site.platform.items.set('https://lms.example/own/srs-1', lineItem('srs-1', '7'));
  await choose('all');
  await releaseAll();
  expect(labels()).toEqual(['Эссе', 'Қорытынды бақылау'].sort());
  site.grades.gradable[1] = { key: 'srs-1', kind: 'activity', title: 'Жаңа атау', maximum: 30 };
  await site.sync.enqueue(site.courseId, 'srs-1', site.students);
  await site.sync.checks.ask(site.courseId);
  await site.sync.checks.tick();
  expect(labels()).toContain('Эссе');
  await choose('totals');
  await teacher.post('/gradesync/columns/delete', { column: await idOf('srs-1') }).expect(409);
  // Ours in name, but bound to an activity since.
  const final = [...site.platform.items.values()].find(item => item.tag === 'tirek:final');
  site.platform.items.set(final?.url ?? '', { ...final!, resourceLinkId: '9' });
  await choose('single', []);
  await teacher.post('/gradesync/columns/delete', { column: await idOf('final') }).expect(409);
  expect(labels()).toHaveLength(2);
});

it('fills the column that the LMS made for the placed link, when the link’s id of ours was lost', async () => {
  const url = 'https://lms.example/own/7';
  const own = { resourceId: null, tag: null, resourceLinkId: '7' };
  const courseUrl = 'https://lms.example/lineitems';
  site.platform.items.set(url, { url, label: 'СӨЖ 1', scoreMaximum: 100, ...own, courseUrl });
  await site.sync.noteLink(site.courseId, 'srs-1', '7');
  await choose('all');
  await releaseAll();
  expect(labels()).toEqual(['СӨЖ 1', 'Қорытынды бақылау'].sort());
  expect(site.platform.grades.get(url)?.get('user-1')?.score).toBe(10);
  expect((await columnOf('srs-1'))?.made).toBe(false);
});

it('renames and rescales its column with all fields, and leaves a name that was given in the LMS', async () => {
  await releaseAll();
  const only = () => [...site.platform.items.values()][0];
  site.grades.gradable[0] = { key: 'final', kind: 'total', title: 'Емтихан', maximum: 40 };
  await site.sync.checks.ask(site.courseId);
  await site.sync.checks.tick();
  expect(only()).toMatchObject({
    label: 'Емтихан',
    scoreMaximum: 40,
    resourceId: `tirek:${site.courseId}:final`,
    tag: 'tirek:final',
  });
  site.platform.items.set(only()?.url ?? '', { ...only()!, label: 'Менің атауым' });
  site.grades.gradable[0] = { key: 'final', kind: 'total', title: 'Экзамен', maximum: 60 };
  await site.sync.checks.ask(site.courseId);
  await site.sync.checks.tick();
  expect(only()).toMatchObject({ label: 'Менің атауым', scoreMaximum: 60 });
});

it('asks about a column that was deleted in the LMS: make it again or stop', async () => {
  await releaseAll();
  site.platform.items.clear();
  await site.sync.checks.ask(site.courseId);
  await site.sync.checks.tick();
  const { text } = await teacher.get('/gradesync');
  expect(text).toContain('Бағанды қайта ашу');
  expect(text).toContain('Бұл бағанға енді жібермеу');
  await teacher.post('/gradesync/columns/stop', { column: await idOf('final') }).expect(303);
  expect(await site.sync.worker.drain()).toBe(0);
  expect((await columnOf('final'))?.state).toBe('off');
  expect((await teacher.get('/gradesync/columns')).text).toContain('Жіберілмейді');
});

it('is valid HTML in three languages, for the teacher and for the assistant', async () => {
  await choose('all');
  await releaseAll();
  await choose('totals');
  for (const lang of languages) {
    for (const role of ['instructor', 'assistant'] as const) {
      const { text } = await (await site.visit(role, lang)).get('/gradesync/columns?done=chosen').expect(200);
      await expectValidHtml(text);
    }
  }
});
