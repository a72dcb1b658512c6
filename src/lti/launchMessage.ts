import { type RegistrationId } from '../kernel/ids.ts';
import { type CourseRole } from '../kernel/permissions.ts';

/** A launch whose every claim has been checked, in the product's words. Texts that were absent or blank are null. */
export interface VerifiedLaunch {
  readonly registrationId: RegistrationId;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly messageType: 'LtiResourceLinkRequest';
  /** On our own origin, and the one that the login named. */
  readonly targetLinkUri: string;
  readonly person: LaunchPerson;
  /** What the person is in the course: institution and system roles do not count. */
  readonly role: CourseRole;
  /** Administers the LMS itself, by a system or institution role; gives no rights in the course. */
  readonly isAdministrator: boolean;
  /** Whom a mentor may see; empty for everybody else. */
  readonly mentored: readonly string[];
  /** The course; null when the platform launched outside one. */
  readonly context: {
    readonly id: string;
    readonly label: string | null;
    readonly title: string | null;
  } | null;
  readonly resourceLink: {
    readonly id: string;
    readonly title: string | null;
    readonly description: string | null;
  };
  /** Variables that the platform did not replace are left out. */
  readonly custom: Readonly<Record<string, string>>;
  /** As the platform writes it (`kk_latn`). */
  readonly locale: string | null;
  readonly returnUrl: string | null;
  /** Assignment and Grade Services; null when the launch offers none. */
  readonly ags: LaunchAgs | null;
  /** `context_memberships_url`; null when the launch offers no list of members. */
  readonly nrpsUrl: string | null;
  /** `product_family_code`, e.g. `moodle`. */
  readonly productFamily: string | null;
}

export interface LaunchPerson {
  readonly sub: string;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly sourcedId: string | null;
}

export interface LaunchAgs {
  readonly scopes: readonly string[];
  readonly lineItemsUrl: string | null;
  /** The one column of this resource link; null when it has none or several. */
  readonly lineItemUrl: string | null;
}
