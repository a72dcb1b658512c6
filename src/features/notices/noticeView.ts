import { type Catalogue } from '../../i18n/index.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type NoticeChoice } from './domain/choice.ts';
import { type Notice, noticeKinds } from './domain/notice.ts';
import { noticeText } from './noticeText.ts';

const icons: Readonly<Record<Notice['fact']['kind'], string>> = {
  syllabus: 'book',
  calendar: 'calendar',
  deadline: 'clock',
  result: 'check-circle',
  appeal: 'info',
  approval: 'pencil',
  renewal: 'refresh',
};

/** What views/notices/list.ejs prints: the unread ones first, each with the button that leads to its page. */
export function listView(notices: readonly Notice[], timeZone: string, { t, lang, base }: LaunchContext) {
  const rowOf = ({ id, fact, at, readAt }: Notice) => ({
    action: `${base}/notices/${id}/open`,
    icon: icons[fact.kind],
    kind: t.notices.kinds[fact.kind],
    text: noticeText(fact, t, lang),
    at: formatInstant(at, timeZone),
    isNew: readAt === null,
  });
  const rows = notices.map(rowOf);
  return { unread: rows.filter(({ isNew }) => isNew), read: rows.filter(({ isNew }) => !isNew) };
}

/** @param mail whether mail is sent at all, and whether the LMS gave this person's address */
export function choiceView(choice: NoticeChoice, mail: 'on' | 'no-address' | 'off', t: Catalogue) {
  const words = t.notices;
  return {
    hasMail: mail !== 'off',
    note: mail === 'no-address' ? words.choices.noAddress : null,
    rows: noticeKinds.map(kind => ({
      name: words.kinds[kind],
      show: {
        name: `show.${kind}`,
        checked: !choice.off.includes(kind),
        label: words.choices.showOf({ kind: words.kinds[kind] }),
      },
      mail: {
        name: `mail.${kind}`,
        checked: !choice.mailOff.includes(kind),
        label: words.choices.mailOf({ kind: words.kinds[kind] }),
      },
    })),
  };
}
