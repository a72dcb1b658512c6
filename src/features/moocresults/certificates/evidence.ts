import { type IsoDate } from '../../../kernel/dates.ts';

/** What may be handed in as evidence of a certificate. */
export const evidenceTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

export const evidenceBytes = 5 * 1024 * 1024;
/** Pieces of evidence that one student may have for one online course, refused ones not counted. */
export const mostEvidence = 5;

const signatures: readonly (readonly [EvidenceType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/** What a file is by its first bytes; null for anything else. Its name and the browser's word count for nothing. */
export function evidenceTypeOf(bytes: Uint8Array): EvidenceType | null {
  const found = signatures.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte));
  return found?.[0] ?? null;
}

export const extensionOf: Readonly<Record<EvidenceType, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/**
 * The address of a certificate as two people who hand in the same one would write it; null for what no browser should
 * follow: only https, no name and password in it.
 */
export function evidenceLinkOf(typed: string): string | null {
  const text = typed.trim();
  if (text.length > 500 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href;
}

export const certificateStates = ['waiting', 'accepted', 'refused'] as const;
export type CertificateState = (typeof certificateStates)[number];

/** How a certificate stands on a day: an accepted one ends with its last day. */
export function standingOn(
  { state, validUntil }: { readonly state: CertificateState; readonly validUntil: IsoDate | null },
  today: IsoDate,
): CertificateState | 'expired' {
  return state === 'accepted' && validUntil !== null && validUntil < today ? 'expired' : state;
}
