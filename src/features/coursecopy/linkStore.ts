import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type RegistrationId } from '../../kernel/ids.ts';

/** A link of an LMS, as its launches name it. */
export interface CourseLink {
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
  readonly linkId: string;
  readonly courseId: CourseId;
}

export interface LinkStore {
  /** Which course a link belongs to; known once, a process does not write it again. */
  remember(link: CourseLink): Promise<void>;
  /** The courses of these links, in the order of the ids. */
  coursesOf(link: Omit<CourseLink, 'courseId' | 'linkId'>, linkIds: readonly string[]): Promise<CourseId[]>;
}

interface LinkRecord {
  registrationId: string;
  deploymentId: string;
  linkId: string;
  courseId: string;
}

/** More links than teachers open in a process's life; what is over starts afresh. */
const mostKnown = 20_000;
const required = { type: String, required: true } as const;
const schema = new Schema<LinkRecord>(
  { registrationId: required, deploymentId: required, linkId: required, courseId: required },
  { versionKey: false, collection: 'course_links' },
);
// LTI Core 1.3, section 5.3.5: a link's id is unique within its deployment.
schema.index({ registrationId: 1, deploymentId: 1, linkId: 1 }, { unique: true });

export function createLinkStore(connection: Connection): LinkStore {
  const model = connection.model<LinkRecord>('CourseLink', schema);
  const known = new Set<string>();
  return {
    async remember({ registrationId, deploymentId, linkId, courseId }) {
      const name = JSON.stringify([registrationId, deploymentId, linkId, courseId]);
      if (known.has(name)) return;
      const write = () =>
        model.updateOne({ registrationId, deploymentId, linkId }, { $set: { courseId } }, { upsert: true });
      await write().catch((error: unknown) => {
        // Two teachers open the link at once: the second write finds what the first has made.
        if ((error as { code?: unknown }).code === 11000) return write();
        throw error;
      });
      if (known.size >= mostKnown) known.clear();
      known.add(name);
    },
    async coursesOf({ registrationId, deploymentId }, linkIds) {
      if (linkIds.length === 0) return [];
      const found = await model.find({ registrationId, deploymentId, linkId: { $in: [...linkIds] } }).lean();
      const place = ({ linkId }: LinkRecord): number => linkIds.indexOf(linkId);
      return found.sort((a, b) => place(a) - place(b)).map(({ courseId }) => asId<'course'>(courseId));
    },
  };
}
