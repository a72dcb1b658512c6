import { Router } from 'express';
import { grantableScopes } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { serviceCall } from './serviceCall.ts';
import { tokenUrl } from './tokenRoutes.ts';

export const authUrl = (platform: Platform): string => `${platform.url}/auth`;
export const jwksUrl = (platform: Platform): string => `${platform.url}/jwks`;

const openidConfigurationPath = '/.well-known/openid-configuration';
export const openidConfigurationUrl = (platform: Platform): string =>
  `${platform.url}${openidConfigurationPath}`;

/** The platform's key set and its description of itself (OpenID Connect Discovery 1.0, section 3). */
export function keyRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/jwks', serviceCall(platform, 'keys'), (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(platform.keys.keySet(platform.trueNow()));
  });
  router.get(openidConfigurationPath, serviceCall(platform, 'keys'), (_request, response) => {
    response.json({
      issuer: platform.url,
      authorization_endpoint: authUrl(platform),
      token_endpoint: tokenUrl(platform),
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      jwks_uri: jwksUrl(platform),
      registration_endpoint: `${platform.url}/registration`,
      scopes_supported: ['openid', ...grantableScopes(platform.state)],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: 'practice-lms',
        version: '1',
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
          { type: 'LtiSubmissionReviewRequest' },
          { type: 'LtiDataPrivacyLaunchRequest' },
        ],
        variables: ['Context.id.history', 'User.username', 'CourseSection.timeFrame.begin'],
      },
    });
  });
  return router;
}
