import { type Connection } from 'mongoose';
import { asId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Fields, type Holding } from './domain/inventory.ts';
import { type Source, type Subject, valueAt } from './domain/section.ts';

/**
 * Reads and changes documents of every room by the inventory's table: with the driver's own collections, because the
 * table names paths, and the rooms' models describe what the rooms need.
 */
export interface PersonalDataStore {
  findPerson(registrationId: RegistrationId, sub: string): Promise<PersonId | null>;
  /** The courses in which the person is or was. */
  courseIdsOf(personId: PersonId): Promise<string[]>;
  /** The documents of a source with nothing but its fields, under their names in the export; one at a time. */
  read(source: Source, subject: Subject): AsyncIterable<Fields>;
  /** How many documents `read` gives, counted where they are. */
  countIn(source: Source, subject: Subject): Promise<number>;
  /** The name of a course or of a gradebook's column; null when it is gone. */
  findLabel(kind: LabelKind, id: string): Promise<string | null>;
  /** Carries out a holding's rule on what is not done yet; returns how many documents that was. */
  erase(holding: Holding, personId: PersonId, pseudonym: string): Promise<number>;
  /** How many documents have the person's id at this place. */
  countAt(collection: string, path: string, personId: PersonId): Promise<number>;
  collectionNames(): Promise<string[]>;
}

export type LabelKind = 'course' | 'column';
const labels = {
  course: { collection: 'courses', path: 'title' },
  column: { collection: 'gradebookColumns', path: 'label' },
} as const;

export function createPersonalDataStore(connection: Connection): PersonalDataStore {
  const collection = (name: string) => connection.collection<{ _id: string }>(name);
  return {
    async findPerson(registrationId, sub) {
      const found = await collection('people').findOne({ registrationId, sub } as Fields, {
        projection: { _id: 1 },
      });
      return found === null ? null : asId<'person'>(found._id);
    },
    async courseIdsOf(personId) {
      const found = collection('members').find({ personId } as Fields, { projection: { courseId: 1 } });
      return (await found.toArray()).map(document => String((document as Fields)['courseId']));
    },
    async *read(source, subject) {
      const { brought, sort } = source;
      const options = {
        projection: projectionOf(source),
        ...(sort === undefined ? {} : { sort: { ...sort } }),
      };
      const cursor = collection(source.collection).find(source.where(subject), options);
      for await (const document of cursor) {
        if (brought !== undefined && valueAt(document, 'rev') !== valueAt(document, `${brought}.rev`))
          continue;
        const written = Object.entries(source.fields).map(([name, path]) => [
          name,
          valueAt(document, path) ?? null,
        ]);
        yield { ...source.says, ...Object.fromEntries(written) };
      }
    },
    async countIn({ collection: name, where, brought }, subject) {
      const one = brought === undefined ? 1 : { $cond: [{ $eq: ['$rev', `$${brought}.rev`] }, 1, 0] };
      const [counted] = await collection(name)
        .aggregate<{ count: number }>([
          { $match: where(subject) },
          { $group: { _id: null, count: { $sum: one } } },
        ])
        .toArray();
      return counted?.count ?? 0;
    },
    async findLabel(kind, id) {
      const { collection: name, path } = labels[kind];
      const found = await collection(name).findOne({ _id: id }, { projection: { [path]: 1 } });
      return found === null ? null : String(valueAt(found, path));
    },
    async erase({ collection: name, about, erasure }, personId, pseudonym) {
      if (about === null || erasure.kind === 'keep') return 0;
      const theirs = { [about]: personId };
      if (erasure.kind === 'delete') return (await collection(name).deleteMany(theirs)).deletedCount;
      const counts = (erasure.count ?? []).map(path => [path, 1]);
      const changed = await collection(name).updateMany({ ...theirs, ...erasure.undone(pseudonym) }, {
        $set: erasure.set(pseudonym),
        ...(counts.length === 0 ? {} : { $inc: Object.fromEntries(counts) as Fields }),
      } as never);
      return changed.matchedCount;
    },
    countAt: (name, path, personId) => collection(name).countDocuments({ [path]: personId }),
    async collectionNames() {
      return (await connection.listCollections()).map(({ name }) => name);
    },
  };
}

/** What a source needs to be read; whole documents can be long (a syllabus holds its content). */
function projectionOf({ fields, brought }: Source): Record<string, 1> {
  const paths = [...Object.values(fields), ...(brought === undefined ? [] : ['rev', `${brought}.rev`])];
  return Object.fromEntries(paths.map(path => [path, 1]));
}
