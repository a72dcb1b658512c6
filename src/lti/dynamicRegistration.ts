import { asId } from '../kernel/ids.ts';
import { mayUseHttp, parseHttpUrl } from './addresses.ts';
import { createAnnouncedKeySetStore } from './registering/announcedKeySetStore.ts';
import { RegistrationFailedError } from './registering/failure.ts';
import {
  createInvitationStore,
  type Invitation,
  type InvitationStore,
  type InvitationWish,
} from './registering/invitationStore.ts';
import { openOffer, type PendingOffer, type SignedOffer, signOffer } from './registering/offer.ts';
import { type DynamicRegistrationParts } from './registering/parts.ts';
import {
  fetchPlatformConfiguration,
  type PlatformConfiguration,
} from './registering/platformConfiguration.ts';
import { registerAtPlatform, type Registered } from './registering/registerAtPlatform.ts';
import { offerFor, toolAddresses, type ToolOffer } from './registering/toolDescription.ts';
import { type Registration } from './registration.ts';
import { type PublicJwk } from './toolKeys.ts';

/** What an LMS adds to the invitation's address (LTI Dynamic Registration 1.0, section 3.3). */
export interface RegistrationRequestParameters {
  /** The invitation's token. */
  readonly token: string | null;
  readonly openidConfiguration: string | null;
  readonly registrationToken: string | null;
  /** The origin of the page that opened ours, as the browser told it; null when it did not. */
  readonly openerOrigin: string | null;
}

/** What an administrator confirms. */
export interface RegistrationOffer {
  readonly invitation: Invitation;
  readonly platform: PlatformConfiguration;
  readonly tool: ToolOffer;
  /** Registrations of the same issuer: one of them may be updated. */
  readonly known: readonly Registration[];
  readonly signed: SignedOffer;
  /** Origins that may frame the pages of this registration. */
  readonly frameAncestors: readonly string[];
}

/** LTI Dynamic Registration 1.0 by invitation: nobody connects a platform without a link that the operator made. */
export interface DynamicRegistration {
  /** @returns the address to be put into the LMS; it is shown only now */
  invite(wish: InvitationWish): Promise<{ url: string; invitation: Invitation }>;
  readonly invitations: Pick<InvitationStore, 'list' | 'withdraw'>;
  /** Asks the platform who it is. @throws RegistrationFailedError */
  look(parameters: RegistrationRequestParameters): Promise<RegistrationOffer>;
  /** Reads what the confirming form brings back. @throws RegistrationFailedError */
  open(signed: SignedOffer): PendingOffer;
  /** Origins that may frame a page about this offer. */
  framesOf(pending: PendingOffer): readonly string[];
  /** Registers at the platform and stores what it answers. @throws RegistrationFailedError */
  register(pending: PendingOffer): Promise<Registered>;
  /** The keys that a platform finds under an announced name; null when nothing was announced so. */
  findKeySet(unsafeName: string): Promise<PublicJwk[] | null>;
}

export function createDynamicRegistration(parts: DynamicRegistrationParts): DynamicRegistration {
  const { connection, sealer, now, publicUrl } = parts;
  const invitations = createInvitationStore(connection);
  const keySets = createAnnouncedKeySetStore(connection);
  return {
    async invite(wish) {
      const { invitation, token } = await invitations.create(wish, now());
      return { url: `${publicUrl}/lti/register?token=${token}`, invitation };
    },
    invitations,
    look: parameters => look(parts, invitations, parameters),
    open: signed => openOffer(sealer, signed, now()),
    framesOf: ({ platform, closeOrigin }) => framesOf(platform, closeOrigin),
    async register(pending) {
      const invitation = await claim(invitations, pending.invitationId, now());
      try {
        const registered = await registerAtPlatform({ ...parts, keySets }, pending, invitation);
        await invitations.use(invitation.id, now());
        return registered;
      } catch (error) {
        await invitations.release(invitation.id);
        throw error;
      }
    },
    async findKeySet(unsafeName) {
      const found = await keySets.find(unsafeName);
      if (found === null) return null;
      if ('key' in found) return [found.key];
      const keys = await parts.registrations.publicKeys(asId<'registration'>(found.registrationId));
      return keys.length === 0 ? null : keys;
    },
  };
}

const longestToken = 10_000;

async function look(
  parts: DynamicRegistrationParts,
  invitations: InvitationStore,
  parameters: RegistrationRequestParameters,
): Promise<RegistrationOffer> {
  const { registrationToken, openidConfiguration } = parameters;
  const invitation = await usableInvitation(invitations, parameters.token, parts.now());
  if (openidConfiguration === null || openidConfiguration.trim() === '') {
    throw new RegistrationFailedError('configuration-missing', { field: 'openid_configuration' });
  }
  if ((registrationToken?.length ?? 0) > longestToken || /[^\x21-\x7e]/.test(registrationToken ?? '')) {
    throw new RegistrationFailedError('address-wrong', { field: 'registration_token' });
  }
  if (!(await invitations.countLook(invitation.id))) throw new RegistrationFailedError('too-many-tries');
  const platform = await fetchPlatformConfiguration(parts, openidConfiguration);
  const closeOrigin = openerOrigin(parts, parameters.openerOrigin) ?? new URL(platform.issuer).origin;
  const pending: PendingOffer = {
    invitationId: invitation.id,
    platform,
    registrationToken: registrationToken === '' ? null : registrationToken,
    closeOrigin,
    madeAt: parts.now().getTime(),
  };
  return {
    invitation,
    platform,
    tool: offerFor(toolAddresses(parts.publicUrl), platform),
    known: await parts.registrations.findByIssuer(platform.issuer),
    signed: signOffer(parts.sealer, pending),
    frameAncestors: framesOf(platform, closeOrigin),
  };
}

async function usableInvitation(
  invitations: InvitationStore,
  token: string | null,
  now: Date,
): Promise<Invitation> {
  if (token === null || token === '')
    throw new RegistrationFailedError('invitation-missing', { field: 'token' });
  return checkUsable(await invitations.find(token), now);
}

function checkUsable(invitation: Invitation | null, now: Date): Invitation {
  if (invitation === null) throw new RegistrationFailedError('invitation-unknown', { field: 'token' });
  if (invitation.usedAt !== null) throw new RegistrationFailedError('invitation-used', { field: 'token' });
  if (invitation.expiresAt <= now)
    throw new RegistrationFailedError('invitation-expired', { field: 'token' });
  return invitation;
}

/** Takes the invitation for this registration alone; two confirmations at once register once. */
async function claim(invitations: InvitationStore, id: string, now: Date): Promise<Invitation> {
  if (!(await invitations.claim(id, now))) {
    checkUsable(await invitations.findById(id), now);
    throw new RegistrationFailedError('invitation-busy', { field: 'token' });
  }
  return checkUsable(await invitations.findById(id), now);
}

/**
 * The platform's window, which may stand on a school's own domain (Canvas). Somebody with the invitation opened our
 * page there, so it may frame the page and be told the end; a plain http origin counts where the operator allows it.
 */
function openerOrigin({ policy, publicUrl }: DynamicRegistrationParts, origin: string | null): string | null {
  const url = origin === null ? null : parseHttpUrl(origin);
  if (url === null || url.origin === publicUrl) return null;
  return url.protocol === 'https:' || mayUseHttp(policy, url) ? url.origin : null;
}

const framesOf = (
  { issuer, authUrl, registrationUrl }: PlatformConfiguration,
  closeOrigin: string,
): string[] => [
  ...new Set([closeOrigin, ...[issuer, authUrl, registrationUrl].map(url => new URL(url).origin)]),
];
