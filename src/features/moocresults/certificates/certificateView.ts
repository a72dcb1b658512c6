import { formatDay, formatInstant, type IsoDate } from '../../../kernel/dates.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { nameOf } from '../../gradebook/index.ts';
import { type Member } from '../../roster/index.ts';
import { type CountingMap } from '../ports.ts';
import { type CheckedCertificate, type EvidenceRefusal } from './certificateService.ts';
import { type Certificate } from './certificateStore.ts';
import { standingOn } from './evidence.ts';

interface Shared {
  readonly map: CountingMap | null;
  readonly timeZone: string;
  readonly today: IsoDate;
}

const tones = { waiting: 'info', accepted: 'success', refused: 'danger', expired: 'warning' } as const;

function rowOf(context: LaunchContext, certificate: Certificate, { map, timeZone, today }: Shared) {
  const words = context.t.certificates;
  const { id, moocKey, at, file, link, validUntil, decision } = certificate;
  const standing = standingOn(certificate, today);
  return {
    id,
    mooc: map?.moocs.find(({ key }) => key === moocKey)?.title ?? moocKey,
    evidence: file === null ? (link ?? '') : file.name,
    at: formatInstant(at, timeZone),
    validUntil: validUntil === null ? '–' : formatDay(validUntil),
    state: { text: words.states[standing], tone: tones[standing] },
    reason: decision?.reason ?? '',
    isWaiting: certificate.state === 'waiting',
  };
}

export function ownCertificatesView(
  context: LaunchContext,
  given: Shared & {
    certificates: readonly Certificate[];
    notice: EvidenceRefusal | 'kept' | 'taken-back' | 'decided' | null;
  },
) {
  const { t, base } = context;
  const words = t.certificates.own;
  const address = `${base}/moocresults/certificates`;
  const isGood = given.notice === 'kept' || given.notice === 'taken-back';
  return {
    address,
    notice:
      given.notice === null
        ? null
        : { tone: isGood ? 'success' : 'danger', text: words.notices[given.notice] },
    moocs: (given.map?.moocs ?? []).map(({ key, title }) => ({ value: key, text: title })),
    rows: given.certificates.map(certificate => ({
      ...rowOf(context, certificate, given),
      href: certificate.link ?? `${address}/${certificate.id}/file`,
      isLink: certificate.link !== null,
      takeBack: `${address}/${certificate.id}/take-back`,
    })),
  };
}

export function reviewView(
  context: LaunchContext,
  given: Shared & {
    checked: readonly CheckedCertificate[];
    members: readonly Member[];
    notice: 'decided' | 'conflict' | null;
  },
) {
  const { t, base, actor } = context;
  const words = t.certificates.review;
  const names = new Map(given.members.map(member => [member.person.id, nameOf(member, t)]));
  const address = `${base}/moocresults/review`;
  const rows = given.checked.map(({ certificate, sameBy, elsewhere }) => ({
    ...rowOf(context, certificate, given),
    student: names.get(certificate.personId) ?? '–',
    href: certificate.link ?? `${address}/${certificate.id}/file`,
    isLink: certificate.link !== null,
    warnings: [
      ...(sameBy.length === 0
        ? []
        : [words.same({ names: sameBy.map(id => names.get(id) ?? '–').join(', ') })]),
      ...(elsewhere ? [words.elsewhere] : []),
    ],
    dialog: {
      id: `refuse-${certificate.id}`,
      title: words.refuseTitle,
      text: words.refuseText,
      action: `${address}/${certificate.id}`,
      hidden: [{ name: 'state', value: 'refused' }],
      fields: [
        {
          ...{ id: `reason-${certificate.id}`, name: 'reason', label: words.reason, type: 'textarea' },
          ...{ required: true, maxLength: 500 },
        },
      ],
      confirm: words.refuse,
      tone: 'danger',
    },
  }));
  return {
    address,
    notice:
      given.notice === null
        ? null
        : { tone: given.notice === 'decided' ? 'success' : 'warning', text: words.notices[given.notice] },
    canDecide: actor.can('grades.draft'),
    waiting: rows.filter(({ isWaiting }) => isWaiting),
    decided: rows.filter(({ isWaiting }) => !isWaiting),
  };
}
