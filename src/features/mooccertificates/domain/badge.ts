import { type Lang } from '../../../i18n/lang.ts';
import { type RegistrationId } from '../../../kernel/ids.ts';
import { type Certificate, numberText } from './certificate.ts';

// Public addresses that a credential names. `publicUrl` is the tool's own, without a slash at its end.
export const issuerUrl = (publicUrl: string, registrationId: RegistrationId): string =>
  `${publicUrl}/badges/issuers/${registrationId}`;
export const keyUrl = (publicUrl: string, kid: string): string => `${publicUrl}/badges/keys/${kid}`;
const achievementUrl = (publicUrl: string, credentialId: string, lang: Lang): string =>
  `${publicUrl}/badges/achievements/${credentialId}/${lang}`;
const revokedUrl = (publicUrl: string, registrationId: RegistrationId): string =>
  `${issuerUrl(publicUrl, registrationId)}/revoked`;

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  // The names of the types below that 1EdTech has added: of the status and of the schema.
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
] as const;
const credentialName = (credentialId: string): string => `urn:uuid:${credentialId}`;
/** Whole seconds: JWT knows no less (RFC 7519, NumericDate), and both have to say the same moment. */
const secondOf = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

/** Who issues (Open Badges 3.0, Profile). */
export const profileOf = (
  publicUrl: string,
  { registrationId, institution }: Pick<Certificate, 'registrationId' | 'institution'>,
) => ({ id: issuerUrl(publicUrl, registrationId), type: ['Profile'], name: institution });

/** Which language a credential is in, and the criteria in it. */
export interface BadgeWords {
  readonly lang: Lang;
  readonly criteria: string;
}

/** What was achieved (Open Badges 3.0, Achievement). It names no person. */
export function achievementOf(
  publicUrl: string,
  { credentialId, mooc }: Pick<Certificate, 'credentialId' | 'mooc'>,
  { lang, criteria }: BadgeWords,
) {
  const [title, platform] = [mooc.titles[lang], mooc.platforms[lang]];
  return {
    id: achievementUrl(publicUrl, credentialId, lang),
    type: ['Achievement'],
    achievementType: 'Course',
    name: title,
    description: platform === '' ? title : `${title}. ${platform}`,
    criteria: { narrative: criteria },
    ...(mooc.credits === null ? {} : { creditsAvailable: mooc.credits }),
    inLanguage: lang,
  };
}

/** By what the holder can prove to be meant. */
interface BadgeHolder {
  /** As the LMS told it; null: it has told none. */
  readonly email: string | null;
  readonly salt: string;
  /** SHA-256 of a text, in hexadecimal digits. */
  readonly digest: (text: string) => string;
}

/** Open Badges 3.0, IdentityObject: the digest is that of the identity followed by the salt. */
const identityOf = (
  identityType: 'emailAddress' | 'name',
  identity: string,
  { salt, digest }: Pick<BadgeHolder, 'salt' | 'digest'>,
) => ({
  type: 'IdentityObject',
  identityType,
  hashed: true,
  identityHash: `sha256$${digest(`${identity}${salt}`)}`,
  salt,
});

/** The credential (Open Badges 3.0, AchievementCredential) without a proof: the signature is the JWT's. */
export function credentialOf(
  publicUrl: string,
  certificate: Certificate,
  words: BadgeWords,
  person: BadgeHolder,
) {
  const { credentialId, registrationId, holder, mooc, issuedAt, completedOn } = certificate;
  return {
    '@context': contexts,
    id: credentialName(credentialId),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: mooc.titles[words.lang],
    issuer: profileOf(publicUrl, certificate),
    validFrom: secondOf(issuedAt),
    credentialSubject: {
      id: `${credentialName(credentialId)}#holder`,
      type: ['AchievementSubject'],
      identifier: [
        ...(person.email === null
          ? []
          : [identityOf('emailAddress', person.email.trim().toLowerCase(), person)]),
        identityOf('name', holder, person),
      ],
      licenseNumber: numberText(certificate),
      ...(completedOn === null ? {} : { activityEndDate: `${completedOn}T00:00:00Z` }),
      ...(mooc.credits === null ? {} : { creditsEarned: mooc.credits }),
      achievement: achievementOf(publicUrl, certificate, words),
    },
    credentialStatus: { id: revokedUrl(publicUrl, registrationId), type: '1EdTechRevocationList' },
    credentialSchema: [
      {
        id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
        type: '1EdTechJsonSchemaValidator2019',
      },
    ],
  };
}

/** What a JWT says: the credential's own properties and its registered claims (Open Badges 3.0, 8.2). */
export function claimsOf(credential: ReturnType<typeof credentialOf>) {
  return {
    ...credential,
    iss: credential.issuer.id,
    jti: credential.id,
    nbf: Date.parse(credential.validFrom) / 1000,
    sub: credential.credentialSubject.id,
  };
}

/** The list that `credentialStatus` names (1EdTech Revocation List). It tells no reason. */
export const revocationList = (
  publicUrl: string,
  registrationId: RegistrationId,
  credentialIds: readonly string[],
) => ({
  id: revokedUrl(publicUrl, registrationId),
  issuer: issuerUrl(publicUrl, registrationId),
  revokedCredential: credentialIds.map(id => ({ id: credentialName(id), revoked: true })),
});
