import { writePdf } from '../../documents/write/index.ts';
import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { dayOfInstant, decimalMark, formatDay } from '../../kernel/dates.ts';
import { type Candidate, type Certificate, numberText } from './domain/certificate.ts';

/** The language and the zone that a certificate is read in. */
export interface Reading {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly timeZone: string;
}

interface Fact {
  readonly term: string;
  readonly value: string;
}

/** What a certificate says of the person and the online course: the same in the preview, on paper and on the page. */
export function contentFacts(
  { holder, mooc, completedOn }: Pick<Candidate, 'holder' | 'mooc' | 'completedOn'>,
  { t, lang }: Pick<Reading, 't' | 'lang'>,
): Fact[] {
  const words = t.mooccertificates.facts;
  const facts: (Fact | null)[] = [
    { term: words.holder, value: holder },
    { term: words.mooc, value: mooc.titles[lang] },
    mooc.platforms[lang] === '' ? null : { term: words.platform, value: mooc.platforms[lang] },
    mooc.hours === null ? null : { term: words.hours, value: String(mooc.hours) },
    mooc.credits === null
      ? null
      : { term: words.credits, value: String(mooc.credits).replace('.', decimalMark(lang)) },
    completedOn === null ? null : { term: words.completedOn, value: formatDay(completedOn) },
  ];
  return facts.filter(fact => fact !== null);
}

/** Everything that a certificate says. */
export function factsOf(certificate: Certificate, reading: Reading): Fact[] {
  const words = reading.t.mooccertificates.facts;
  const issuedOn = dayOfInstant(certificate.issuedAt, reading.timeZone);
  return [
    { term: words.institution, value: certificate.institution },
    { term: words.number, value: numberText(certificate) },
    ...contentFacts(certificate, reading),
    { term: words.issuedOn, value: formatDay(issuedOn) },
  ];
}

/** A certificate as PDF. @param verifyAt the address of the page that proves it */
export async function writeCertificate(
  certificate: Certificate,
  reading: Reading,
  verifyAt: string,
): Promise<{ name: string; type: string; body: Buffer }> {
  const { t, lang, timeZone } = reading;
  const words = t.mooccertificates;
  const number = numberText(certificate);
  const { revoked } = certificate;
  const rows = [
    ...contentFacts(certificate, reading),
    { term: words.facts.issuedOn, value: formatDay(dayOfInstant(certificate.issuedAt, timeZone)) },
    { term: words.facts.code, value: certificate.code },
  ];
  const body = await writePdf({
    title: words.paper.title({ number }),
    lang,
    footer: words.paper.footer({ number, code: certificate.code }),
    sections: [
      {
        orientation: 'portrait',
        blocks: [
          { kind: 'title', text: certificate.institution },
          { kind: 'title', text: words.paper.title({ number }) },
          ...(revoked === null ? [] : [{ kind: 'heading' as const, text: words.verify.revokedShort }]),
          { kind: 'paragraph', text: words.paper.text },
          {
            ...{ kind: 'table' as const, widths: [35, 65], headRows: 0, borders: 'none' as const },
            keepRows: true,
            rows: rows.map(({ term, value }) => [{ text: term }, { text: value, bold: true }]),
          },
          { kind: 'paragraph', text: '' },
          { kind: 'paragraph', lead: `${words.paper.verifyAt}: `, text: verifyAt },
        ],
      },
    ],
  });
  return { name: `${words.paper.fileName({ number })}.pdf`, type: 'application/pdf', body };
}
