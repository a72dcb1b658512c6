import { Schema } from 'mongoose';
import { createCourseStore, enterCourse } from '../../src/features/course/index.ts';
import { createGradeSync, createSyncStores, type GradeSource } from '../../src/features/gradesync/index.ts';
import { createRosterStore } from '../../src/features/roster/index.ts';
import { type Config } from '../../src/config.ts';
import { asId, type CourseId, type PersonId } from '../../src/kernel/ids.ts';
import { catalogueOf } from '../../src/i18n/index.ts';
import { silentLog } from '../../src/log.ts';
import { createLti } from '../../src/lti/index.ts';
import { createSealer } from '../../src/secrets/sealer.ts';
import { startEmbeddedStore } from '../../src/store/embedded.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import { type LaunchContext } from '../../src/web/context.ts';
import { bareFrame, renderPage } from '../../src/web/render.ts';

/** The tool's grade sync over the embedded store, with grades that stand in the store as released ones do. */
export interface BenchTool {
  readonly storeUri: string;
  /** Releases a grade each for new people in new courses, so many a course, and queues them. */
  release(count: number, perCourse: number): Promise<void>;
  /** Releases the last `count` people's grades again, the first so many with another score. */
  releaseAgain(count: number, changed: number): Promise<void>;
  /** Sends until nothing is due. */
  drain(): Promise<number>;
  sendFor(ms: number): Promise<void>;
  /** Opens the status page of the last course with so many students, without the socket. */
  statusPage(students: number): Promise<() => Promise<unknown>>;
  stop(): Promise<void>;
}

interface GradeRecord {
  _id: string;
  rev: number;
  score: string;
}

const gradeSchema = new Schema<GradeRecord>(
  { _id: { type: String, required: true }, rev: Number, score: String },
  { versionKey: false, collection: 'benchGrades' },
);
const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const agsScopes = ['lineitem', 'lineitem.readonly', 'result.readonly', 'score'].map(name => ags + name);

export async function startBenchTool(parts: {
  dataDir: string;
  origin: string;
  parallel: number;
  config: Config;
}): Promise<BenchTool> {
  const { dataDir, origin, config } = parts;
  const server = await startEmbeddedStore({ dataDir, log: silentLogOfStore });
  const store = await openStore({ mongodbUri: server.uri, dataDir, dbName: 'bench' });
  const { connection } = store;
  const now = () => new Date();
  const lti = createLti({
    connection,
    sealer: createSealer('a secret key of benchmarks, long enough'),
    log: silentLog,
    now,
    config,
    version: 'bench',
  });
  const courses = createCourseStore(connection);
  const roster = createRosterStore(connection);
  const grades = connection.model<GradeRecord>('BenchGrade', gradeSchema);
  const stores = createSyncStores(connection);
  await ensureIndexes(connection);
  const registration = await lti.registrations.add(
    {
      name: 'Bench',
      issuer: origin,
      clientId: 'bench',
      authUrl: `${origin}/auth`,
      tokenUrl: `${origin}/token`,
      jwksUrl: `${origin}/keys`,
      tokenAudience: null,
    },
    ['1'],
  );
  const source: GradeSource = {
    columns: () =>
      Promise.resolve([{ key: 'final', kind: 'total', title: 'Қорытынды бақылау', maximum: 100 }]),
    released: () => Promise.resolve([]),
    async wanted(courseId, _key, personId) {
      const found = await grades.findOne({ _id: `${courseId}:${personId}` }).lean();
      if (found === null) return null;
      return { rev: found.rev, score: found.score, maximum: 100, comment: 'C+ (2,33), Жақсы' };
    },
    async wantedMany(courseId, _key, personIds) {
      const found = await grades.find({ _id: { $in: personIds.map(id => `${courseId}:${id}`) } }).lean();
      return new Map(
        found.map(({ _id, rev, score }) => [
          asId<'person'>(_id.slice(25)),
          { rev, score, maximum: 100, comment: 'C+ (2,33), Жақсы' },
        ]),
      );
    },
    unqueued: () => Promise.resolve([]),
    markQueued: () => Promise.resolve(),
  };
  const sync = createGradeSync({
    stores,
    courses,
    roster,
    gradebook: lti.ags,
    source,
    log: silentLog,
    pollMs: 50,
  });

  let made = 0;
  const classes: { courseId: CourseId; people: PersonId[] }[] = [];

  async function newClass(size: number): Promise<void> {
    made += 1;
    const entered = await enterCourse(
      { courses, roster },
      {
        registrationId: registration.id,
        deploymentId: '1',
        context: { id: String(made), title: `Курс ${made}` },
        person: { sub: 'teacher' },
        role: 'instructor',
        locale: 'kk',
        services: {
          lineItemsUrl: `${origin}/${made}/lineitems`,
          agsScopes,
          nrpsUrl: null,
          productFamily: null,
        },
      },
      now(),
    );
    const facts = Array.from({ length: size }, (_, i) => ({
      sub: `${made}-${i}`,
      name: `Студент ${made}-${i}`,
    }));
    const people = await roster.meetPeople(registration.id, facts);
    const listed = people.map(person => ({ personId: person.id, role: 'learner' as const, active: true }));
    await roster.replaceListed(entered.courseId, roster.beginSync(), listed);
    classes.push({ courseId: entered.courseId, people: people.map(person => person.id) });
  }

  async function releaseClass(
    one: { courseId: CourseId; people: PersonId[] },
    scoreOf: (i: number) => string,
  ) {
    await grades.bulkWrite(
      one.people.map((person, i) => ({
        updateOne: {
          filter: { _id: `${one.courseId}:${person}` },
          update: { $set: { score: scoreOf(i) }, $inc: { rev: 1 } },
          upsert: true,
        },
      })),
    );
    await sync.enqueue(one.courseId, 'final', one.people);
  }

  return {
    storeUri: server.uri.replace('/tirek?', '/ltijs?'),
    async release(count, perCourse) {
      for (let left = count; left > 0; left -= perCourse) {
        await newClass(Math.min(perCourse, left));
        const last = classes.at(-1);
        if (last !== undefined) await releaseClass(last, i => String(50 + (i % 50)));
      }
    },
    async releaseAgain(count, changed) {
      let left = count;
      let toChange = changed;
      for (const one of classes.toReversed()) {
        if (left <= 0) break;
        await releaseClass(one, i => (toChange-- > 0 ? '99.5' : String(50 + (i % 50))));
        left -= one.people.length;
      }
    },
    drain: () => sync.worker.drain(),
    async sendFor(ms) {
      sync.worker.start();
      await new Promise(resolve => setTimeout(resolve, ms));
      await sync.worker.stop();
    },
    async statusPage(students) {
      const one = classes.findLast(candidate => candidate.people.length === students);
      const route = sync.routes.find(
        candidate => candidate.scope === 'launch' && candidate.shape.path === '/gradesync',
      );
      if (one === undefined || route?.scope !== 'launch') throw new Error('nothing to show');
      const t = catalogueOf('kk');
      const course = {
        id: one.courseId,
        registrationId: registration.id,
        title: 'Курс',
        lang: 'kk' as const,
      };
      const context: LaunchContext = {
        requestId: '',
        wantsJson: false,
        lang: 'kk',
        t,
        log: silentLog,
        launchId: asId<'launch'>('0'.repeat(24)),
        actor: {
          personId: one.people[0] ?? asId<'person'>(''),
          courseId: one.courseId,
          role: 'instructor',
          can: () => true,
        },
        course,
        base: '/l/0',
        csrf: 'csrf',
        owner: '',
        tab: null,
      };
      const input = { params: {}, query: { show: 'all', page: 1 }, body: {}, file: null };
      return async () => {
        const reply = await route.handler(context, input as never);
        if (reply.kind !== 'page') throw new Error('not a page');
        return renderPage(reply.view, 'kk', t, bareFrame(reply.title), {
          ...reply.model,
          base: context.base,
        });
      };
    },
    async stop() {
      await sync.worker.stop();
      await lti.close();
      await store.close();
      await server.stop();
    },
  };
}

const silentLogOfStore = { info: () => undefined, warn: () => undefined, error: () => undefined };
