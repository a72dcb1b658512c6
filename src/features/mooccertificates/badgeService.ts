import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type RosterStore } from '../roster/index.ts';
import { type BadgeKeys } from './badgeKeys.ts';
import { type BadgeWords, claimsOf, credentialOf, keyUrl } from './domain/badge.ts';
import { type Certificate } from './domain/certificate.ts';

interface BadgeParts {
  readonly keys: BadgeKeys;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly publicUrl: string;
}

/** A certificate as a signed credential (compact JWT); null once it is revoked. */
export type SignBadge = (certificate: Certificate, lang: Lang) => Promise<string | null>;

export const badgeWords = (lang: Lang): BadgeWords => ({
  lang,
  criteria: catalogueOf(lang).mooccertificates.badge.criteria,
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createSignBadge({ keys, sealer, roster, publicUrl }: BadgeParts): SignBadge {
  return async (certificate, lang) => {
    if (certificate.revoked !== null) return null;
    const members = await roster.members(certificate.courseId);
    const email = members.find(({ person }) => person.id === certificate.personId)?.person.email ?? null;
    // Derived, so that a credential says the same however often it is downloaded.
    const salt = sealer.sign('badge-salt', certificate.credentialId);
    const credential = credentialOf(publicUrl, certificate, badgeWords(lang), { email, salt, digest });
    const { kid, key } = await keys.signing();
    return new SignJWT(claimsOf(credential))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyUrl(publicUrl, kid) })
      .sign(key);
  };
}
