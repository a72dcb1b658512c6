import { createHash } from 'node:crypto';
import { catalogueOf } from '../../../i18n/index.ts';
import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type Log } from '../../../log.ts';
import { type Sealer } from '../../../secrets/sealer.ts';
import { type Course, type CourseStore, defaultTimeZone } from '../../course/index.ts';
import { type Person, type RosterStore } from '../../roster/index.ts';
import { type ChoiceStore } from '../choiceStore.ts';
import { everything, isMailed, type NoticeChoice } from '../domain/choice.ts';
import { type MailDay, mailDayOf } from '../domain/mailDay.ts';
import { type Notice } from '../domain/notice.ts';
import { type NoticeStore } from '../noticeStore.ts';
import { type DigestStore } from './digestStore.ts';
import { type DigestPart, digestText } from './digestText.ts';
import { type Mail, type Transport } from './transport.ts';
import { unsubscribeUrl } from './unsubscribe.ts';

export interface DigestParts {
  readonly notices: Pick<NoticeStore, 'unmailed' | 'markMailed'>;
  readonly choices: Pick<ChoiceStore, 'findAll'>;
  readonly digests: DigestStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  readonly transport: Transport;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Older news is on the page, and no longer in the mail. */
const newsMs = 7 * 86_400_000;
/** So many notices are looked at in one pass; the next pass goes on with the others. */
const most = 5_000;

interface Reader {
  readonly person: Person;
  readonly wanted: readonly Notice[];
}

/**
 * Sends what is due today, at most one mail a person. A pass can be broken off at any moment and taken up by another
 * process: what went out, or may have, does not go out again.
 *
 * @param mayGoOn false: another process does this now
 */
export async function sendDigests(parts: DigestParts, mayGoOn: () => Promise<boolean>): Promise<void> {
  const { notices, choices, roster, now, log } = parts;
  const today = mailDayOf(now(), defaultTimeZone);
  if (today === null) return;
  const waiting = await notices.unmailed(new Date(now().getTime() - newsMs), today.before, most);
  const byPerson = groupByPerson(waiting);
  // The last person's news may be cut off: then all of it goes with the next pass, in one mail.
  const last = waiting.length < most ? undefined : waiting.at(-1);
  if (last !== undefined && byPerson.size > 1) byPerson.delete(last.personId);
  const people = await roster.findPeople([...byPerson.keys()]);
  const chosen = await choices.findAll([...byPerson.keys()]);
  const counts = { sent: 0, later: 0, never: 0, unsure: 0 };
  for (const [personId, own] of byPerson) {
    if (!(await mayGoOn())) break;
    const reader = readerOf(
      people.find(({ id }) => id === personId),
      own,
      chosen.get(personId) ?? everything,
    );
    const outcome = reader === null ? 'over' : await sendTo(reader, today, parts);
    if (outcome !== 'over' && outcome !== 'wait') counts[outcome] += 1;
    // Nothing of what is over for today comes again tomorrow.
    if (outcome !== 'wait' && outcome !== 'later') await notices.markMailed(own.map(({ id }) => id));
  }
  if (Object.values(counts).some(count => count > 0)) log.info(counts, 'digests');
}

function groupByPerson(notices: readonly Notice[]): Map<PersonId, Notice[]> {
  const groups = new Map<PersonId, Notice[]>();
  for (const notice of notices) groups.set(notice.personId, [...(groups.get(notice.personId) ?? []), notice]);
  return groups;
}

/** Null: the LMS gave no address, or none of this is wanted by mail. */
function readerOf(person: Person | undefined, own: readonly Notice[], choice: NoticeChoice): Reader | null {
  const wanted = own.filter(({ fact }) => isMailed(choice, fact.kind));
  return person?.email == null || wanted.length === 0 ? null : { person, wanted };
}

async function sendTo(reader: Reader, { day }: MailDay, parts: DigestParts) {
  const { digests, transport, now, log } = parts;
  const { id } = reader.person;
  const claim = await digests.claim(id, day, now());
  if (claim !== 'send') return claim;
  const outcome = await transport.send(await mailTo(reader, day, parts));
  if (outcome.kind === 'later') await digests.fail(id, day, now());
  else await digests.end(id, day, now());
  if (outcome.kind !== 'sent') log.warn({ outcome: outcome.kind, reason: outcome.reason }, 'digest-not-sent');
  return outcome.kind;
}

async function mailTo({ person, wanted }: Reader, day: string, parts: DigestParts): Promise<Mail> {
  const courseIds = [...new Set(wanted.map(({ courseId }) => courseId))];
  const found = await Promise.all(
    courseIds.map(async id => ({ id, course: id === null ? null : await parts.courses.find(id) })),
  );
  const lang = person.lang ?? found.find(({ course }) => course !== null)?.course?.lang ?? 'kk';
  const t = catalogueOf(lang);
  const url = unsubscribeUrl(person.id, parts);
  const sections = found.map(({ id, course }) => sectionOf(id, course, wanted));
  const name = createHash('sha256').update(`${person.id} ${day}`).digest('hex').slice(0, 32);
  return {
    to: person.email ?? '',
    ...digestText(sections, url, t, lang),
    messageId: `<${name}@${new URL(parts.publicUrl).hostname}>`,
    unsubscribeUrl: url,
  };
}

const sectionOf = (
  id: CourseId | null,
  course: Pick<Course, 'title'> | null,
  wanted: readonly Notice[],
): DigestPart => ({
  course: course?.title || null,
  notices: wanted.filter(({ courseId }) => courseId === id),
});
