import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type Id, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type DocumentKind } from './domain/documentKind.ts';
import { type ApprovalEvent, type ApprovalState, type ApprovalStep, type Process } from './domain/process.ts';

export type ApprovalId = Id<'approval'>;

export interface ApprovalComment {
  readonly at: Date;
  readonly by: PersonId;
  /** The key of the row that it speaks of; null for the whole document. */
  readonly place: string | null;
  readonly text: string;
}

/** The way of one revision of a draft through the institution. */
export interface Approval extends Process {
  readonly id: ApprovalId;
  readonly courseId: CourseId;
  readonly kind: DocumentKind;
  /** Of the draft that is decided on, among the documents of its kind. */
  readonly documentId: string;
  /** The revision that was submitted: a draft that has changed since is another document. */
  readonly draftRev: number;
  readonly rev: number;
  readonly comments: readonly ApprovalComment[];
  /** Who may decide on which step. */
  readonly grants: readonly { readonly step: number; readonly person: PersonId; readonly at: Date }[];
}

interface ApprovalRecord {
  _id: string;
  courseId: string;
  /** Absent in approvals that were begun when there were no others: a syllabus. */
  kind?: DocumentKind;
  /** The document, of whichever kind; so called since all of them were syllabi. */
  syllabusId: string;
  draftRev: number;
  rev: number;
  state: ApprovalState;
  steps: { key: string; role: { kk: string; ru: string; en: string } }[];
  events: {
    at: Date;
    by: string;
    action: ApprovalEvent['action'];
    step: number | null;
    text: string | null;
  }[];
  comments: { at: Date; by: string; place: string | null; text: string }[];
  grants: { step: number; person: string; at: Date }[];
  codes: { digest: string; step: number; expiresAt: Date }[];
}

const part = <T>(definition: ConstructorParameters<typeof Schema<T>>[0]) =>
  new Schema<T>(definition, { _id: false });
const needed = { required: true } as const;

const schema = new Schema<ApprovalRecord>(
  {
    _id: { type: String, ...needed },
    courseId: { type: String, ...needed },
    kind: { type: String, default: 'syllabus' },
    syllabusId: { type: String, ...needed },
    draftRev: { type: Number, ...needed },
    rev: { type: Number, ...needed },
    state: { type: String, ...needed },
    steps: [part({ key: String, role: { kk: String, ru: String, en: String } })],
    events: [
      part({
        at: Date,
        by: String,
        action: String,
        step: { type: Number, default: null },
        text: { type: String, default: null },
      }),
    ],
    comments: [part({ at: Date, by: String, place: { type: String, default: null }, text: String })],
    grants: [part({ step: Number, person: String, at: Date })],
    codes: [part({ digest: String, step: Number, expiresAt: Date })],
  },
  { versionKey: false, collection: 'approvals' },
);
schema.index({ courseId: 1, _id: -1 });
schema.index({ state: 1, courseId: 1 });
// One process at a time for a draft, however often its button is pressed.
schema.index({ syllabusId: 1 }, { unique: true, partialFilterExpression: { state: 'submitted' } });

export interface ApprovalStore {
  find(courseId: CourseId, unsafeId: string): Promise<Approval | null>;
  /** The newest first. */
  ofCourse(courseId: CourseId): Promise<Approval[]>;
  /** The process of an accepted version that was approved; null when it was accepted without one. */
  findApproved(courseId: CourseId, documentId: string): Promise<Approval | null>;
  /** The newest process of a kind of document, whatever became of it. */
  findNewest(courseId: CourseId, kind: DocumentKind): Promise<Approval | null>;
  /** The processes of these courses that are under way. */
  openOf(courseIds: readonly CourseId[]): Promise<Approval[]>;
  /** Null when the draft is in a process already. */
  submit(
    wish: {
      courseId: CourseId;
      kind: DocumentKind;
      documentId: string;
      draftRev: number;
      by: PersonId;
      steps: readonly ApprovalStep[];
    },
    now: Date,
  ): Promise<ApprovalId | null>;
  /** False when somebody else has decided since `approval` was read. */
  write(approval: Approval, process: Process): Promise<boolean>;
  comment(approval: Approval, comment: ApprovalComment): Promise<void>;
  /** The code is the step's only one from now on. */
  setCode(approval: Approval, code: { digest: string; step: number; expiresAt: Date }): Promise<void>;
  /** Uses a code up; null when it is unknown, used or too old, or when the person submitted the document. */
  redeem(courseId: CourseId, digest: string, person: PersonId, now: Date): Promise<Approval | null>;
}

export function createApprovalStore(connection: Connection): ApprovalStore {
  const model = connection.model<ApprovalRecord>('Approval', schema);
  return {
    async find(courseId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toApproval(found);
    },
    async ofCourse(courseId) {
      return (await model.find({ courseId }).sort({ _id: -1 }).limit(20).lean()).map(toApproval);
    },
    async findApproved(courseId, documentId) {
      const found = await model.findOne({ courseId, syllabusId: documentId, state: 'approved' }).lean();
      return found === null ? null : toApproval(found);
    },
    async findNewest(courseId, kind) {
      const found = await model.findOne({ courseId, kind }).sort({ _id: -1 }).lean();
      return found === null ? null : toApproval(found);
    },
    async openOf(courseIds) {
      const found = await model.find({ state: 'submitted', courseId: { $in: [...courseIds] } }).lean();
      return found.map(toApproval);
    },
    async submit({ by, steps, documentId, ...wish }, now) {
      const id = new Types.ObjectId().toHexString();
      try {
        await model.create({
          _id: id,
          ...wish,
          syllabusId: documentId,
          rev: 1,
          state: 'submitted',
          steps: steps.map(({ key, role }) => ({ key, role: { ...role } })),
          events: [{ at: now, by, action: 'submitted', step: null, text: null }],
          comments: [],
          grants: [],
          codes: [],
        });
        return asId<'approval'>(id);
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return null;
        throw error;
      }
    },
    async write({ id, courseId, rev }, { state, events }) {
      const change = { $set: { state, events: [...events] }, $inc: { rev: 1 } };
      return (await model.updateOne({ _id: id, courseId, rev }, change)).modifiedCount === 1;
    },
    async comment({ id, courseId }, comment) {
      await model.updateOne({ _id: id, courseId }, { $push: { comments: comment } });
    },
    async setCode({ id, courseId }, code) {
      await model.updateOne({ _id: id, courseId }, { $set: { codes: [code] } });
    },
    async redeem(courseId, digest, person, now) {
      const codes = { $elemMatch: { digest, expiresAt: { $gt: now } } };
      const found = await model.findOne({ courseId, state: 'submitted', codes }).lean();
      const code = found?.codes.find(one => one.digest === digest);
      if (found === null || code === undefined || found.events[0]?.by === person) return null;
      const grant = { step: code.step, person, at: now };
      // Two people with one code: the filter lets it be pulled once.
      const change = { $pull: { codes: { digest } }, $push: { grants: grant } };
      const done = await model.updateOne({ _id: found._id, codes }, change);
      return done.modifiedCount === 1 ? toApproval({ ...found, grants: [...found.grants, grant] }) : null;
    },
  };
}

function toApproval(record: ApprovalRecord): Approval {
  return {
    id: asId<'approval'>(record._id),
    courseId: asId<'course'>(record.courseId),
    kind: record.kind ?? 'syllabus',
    documentId: record.syllabusId,
    draftRev: record.draftRev,
    rev: record.rev,
    state: record.state,
    steps: record.steps,
    events: record.events.map(event => ({ ...event, by: asId<'person'>(event.by) })),
    comments: record.comments.map(comment => ({ ...comment, by: asId<'person'>(comment.by) })),
    grants: record.grants.map(grant => ({ ...grant, person: asId<'person'>(grant.person) })),
  };
}
