import { type RegistrationId } from '../kernel/ids.ts';
import { type CourseRole } from '../kernel/permissions.ts';
import { type LtiRefusal, type RefusalDetail } from './refusal.ts';

/** How a login or a launch went, for whoever keeps count. Never personal data. */
export type LaunchOutcome =
  | { readonly kind: 'login'; readonly registrationId: RegistrationId }
  | {
      readonly kind: 'launch';
      readonly registrationId: RegistrationId;
      readonly deploymentId: string;
      readonly role: CourseRole;
    }
  | {
      readonly kind: 'refused';
      /** Null when no registration could be found for it. */
      readonly registrationId: RegistrationId | null;
      readonly code: LtiRefusal;
      readonly detail: RefusalDetail;
      /** The number on the person's page and in the log. */
      readonly event: string;
    };

/** Must neither fail nor wait: a launch does not depend on it. */
export type RecordLaunchOutcome = (outcome: LaunchOutcome) => void;
