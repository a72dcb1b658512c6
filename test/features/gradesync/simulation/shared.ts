import { type Connection, Schema } from 'mongoose';
import { type Course } from '../../../../src/features/course/index.ts';
import { type Directory, type GradeSource } from '../../../../src/features/gradesync/ports.ts';
import { type Clock } from '../../../../src/jobs/clock.ts';
import { asId, type CourseId, type PersonId } from '../../../../src/kernel/ids.ts';
import { courseId, personId, registrationId, userOf } from '../support/world.ts';

/** What a worker process is told on its command line. */
export interface WorkerOrders {
  readonly name: string;
  readonly storeUri: string;
  readonly dbName: string;
  readonly platform: string;
  readonly seed: number;
  readonly clock: FastClockOrders;
}

export interface FastClockOrders {
  /** Real milliseconds since 1970 at which the simulation began. */
  readonly begunAt: number;
  readonly speed: number;
  /** How wrong this computer's date is, in simulated milliseconds. */
  readonly offsetMs: number;
}

/** Time that runs faster than life, the same for all processes but for the error of their dates. */
export function fastClock({ begunAt, speed, offsetMs }: FastClockOrders): Clock {
  return {
    now: () => new Date(begunAt + (Date.now() - begunAt) * speed + offsetMs),
    elapsed: () => performance.now() * speed,
    wait: (ms, signal) =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, ms / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

export const courseCount = 3;
export const classSize = 30;
export const courses: readonly CourseId[] = Array.from({ length: courseCount }, (_, i) => courseId(i + 1));
export const people: readonly PersonId[] = Array.from({ length: classSize }, (_, i) => personId(i + 1));
const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

export function simulatedDirectory(platform: string): Directory {
  const course = (id: CourseId): Course => ({
    id,
    registrationId: registrationId(),
    deploymentId: '1',
    contextId: id,
    title: 'Педагогика',
    lang: 'kk',
    term: { startOn: null, timeZone: 'Asia/Almaty' },
    services: {
      lineItemsUrl: `${platform}/${id}/lineitems?type_id=1`,
      agsScopes: ['lineitem', 'lineitem.readonly', 'result.readonly', 'score'].map(name => ags + name),
      nrpsUrl: null,
      productFamily: 'moodle',
    },
    syllabusId: null,
    copy: null,
  });
  return {
    findCourse: id => Promise.resolve(courses.includes(id) ? course(id) : null),
    userIds: (_course, asked) => Promise.resolve(new Map(asked.map(person => [person, userOf(person)]))),
    personIds: () => Promise.resolve(new Map(people.map(person => [userOf(person), person]))),
  };
}

interface GradeRecord {
  _id: string;
  courseId: string;
  personId: string;
  rev: number;
  score: string | null;
  queued: boolean;
}

const schema = new Schema<GradeRecord>(
  {
    _id: { type: String, required: true },
    courseId: String,
    personId: String,
    rev: Number,
    score: String,
    queued: Boolean,
  },
  { versionKey: false, collection: 'simulatedGrades' },
);

export const commentOf = (rev: number): string => `rev ${rev}`;

/** Released grades in the store, where every process sees them. */
export function simulatedGrades(connection: Connection) {
  const model = connection.model<GradeRecord>('SimulatedGrade', schema);
  const source: GradeSource = {
    columns: () =>
      Promise.resolve([{ key: 'final', kind: 'total', title: 'Қорытынды бақылау', maximum: 100 }]),
    released: async course =>
      (await model.find({ courseId: course }).lean()).map(record => asId<'person'>(record.personId)),
    async wanted(course, _key, person) {
      const found = await model.findOne({ _id: `${course}:${person}` }).lean();
      if (found === null) return null;
      return { rev: found.rev, score: found.score, maximum: 100, comment: commentOf(found.rev) };
    },
    async unqueued(limit) {
      const found = await model.find({ queued: false }).limit(limit).lean();
      return found.map(record => ({
        courseId: asId<'course'>(record.courseId),
        columnKey: 'final',
        personId: asId<'person'>(record.personId),
        rev: record.rev,
      }));
    },
    async markQueued(grades) {
      for (const { courseId, personId, rev } of grades) {
        await model.updateOne({ _id: `${courseId}:${personId}`, rev }, { $set: { queued: true } });
      }
    },
  };
  return {
    source,
    async release(course: CourseId, person: PersonId, score: string | null): Promise<void> {
      await model.updateOne(
        { _id: `${course}:${person}` },
        { $set: { score, queued: false, courseId: course, personId: person }, $inc: { rev: 1 } },
        { upsert: true },
      );
    },
    all: () => model.find().lean(),
  };
}
