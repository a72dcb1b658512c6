import { type NoticeKind, noticeKinds } from './notice.ts';

/** What a person does not want to be told; nobody has chosen anything before the first visit. */
export interface NoticeChoice {
  /** Kinds that are told nowhere. */
  readonly off: readonly NoticeKind[];
  /** Kinds that are not in the mail. */
  readonly mailOff: readonly NoticeKind[];
}

export const everything: NoticeChoice = { off: [], mailOff: [] };

export const isTold = ({ off }: NoticeChoice, kind: NoticeKind): boolean => !off.includes(kind);
export const isMailed = (choice: NoticeChoice, kind: NoticeKind): boolean =>
  isTold(choice, kind) && !choice.mailOff.includes(kind);

/** What is left after "no more mail". */
export const withoutMail = (choice: NoticeChoice): NoticeChoice => ({ ...choice, mailOff: noticeKinds });
