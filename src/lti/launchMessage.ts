import { type RegistrationId } from '../kernel/ids.ts';
import { type CourseRole } from '../kernel/permissions.ts';

/** A launch whose every claim has been checked, in the product's words. Texts that were absent or blank are null. */
export interface VerifiedLaunch {
  readonly registrationId: RegistrationId;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly message: LaunchMessage;
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
  /** Null in messages that belong to no link. */
  readonly resourceLink: {
    readonly id: string;
    readonly title: string | null;
    readonly description: string | null;
  } | null;
  /** Variables that the platform did not replace are left out. */
  readonly custom: Readonly<Record<string, string>>;
  /** As the platform writes it (`kk_latn`). */
  readonly locale: string | null;
  readonly returnUrl: string | null;
  /** Assignment and Grade Services; null when the launch offers none. */
  readonly ags: LaunchAgs | null;
  /** `context_memberships_url`; null when the launch offers no list of members. */
  readonly nrpsUrl: string | null;
  /** Where the platform takes addresses for its notices; null when it sends none. */
  readonly notifications: { readonly url: string; readonly types: readonly string[] } | null;
  /** `product_family_code`, e.g. `moodle`. */
  readonly productFamily: string | null;
}

/** What the platform wants, by its name in the specifications, with what the message brings. */
export type LaunchMessage =
  | { readonly type: 'LtiResourceLinkRequest' }
  | { readonly type: 'LtiDeepLinkingRequest'; readonly settings: DeepLinkingSettings }
  /** The work of one student behind a grade; the column is `ags.lineItemUrl`. */
  | { readonly type: 'LtiSubmissionReviewRequest'; readonly forUserId: string }
  | { readonly type: 'LtiDataPrivacyLaunchRequest' };

/** What the platform takes back from the dialog (Deep Linking 2.0, section 4.4.1). */
export interface DeepLinkingSettings {
  readonly returnUrl: string;
  readonly acceptTypes: readonly string[];
  readonly documentTargets: readonly string[];
  /** Not said means one: what Deep Linking 2.0 leaves open, every platform can take. */
  readonly acceptMultiple: boolean;
  /** False: line items would be ignored. Null: the platform does not say (Moodle, which takes them). */
  readonly acceptLineItem: boolean | null;
  /** To be echoed unaltered; null when there was none. */
  readonly data: string | null;
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
