import { type Connection, Schema } from 'mongoose';
import { asId, type PersonId } from '../../kernel/ids.ts';
import { everything, type NoticeChoice } from './domain/choice.ts';
import { type NoticeKind } from './domain/notice.ts';

interface ChoiceRecord {
  /** The person. */
  _id: string;
  off: NoticeKind[];
  mailOff: NoticeKind[];
}

const schema = new Schema<ChoiceRecord>(
  { _id: { type: String, required: true }, off: [String], mailOff: [String] },
  { versionKey: false, collection: 'noticeChoices' },
);

export interface ChoiceStore {
  find(personId: PersonId): Promise<NoticeChoice>;
  /** Those who have chosen something; everybody else wants everything. */
  findAll(personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, NoticeChoice>>;
  save(personId: PersonId, choice: NoticeChoice): Promise<void>;
}

export function createChoiceStore(connection: Connection): ChoiceStore {
  const model = connection.model<ChoiceRecord>('NoticeChoice', schema);
  const toChoice = ({ off, mailOff }: ChoiceRecord): NoticeChoice => ({ off, mailOff });
  return {
    async find(personId) {
      const found = await model.findById(personId).lean();
      return found === null ? everything : toChoice(found);
    },
    async findAll(personIds) {
      const found = await model.find({ _id: { $in: [...personIds] } }).lean();
      return new Map(found.map(record => [asId<'person'>(record._id), toChoice(record)]));
    },
    async save(personId, { off, mailOff }) {
      const $set = { off: [...off], mailOff: [...mailOff] };
      await model.updateOne({ _id: personId }, { $set }, { upsert: true });
    },
  };
}
