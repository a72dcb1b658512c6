import { AppError } from '../kernel/errors.ts';
import { json, page, type PublicReply, type PublicRequest } from '../web/route.ts';
import { framingOrigins } from './framing.ts';
import { type RecordLaunchOutcome } from './launchOutcome.ts';
import { type LoginFields, loginFields, loginFieldsOf } from './loginFields.ts';
import { type Parameters } from './parameters.ts';
import { LtiRefusalError } from './refusal.ts';
import { type RefusalLimit } from './refusalLimit.ts';
import { refusalView } from './refusalView.ts';
import { type Registration } from './registration.ts';
import { type Registrations } from './registrations.ts';
import { openState } from './state.ts';
import { type LoginParts } from './login.ts';

export interface RefusalParts extends Pick<LoginParts, 'sealer'> {
  readonly registrations: Pick<Registrations, 'findById' | 'findByIssuer'>;
  readonly record: RecordLaunchOutcome;
  readonly refusalLimit: RefusalLimit;
}

/**
 * Turns a refusal into its page and its line in the log; every other error goes on to the web layer.
 * @throws AppError 'too-many' for an address that was refused a thousand times in this minute
 */
export async function refusing(
  parts: RefusalParts,
  request: PublicRequest,
  parameters: Parameters,
  work: () => Promise<PublicReply>,
): Promise<PublicReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LtiRefusalError)) throw error;
    if (!parts.refusalLimit.take(request.address)) throw new AppError('too-many', { refusals: error.code });
    return refusalReply(await whoIsRefused(parts, parameters), request, error, parts.record);
  }
}

/** Whose login or launch was refused, as far as it is known. */
interface Refused {
  /** Their pages may frame ours. Several where schools share an issuer and the login does not say which. */
  readonly registrations: readonly Registration[];
  readonly login: LoginFields | null;
}

function refusalReply(
  refused: Refused,
  request: PublicRequest,
  error: LtiRefusalError,
  record: RecordLaunchOutcome,
): PublicReply {
  const { code, status, detail } = error;
  const { requestId: id, t } = request;
  const [only, another] = refused.registrations;
  const registration = another === undefined ? (only?.id ?? null) : null;
  request.log.warn({ id, code, status, registration, ...detail }, 'lti-refused');
  record({ kind: 'refused', registrationId: registration, code, detail, event: id });
  const view = refusalView(error, t, id, refused.login);
  const frameAncestors = framingOrigins(refused.registrations);
  const { title, text: message } = view;
  const reply = wantsJson(request)
    ? json({ error: { code, id, title, message } }, status)
    : page('lti/refused', title, { refused: view }, status);
  return { reply, frameAncestors };
}

async function whoIsRefused(
  { registrations, sealer }: RefusalParts,
  parameters: Parameters,
): Promise<Refused> {
  const { state: sealed, iss, client_id: clientId } = parameters;
  const state = typeof sealed === 'string' ? openState(sealer, sealed) : null;
  if (state !== null) {
    const found = await registrations.findById(state.registrationId);
    if (found !== null) return { registrations: [found], login: loginFieldsOf(state, found) };
  }
  const ofIssuer = typeof iss === 'string' ? await registrations.findByIssuer(iss) : [];
  const meant = ofIssuer.filter(one => typeof clientId !== 'string' || one.clientId === clientId);
  return { registrations: meant.length === 0 ? ofIssuer : meant, login: loginFields(parameters) };
}

function wantsJson({ headers }: PublicRequest): boolean {
  const accept = String(headers['accept'] ?? '');
  return accept.includes('application/json') && !accept.includes('text/html');
}
