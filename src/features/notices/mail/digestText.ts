import { type Catalogue, type Lang } from '../../../i18n/index.ts';
import { type Notice } from '../domain/notice.ts';
import { noticeText } from '../noticeText.ts';

/** What a digest tells of one course. */
export interface DigestPart {
  /** Null: what belongs to no course. */
  readonly course: string | null;
  readonly notices: readonly Pick<Notice, 'fact'>[];
}

export interface DigestText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * One mail in a person's language. It leads into no course (whoever reads somebody's mail gets nothing from it): one
 * goes there by the LMS. The only address in it ends the mail.
 */
export function digestText(
  parts: readonly DigestPart[],
  unsubscribeUrl: string,
  t: Catalogue,
  lang: Lang,
): DigestText {
  const words = t.notices.mail;
  const count = parts.reduce((sum, { notices }) => sum + notices.length, 0);
  const subject = words.subject({ count });
  const sections = parts.map(({ course, notices }) => ({
    title: course ?? words.general,
    lines: notices.map(({ fact }) => noticeText(fact, t, lang)),
  }));
  const text = [
    ...sections.flatMap(({ title, lines }) => [title, ...lines.map(line => `- ${line}`), '']),
    words.where,
    '',
    `${words.why} ${words.stop}`,
    unsubscribeUrl,
    '',
  ].join('\n');
  const html = [
    `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>`,
    ...sections.map(
      ({ title, lines }) =>
        `<h2>${escaped(title)}</h2><ul>${lines.map(line => `<li>${escaped(line)}</li>`).join('')}</ul>`,
    ),
    `<p>${escaped(words.where)}</p>`,
    `<p><small>${escaped(words.why)} <a href="${escaped(unsubscribeUrl)}">${escaped(words.stopLink)}</a></small></p>`,
    '</body></html>',
  ].join('\n');
  return { subject, text, html };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => entities[letter] ?? '');
