import express, { Router, type Request, type Response } from 'express';
import { launchClaims } from '../claims.ts';
import { findLaunch, idTokenSeconds } from '../launching.ts';
import { type PendingLaunch } from '../pendingLaunches.ts';
import { type Platform } from '../platform.ts';
import { note, record } from '../services/serviceCall.ts';
import { readSession } from '../session.ts';
import { sendAutopost, sendRefusal } from './render.ts';

type Fields = Readonly<Record<string, string>>;

/** The tool's answer to the login: the authentication request (OpenID Connect Core 1.0, section 3.2.2.1). */
export function authRoutes(platform: Platform): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '64kb' });
  router.get('/auth', async (request, response) =>
    authorize(platform, request, response, fieldsOf(request.query)),
  );
  router.post('/auth', form, async (request, response) =>
    authorize(platform, request, response, fieldsOf(request.body)),
  );
  return router;
}

function fieldsOf(source: unknown): Fields {
  if (typeof source !== 'object' || source === null) return {};
  return Object.fromEntries(Object.entries(source).filter(([, value]) => typeof value === 'string'));
}

async function authorize(
  platform: Platform,
  request: Request,
  response: Response,
  fields: Fields,
): Promise<void> {
  // Without the query: state and hints are long and tell nobody anything.
  record(platform, request, response, request.path);
  // Nothing may be sent to an address that is not registered, so these two are refused here and not at the tool.
  if (fields.redirect_uri !== platform.tool.launchUrl) {
    note(response, 'redirect_uri');
    await sendRefusal(platform, request, response, {
      status: 400,
      value: 'redirect_uri',
      expected: platform.tool.launchUrl,
    });
    return;
  }
  const pending = platform.launches.find(launchIdOf(fields.lti_message_hint));
  if (pending === null || pending.isUsed) {
    note(response, 'lti_message_hint');
    await sendRefusal(platform, request, response, { status: 400, value: 'lti_message_hint', expected: '' });
    return;
  }
  const personId = readSession(request, platform.keys.cookieSecret)?.personId ?? null;
  if (personId === null && fields.repost !== 'true') {
    // Our Lax cookie does not come along when a page of the tool's site POSTs; our own page that POSTs again brings it.
    note(response, 'repost');
    await sendAutopost(platform, request, response, {
      action: '/auth',
      fields: { ...fields, repost: 'true' },
    });
    return;
  }
  const problem = problemOf(fields, pending, personId);
  if (problem !== null) {
    note(response, `${problem.error}: ${problem.error_description}`);
    const state = fields.state === undefined ? {} : { state: fields.state };
    await sendAutopost(platform, request, response, {
      action: platform.tool.launchUrl,
      fields: { ...problem, ...state },
    });
    return;
  }
  await answerLaunch(platform, request, response, pending, fields);
}

function launchIdOf(hint: string | undefined): string {
  try {
    const value: unknown = JSON.parse(hint ?? '');
    return typeof value === 'object' && value !== null && 'launchid' in value ? String(value.launchid) : '';
  } catch {
    return '';
  }
}

interface AuthError {
  readonly error:
    | 'invalid_request'
    | 'invalid_scope'
    | 'unsupported_response_type'
    | 'unauthorized_client'
    | 'access_denied'
    | 'login_required';
  readonly error_description: string;
}

/** What is wrong with the request, in OpenID Connect's words (Core 1.0, section 3.1.2.6); null when nothing is. */
function problemOf(fields: Fields, pending: PendingLaunch, personId: string | null): AuthError | null {
  const invalid = (description: string): AuthError => ({
    error: 'invalid_request',
    error_description: description,
  });
  if (fields.client_id !== pending.client.clientId) {
    return { error: 'unauthorized_client', error_description: 'Unknown client_id' };
  }
  if (fields.response_type !== 'id_token') {
    return { error: 'unsupported_response_type', error_description: 'response_type must be id_token' };
  }
  if (fields.scope !== 'openid') return { error: 'invalid_scope', error_description: 'scope must be openid' };
  if (fields.response_mode !== 'form_post') return invalid('Invalid response_mode');
  if (fields.prompt !== 'none') return invalid('Invalid prompt');
  if (!fields.nonce) return invalid('Missing nonce');
  if (!fields.state) return invalid('Missing state');
  if (personId === null) return { error: 'login_required', error_description: 'Nobody is logged in' };
  if (fields.login_hint !== pending.personId || personId !== pending.personId) {
    return { error: 'access_denied', error_description: 'login_hint is not the person who is logged in' };
  }
  return null;
}

async function answerLaunch(
  platform: Platform,
  request: Request,
  response: Response,
  pending: PendingLaunch,
  fields: Fields,
): Promise<void> {
  const launch = findLaunch(platform, pending);
  if (launch === null) {
    await sendRefusal(platform, request, response, { status: 404, value: 'lti_message_hint', expected: '' });
    return;
  }
  // Deep linking comes back once more, with the same id in `data`.
  pending.isUsed = true;
  const iat = Math.floor(platform.now().getTime() / 1000);
  const claims = launchClaims(platform.state, launch, {
    lms: platform.url,
    toolLaunch: platform.tool.launchUrl,
  });
  const idToken = await platform.keys.sign({
    nonce: fields.nonce ?? '',
    iat,
    exp: iat + idTokenSeconds,
    ...claims,
  });
  note(response, `${launch.message} ${launch.person.id}`);
  await sendAutopost(platform, request, response, {
    action: platform.tool.launchUrl,
    fields: { id_token: idToken, state: fields.state ?? '' },
  });
}
