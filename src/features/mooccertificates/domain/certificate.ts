import { type Lang } from '../../../i18n/lang.ts';
import { type IsoDate } from '../../../kernel/dates.ts';
import { type CourseId, type PersonId, type RegistrationId } from '../../../kernel/ids.ts';

/** What a certificate says of an online course; frozen when it is issued. */
export interface CertifiedMooc {
  /** Its key in the course’s integration map. */
  readonly key: string;
  readonly titles: Readonly<Record<Lang, string>>;
  /** Where it was held; empty: nobody has written it. */
  readonly platforms: Readonly<Record<Lang, string>>;
  readonly url: string | null;
  /** Academic hours, whole; null: unknown. */
  readonly hours: number | null;
  /** ECTS credits with at most one digit after the point; null: unknown. */
  readonly credits: number | null;
}

/** A certificate as it was issued. Nothing of it changes; it can be revoked, which says why. */
export interface Certificate {
  readonly id: string;
  readonly registrationId: RegistrationId;
  /** Counted in the institution and the year, from 1. */
  readonly year: number;
  readonly number: number;
  /** Whoever has it sees at `/certificate` what the certificate says. */
  readonly code: string;
  /** A name for machines, a UUID that opens no page; given at once, because nothing is added later. */
  readonly credentialId: string;
  readonly institution: string;
  readonly courseId: CourseId;
  readonly personId: PersonId;
  /** How the person was called when it was issued. */
  readonly holder: string;
  readonly mooc: CertifiedMooc;
  /** The day that the platform gave; null without one. */
  readonly completedOn: IsoDate | null;
  readonly issuedBy: PersonId;
  readonly issuedAt: Date;
  readonly revoked: { readonly by: PersonId; readonly at: Date; readonly reason: string } | null;
}

/** "2026-00017": years can be told apart, and lists sort. */
export const numberText = ({ year, number }: Pick<Certificate, 'year' | 'number'>): string =>
  `${year}-${String(number).padStart(5, '0')}`;

/** Somebody who has completed an online course, and for whom a certificate may be issued. */
export interface Candidate {
  readonly personId: PersonId;
  /** Empty: the LMS has told no name, so nothing can be issued. */
  readonly holder: string;
  readonly mooc: CertifiedMooc;
  /** Percents with a decimal point. */
  readonly percent: string;
  readonly completedOn: IsoDate | null;
}

/** What a form sends back for a candidate. */
export const choiceOf = ({ mooc, personId }: Pick<Candidate, 'mooc' | 'personId'>): string =>
  `${mooc.key}:${personId}`;

/** Those who were chosen, each once; an unknown choice chooses nobody. */
export function chosenOf(candidates: readonly Candidate[], choices: readonly string[]): Candidate[] {
  const wanted = new Set(choices);
  return candidates.filter(candidate => candidate.holder !== '' && wanted.has(choiceOf(candidate)));
}
