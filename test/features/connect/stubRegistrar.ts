import {
  type Received,
  sendJson,
  startStubPlatform,
  type StubHandler,
  type StubPlatform,
} from '../../lti/support/stubPlatform.ts';

/** An LMS that offers dynamic registration. */
export interface StubRegistrar extends StubPlatform {
  readonly configurationUrl: string;
  /** What its openid-configuration says; a test changes it. */
  readonly configuration: Record<string, unknown>;
  /** What it answers to a registration; a test changes it. */
  answer: StubHandler;
  /** Registration requests that it got. */
  registrations(): readonly Received[];
}

export const toolConfiguration = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

/** As Moodle: client id and deployment at once, status 200. */
export const accept =
  (clientId = 'new-client', deploymentId: string | null = '7'): StubHandler =>
  ({ body }, response) => {
    const request = JSON.parse(body) as Record<string, unknown>;
    const tool = request[toolConfiguration] as Record<string, unknown>;
    const deployment = deploymentId === null ? {} : { deployment_id: deploymentId };
    sendJson(response, { ...request, client_id: clientId, [toolConfiguration]: { ...tool, ...deployment } });
  };

export async function startStubRegistrar(): Promise<StubRegistrar> {
  const platform = await startStubPlatform();
  const { url } = platform;
  const configuration: Record<string, unknown> = {
    issuer: url,
    authorization_endpoint: `${url}/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    registration_endpoint: `${url}/register`,
    scopes_supported: [
      'openid',
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
      'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    ],
    claims_supported: ['sub', 'iss', 'name', 'email'],
    'https://purl.imsglobal.org/spec/lti-platform-configuration': { product_family_code: 'moodle' },
  };
  const registrar: StubRegistrar = {
    ...platform,
    configurationUrl: `${url}/openid-configuration`,
    configuration,
    answer: accept(),
    registrations: () => platform.received.filter(one => one.path === '/register'),
  };
  platform.on.set('/openid-configuration', (_request, response) => sendJson(response, configuration));
  platform.on.set('/register', (request, response) => registrar.answer(request, response));
  return registrar;
}
