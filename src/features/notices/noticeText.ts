import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { formatDay } from '../../kernel/dates.ts';
import { type NoticeFact } from './domain/notice.ts';

/** A notice in one sentence. */
export function noticeText(fact: NoticeFact, t: Catalogue, lang: Lang): string {
  const words = t.notices.texts;
  switch (fact.kind) {
    case 'syllabus':
    case 'calendar':
    case 'result':
    case 'appeal':
      return words[fact.kind];
    case 'deadline': {
      const kind = t.calendar.kinds[fact.row.kind];
      const work = fact.row.number === null ? kind : `${kind} ${fact.row.number}`;
      return words.deadline({ work, title: fact.row.title, day: formatDay(fact.on), time: fact.at });
    }
    case 'approval':
      return words.approval[fact.event];
    case 'renewal': {
      const title = fact.title[lang] || fact.title.kk || fact.title.ru || fact.title.en;
      const day = formatDay(fact.on);
      return fact.isOverdue ? words.renewalOverdue({ title, day }) : words.renewal({ title, day });
    }
  }
}

/** The page of the course that a notice speaks of, below the launch's own path. */
export function pageOf(fact: NoticeFact, isLearner: boolean): string {
  switch (fact.kind) {
    case 'syllabus':
      return '/syllabus/changes';
    case 'calendar':
    case 'deadline':
      return '/calendar';
    case 'result':
    case 'appeal':
      return isLearner ? '/results' : '/';
    case 'approval':
      return `/approval/${fact.approvalId}`;
    case 'renewal':
      return '/moocs';
  }
}
