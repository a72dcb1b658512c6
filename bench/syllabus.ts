import { blankRow, createSyllabusStore, type Syllabus } from '../src/features/syllabus/index.ts';
import { type SyllabusId } from '../src/kernel/ids.ts';
import { type InProcess, startInProcess, type Visitor } from '../test/support/inProcess.ts';

const rounds = 25;
const weeks = 15;

/**
 * What a teacher waits for at a syllabus: pages of a course of 15 weeks, and the saving of one value with the findings that come
 * back. Milliseconds of whole requests over loopback on the embedded store: the median, and the processor's time a request
 * (the tool and this client together), which other work on the machine does not change.
 */
export async function run(): Promise<Record<string, number>> {
  const app = await startInProcess();
  try {
    const results: Record<string, number> = {};
    for (const rows of [60, 60 * weeks]) {
      const teacher = await app.visit({ role: 'instructor', course: `course-${rows}` });
      const { draft, published } = await fill(app, teacher, rows);
      const pages = {
        calendar: '/calendar',
        syllabus: '/syllabus',
        preview: `/syllabus/drafts/${draft}`,
        form: `/syllabus/drafts/${draft}/calendar`,
        rows: `/syllabus/rows/${draft}`,
        merge: `/syllabus/merge/${draft}`,
      };
      // Opened first, the page finishes the acceptance.
      if (!(await open(app, teacher, '/syllabus')).includes('Деректерді'))
        throw new Error(`${published} is not shown`);
      for (const [name, path] of Object.entries(pages))
        note(results, `${name}Of${rows}Rows`, await times(() => open(app, teacher, path)));
      const shape = /data-shape="([^"]+)"/.exec(await open(app, teacher, pages.form))?.[1] ?? '';
      let saved = 0;
      const save = async (): Promise<void> => {
        const edit = {
          path: 'calendar[7].title',
          before: `Topic ${saved}`,
          value: `Topic ${saved + 1}`,
          shape,
        };
        await post(app, teacher, `/syllabus/fields/${draft}`, edit);
        saved += 1;
      };
      note(results, `savingOf${rows}Rows`, await times(save));
    }
    return results;
  } finally {
    await app.stop();
  }
}

async function fill(app: InProcess, { courseId, personId }: Visitor, rows: number) {
  const syllabi = createSyllabusStore(app.store.connection);
  const syllabus = syllabusOf(rows);
  const evidence = { exampleCriteria: null, namedOutcomes: null, coveredWeeks: [] };
  const content = { syllabus, evidence, readingFindings: [], provenance: {} };
  const made = { courseId, content, reading: syllabus, fileName: 'a.docx', createdBy: personId };
  const [published, draft] = [await syllabi.create(made, new Date()), await syllabi.create(made, new Date())];
  await syllabi.accept(courseId, published, 1, new Date());
  return { published, draft } satisfies Record<string, SyllabusId>;
}

function syllabusOf(rows: number): Syllabus {
  const each = rows / weeks;
  const calendar = Array.from({ length: rows }, (_, index): Syllabus['calendar'][number] => ({
    ...blankRow,
    week: Math.floor(index / each) + 1,
    module: { number: 1, title: 'Модуль' },
    kind: index % 2 === 0 ? 'lecture' : 'seminar',
    number: Math.floor(index / 2) + 1,
    title: index === 7 ? 'Topic 0' : `Деректерді талдау негіздері: ${index + 1}-тақырып және оның мысалдары.`,
    hours: index % 2 === 0 ? 1 : 2,
    maxPoints: index % 2 === 0 ? null : 8,
  }));
  const course = {
    title: 'Курс',
    code: null,
    credits: 5,
    aim: 'Мақсаты',
    prerequisites: [],
    postrequisites: [],
  };
  const lists = { outcomes: [], policies: [], scale: [], weights: [] };
  return { kind: 'syllabus', language: 'kk', course, ...lists, calendar, rubric: null };
}

interface Taken {
  readonly median: number;
  readonly processor: number;
}

async function times(work: () => Promise<unknown>): Promise<Taken> {
  for (let warm = 0; warm < 5; warm += 1) await work();
  const taken: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  const median = taken.sort((a, b) => a - b)[taken.length >> 1] ?? NaN;
  return { median, processor: (user + system) / 1000 / rounds };
}

function note(results: Record<string, number>, name: string, { median, processor }: Taken): void {
  results[`${name}Ms`] = Math.round(median * 10) / 10;
  results[`${name}ProcessorMs`] = Math.round(processor * 10) / 10;
}

async function open(app: InProcess, { base, cookie }: Visitor, path: string): Promise<string> {
  const answer = await fetch(`${app.url}${base}${path}`, {
    headers: { Cookie: cookie, Accept: 'text/html' },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

async function post(
  app: InProcess,
  { base, cookie, csrf }: Visitor,
  path: string,
  value: object,
): Promise<void> {
  const answer = await fetch(`${app.url}${base}${path}`, {
    method: 'POST',
    headers: {
      Cookie: cookie,
      'X-CSRF-Token': csrf,
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(value),
  });
  const told = (await answer.json()) as { kind?: string };
  if (told.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(told)}`);
}
