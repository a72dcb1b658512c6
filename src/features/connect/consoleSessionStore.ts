import { createHash, randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { type Lang } from '../../i18n/lang.ts';
import { asId, idPattern, type RegistrationId } from '../../kernel/ids.ts';
import { randomToken } from '../../secrets/sealer.ts';
import { type ClosedSession, storageSchema } from '../../web/sessionStore.ts';
import { type PlatformStorage } from '../../web/tabSession.ts';

/** Somebody who administers: not a person of a course, and bound to one browser. */
export interface ConsoleSession {
  readonly id: string;
  /** The one platform that an LMS's administrator sees; null: the operator, who sees all. */
  readonly registrationId: RegistrationId | null;
  readonly lang: Lang;
  /** Origins that may frame the console's pages: an LMS's, when it was opened from a launch. */
  readonly frameAncestors: readonly string[];
  /** Where the platform can keep this tab's token; null: the session is bound to a cookie. */
  readonly storage: PlatformStorage | null;
}

export interface ConsoleSessionStore {
  /** Makes a link that opens the console once. @returns its key, of which only a digest is kept */
  createLink(now: Date): Promise<{ key: string; expiresAt: Date }>;
  hasLink(key: string, now: Date): Promise<boolean>;
  /** True for the first caller alone. */
  useLink(key: string, now: Date): Promise<boolean>;
  /** @param browser the value of the browser's cookie; only its digest is stored */
  create(session: Omit<ConsoleSession, 'id'>, browser: string, now: Date): Promise<string>;
  /** Null when there is none, it has ended, or it belongs to another browser. Slides the end forward. */
  find(unsafeId: string, browser: string | null, now: Date): Promise<ConsoleSession | null>;
  /** For the page that says that a session is not open; null when it is forgotten. */
  findClosed(unsafeId: string): Promise<ClosedSession | null>;
  setLang(id: string, lang: Lang): Promise<void>;
  end(id: string): Promise<void>;
  endAllOf(registrationId: RegistrationId): Promise<void>;
}

interface SessionRecord {
  _id: string;
  browser: string;
  registrationId: string | null;
  lang: Lang;
  frameAncestors: string[];
  storage: PlatformStorage | null;
  expiresAt: Date;
  /** However busy somebody is: then a new link. */
  endsAt: Date;
}

interface LinkRecord {
  /** The digest of its key. */
  _id: string;
  expiresAt: Date;
}

const minute = 60_000;
const idleMs = 30 * minute;
const longestMs = 8 * 60 * minute;
const linkMs = 10 * minute;

const required = { required: true } as const;
const sessionSchema = new Schema<SessionRecord>(
  {
    _id: { type: String, ...required },
    browser: { type: String, ...required },
    registrationId: { type: String, default: null },
    lang: { type: String, ...required },
    frameAncestors: { type: [String], ...required },
    storage: { type: storageSchema, default: null },
    expiresAt: { type: Date, ...required },
    endsAt: { type: Date, ...required, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'console_sessions' },
);
const linkSchema = new Schema<LinkRecord>(
  {
    _id: { type: String, ...required },
    expiresAt: { type: Date, ...required, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'console_links' },
);

const digestOf = (value: string): string => createHash('sha256').update(value).digest('base64url');
const later = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

export function createConsoleSessionStore(connection: Connection): ConsoleSessionStore {
  const sessions = connection.model<SessionRecord>('ConsoleSession', sessionSchema);
  const links = connection.model<LinkRecord>('ConsoleLink', linkSchema);
  const openLink = (key: string, now: Date) => ({ _id: digestOf(key), expiresAt: { $gt: now } });
  return {
    async createLink(now) {
      const key = randomToken();
      const expiresAt = later(now, linkMs);
      await links.create({ _id: digestOf(key), expiresAt });
      return { key, expiresAt };
    },
    hasLink: async (key, now) => (await links.findOne(openLink(key, now)).lean()) !== null,
    useLink: async (key, now) => (await links.deleteOne(openLink(key, now))).deletedCount === 1,
    async create({ registrationId, lang, frameAncestors, storage }, browser, now) {
      const id = randomBytes(12).toString('hex');
      await sessions.create({
        _id: id,
        browser: digestOf(browser),
        registrationId,
        lang,
        frameAncestors: [...frameAncestors],
        storage,
        expiresAt: later(now, idleMs),
        endsAt: later(now, longestMs),
      });
      return id;
    },
    async find(unsafeId, browser, now) {
      if (browser === null || !idPattern.test(unsafeId)) return null;
      const mine = { _id: unsafeId, browser: digestOf(browser) };
      const found = await sessions.findOne({ ...mine, expiresAt: { $gt: now }, endsAt: { $gt: now } }).lean();
      if (found === null) return null;
      if (found.expiresAt.getTime() - now.getTime() < idleMs - minute) {
        await sessions.updateOne(mine, { $set: { expiresAt: later(now, idleMs) } });
      }
      return toSession(found);
    },
    async findClosed(unsafeId) {
      const found = idPattern.test(unsafeId) ? await sessions.findOne({ _id: unsafeId }).lean() : null;
      return found === null ? null : toSession(found);
    },
    setLang: async (id, lang) => void (await sessions.updateOne({ _id: id }, { $set: { lang } })),
    end: async id => void (await sessions.deleteOne({ _id: id })),
    endAllOf: async registrationId => void (await sessions.deleteMany({ registrationId })),
  };
}

function toSession({ _id, registrationId, lang, frameAncestors, storage }: SessionRecord): ConsoleSession {
  return {
    id: _id,
    registrationId: registrationId === null ? null : asId<'registration'>(registrationId),
    lang,
    frameAncestors,
    storage: storage ?? null,
  };
}
