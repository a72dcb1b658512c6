import { createHash } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import { asId, type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { grouped } from '../../store/index.ts';
import { type Notice, type NoticeFact, type NoticeKind, type Tidings } from './domain/notice.ts';

interface NoticeRecord {
  /** A digest of course, person and key: telling twice is telling once. */
  _id: string;
  personId: string;
  /** Empty: of no course. */
  courseId: string;
  kind: NoticeKind;
  /** JSON text: read and written whole. */
  fact: string;
  at: Date;
  readAt: Date | null;
  /** Whether a digest had it, or never will. */
  mailed: boolean;
  forgetAt: Date;
}

const needed = { required: true } as const;
const schema = new Schema<NoticeRecord>(
  {
    _id: { type: String, ...needed },
    personId: { type: String, ...needed },
    courseId: { type: String, default: '' },
    kind: { type: String, ...needed },
    fact: { type: String, ...needed },
    at: { type: Date, ...needed },
    readAt: { type: Date, default: null },
    mailed: { type: Boolean, ...needed },
    forgetAt: { type: Date, ...needed, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'notices' },
);
schema.index({ personId: 1, courseId: 1, at: -1 });
schema.index({ mailed: 1, at: 1 });

/** Longer than a term: who was away for long still sees what changed. */
const keptMs = 150 * 86_400_000;
const listed = 100;

export interface NoticeStore {
  /** Tells each of them, once for each key; what repeats is unread again. */
  tell(
    courseId: CourseId | null,
    personIds: readonly PersonId[],
    tidings: readonly Tidings[],
    now: Date,
  ): Promise<void>;
  /** Of a course, and what belongs to none; the newest first. */
  list(courseId: CourseId, personId: PersonId): Promise<Notice[]>;
  find(courseId: CourseId, personId: PersonId, unsafeId: string): Promise<Notice | null>;
  countUnread(courseId: CourseId, personId: PersonId): Promise<number>;
  /** @param id null: all of them */
  markRead(courseId: CourseId, personId: PersonId, id: Notice['id'] | null, now: Date): Promise<void>;
  /** What no digest had yet and nobody has read, told between two moments; person by person, up to `limit`. */
  unmailed(from: Date, before: Date, limit: number): Promise<Notice[]>;
  markMailed(ids: readonly Notice['id'][]): Promise<void>;
}

export function createNoticeStore(connection: Connection): NoticeStore {
  const model = connection.model<NoticeRecord>('PersonNotice', schema);
  const own = (courseId: CourseId, personId: PersonId) => ({
    personId,
    courseId: { $in: [courseId, ''] },
  });
  const countUnread = unreadCounts(model);
  return {
    async tell(courseId, personIds, tidings, now) {
      const writes = personIds.flatMap(personId =>
        tidings.map(one => upsertOf(courseId ?? '', personId, one, now)),
      );
      if (writes.length === 0) return;
      try {
        await model.collection.bulkWrite(writes as never, { ordered: false });
      } catch (error) {
        // Somebody else tells the same in this moment: then it is told.
        if ((error as { code?: unknown }).code !== 11000) throw error;
      }
    },
    async list(courseId, personId) {
      const found = await model.find(own(courseId, personId)).sort({ at: -1 }).limit(listed).lean();
      return found.map(toNotice);
    },
    async find(courseId, personId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, ...own(courseId, personId) }).lean();
      return found === null ? null : toNotice(found);
    },
    countUnread: (courseId, personId) => countUnread({ courseId, personId }),
    async markRead(courseId, personId, id, now) {
      const filter = { ...own(courseId, personId), readAt: null, ...(id === null ? {} : { _id: id }) };
      await model.updateMany(filter, { $set: { readAt: now } });
    },
    async unmailed(from, before, limit) {
      const filter = { mailed: false, at: { $gte: from, $lt: before }, readAt: null };
      return (await model.find(filter).sort({ personId: 1, at: 1 }).limit(limit).lean()).map(toNotice);
    },
    async markMailed(ids) {
      await model.updateMany({ _id: { $in: [...ids] } }, { $set: { mailed: true } });
    },
  };
}

interface Reader {
  readonly courseId: string;
  readonly personId: string;
}

/** Every page shows its reader's number, so pages that open together ask together. */
function unreadCounts(model: Model<NoticeRecord>): (reader: Reader) => Promise<number> {
  return grouped<Reader, number>(async readers => {
    const personIds = [...new Set(readers.map(({ personId }) => personId))];
    const unread = await model.collection
      .aggregate<{ _id: Reader; count: number }>([
        { $match: { personId: { $in: personIds }, readAt: null } },
        { $group: { _id: { personId: '$personId', courseId: '$courseId' }, count: { $sum: 1 } } },
      ])
      .toArray();
    const counts = new Map(unread.map(({ _id, count }) => [`${_id.personId} ${_id.courseId}`, count]));
    const countOf = (personId: string, courseId: string) => counts.get(`${personId} ${courseId}`) ?? 0;
    return readers.map(({ personId, courseId }) => countOf(personId, courseId) + countOf(personId, ''));
  });
}

function upsertOf(courseId: string, personId: PersonId, { key, fact, repeats }: Tidings, now: Date) {
  const _id = createHash('sha256').update(`${courseId} ${personId} ${key}`).digest('hex').slice(0, 24);
  const first = { personId, courseId, kind: fact.kind, fact: JSON.stringify(fact) };
  const fresh = { at: now, readAt: null, mailed: false, forgetAt: new Date(now.getTime() + keptMs) };
  const update = repeats ? { $set: fresh, $setOnInsert: first } : { $setOnInsert: { ...first, ...fresh } };
  return { updateOne: { filter: { _id }, update, upsert: true } };
}

const toNotice = ({ _id, personId, courseId, fact, at, readAt }: NoticeRecord): Notice => ({
  id: asId<'notice'>(_id),
  personId: asId<'person'>(personId),
  courseId: courseId === '' ? null : asId<'course'>(courseId),
  // Written by this store alone, from values of this type.
  fact: JSON.parse(fact) as NoticeFact,
  at,
  readAt,
});
