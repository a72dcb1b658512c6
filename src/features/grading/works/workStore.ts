import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type PanelWork } from '../domain/panel.ts';

/** What a student handed in, as a grader has put it down: the ticket, a link, the answers. Never two for one control. */
export interface StudentWork extends PanelWork {
  readonly personId: PersonId;
}

interface WorkRecord extends PanelWork {
  /** courseId:assessment:personId. */
  _id: string;
  courseId: string;
  assessment: string;
  personId: string;
  by: string;
  at: Date;
}

const schema = new Schema<WorkRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    assessment: { type: String, required: true },
    personId: { type: String, required: true, index: true },
    rev: { type: Number, required: true },
    ticket: { type: String, default: '' },
    url: { type: String, default: '' },
    answers: { type: String, default: '' },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, collection: 'studentWorks' },
);

interface Place {
  readonly courseId: CourseId;
  readonly assessment: string;
  readonly personId: PersonId;
}

export interface WorkStore {
  /** Of these people; those of whom nothing was put down are left out. */
  list(courseId: CourseId, assessment: string, personIds: readonly PersonId[]): Promise<StudentWork[]>;
  /** Writes it over the version that was read (`rev` 0: there was none). False: it is not the newest any more. */
  save(place: Place, work: PanelWork, by: PersonId, at: Date): Promise<boolean>;
}

const idOf = (courseId: string, assessment: string, personId: string): string =>
  `${courseId}:${assessment}:${personId}`;

export function createWorkStore(connection: Connection): WorkStore {
  const model = connection.model<WorkRecord>('StudentWork', schema);
  return {
    async list(courseId, assessment, personIds) {
      const ids = personIds.map(id => idOf(courseId, assessment, id));
      const found = await model.find({ _id: { $in: ids } }).lean();
      return found.map(({ personId, rev, ticket, url, answers }) => ({
        ...{ personId: asId<'person'>(personId), rev, ticket, url, answers },
      }));
    },
    async save({ courseId, assessment, personId }, { rev, ...content }, by, at) {
      const _id = idOf(courseId, assessment, personId);
      const next = { ...content, rev: rev + 1, by: by as string, at };
      if (rev > 0) return (await model.updateOne({ _id, rev }, { $set: next })).matchedCount === 1;
      const made = { _id, courseId, assessment, personId, ...next };
      return model.create(made).then(
        () => true,
        (error: unknown) => {
          if ((error as { code?: unknown }).code === 11000) return false;
          throw error;
        },
      );
    },
  };
}
