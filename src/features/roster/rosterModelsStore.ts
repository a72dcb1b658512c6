import { type Connection, Schema } from 'mongoose';
import { type Lang } from '../../i18n/lang.ts';
import { type CourseRole } from '../../kernel/permissions.ts';

export interface PersonRecord {
  _id: string;
  registrationId: string;
  sub: string;
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  sourcedId: string | null;
  lang: Lang | null;
}

export interface MemberRecord {
  _id: string;
  courseId: string;
  personId: string;
  launched: CourseRole | null;
  listed: CourseRole | null;
  active: boolean;
  number: number;
  lastLaunchAt: Date | null;
  /** The last reading of the list that said whether the person is in the course. */
  seenInSync: string | null;
}

export interface StateRecord {
  _id: string;
  lastGoodAt: Date | null;
  lastTriedAt: Date | null;
  failure: string | null;
  wholeAt?: Date | null;
  changesUrl?: string | null;
  nextNumber: number;
}

const text = { type: String, default: null };
const personSchema = new Schema<PersonRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    sub: { type: String, required: true },
    name: text,
    givenName: text,
    familyName: text,
    email: text,
    sourcedId: text,
    lang: text,
  },
  { versionKey: false, collection: 'people' },
);
personSchema.index({ registrationId: 1, sub: 1 }, { unique: true });

const memberSchema = new Schema<MemberRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true, index: true },
    launched: text,
    listed: text,
    active: { type: Boolean, required: true },
    number: { type: Number, required: true },
    lastLaunchAt: { type: Date, default: null },
    seenInSync: text,
  },
  { versionKey: false, collection: 'members' },
);
memberSchema.index({ courseId: 1, personId: 1 }, { unique: true });

const stateSchema = new Schema<StateRecord>(
  {
    _id: { type: String, required: true },
    lastGoodAt: { type: Date, default: null },
    lastTriedAt: { type: Date, default: null },
    failure: text,
    wholeAt: { type: Date, default: null },
    changesUrl: text,
    nextNumber: { type: Number, default: 1 },
  },
  { versionKey: false, collection: 'rosters' },
);

/** People belong to a registration, members to a course; a course has one state of its roster. */
export function rosterModels(connection: Connection) {
  return {
    people: connection.model<PersonRecord>('Person', personSchema),
    members: connection.model<MemberRecord>('Member', memberSchema),
    states: connection.model<StateRecord>('Roster', stateSchema),
  };
}

export type RosterModels = ReturnType<typeof rosterModels>;
