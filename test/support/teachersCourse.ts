import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request, { type Response, type Test } from 'supertest';
import { type CourseRole } from '../../src/kernel/permissions.ts';
import { rootFolder } from '../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from './inProcess.ts';

/** The whole tool with one course whose teacher has accepted one of the samples; everybody reads English. */
export interface TeachersCourse {
  readonly app: InProcess;
  readonly teacher: Visitor;
  /** A change by the teacher, or by somebody else who is in the course. */
  post(path: string, visitor?: Visitor): Test;
  /** A page as somebody with this role gets it. */
  read(path: string, role?: CourseRole): Promise<Response>;
}

/** @param sample a file of `samples/` */
export async function openTeachersCourse(sample: string, now?: () => Date): Promise<TeachersCourse> {
  const app = await startInProcess(now);
  const teacher = await app.visit({ role: 'instructor', lang: 'en' });
  const post: TeachersCourse['post'] = (path, visitor = teacher) =>
    request(app.url)
      .post(`${visitor.base}${path}`)
      .set('Cookie', visitor.cookie)
      .set('X-CSRF-Token', visitor.csrf);
  const document = readFileSync(join(rootFolder, 'samples', sample));
  const answer = await post('/syllabus/upload').attach('file', document, sample);
  const draft = answer.headers.location?.split('/').at(-1) ?? '';
  await post(`/syllabus/drafts/${draft}/accept`).type('form').send({ rev: '1' });
  return {
    app,
    teacher,
    post,
    async read(path, role = 'instructor') {
      const visitor = await app.visit({ role, lang: 'en' });
      return request(app.url)
        .get(`${visitor.base}${path}`)
        .set('Cookie', visitor.cookie)
        .set('Accept', 'text/html');
    },
  };
}
