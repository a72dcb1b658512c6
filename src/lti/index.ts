export { type LaunchHistory } from './checking/launches.ts';
export { type KnownCourse } from './checking/services.ts';
export { type CheckStep } from './checking/step.ts';
export {
  type DynamicRegistration,
  type RegistrationOffer,
  type RegistrationRequestParameters,
} from './dynamicRegistration.ts';
export { createLti, type Lti, type LtiParts } from './lti.ts';
export { type AdministrateLaunch, type EnterLaunch, type LaunchDoor } from './ltiRoutes.ts';
export { type LaunchOutcome, type RecordLaunchOutcome } from './launchOutcome.ts';
export {
  type DeepLinkingSettings,
  type LaunchAgs,
  type LaunchMessage,
  type LaunchPerson,
  type VerifiedLaunch,
} from './launchMessage.ts';
export { type Notice } from './notices.ts';
export { RegistrationFailedError } from './registering/failure.ts';
export { type Invitation } from './registering/invitationStore.ts';
export { isSharedIssuer } from './registering/platformConfiguration.ts';
export { nameOf as nameOfPlatform, type Registered } from './registering/registerAtPlatform.ts';
export { type NoticeOutcome } from './noticeRoutes.ts';
export { toolAddresses, toolScopes, toolVariables } from './registering/toolDescription.ts';
export { type Deployment, type Registration, type RegistrationValues, summaryOf } from './registration.ts';
export { type Registrations } from './registrations.ts';
export { RegistrationError } from './registrationValues.ts';
export { courseRole } from './roles.ts';
export { type KnownOfPlatform, sentenceOf } from './selfCheck.ts';
export {
  agsScopes,
  type AgsService,
  type AgsTarget,
  type LineItem,
  type LineItemKey,
  type LmsResult,
  type NewLineItem,
  type Score,
} from './services/ags.ts';
export { type Member as LmsMember, type NrpsService, type NrpsTarget } from './services/nrps.ts';
export { noticeScope, type NotificationService } from './services/notifications.ts';
export { type ObservedServiceCall, type ServiceCallOutcome } from './services/client.ts';
export { type ServiceFailure, type ServiceFailureKind, type ServiceResult } from './services/result.ts';
export { OutboundError } from './outboundCall.ts';
export { newKeyPair, type PublicJwk, publicJwkOf, type SigningTurn } from './toolKeys.ts';
