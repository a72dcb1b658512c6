import { type PlatformStorage } from '../web/tabSession.ts';
import { type Registration } from './registration.ts';
import { type LoginState } from './state.ts';

/**
 * A frame of the platform may be called anything; what goes into our page and into `window.parent.frames[…]` is a
 * plain name (`_parent`; Canvas: `post_message_forwarding`). Another one counts as none.
 */
const frameName = /^[\w.-]{1,100}$/;

/** The frame that a login names for platform storage (`lti_storage_target`); null when it names none. */
export function storageTargetOf(value: unknown): string | null {
  return typeof value === 'string' && frameName.test(value) ? value : null;
}

/**
 * Where messages for the platform's storage go: only to the origin of its authorisation address (OIDC Login with LTI
 * Client Side postMessages 0.1, section 2), so no other page that frames us can answer in its place.
 */
export function platformStorage(target: string, { authUrl }: Registration): PlatformStorage {
  return { target, origin: new URL(authUrl).origin };
}

/** The name under which the platform keeps this login's value. */
export const storageKey = ({ id }: Pick<LoginState, 'id'>): string => `tirek-login-${id}`;
