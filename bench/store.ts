import { Schema } from 'mongoose';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedStore, type EmbeddedStore } from '../src/store/embedded.ts';
import { openStore, type Store } from '../src/store/index.ts';
import { silentLog } from '../src/store/log.ts';

const STUDENTS = 1_000;
const MARKS_EACH = 40;
const COURSE = 'course-000000000000000001';

const markSchema = new Schema({
  courseId: String,
  personId: String,
  rowId: String,
  percent: Number,
  letter: String,
  status: String,
  gradedBy: String,
  gradedAt: Date,
  comment: String,
  version: Number,
});

/** The other way to keep the same marks: one document a student. */
const sheetSchema = new Schema({ courseId: String, personId: String, marks: [{ type: Schema.Types.Mixed }] });

const personId = (student: number) => `person-${String(student).padStart(18, '0')}`;

/** The embedded store with a class of 1,000 students and 40,000 marks; all times in ms, medians. */
export async function run(): Promise<Record<string, number>> {
  const starts: number[] = [];
  for (let round = 0; round < 5; round++) {
    await inFolder(async dataDir => {
      const begun = performance.now();
      const store = await openStore({ dataDir });
      await store.connection.db?.command({ ping: 1 });
      starts.push(performance.now() - begun);
      await store.close();
    });
  }
  return inFolder(async dataDir => {
    const server = await startEmbeddedStore({ dataDir, log: silentLog });
    const store = await openStore({ dataDir });
    try {
      const idle = rssOf(server);
      const figures = await measure(store);
      return {
        storeReadyMs: round(median(starts)),
        storeIdleRssMb: idle,
        ...figures,
        storeFullRssMb: rssOf(server),
      };
    } finally {
      await store.close();
      await server.stop();
    }
  });
}

async function measure(store: Store): Promise<Record<string, number>> {
  const Mark = marksOf(store);
  await Mark.collection.createIndexes([
    { key: { courseId: 1, personId: 1 } },
    { key: { courseId: 1, rowId: 1 } },
  ]);
  const filling = performance.now();
  for (let student = 0; student < STUDENTS; student += 25) {
    await Mark.collection.insertMany(
      Array.from({ length: 25 * MARKS_EACH }, (_, n) =>
        markOf(student + Math.floor(n / MARKS_EACH), n % MARKS_EACH),
      ),
    );
  }
  const filled = performance.now() - filling;
  return {
    storeBulkInsertsPerSecond: Math.round((STUDENTS * MARKS_EACH) / (filled / 1000)),
    ...(await measureReading(Mark)),
    storeCourseSheetsMs: await measureSheets(store),
    ...(await measureWriting(Mark)),
  };
}

const marksOf = (store: Store) => store.connection.model('Mark', markSchema, 'marks');
type MarkModel = ReturnType<typeof marksOf>;

async function measureReading(Mark: MarkModel): Promise<Record<string, number>> {
  const read = async (filter: Record<string, string>, expected: number) => {
    const marks = await Mark.find({ courseId: COURSE, ...filter }).lean();
    if (marks.length !== expected) throw new Error(`${marks.length} marks instead of ${expected}`);
  };
  return {
    storeStudentPageMs: await medianMs(50, n =>
      read({ personId: personId((n * 37) % STUDENTS) }, MARKS_EACH),
    ),
    storeRowMarksMs: await medianMs(11, n => read({ rowId: `row-${n}` }, STUDENTS)),
    storeCourseMarksMs: await medianMs(11, () => read({}, STUDENTS * MARKS_EACH)),
  };
}

async function measureSheets(store: Store): Promise<number> {
  const Sheet = store.connection.model('Sheet', sheetSchema, 'sheets');
  await Sheet.collection.createIndexes([{ key: { courseId: 1, personId: 1 } }]);
  for (let student = 0; student < STUDENTS; student += 50) {
    await Sheet.collection.insertMany(Array.from({ length: 50 }, (_, n) => sheetOf(student + n)));
  }
  return medianMs(11, async () => {
    const sheets = await Sheet.find({ courseId: COURSE }).lean();
    if (sheets.length !== STUDENTS) throw new Error(`${sheets.length} sheets of the course`);
  });
}

async function measureWriting(Mark: MarkModel): Promise<Record<string, number>> {
  const update = { $set: { percent: 50 }, $inc: { version: 1 } };
  const updating = await medianMs(100, n =>
    Mark.updateOne({ courseId: COURSE, personId: personId(n), rowId: 'row-1' }, update),
  );
  const inserting = await medianMs(100, n => Mark.collection.insertOne(markOf(STUDENTS, n)));
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let n = 0; n < 60; n++) await Mark.collection.insertOne(markOf(STUDENTS + 1 + writer, n));
    }),
  );
  return {
    storeUpdateMs: updating,
    storeInsertMs: inserting,
    storeInsertsPerSecond16: Math.round((16 * 60) / ((performance.now() - begun) / 1000)),
  };
}

function markOf(student: number, row: number): Record<string, unknown> {
  return {
    courseId: COURSE,
    personId: personId(student),
    rowId: `row-${row}`,
    percent: 71.5,
    letter: 'C+',
    status: 'released',
    gradedBy: personId(0),
    gradedAt: new Date(),
    comment: row % 5 === 0 ? 'Жұмыс уақытында тапсырылды, дереккөздері толық.' : null,
    version: 1,
  };
}

function sheetOf(student: number): Record<string, unknown> {
  const marks = Array.from({ length: MARKS_EACH }, (_, row) => markOf(student, row));
  return { courseId: COURSE, personId: personId(student), marks };
}

async function medianMs(count: number, work: (n: number) => PromiseLike<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < count; n++) {
    const begun = performance.now();
    await work(n);
    taken.push(performance.now() - begun);
  }
  return round(median(taken));
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory of the store's process in MB; 0 where there is no /proc. */
function rssOf(server: EmbeddedStore): number {
  try {
    const status = readFileSync(`/proc/${server.pid() ?? 0}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
