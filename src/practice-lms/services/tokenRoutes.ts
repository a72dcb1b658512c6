import express, { Router, type Response } from 'express';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { grantableScopes, registeredTool } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { note, serviceCall } from './serviceCall.ts';

const bearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const tokenRequest = z.object({
  grant_type: z.string(),
  client_assertion_type: z.string(),
  client_assertion: z.string(),
  scope: z.string(),
});

type TokenError = 'invalid_request' | 'unsupported_grant_type' | 'invalid_client' | 'invalid_scope';

/** A refusal of the token endpoint (RFC 6749, section 5.2). */
class TokenRefusal extends Error {
  readonly code: TokenError;
  constructor(code: TokenError, description: string) {
    super(description);
    this.code = code;
  }
}

export const tokenUrl = (platform: Platform): string => `${platform.url}/token`;

/** Client credentials with `private_key_jwt` (1EdTech Security Framework 1.0, section 4). */
export function tokenRoutes(platform: Platform): Router {
  const router = Router();
  router.post(
    '/token',
    serviceCall(platform, 'token'),
    express.urlencoded({ extended: false }),
    async (request, response) => {
      try {
        await answerToken(platform, request.body, response);
      } catch (error) {
        if (!(error instanceof TokenRefusal)) throw error;
        note(response, `${error.code}: ${error.message}`);
        response.status(400).json({ error: error.code, error_description: error.message });
      }
    },
  );
  return router;
}

async function answerToken(platform: Platform, body: unknown, response: Response): Promise<void> {
  const asked = tokenRequest.safeParse(body);
  if (!asked.success)
    throw new TokenRefusal('invalid_request', `missing ${String(asked.error.issues[0]?.path[0])}`);
  if (asked.data.grant_type !== 'client_credentials') {
    throw new TokenRefusal('unsupported_grant_type', 'grant_type must be client_credentials');
  }
  if (asked.data.client_assertion_type !== bearerAssertion) {
    throw new TokenRefusal('invalid_request', 'client_assertion_type must be jwt-bearer');
  }
  await checkAssertion(platform, asked.data.client_assertion);
  const grantable = grantableScopes(platform.state);
  const granted = [...new Set(asked.data.scope.split(' '))].filter(scope => grantable.includes(scope));
  if (granted.length === 0) throw new TokenRefusal('invalid_scope', 'none of the scopes may be granted');
  const seconds = platform.state.ways.tokenSeconds;
  const answer = {
    access_token: platform.tokens.issue(granted, platform.trueNow(), seconds),
    token_type: 'Bearer',
    expires_in: seconds,
    scope: granted.join(' '),
  };
  note(response, granted.map(scope => scope.slice(scope.lastIndexOf('/') + 1)).join(' '));
  response.set('Cache-Control', 'no-store');
  if (platform.state.ways.moodleOddities) response.type('html');
  else response.type('json');
  response.send(JSON.stringify(answer));
}

/** @throws TokenRefusal when the assertion is not the tool's own, fresh and made for this endpoint */
async function checkAssertion(platform: Platform, assertion: string): Promise<void> {
  const now = platform.now();
  const claims = await verified(platform, assertion, now).catch((error: unknown) => {
    if (error instanceof TokenRefusal) throw error;
    throw new TokenRefusal(
      'invalid_client',
      error instanceof errors.JOSEError
        ? `${error.code}: ${error.message}`
        : 'the key set of the tool could not be read',
    );
  });
  if (typeof claims.jti !== 'string' || claims.jti === '')
    throw new TokenRefusal('invalid_client', 'jti is missing');
  const expiresAt = (claims.exp ?? 0) * 1000;
  if (expiresAt - now.getTime() > 60 * 60 * 1000)
    throw new TokenRefusal('invalid_client', 'exp is too far away');
  if (!platform.tokens.useAssertion(claims.jti, expiresAt, now)) {
    throw new TokenRefusal('invalid_client', 'this jti was used before');
  }
}

async function verified(platform: Platform, assertion: string, now: Date) {
  const clientId = decodeJwt(assertion).sub ?? '';
  const keys = clientId === registeredTool.clientId ? platform.toolKeys : platform.clients.findKeys(clientId);
  if (keys === null) throw new TokenRefusal('invalid_client', 'unknown client');
  const { payload, protectedHeader } = await jwtVerify(assertion, keys, {
    algorithms: ['RS256'],
    issuer: clientId,
    subject: clientId,
    audience: [tokenUrl(platform), platform.url],
    requiredClaims: ['exp', 'iat'],
    // As Moodle: no leeway at all, so a tool that dates its assertions a little back is right.
    clockTolerance: 0,
    currentDate: now,
  });
  if (protectedHeader.kid === undefined)
    throw new TokenRefusal('invalid_client', 'kid is missing in the header');
  if ((payload.iat ?? 0) * 1000 > now.getTime())
    throw new TokenRefusal('invalid_client', 'iat is in the future');
  return payload;
}
