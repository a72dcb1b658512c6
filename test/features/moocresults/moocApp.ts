import { type Connection } from 'mongoose';
import request, { type Response } from 'supertest';
import { expect, vi } from 'vitest';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { createMapStore } from '../../../src/features/moocmap/mapStore.ts';
import { createRosterStore } from '../../../src/features/roster/index.ts';
import { type Lang } from '../../../src/i18n/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { startGradebookApp } from '../gradebook/gradebookApp.ts';
import { filledMap, sampleSyllabus } from '../moocmap/filled.ts';

/** Approves the sample map with this model; in it "m1" counts for "srs-1". */
export async function approveMap(
  connection: Connection,
  { courseId, personId }: Pick<Visitor, 'courseId' | 'personId'>,
  model: 1 | 2 | 3,
): Promise<void> {
  const maps = createMapStore(connection);
  const content = { map: { ...filledMap(await sampleSyllabus('kk'), 'kk'), model }, readingFindings: [] };
  const id = await maps.create({ courseId, content, fileName: '', createdBy: personId }, new Date());
  const draft = await maps.find(courseId, id);
  if (draft === null || (await maps.accept(draft, draft.rev, new Date())) === null)
    throw new Error('the map was not approved');
}

/** The whole tool with a class whose addresses are known, a term, and an approved integration map. */
export async function startMoocApp(students = 3) {
  const app = await startGradebookApp(students);
  const { teacher, store } = app;
  const { courseId } = teacher;
  await app.postForm(teacher, '/calendar/term', { startOn: '2026-09-01' });
  const course = await createCourseStore(store.connection).find(courseId);
  if (course === null) throw new Error('no course');
  await createRosterStore(store.connection).meetPeople(
    course.registrationId,
    app.students.map((_, index) => ({ sub: `student-${index}`, email: `s${index}@univ.example` })),
  );
  const approve = (model: 1 | 2 | 3) => approveMap(store.connection, teacher, model);
  await approve(3);

  const attach = async (
    who: Visitor,
    path: string,
    bytes: Buffer | string,
    name: string,
  ): Promise<Response> =>
    request(app.url)
      .post(who.base + path)
      .set('Cookie', who.cookie)
      .set('X-CSRF-Token', who.csrf)
      .attach('file', Buffer.from(bytes), name);
  const get = (who: Visitor, path: string) =>
    request(app.url)
      .get(who.base + path)
      .set('Cookie', who.cookie);

  return {
    ...app,
    approve,
    attach,
    /** As `visit`, for somebody who is in the course already. */
    again: (role: CourseRole, sub: string, lang: Lang): Promise<Visitor> => app.visit({ role, sub, lang }),
    /** The path of a file of results, once it has been read. */
    async bring(bytes: Buffer | string, name = 'report.csv', mooc = 'm1'): Promise<string> {
      const answer = await attach(teacher, `/moocresults/upload/${mooc}`, bytes, name);
      if (answer.status !== 303) throw new Error(`the file was not taken: ${answer.status}`);
      const path = answer.headers['location']?.slice(teacher.base.length) ?? '';
      // Shorter than the limit of a test alone: the file is read in the background, on however busy a machine.
      await vi.waitFor(
        async () => {
          const progress = await get(teacher, `${path}/progress`);
          expect((progress.body as { reading: boolean }).reading).toBe(false);
        },
        { timeout: 100_000, interval: 40 },
      );
      return path;
    },
    /** Marks of a student as the gradebook's form shows them, by their columns. */
    async marksOf(index: number): Promise<Record<string, string>> {
      const { text } = await get(teacher, `/gradebook/${app.students[index]?.personId ?? ''}`);
      const fields = text.matchAll(/name="was:([^"]+)" value="([^"]+)"/gu);
      return Object.fromEntries(
        [...fields].map(([, key = '', value = '']): [string, string] => [key, value]),
      );
    },
  };
}

export type MoocApp = Awaited<ReturnType<typeof startMoocApp>>;
