import { readFileSync } from 'node:fs';
import { readDocument } from '../src/documents/index.ts';
import { createCourseStore } from '../src/features/course/index.ts';
import { createDepartment } from '../src/features/department/index.ts';
import { createSyllabusStore } from '../src/features/syllabus/index.ts';
import { parseSyllabus } from '../src/features/syllabus/domain/index.ts';
import { asId } from '../src/kernel/ids.ts';
import { ensureIndexes } from '../src/store/index.ts';
import { startTestStore } from '../test/support/store.ts';

const courseCount = 500;
const rounds = 5;

/** The report over 500 courses with an accepted syllabus each, on the embedded store. Seconds, the median and the most. */
export async function run(): Promise<Record<string, number>> {
  const store = await startTestStore();
  try {
    const courses = createCourseStore(store.connection);
    const syllabi = createSyllabusStore(store.connection);
    await ensureIndexes(store.connection);
    const registrationId = asId<'registration'>('a'.repeat(24));
    const bytes = readFileSync('samples/syllabus-sample-kk.docx');
    const { syllabus, evidence, findings, provenance } = parseSyllabus(await readDocument(bytes, 'kk.docx'));
    const content = { syllabus, evidence, readingFindings: findings, provenance };
    const createdBy = asId<'person'>('b'.repeat(24));
    for (let n = 0; n < courseCount; n += 1) {
      const services = { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null };
      const wish = {
        registrationId,
        deploymentId: '1',
        contextId: String(n),
        title: `Course ${n}`,
        lang: 'kk',
        services,
      } as const;
      const course = await courses.enter(wish);
      const draft = { courseId: course.id, content, fileName: 'a.docx', createdBy };
      const id = await syllabi.create(draft, new Date());
      await syllabi.accept(course.id, id, 1, new Date());
      await courses.setSyllabus(course.id, id, 'kk');
    }
    const read = createDepartment({
      courses,
      syllabi,
      scaleOf: () => Promise.resolve([]),
      lockedTexts: () => Promise.resolve([]),
    });
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      const report = await read(registrationId);
      if (report.courses.length !== courseCount) throw new Error('not all courses were checked');
      times.push((performance.now() - start) / 1000);
    }
    times.sort((a, b) => a - b);
    return { courses: courseCount, seconds: times[rounds >> 1] ?? 0, secondsMost: times.at(-1) ?? 0 };
  } finally {
    await store.stop();
  }
}
