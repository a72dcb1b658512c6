import { createHash } from 'node:crypto';
import { AppError } from '../../../kernel/errors.ts';
import { type IsoDate } from '../../../kernel/dates.ts';
import { type CourseId, idPattern, type PersonId } from '../../../kernel/ids.ts';
import { type MapDoor } from '../ports.ts';
import { type Certificate, type CertificateStore } from './certificateStore.ts';
import { evidenceLinkOf, evidenceTypeOf, extensionOf, mostEvidence } from './evidence.ts';

export const refusals = ['nothing', 'type', 'link', 'too-many', 'twice', 'expired'] as const;
export type EvidenceRefusal = (typeof refusals)[number];

/** What a student hands in: a file, or else a link. */
export interface Evidence {
  readonly moocKey: string;
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
  readonly link: string;
  readonly validUntil: IsoDate | null;
}

interface Owner {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

/** Evidence with what makes it suspicious: people who have handed in the same. */
export interface CheckedCertificate {
  readonly certificate: Certificate;
  /** In this course. */
  readonly sameBy: readonly PersonId[];
  /** Whether somebody else has it in another course. */
  readonly elsewhere: boolean;
}

export interface CertificateService {
  /** Null: it is kept, and waits for a grader. Throws not-found for an online course that the map does not have. */
  handIn(owner: Owner, evidence: Evidence, today: IsoDate): Promise<EvidenceRefusal | null>;
  /** A piece of evidence of the caller's course, of `owner` alone when one is named; throws not-found for any other. */
  get(courseId: CourseId, unsafeId: string, owner?: PersonId): Promise<Certificate>;
  fileOf(certificate: Certificate): Promise<{ name: string; type: string; body: Buffer }>;
  review(courseId: CourseId): Promise<CheckedCertificate[]>;
  /** False: somebody else has decided meanwhile. */
  decide(
    grader: PersonId,
    certificate: Certificate,
    decision: { readonly state: 'accepted' | 'refused'; readonly reason: string },
  ): Promise<boolean>;
  takeBack(certificate: Certificate): Promise<boolean>;
}

export function createCertificateService(
  parts: Pick<MapDoor, 'findPublishedMap'> & {
    readonly store: CertificateStore;
    readonly newId: () => string;
    readonly now: () => Date;
  },
): CertificateService {
  const { store, newId, now } = parts;
  return {
    async handIn(owner, { moocKey, file, link, validUntil }, today) {
      const map = await parts.findPublishedMap(owner.courseId);
      if (map?.moocs.some(({ key }) => key === moocKey) !== true)
        throw new AppError('not-found', { what: 'mooc' });
      const url = file === null ? evidenceLinkOf(link) : null;
      if (file === null && link.trim() === '') return 'nothing';
      if (file === null && url === null) return 'link';
      const type = file === null ? null : evidenceTypeOf(file.bytes);
      if (file !== null && type === null) return 'type';
      if (validUntil !== null && validUntil < today) return 'expired';
      const digest = createHash('sha256')
        .update(file?.bytes ?? `link:${url ?? ''}`)
        .digest('hex');
      const own = await store.list(owner.courseId, owner.personId);
      const counted = own.filter(one => one.moocKey === moocKey && one.state !== 'refused');
      if (counted.some(one => one.digest === digest)) return 'twice';
      if (counted.length >= mostEvidence) return 'too-many';
      const kept: Certificate = {
        ...{ ...owner, id: newId(), moocKey, at: now(), link: url, digest, validUntil },
        file:
          file === null || type === null
            ? null
            : { name: safeName(file.name), type, size: file.bytes.length },
        state: 'waiting',
        decision: null,
      };
      await store.add(kept, file?.bytes ?? null);
      return null;
    },
    async get(courseId, unsafeId, owner) {
      const found = idPattern.test(unsafeId) ? await store.find(courseId, unsafeId) : null;
      if (found === null || (owner !== undefined && found.personId !== owner))
        throw new AppError('not-found', { what: 'certificate' });
      return found;
    },
    async fileOf({ id, file }) {
      const bytes = file === null ? null : await store.bytesOf(id);
      if (file === null || bytes === null) throw new AppError('not-found', { what: 'certificate' });
      // The name says what the bytes are, whatever it was called.
      const name = `${file.name.replace(/\.[A-Za-z0-9]{1,5}$/u, '')}.${extensionOf[file.type]}`;
      return { name, type: file.type, body: bytes };
    },
    async review(courseId) {
      const certificates = await store.list(courseId);
      const all = await store.others(certificates);
      return certificates.map(certificate => {
        const others = all.filter(
          ({ digest, personId }) => digest === certificate.digest && personId !== certificate.personId,
        );
        const here = others.filter(one => one.courseId === courseId).map(({ personId }) => personId);
        return {
          certificate,
          sameBy: [...new Set(here)],
          elsewhere: others.some(one => one.courseId !== courseId),
        };
      });
    },
    decide: (grader, certificate, { state, reason }) =>
      store.decide(certificate, state, { by: grader, at: now(), reason }),
    takeBack: certificate => store.remove(certificate),
  };
}

/** A name for the person alone: no paths, nothing that a system could stumble over. */
const safeName = (name: string): string => {
  const last = name.split(/[\\/]/u).at(-1) ?? '';
  const plain = last.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(-120);
  return plain === '' ? 'certificate' : plain;
};
