import { type Connection, Schema, Types } from 'mongoose';
import { type Lang } from '../../i18n/lang.ts';
import { asId, type CourseId, type RegistrationId, type SyllabusId } from '../../kernel/ids.ts';
import { type AnnouncedServices, tellsNothingNew, updateOf } from './announced.ts';
import { type CopyState, type Course, type Term } from './course.ts';
import { type CourseContext, recentCoursesOf } from './recentCourses.ts';

interface CourseRecord {
  _id: string;
  registrationId: string;
  deploymentId: string;
  contextId: string;
  title: string;
  lang: Lang;
  term: { startOn: string | null; timeZone: string };
  services: {
    lineItemsUrl: string | null;
    agsScopes: string[];
    nrpsUrl: string | null;
    productFamily: string | null;
  };
  syllabusId: string | null;
  /** Absent in courses that are no copies. */
  copy?: { from: string[]; state: CopyState } | null;
}

const schema = new Schema<CourseRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    deploymentId: { type: String, required: true },
    contextId: { type: String, required: true },
    title: { type: String, default: '' },
    lang: { type: String, required: true },
    term: { startOn: { type: String, default: null }, timeZone: { type: String, required: true } },
    services: {
      lineItemsUrl: { type: String, default: null },
      agsScopes: { type: [String], required: true },
      nrpsUrl: { type: String, default: null },
      productFamily: { type: String, default: null },
    },
    syllabusId: { type: String, default: null },
    copy: {
      type: new Schema({ from: [String], state: String }, { _id: false }),
      default: null,
    },
  },
  { versionKey: false, collection: 'courses' },
);
// LTI Core 1.3, 5.4.1: a context's id is unique within its deployment.
schema.index({ registrationId: 1, deploymentId: 1, contextId: 1 }, { unique: true });
// What a copied course was copied from, whichever deployment it was opened by.
schema.index({ registrationId: 1, contextId: 1 });

/** What a launch tells of its course. */
export interface EnteringLaunch extends CourseContext {
  /** Blank when the launch does not say. */
  readonly title: string;
  /** The course's language, should this be its first launch. */
  readonly lang: Lang;
  readonly services: AnnouncedServices;
}

export interface CourseStore {
  find(id: CourseId): Promise<Course | null>;
  /** Makes the course at its first launch, and takes over what each one says of title and services. */
  enter(launch: EnteringLaunch): Promise<Course>;
  /** The course that was opened first most recently from a platform; its services say what works there. */
  findNewest(registrationId: RegistrationId): Promise<Course | null>;
  countOf(registrationId: RegistrationId): Promise<number>;
  /** All courses of a platform, by title. */
  ofRegistration(registrationId: RegistrationId): Promise<Course[]>;
  setTermStart(id: CourseId, startOn: string | null): Promise<void>;
  setTerm(id: CourseId, term: Term): Promise<void>;
  /** Publishes an accepted syllabus: from now on it is the course's calendar and rubric. */
  setSyllabus(id: CourseId, syllabusId: SyllabusId, lang: Lang): Promise<void>;
  /** The courses of a registration that its LMS calls so, in the order of the ids. */
  findByContexts(registrationId: RegistrationId, contextIds: readonly string[]): Promise<Course[]>;
  /** Remembers that the course is a copy; the first reading counts. */
  setCopy(id: CourseId, copy: { from: readonly CourseId[]; state: CopyState }): Promise<void>;
  decideCopy(id: CourseId, state: Exclude<CopyState, 'open'>): Promise<void>;
}

/** The time zone of Kazakhstan's universities: one zone, UTC+5, since March 2024. */
export const defaultTimeZone = 'Asia/Almaty';

export function createCourseStore(connection: Connection): CourseStore {
  const model = connection.model<CourseRecord>('Course', schema);
  const recent = recentCoursesOf(connection);
  // Past Mongoose's query layer: every launch and every page ask, and the filters are our own ids.
  const findOne = async (filter: Partial<CourseRecord>): Promise<Course | null> => {
    const found = await model.collection.findOne<CourseRecord>(filter as never);
    return found === null ? null : toCourse(found);
  };
  const upsert = async (launch: EnteringLaunch): Promise<Course> => {
    const update = updateOf(launch, {
      _id: new Types.ObjectId().toHexString(),
      lang: launch.lang,
      term: { startOn: null, timeZone: defaultTimeZone },
      syllabusId: null,
    });
    const options = { upsert: true, returnDocument: 'after' } as const;
    return toCourse(await model.findOneAndUpdate(contextOf(launch), update, options).lean());
  };
  return {
    find: async id => recent.find(id) ?? recent.keep(() => findOne({ _id: id })),
    async enter(launch) {
      const context = contextOf(launch);
      const known = recent.findByContext(context) ?? (await recent.keep(() => findOne(context)));
      // Launches mostly tell what is known already, and writing it again would make a whole class wait in line.
      if (known !== null && tellsNothingNew(launch, known)) return known;
      return recent.change(() =>
        upsert(launch).catch((error: unknown) => {
          // Two first launches at once: the unique index lets one insert, the other finds it.
          if ((error as { code?: unknown }).code === 11000) return upsert(launch);
          throw error;
        }),
      );
    },
    async findNewest(registrationId) {
      const found = await model.findOne({ registrationId }).sort({ _id: -1 }).lean();
      return found === null ? null : toCourse(found);
    },
    async ofRegistration(registrationId) {
      return (await model.find({ registrationId }).sort({ title: 1, _id: 1 }).lean()).map(toCourse);
    },
    countOf: registrationId => model.countDocuments({ registrationId }),
    async setTerm(id, { startOn, timeZone }) {
      await recent.change(async () =>
        model.updateOne({ _id: id }, { $set: { term: { startOn, timeZone } } }),
      );
    },
    async setTermStart(id, startOn) {
      await recent.change(async () => model.updateOne({ _id: id }, { $set: { 'term.startOn': startOn } }));
    },
    async setSyllabus(id, syllabusId, lang) {
      await recent.change(async () => model.updateOne({ _id: id }, { $set: { syllabusId, lang } }));
    },
    async findByContexts(registrationId, contextIds) {
      const found = await model.find({ registrationId, contextId: { $in: [...contextIds] } }).lean();
      const place = ({ contextId }: CourseRecord): number => contextIds.indexOf(contextId);
      return found.sort((a, b) => place(a) - place(b)).map(toCourse);
    },
    async setCopy(id, { from, state }) {
      const copy = { from: [...from], state };
      await recent.change(async () => model.updateOne({ _id: id, copy: null }, { $set: { copy } }));
    },
    async decideCopy(id, state) {
      const filter = { _id: id, copy: { $ne: null } };
      await recent.change(async () => model.updateOne(filter, { $set: { 'copy.state': state } }));
    },
  };
}

const contextOf = ({ registrationId, deploymentId, contextId }: CourseContext): CourseContext => ({
  registrationId,
  deploymentId,
  contextId,
});

function toCourse(record: CourseRecord): Course {
  return {
    id: asId<'course'>(record._id),
    registrationId: asId<'registration'>(record.registrationId),
    deploymentId: record.deploymentId,
    contextId: record.contextId,
    title: record.title,
    lang: record.lang,
    term: record.term,
    services: record.services,
    syllabusId: record.syllabusId === null ? null : asId<'syllabus'>(record.syllabusId),
    copy:
      record.copy == null
        ? null
        : { from: record.copy.from.map(id => asId<'course'>(id)), state: record.copy.state },
  };
}
