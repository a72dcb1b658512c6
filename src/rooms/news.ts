import { catalogueOf } from '../i18n/index.ts';
import { feedFacts } from '../features/calendar/index.ts';
import { type PersonId } from '../kernel/ids.ts';
import { createNotices, type NoticePorts, type Notices } from '../features/notices/index.ts';
import { type Ground } from './ground.ts';
import { type MarkRooms } from './marks.ts';
import { type MoocRooms } from './moocs.ts';
import { type PaperRooms } from './papers.ts';

/** Rooms that tell as it happens, so that they are made after the room which they tell: it asks them at night. */
export interface AskedRooms {
  readonly marksOf: () => MarkRooms | undefined;
  readonly papersOf: () => PaperRooms | undefined;
  readonly moocsOf: () => MoocRooms | undefined;
}

/** What is new for each person, with what the other rooms know. */
export function createNewsRoom(ground: Ground, { marksOf, papersOf, moocsOf }: AskedRooms): Notices {
  const { config, lti, courses, findCalendar } = ground;
  const ports: NoticePorts = {
    async *courses() {
      for (const { id } of await lti.registrations.list()) yield* await courses.ofRegistration(id);
    },
    async dueRows(course) {
      const [papers, calendar] = [papersOf(), await findCalendar(course)];
      if (papers === undefined || calendar === null || course.term.startOn === null) return [];
      const days = await papers.term.daysOf(course.id, catalogueOf(course.lang), course.lang);
      const facts = feedFacts(calendar, course.term.startOn, days);
      return facts.flatMap(fact => (fact.kind === 'due' ? [fact] : []));
    },
    async markedPeople(course) {
      const marked = new Map<string, Set<PersonId>>();
      const put = (key: string, id: PersonId): unknown =>
        marked.get(key)?.add(id) ?? marked.set(key, new Set([id]));
      for (const { member, marks, exam } of (await marksOf()?.gradebook.loadClass(course.id))?.rows ?? []) {
        for (const [key, mark] of Object.entries(marks)) if (mark !== '') put(key, member.person.id);
        // Nobody learns of an exam's mark by a silence before it is released.
        if (exam?.released === true) put('final', member.person.id);
      }
      return marked;
    },
    awaitedDecisions: async (course, now) => (await papersOf()?.awaitedDecisions(course.id, now)) ?? [],
    async dueReminders(on) {
      const registry = moocsOf()?.registry;
      const due = (await registry?.reading.dueReminders(on)) ?? [];
      return Promise.all(
        due.map(async ({ mooc, reminder }) => ({
          personIds: [
            ...new Set([mooc.createdBy, ...((await registry?.centreMembers(mooc.registrationId)) ?? [])]),
          ],
          renewal: { moocId: mooc.id, title: mooc.titles, ...reminder },
        })),
      );
    },
  };
  return createNotices({ ...ground, mail: config.mail, ports });
}
