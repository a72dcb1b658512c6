import { createHash } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import { type Lang } from '../i18n/lang.ts';
import {
  asId,
  idPattern,
  type CourseId,
  type LaunchId,
  type PersonId,
  type RegistrationId,
} from '../kernel/ids.ts';
import { type CourseRole } from '../kernel/permissions.ts';
import { random } from '../secrets/random.ts';
import { grouped, groupedInserts } from '../store/index.ts';
import { type PlatformStorage } from './tabSession.ts';

/** One session a launch, never one a user: two tabs with two courses or roles do not mix. */
export interface Session {
  readonly id: LaunchId;
  readonly personId: PersonId;
  readonly courseId: CourseId;
  readonly registrationId: RegistrationId;
  readonly role: CourseRole;
  readonly lang: Lang;
  /** Origins that may frame the pages of this launch. */
  readonly frameAncestors: readonly string[];
  /** Where the platform can keep this tab's token; null: the session is bound to a cookie. */
  readonly storage: PlatformStorage | null;
  readonly expiresAt: Date;
}

/** What a page may tell somebody who knows a session's id and cannot prove more. */
export type ClosedSession = Pick<Session, 'lang' | 'frameAncestors' | 'storage'>;

export interface SessionStore {
  /** @param browser the value of the browser's cookie, or the tab's token; only its digest is stored */
  create(session: NewSession, browser: string, now: Date): Promise<LaunchId>;
  /** Null when there is none, it has ended, or it belongs to another browser. Slides the end forward. */
  find(unsafeId: string, browser: string | null, now: Date): Promise<Session | null>;
  /** For the page that says that a session is not open; null when it is forgotten. */
  findClosed(unsafeId: string): Promise<ClosedSession | null>;
  setLang(id: LaunchId, lang: Lang): Promise<void>;
}

/** A session that has a cookie says nothing of storage. */
type NewSession = Omit<Session, 'id' | 'expiresAt' | 'storage'> & Partial<Pick<Session, 'storage'>>;

interface SessionRecord {
  _id: string;
  browser: string;
  personId: string;
  courseId: string;
  registrationId: string;
  role: CourseRole;
  lang: Lang;
  frameAncestors: string[];
  storage?: PlatformStorage | null;
  expiresAt: Date;
  forgetAt: Date;
}

const idleMs = 8 * 3600_000;
/** An ended session is remembered for its last page: which LMS may frame it, and in which language it speaks. */
const rememberedMs = 7 * 24 * 3600_000;
/** The end is moved only when this much has passed, so that reading a page is not also a write. */
const slideEveryMs = 10 * 60_000;

const endsAfter = (now: Date): Pick<SessionRecord, 'expiresAt' | 'forgetAt'> => ({
  expiresAt: new Date(now.getTime() + idleMs),
  forgetAt: new Date(now.getTime() + idleMs + rememberedMs),
});

const digest = (browser: string): string => createHash('sha256').update(browser).digest('base64url');

/** Where a platform stores, as sessions of every kind hold it. */
export const storageSchema = new Schema<PlatformStorage>(
  { target: { type: String, required: true }, origin: { type: String, required: true } },
  { _id: false },
);

const schema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    browser: { type: String, required: true },
    personId: { type: String, required: true, index: true },
    courseId: { type: String, required: true },
    registrationId: { type: String, required: true },
    role: { type: String, required: true },
    lang: { type: String, required: true },
    frameAncestors: { type: [String], required: true },
    storage: { type: storageSchema, default: null },
    expiresAt: { type: Date, required: true },
    forgetAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'sessions' },
);

export function createSessionStore(connection: Connection): SessionStore {
  const model: Model<SessionRecord> = connection.model<SessionRecord>('Session', schema);
  const insert = groupedInserts<SessionRecord>(() => model.collection);
  const justMade = createJustMade();
  // Past Mongoose's query layer and several pages' together: every page asks, and the ids have the form of ours.
  const readRecord = grouped<string, SessionRecord | null>(async ids => {
    const filter = { _id: { $in: ids } };
    const found = await model.collection.find<SessionRecord>(filter as never).toArray();
    const byId = new Map(found.map(one => [one._id, one]));
    return ids.map(id => byId.get(id) ?? null);
  });
  const findRecord = async (id: string): Promise<SessionRecord | null> =>
    justMade.take(id) ?? (await readRecord(id));
  return {
    async create(session, browser, now) {
      const id = random(12).toString('hex');
      const { personId, courseId, registrationId, role, lang, frameAncestors, storage } = session;
      const { expiresAt, forgetAt } = endsAfter(now);
      const record: SessionRecord = {
        _id: id,
        browser: digest(browser),
        personId,
        courseId,
        registrationId,
        role,
        lang,
        frameAncestors: [...frameAncestors],
        expiresAt,
        forgetAt,
      };
      if (storage != null) record.storage = storage;
      if (!(await insert(record))) throw new Error('two sessions drew the same id');
      justMade.put(record);
      return asId<'launch'>(id);
    },
    async find(unsafeId, browser, now) {
      if (browser === null || !idPattern.test(unsafeId)) return null;
      const found = await findRecord(unsafeId);
      if (found === null || found.browser !== digest(browser) || found.expiresAt <= now) return null;
      const end = endsAfter(now);
      if (end.expiresAt.getTime() - found.expiresAt.getTime() > slideEveryMs) {
        await model.updateOne({ _id: unsafeId }, { $set: end });
      }
      return toSession(found);
    },
    async findClosed(unsafeId) {
      const found = idPattern.test(unsafeId) ? await findRecord(unsafeId) : null;
      return found === null ? null : toSession(found);
    },
    async setLang(id, lang) {
      justMade.take(id);
      await model.updateOne({ _id: id }, { $set: { lang } });
    },
  };
}

/** A launch's page follows its redirect at once; the session for it need not be read again. */
const justMadeMs = 10_000;
const mostJustMade = 1_000;

/** The sessions that this process made a moment ago, each for one question. */
function createJustMade() {
  const made = new Map<string, { readonly record: SessionRecord; readonly until: number }>();
  return {
    put(record: SessionRecord): void {
      if (made.size >= mostJustMade) made.clear();
      made.set(record._id, { record, until: performance.now() + justMadeMs });
    },
    take(id: string): SessionRecord | null {
      const found = made.get(id);
      made.delete(id);
      return found !== undefined && found.until > performance.now() ? found.record : null;
    },
  };
}

function toSession(record: SessionRecord): Session {
  return {
    id: asId<'launch'>(record._id),
    personId: asId<'person'>(record.personId),
    courseId: asId<'course'>(record.courseId),
    registrationId: asId<'registration'>(record.registrationId),
    role: record.role,
    lang: record.lang,
    frameAncestors: record.frameAncestors,
    storage: record.storage ?? null,
    expiresAt: record.expiresAt,
  };
}
