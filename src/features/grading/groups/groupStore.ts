import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, idPattern, type PersonId } from '../../../kernel/ids.ts';

/** Students of a course whom a teacher has put together: a seminar group, the first sitting of an exam. */
export interface StudentGroup {
  readonly id: string;
  readonly name: string;
  readonly people: readonly PersonId[];
}

/** One person in one group. A group is nothing but its people: the last one takes it along. */
interface PlaceRecord {
  /** groupId:personId. */
  _id: string;
  courseId: string;
  groupId: string;
  name: string;
  personId: string;
}

const schema = new Schema<PlaceRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true, index: true },
    groupId: { type: String, required: true },
    name: { type: String, required: true },
    personId: { type: String, required: true, index: true },
  },
  { versionKey: false, collection: 'groupPlaces' },
);

export interface GroupStore {
  list(courseId: CourseId): Promise<StudentGroup[]>;
  find(courseId: CourseId, unsafeId: string): Promise<StudentGroup | null>;
  /** Makes a group, or puts the name and the people of one anew. */
  save(courseId: CourseId, group: Omit<StudentGroup, 'id'> & { readonly id: string | null }): Promise<void>;
  remove(courseId: CourseId, unsafeId: string): Promise<void>;
}

export function createGroupStore(connection: Connection): GroupStore {
  const model = connection.model<PlaceRecord>('GroupPlace', schema);
  return {
    list: async courseId => groupsOf(await model.find({ courseId }).lean()),
    async find(courseId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      return groupsOf(await model.find({ courseId, groupId: unsafeId }).lean())[0] ?? null;
    },
    async save(courseId, { id, name, people }) {
      const groupId = id ?? new Types.ObjectId().toHexString();
      const places = people.map(personId => ({
        updateOne: {
          filter: { _id: `${groupId}:${personId}` },
          update: { $set: { courseId, groupId, name, personId: personId } },
          upsert: true,
        },
      }));
      if (places.length > 0) await model.bulkWrite(places, { ordered: false });
      await model.deleteMany({ courseId, groupId, personId: { $nin: [...people] } });
    },
    async remove(courseId, unsafeId) {
      if (idPattern.test(unsafeId)) await model.deleteMany({ courseId, groupId: unsafeId });
    },
  };
}

function groupsOf(places: readonly PlaceRecord[]): StudentGroup[] {
  const groups = new Map<string, { id: string; name: string; people: PersonId[] }>();
  for (const { groupId: id, name, personId } of places) {
    const group = groups.get(id) ?? { id, name, people: [] };
    group.people.push(asId<'person'>(personId));
    groups.set(id, group);
  }
  return [...groups.values()];
}
