import { type RegistrationId } from '../kernel/ids.ts';

export type RegistrationStatus = 'pending' | 'active' | 'disabled';
export type DeploymentStatus = 'pending' | 'active';

export interface Deployment {
  /** The platform's id, at most 255 characters. */
  readonly id: string;
  readonly status: DeploymentStatus;
}

/** A page's origin that may frame ours, besides the platform's own: a school's own domain (Canvas, Blackboard). */
export interface FrameOrigin {
  /** https; without a trailing slash. */
  readonly origin: string;
  /** `pending`: a verified launch came from there, and nobody has confirmed it. */
  readonly status: 'pending' | 'active';
}

/** What connects Tirek to one platform: LTI Security Framework 1.0, section 5.1.1. */
export interface Registration {
  readonly id: RegistrationId;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  /** The `aud` of client assertions where it is not the token address (Brightspace). */
  readonly tokenAudience: string | null;
  readonly status: RegistrationStatus;
  readonly deployments: readonly Deployment[];
  readonly frames: readonly FrameOrigin[];
  /** Where the platform said what it is when it was registered dynamically; without a token. */
  readonly configurationUrl?: string;
  /** The newest key; which one signs now, `RegistrationKeys` knows. */
  readonly kid: string;
}

/** What tells registrations apart. */
export type RegistrationKey = Pick<RegistrationValues, 'issuer' | 'clientId'>;

/** What an administrator types or a platform announces. */
export interface RegistrationValues {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly tokenAudience: string | null;
}

/** The form of the contract with operators (`platform … --json`). */
export interface RegistrationSummary extends RegistrationValues {
  readonly status: RegistrationStatus;
  readonly deployments: readonly Deployment[];
}

export function summaryOf(registration: Registration): RegistrationSummary {
  const { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status } = registration;
  const deployments = registration.deployments.map(({ id, status }) => ({ id, status }));
  return { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status, deployments };
}

/** How many deployments wait for approval at most: a platform that invents them must not fill the store. */
export const maxPendingDeployments = 50;
/** The same for origins of pages. */
export const maxFrames = 50;
