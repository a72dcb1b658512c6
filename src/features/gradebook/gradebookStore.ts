import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Marks } from './domain/row.ts';
import { type CellChange, type Channel } from './domain/writing.ts';

/** The file that marks were taken from. */
export interface MarkSource {
  readonly file: string;
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly digest: string;
  /** The row, as a spreadsheet numbers it. */
  readonly row: number;
}

/** The newest change of a row: who wrote what, when and how. */
export interface RowChange {
  readonly by: PersonId;
  readonly at: Date;
  readonly via: Channel;
  readonly changes: readonly CellChange[];
  /** Only of what came from a file. */
  readonly source?: MarkSource;
}

/** All marks of one student in one course. Every write raises `rev` by one, and the change before it is kept. */
export interface GradebookRow {
  readonly courseId: CourseId;
  readonly personId: PersonId;
  readonly rev: number;
  readonly marks: Marks;
  readonly last: RowChange;
  /** Columns of which the queue to the LMS may not know the present mark; kept by the store itself. */
  readonly unqueued?: readonly string[];
}

/** A row as it was read (null: there was none), and what it becomes. */
export interface RowWrite {
  readonly before: GradebookRow | null;
  readonly next: GradebookRow;
}

interface RowRecord {
  /** courseId:personId, so that a student has one row. */
  _id: string;
  courseId: string;
  personId: string;
  rev: number;
  /** JSON text: read and written whole. A class of a thousand has 40,000 marks, and one text a row is read at once. */
  marks: string;
  last: RowChange;
  /** The write that made this version; tells two apart that came at the same moment. */
  write: string;
  /** False: marks were written, and the queue to the LMS may not know of them. Rows of earlier versions have none. */
  queued?: boolean;
  unqueued?: readonly string[];
}

interface EventRecord extends RowChange {
  /** courseId:personId:rev. */
  _id: string;
  courseId: string;
  personId: string;
  rev: number;
}

const rowSchema = new Schema<RowRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true },
    rev: { type: Number, required: true },
    marks: { type: String, required: true },
    last: { type: Schema.Types.Mixed, required: true },
    write: { type: String, required: true },
    queued: { type: Boolean },
    unqueued: { type: [String], default: undefined },
  },
  { versionKey: false, collection: 'gradebookRows', minimize: false },
);
rowSchema.index({ courseId: 1, 'last.at': 1 });
rowSchema.index({ personId: 1 });
rowSchema.index({ queued: 1 }, { partialFilterExpression: { queued: false } });

const eventSchema = new Schema<EventRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true },
    rev: { type: Number, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    via: { type: String, required: true },
    changes: { type: Schema.Types.Mixed, required: true },
    source: { file: String, digest: String, row: Number },
  },
  { versionKey: false, collection: 'gradebookEvents' },
);
eventSchema.index({ courseId: 1, personId: 1, rev: 1 });

export interface GradebookStore {
  find(courseId: CourseId, personId: string): Promise<GradebookRow | null>;
  /** Of these people, or of everybody; whoever has none is left out. */
  list(courseId: CourseId, personIds?: readonly string[]): Promise<GradebookRow[]>;
  /** Rows that were written at this instant or later. */
  listSince(courseId: CourseId, at: Date): Promise<GradebookRow[]>;
  /** Writes each row over the version that was read; answers the people whose row was still that version. */
  write(writes: readonly RowWrite[]): Promise<ReadonlySet<PersonId>>;
  /** All changes of a row in the order in which they were made. */
  history(courseId: CourseId, personId: string): Promise<(RowChange & { readonly rev: number })[]>;
  /** Rows with marks that the queue to the LMS may not know of. */
  unqueued(limit: number): Promise<GradebookRow[]>;
  /** The queue knows them now, each as it was in this version. */
  markQueued(rows: readonly Pick<GradebookRow, 'courseId' | 'personId' | 'rev'>[]): Promise<void>;
}

const idOf = (courseId: string, personId: string): string => `${courseId}:${personId}`;

/** @param newName makes the random name of a write */
export function createGradebookStore(connection: Connection, newName: () => string): GradebookStore {
  const rows = connection.model<RowRecord>('GradebookRow', rowSchema);
  const events = connection.model<EventRecord>('GradebookEvent', eventSchema);
  // Past Mongoose's query layer: a class is read whole, and the filters are our own ids.
  const read = async (filter: object): Promise<GradebookRow[]> =>
    (await rows.collection.find<RowRecord>(filter).toArray()).map(toRow);

  /**
   * The change that a version brought goes into the history before that version is replaced. Whoever replaces it writes
   * the same document, so one that is there already is no error, and a replacement that fails leaves a true history.
   */
  async function keep(versions: readonly GradebookRow[]): Promise<void> {
    if (versions.length === 0) return;
    const records = versions.map(({ courseId, personId, rev, last }) => ({
      _id: `${idOf(courseId, personId)}:${rev}`,
      courseId,
      personId,
      rev,
      ...last,
    }));
    await events.collection
      .insertMany(records as never, { ordered: false })
      .catch((error: unknown) => ignoreDuplicates(error));
  }

  /** How many of them were still the version that was read; of others nothing was written. */
  async function replace(writes: readonly RowWrite[], write: string): Promise<number> {
    const operations = writes.map(({ before, next }) => {
      const { courseId, personId, rev, last } = next;
      const _id = idOf(courseId, personId);
      const changed = last.changes.map(({ column }) => column);
      const version = {
        ...{ rev, marks: JSON.stringify(next.marks), last, write, queued: false },
        unqueued: [...new Set([...(before?.unqueued ?? []), ...changed])],
      };
      if (before === null) return { insertOne: { document: { _id, courseId, personId, ...version } } };
      return { updateOne: { filter: { _id, rev: before.rev }, update: { $set: version } } };
    });
    try {
      const done = await rows.collection.bulkWrite(operations as never, { ordered: false });
      return done.insertedCount + done.matchedCount;
    } catch (error) {
      ignoreDuplicates(error);
      return 0;
    }
  }

  return {
    async find(courseId, personId) {
      return (await read({ _id: idOf(courseId, personId) }))[0] ?? null;
    },
    list: (courseId, personIds) =>
      read(
        personIds === undefined
          ? { courseId }
          : { _id: { $in: personIds.map(personId => idOf(courseId, personId)) } },
      ),
    listSince: (courseId, at) => read({ courseId, 'last.at': { $gte: at } }),
    async write(writes) {
      if (writes.length === 0) return new Set();
      await keep(writes.flatMap(({ before }) => (before === null ? [] : [before])));
      const name = newName();
      const everybody = writes.map(({ next }) => next.personId);
      if ((await replace(writes, name)) === writes.length) return new Set(everybody);
      const ids = writes.map(({ next }) => idOf(next.courseId, next.personId));
      const written = await rows.collection
        .find<Pick<RowRecord, 'personId'>>(
          { _id: { $in: ids as never }, write: name },
          { projection: { personId: 1 } },
        )
        .toArray();
      return new Set(written.map(({ personId }) => asId<'person'>(personId)));
    },
    unqueued: async limit =>
      (await rows.collection.find<RowRecord>({ queued: false }).limit(limit).toArray()).map(toRow),
    async markQueued(done) {
      if (done.length === 0) return;
      const operations = done.map(({ courseId, personId, rev }) => ({
        updateOne: {
          filter: { _id: idOf(courseId, personId), rev },
          update: { $set: { queued: true, unqueued: [] } },
        },
      }));
      await rows.collection.bulkWrite(operations as never, { ordered: false });
    },
    async history(courseId, personId) {
      const [past, [present]] = await Promise.all([
        events.find({ courseId, personId }).sort({ rev: 1 }).lean(),
        read({ _id: idOf(courseId, personId) }),
      ]);
      if (present === undefined) return [];
      const earlier = past.filter(({ rev }) => rev < present.rev);
      return [...earlier, { ...present.last, rev: present.rev }].map(
        ({ by, at, via, changes, rev, source }) => ({
          ...{ by, at, via, changes, rev },
          ...(source?.file === undefined ? {} : { source }),
        }),
      );
    },
  };
}

/** A row or a version that is there already was written by somebody else at the same moment. */
function ignoreDuplicates(error: unknown): void {
  const failures = [(error as { writeErrors?: unknown }).writeErrors ?? error].flat();
  if (!failures.every(failure => (failure as { code?: unknown }).code === 11000)) throw error;
}

function toRow({ courseId, personId, rev, marks, last, unqueued }: RowRecord): GradebookRow {
  return {
    courseId: asId<'course'>(courseId),
    personId: asId<'person'>(personId),
    rev,
    marks: JSON.parse(marks) as Marks,
    last,
    unqueued: unqueued ?? [],
  };
}
