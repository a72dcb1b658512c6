import { languages } from '../../i18n/index.ts';
import { dayOfInstant, decimalMark, formatDay } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { contentFacts } from './certificatePaper.ts';
import { type Candidate, type Certificate, choiceOf, numberText } from './domain/certificate.ts';

export const notices = ['issued', 'nothing', 'revoked', 'conflict'] as const;
export type Notice = (typeof notices)[number];

const tones = { issued: 'success', revoked: 'success', nothing: 'warning', conflict: 'warning' } as const;

function rowOf({ t, lang }: LaunchContext, certificate: Certificate, timeZone: string) {
  const words = t.mooccertificates;
  const { holder, mooc, issuedAt, revoked, code } = certificate;
  return {
    number: numberText(certificate),
    holder,
    mooc: mooc.titles[lang],
    issuedOn: formatDay(dayOfInstant(issuedAt, timeZone)),
    state:
      revoked === null
        ? { text: words.states.holds, tone: 'success' }
        : { text: words.states.revoked, tone: 'danger' },
    reason: revoked?.reason ?? '',
    verify: `/certificate?code=${code}`,
    code,
  };
}

const filesAt = ({ t }: LaunchContext, address: string, number: string) =>
  languages.map(lang => ({
    href: `${address}/file?lang=${lang}`,
    text: t.mooccertificates.pdf[lang],
    label: `${t.mooccertificates.pdf[lang]}, ${number}`,
  }));

/** Who may be issued one, and what was issued. */
export function centreView(
  context: LaunchContext,
  given: {
    candidates: readonly Candidate[];
    certificates: readonly Certificate[];
    timeZone: string;
    notice: Notice | null;
  },
) {
  const { t, lang, base } = context;
  const words = t.mooccertificates;
  const address = `${base}/mooccertificates`;
  return {
    address,
    notice: given.notice === null ? null : { tone: tones[given.notice], text: words.notices[given.notice] },
    candidates: given.candidates.map(candidate => ({
      choice: choiceOf(candidate),
      holder: candidate.holder,
      mooc: candidate.mooc.titles[lang],
      percent: `${candidate.percent.replace('.', decimalMark(lang))} %`,
      completedOn: candidate.completedOn === null ? '–' : formatDay(candidate.completedOn),
    })),
    rows: given.certificates.map(certificate => ({
      ...rowOf(context, certificate, given.timeZone),
      files: filesAt(context, `${address}/${certificate.id}`, numberText(certificate)),
      dialog: certificate.revoked === null ? revokeDialog(context, certificate, address) : null,
    })),
  };
}

function revokeDialog({ t }: LaunchContext, certificate: Certificate, address: string) {
  const { revoke } = t.mooccertificates;
  return {
    id: `revoke-${certificate.id}`,
    title: revoke.title({ number: numberText(certificate) }),
    text: revoke.text,
    action: `${address}/${certificate.id}/revoke`,
    fields: [
      {
        ...{ id: `reason-${certificate.id}`, name: 'reason', label: revoke.reason, type: 'textarea' },
        ...{ required: true, maxLength: 500 },
      },
    ],
    confirm: revoke.confirm,
    tone: 'danger',
  };
}

/** What would be issued: the text of each certificate. */
export function previewView(
  context: LaunchContext,
  { chosen, institution }: { chosen: readonly Candidate[]; institution: string },
) {
  const { facts } = context.t.mooccertificates;
  return {
    address: `${context.base}/mooccertificates`,
    count: context.t.mooccertificates.preview.count({ count: chosen.length }),
    items: chosen.map(candidate => ({
      choice: choiceOf(candidate),
      holder: candidate.holder,
      facts: [{ term: facts.institution, value: institution }, ...contentFacts(candidate, context)],
    })),
  };
}

/** A learner's own certificates. */
export function ownView(context: LaunchContext, certificates: readonly Certificate[], timeZone: string) {
  const address = `${context.base}/mooccertificates/own`;
  return {
    rows: certificates.map(certificate => ({
      ...rowOf(context, certificate, timeZone),
      files: filesAt(context, `${address}/${certificate.id}`, numberText(certificate)),
      badges: certificate.revoked === null ? badgesAt(context, certificate, address) : null,
    })),
  };
}

const badgesAt = ({ t }: LaunchContext, certificate: Certificate, address: string) =>
  languages.map(lang => ({
    href: `${address}/${certificate.id}/badge?lang=${lang}`,
    text: t.mooccertificates.badge[lang],
    label: `${t.mooccertificates.badge[lang]}, ${numberText(certificate)}`,
  }));
