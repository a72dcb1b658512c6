import express, { Router } from 'express';
import { grantableScopes } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { bearerOf, note, serviceCall } from '../services/serviceCall.ts';
import { readRegistrationRequest, RegistrationRefusal, toolConfiguration } from './registrationRequest.ts';

/** LTI Dynamic Registration 1.0 as Moodle does it: 200 with the ids at once, refusals in plain text sent as HTML. */
export function registrationRoutes(platform: Platform): Router {
  const router = Router();
  const body = express.json({ type: () => true, limit: '200kb' });
  router.post('/registration', serviceCall(platform, 'registration'), body, async (request, response) => {
    if (!platform.clients.useToken(bearerOf(request), platform.trueNow())) {
      note(response, 'registration_token');
      response.status(401).type('html').send('token_already_used');
      return;
    }
    try {
      const asked = readRegistrationRequest(request.body);
      const scopes = asked.scope.split(' ').filter(scope => grantableScopes(platform.state).includes(scope));
      const announced = { name: asked.client_name, keysUrl: asked.jwks_uri, scopes };
      const { clientId, deploymentId } = await platform.clients.add(announced, platform.trueNow());
      note(response, clientId);
      response.json({
        ...asked,
        scope: scopes.join(' '),
        client_id: clientId,
        [toolConfiguration]: { ...asked[toolConfiguration], deployment_id: deploymentId },
      });
    } catch (error) {
      if (!(error instanceof RegistrationRefusal)) throw error;
      note(response, error.message);
      response.status(400).type('html').send(error.message);
    }
  });
  return router;
}
