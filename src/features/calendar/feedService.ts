import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { catalogueOf, type Catalogue, type Lang } from '../../i18n/index.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Syllabus } from '../syllabus/index.ts';
import { buildCalendar } from './domain/calendar.ts';
import { feedFacts, nextLedger, type LedgerEntry, toldEntries } from './domain/feed.ts';
import { type TermDays } from './domain/term.ts';
import { createFeedStore, type FeedAddress } from './feedStore.ts';
import { feedText } from './feedText.ts';

export interface FeedParts {
  readonly connection: Connection;
  readonly courses: CourseStore;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
  readonly daysOf: (courseId: CourseId, t: Catalogue, lang: Lang) => Promise<TermDays>;
  /** Whether the person is still in the course: who has left it gets nothing more. */
  readonly isMember: (courseId: CourseId, personId: PersonId) => Promise<boolean>;
  readonly publicUrl: string;
  readonly now: () => Date;
}

export interface FeedService {
  find(courseId: CourseId, personId: PersonId): Promise<FeedAddress | null>;
  /** Makes the person's address, which is told once; an older one opens nothing from then on. */
  renew(courseId: CourseId, personId: PersonId, lang: Lang): Promise<string>;
  revoke(courseId: CourseId, personId: PersonId): Promise<void>;
  /** The feed behind a secret; null when it opens nothing. */
  read(secret: string): Promise<string | null>;
}

/** 256 bits: nobody guesses it, and it says nothing of the person. */
const secretBytes = 32;

export function createFeedService(parts: FeedParts): FeedService {
  const { courses, publicUrl, now } = parts;
  const store = createFeedStore(parts.connection);

  /** What is told now, beside what was told before; of two requests at once one writes, and both tell the same. */
  async function entriesOf(course: Course, t: Catalogue, lang: Lang): Promise<readonly LedgerEntry[]> {
    const syllabus = await parts.publishedSyllabus(course);
    const days = await parts.daysOf(course.id, t, lang);
    const facts =
      syllabus === null ? [] : feedFacts(buildCalendar(syllabus.calendar), course.term.startOn, days);
    const { entries, rev } = await store.ledger(course.id);
    const next = nextLedger(entries, facts, now());
    const isSame = next.length === entries.length && next.every(entry => entries.includes(entry));
    if (isSame || (await store.saveLedger(course.id, rev, next))) return next;
    return nextLedger((await store.ledger(course.id)).entries, facts, now());
  }

  return {
    find: (courseId, personId) => store.find(courseId, personId),
    async renew(courseId, personId, lang) {
      const secret = randomBytes(secretBytes).toString('base64url');
      await store.replace({ courseId, personId, lang, createdAt: now() }, secret);
      return new URL(`/calendar/feeds/${secret}.ics`, publicUrl).href;
    },
    revoke: (courseId, personId) => store.remove(courseId, personId),
    async read(secret) {
      const address = await store.findBySecret(secret);
      if (address === null) return null;
      const { courseId, personId, lang } = address;
      const course = (await parts.isMember(courseId, personId)) ? await courses.find(courseId) : null;
      if (course === null) return null;
      const t = catalogueOf(lang);
      const feed = {
        entries: toldEntries(await entriesOf(course, t, lang), now()),
        courseId,
        courseTitle: course.title,
        timeZone: course.term.timeZone,
        host: new URL(publicUrl).host,
      };
      return feedText(feed, t, lang);
    },
  };
}
