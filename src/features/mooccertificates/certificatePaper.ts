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
  return [
    { term: words.holder, value: holder },
    { term: words.mooc, value: mooc.titles[lang] },
    ...achievementFacts(mooc, completedOn, { t, lang }),
  ];
}

function achievementFacts(
  mooc: Candidate['mooc'],
  completedOn: Candidate['completedOn'],
  { t, lang }: Pick<Reading, 't' | 'lang'>,
): Fact[] {
  const words = t.mooccertificates.facts;
  const facts: (Fact | null)[] = [
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
  const facts = [
    ...achievementFacts(certificate.mooc, certificate.completedOn, reading),
    { term: words.facts.issuedOn, value: formatDay(dayOfInstant(certificate.issuedAt, timeZone)) },
    { term: words.facts.code, value: certificate.code },
  ];
  const body = await writePdf({
    title: words.paper.title({ number }),
    lang,
    footer: words.paper.footer({ number, code: certificate.code }),
    sections: [
      {
        orientation: 'landscape',
        framed: true,
        blocks: [
          { kind: 'display', size: 'line', text: certificate.institution },
          { kind: 'display', size: 'heading', text: words.paper.heading },
          { kind: 'display', size: 'line', text: words.paper.number({ number }) },
          ...(revoked === null
            ? []
            : [{ kind: 'display' as const, size: 'strong' as const, text: words.verify.revokedShort }]),
          { kind: 'display', size: 'line', text: words.paper.text },
          { kind: 'display', size: 'name', text: certificate.holder },
          { kind: 'display', size: 'strong', text: certificate.mooc.titles[lang] },
          {
            ...{ kind: 'table' as const, widths: [50, 50], headRows: 0, borders: 'none' as const },
            keepRows: true,
            rows: facts.map(({ term, value }) => [
              { text: term, align: 'end' as const },
              { text: value, bold: true },
            ]),
          },
          { kind: 'qr', text: verifyAt },
          { kind: 'display', size: 'small', text: `${words.paper.verifyAt}: ${verifyAt}` },
        ],
      },
    ],
  });
  return { name: `${words.paper.fileName({ number })}.pdf`, type: 'application/pdf', body };
}
