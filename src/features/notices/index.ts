import { type Connection } from 'mongoose';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Loop } from '../../jobs/loop.ts';
import { type Log } from '../../log.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { createChoiceStore } from './choiceStore.ts';
import { sendDigests } from './mail/digestService.ts';
import { createDigestStore } from './mail/digestStore.ts';
import { createSmtpTransport, type MailSettings } from './mail/transport.ts';
import { unsubscribeRoutes } from './mail/unsubscribeRoutes.ts';
import { createNoticeJob } from './noticeJob.ts';
import { noticeRoutes } from './noticeRoutes.ts';
import { createNoticeService, type NoticePorts, type NoticeTeller } from './noticeService.ts';
import { createNoticeStore } from './noticeStore.ts';

export { type AwaitedDecision, type NoticePorts, type NoticeTeller } from './noticeService.ts';

export interface Notices {
  readonly routes: Route[];
  readonly tell: NoticeTeller;
  /** For the header of the course's pages. */
  countUnread(courseId: CourseId, personId: PersonId): Promise<number>;
  readonly loop: Loop;
  /** One turn of it: what is due now. */
  turn(): Promise<void>;
  close(): void;
}

/** What is new for each person in a course; by mail only where a server is configured. */
export function createNotices(parts: {
  readonly connection: Connection;
  readonly courses: CourseStore;
  readonly roster: RosterStore;
  readonly ports: NoticePorts;
  readonly sealer: Sealer;
  readonly publicUrl: string;
  readonly mail: MailSettings | null;
  readonly now: () => Date;
  readonly log: Log;
}): Notices {
  const { connection, mail } = parts;
  const notices = createNoticeStore(connection);
  const choices = createChoiceStore(connection);
  const digests = createDigestStore(connection);
  const service = createNoticeService({ ...parts, notices, choices });
  const transport = mail === null ? null : createSmtpTransport(mail);
  const job = createNoticeJob({
    ...parts,
    service,
    sendDigests:
      transport === null
        ? null
        : mayGoOn => sendDigests({ ...parts, notices, choices, digests, transport }, mayGoOn),
  });
  return {
    routes: [
      ...noticeRoutes({ ...parts, notices, choices, hasMail: mail !== null }),
      ...unsubscribeRoutes({ ...parts, choices }),
    ],
    tell: service,
    countUnread: (courseId, personId) => notices.countUnread(courseId, personId),
    loop: job.loop,
    turn: () => job.turn(),
    close: () => transport?.close(),
  };
}
