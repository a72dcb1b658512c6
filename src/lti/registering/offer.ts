import { z } from 'zod';
import { type Sealer, sameText } from '../../secrets/sealer.ts';
import { RegistrationFailedError } from './failure.ts';
import { parseJson, platformConfiguration } from './platformConfiguration.ts';

/** What the administrator has been shown and confirms: it comes back from the page's form, signed by us. */
const pendingOffer = z.object({
  invitationId: z.string(),
  platform: platformConfiguration,
  /** The platform's own token for the registration; null when it gave none. */
  registrationToken: z.string().nullable(),
  /** The origin of the platform's window, which is told that the registration is over. */
  closeOrigin: z.string(),
  madeAt: z.number(),
});
export type PendingOffer = Readonly<z.infer<typeof pendingOffer>>;

/** The two fields of the confirming form. */
export interface SignedOffer {
  readonly offer: string;
  readonly proof: string;
}

/** Moodle's registration token lives an hour; nobody reads a page for longer than half of it. */
const offerLifeMs = 30 * 60_000;
const label = 'registration-offer';

/**
 * The page needs no cookie, which a frame may be refused: the offer itself is the proof that our own page was shown to
 * somebody with the invitation, and it names the only platform that it is good for.
 */
export function signOffer(sealer: Sealer, pending: PendingOffer): SignedOffer {
  const offer = Buffer.from(JSON.stringify(pending)).toString('base64url');
  return { offer, proof: sealer.sign(label, offer) };
}

/** @throws RegistrationFailedError when the fields are not ours, or too old */
export function openOffer(sealer: Sealer, { offer, proof }: SignedOffer, now: Date): PendingOffer {
  const isOurs = sameText(proof, sealer.sign(label, offer));
  const opened = isOurs
    ? pendingOffer.safeParse(parseJson(Buffer.from(offer, 'base64url').toString()))
    : null;
  if (opened?.success !== true || now.getTime() - opened.data.madeAt > offerLifeMs) {
    throw new RegistrationFailedError('offer-expired', { field: 'offer' });
  }
  return opened.data;
}
