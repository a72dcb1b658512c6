import { type Connection, Schema, Types } from 'mongoose';
import { type IsoDate } from '../../kernel/dates.ts';
import { asId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import {
  type ExpertReview,
  type LinkCheck,
  type Mooc,
  type MoocContent,
  type MoocEntry,
  type MoocEvent,
  type MoocStanding,
} from './domain/mooc.ts';
import { renewBy } from './domain/renewal.ts';

export interface MoocRecord extends Omit<MoocContent, 'authors' | 'modules' | 'runs'>, MoocStanding {
  _id: string;
  registrationId: string;
  number: number;
  rev: number;
  createdBy: string;
  authors: string[];
  /** JSON text: read and written whole, and by nobody but the page of one course. */
  details: string;
  /** The last day of the approval, for the query of what is due; null: never approved, or retired. */
  endsOn: IsoDate | null;
  reviews: (Omit<ExpertReview, 'by' | 'criteria' | 'reviewers'> & {
    by: string;
    reviewers: string[];
    criteria: string;
  })[];
  events: (Omit<MoocEvent, 'by' | 'changes'> & { by: string; changes: string })[];
  link: LinkCheck | null;
}

/** A registry of an institution: what counts its numbers and its changes. */
interface RegistryRecord {
  _id: string;
  lastNumber: number;
  /** Grows with every change of a course, after the course was written. */
  rev: number;
  /** The courses of the last changes, one each, the newest last; emptied by a change of many. */
  changed: string[];
}

const part = <T>(definition: ConstructorParameters<typeof Schema<T>>[0]) =>
  new Schema<T>(definition, { _id: false });
const needed = { required: true } as const;
const text = { type: String, default: '' } as const;
const day = { type: String, default: null } as const;

const schema = new Schema<MoocRecord>(
  {
    _id: { type: String, ...needed },
    registrationId: { type: String, ...needed },
    number: { type: Number, ...needed },
    rev: { type: Number, ...needed },
    createdBy: { type: String, ...needed },
    titles: { kk: text, ru: text, en: text },
    platform: { type: String, ...needed },
    platformName: text,
    url: text,
    authors: [String],
    language: { type: String, ...needed },
    level: { type: String, ...needed },
    openness: { type: String, ...needed },
    hours: { type: Number, default: null },
    credits: { type: Number, default: null },
    department: text,
    owner: text,
    tutor: text,
    details: { type: String, ...needed },
    stage: { type: String, ...needed },
    approvedOn: day,
    renewalYears: { type: Number, ...needed },
    usedOn: day,
    retiredOn: day,
    endsOn: day,
    reviews: [
      part({
        at: Date,
        by: String,
        reviewers: [String],
        criteria: String,
        conclusion: String,
        text,
        approbation: text,
        protocolNumber: text,
        protocolOn: String,
      }),
    ],
    events: [part({ at: Date, by: String, action: String, note: text, changes: String })],
    link: {
      type: part({ at: Date, outcome: String, status: { type: Number, default: null } }),
      default: null,
    },
  },
  { versionKey: false, collection: 'moocs' },
);
schema.index({ registrationId: 1, number: 1 }, { unique: true });
schema.index({ endsOn: 1 });

const registrySchema = new Schema<RegistryRecord>(
  {
    _id: { type: String, ...needed },
    lastNumber: { type: Number, ...needed },
    rev: { type: Number, ...needed },
    changed: [String],
  },
  { versionKey: false, collection: 'moocRegistries' },
);

/** The models of the registry on a connection. */
export const moocModels = (connection: Connection) => ({
  moocs: connection.model<MoocRecord>('Mooc', schema),
  registries: connection.model<RegistryRecord>('MoocRegistry', registrySchema),
});

export interface NewMooc {
  readonly content: MoocContent;
  readonly standing: MoocStanding;
  readonly reviews: readonly ExpertReview[];
  readonly event: MoocEvent;
}

export function contentFields({ modules, runs, authors, titles, ...content }: MoocContent) {
  return {
    ...content,
    titles: { ...titles },
    authors: [...authors],
    details: JSON.stringify({ modules, runs }),
  };
}

export function standingFields(standing: MoocStanding) {
  const { approvedOn, renewalYears, stage } = standing;
  const ends = approvedOn === null || stage === 'retired' ? null : renewBy(approvedOn, renewalYears);
  return { ...standing, endsOn: ends };
}

export const eventRecord = ({ changes, ...event }: MoocEvent) => ({
  ...event,
  changes: JSON.stringify(changes),
});
export const reviewRecord = ({ criteria, reviewers, ...review }: ExpertReview) => ({
  ...review,
  reviewers: [...reviewers],
  criteria: JSON.stringify(criteria),
});

export function toRecord(
  registrationId: RegistrationId,
  number: number,
  { content, standing, reviews, event }: NewMooc,
): MoocRecord {
  return {
    _id: new Types.ObjectId().toHexString(),
    registrationId,
    number,
    rev: 1,
    createdBy: event.by,
    ...contentFields(content),
    ...standingFields(standing),
    reviews: reviews.map(reviewRecord),
    events: [eventRecord(event)],
    link: null,
  };
}

export function toEntry(record: MoocRecord): MoocEntry {
  const { _id, registrationId, createdBy, link, titles, platform, platformName, url, authors } = record;
  const { language, level, openness, hours, credits, department, owner, tutor } = record;
  const { number, rev, stage, approvedOn, renewalYears, usedOn, retiredOn } = record;
  return {
    id: asId<'mooc'>(_id),
    registrationId: asId<'registration'>(registrationId),
    number,
    rev,
    createdBy: asId<'person'>(createdBy),
    titles: { kk: titles.kk, ru: titles.ru, en: titles.en },
    platform,
    platformName,
    url,
    authors,
    language,
    level,
    openness,
    hours,
    credits,
    department,
    owner,
    tutor,
    stage,
    approvedOn,
    renewalYears,
    usedOn,
    retiredOn,
    link: link === null ? null : { at: link.at, outcome: link.outcome, status: link.status },
  };
}

const toPerson = (id: string): PersonId => asId<'person'>(id);

export function toMooc(record: MoocRecord): Mooc {
  return {
    ...toEntry(record),
    ...(JSON.parse(record.details) as Pick<MoocContent, 'modules' | 'runs'>),
    reviews: record.reviews.map(({ by, criteria, ...review }) => ({
      ...review,
      by: toPerson(by),
      criteria: JSON.parse(criteria) as ExpertReview['criteria'],
    })),
    events: record.events.map(({ by, changes, ...event }) => ({
      ...event,
      by: toPerson(by),
      changes: JSON.parse(changes) as MoocEvent['changes'],
    })),
  };
}
