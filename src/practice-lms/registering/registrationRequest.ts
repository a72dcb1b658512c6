import { z } from 'zod';

export const toolConfiguration = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const request = z.looseObject({
  response_types: z.array(z.string()),
  initiate_login_uri: z.string(),
  redirect_uris: z.array(z.string()),
  client_name: z.string(),
  jwks_uri: z.string(),
  token_endpoint_auth_method: z.string(),
  scope: z.string().default(''),
  application_type: z.string().optional(),
  [toolConfiguration]: z.looseObject({ domain: z.string(), target_link_uri: z.string().optional() }),
});
export type RegistrationRequest = z.infer<typeof request>;

/** A registration that is refused; `message` is the plain text that the tool gets. */
export class RegistrationRefusal extends Error {}

/**
 * Judges a registration request as Moodle does: what is required, and that the domain is the target's host, port
 * included.
 *
 * @throws RegistrationRefusal
 */
export function readRegistrationRequest(body: unknown): RegistrationRequest {
  const parsed = request.safeParse(body);
  if (!parsed.success) {
    throw new RegistrationRefusal(
      `missing required attribute ${String(parsed.error.issues[0]?.path[0] ?? '')}`,
    );
  }
  const { data } = parsed;
  if (!data.response_types.includes('id_token')) throw new RegistrationRefusal('invalid_response_types');
  if (data.redirect_uris.length === 0 || !data.redirect_uris.every(isAddress)) {
    throw new RegistrationRefusal('invalid_redirect_uris');
  }
  if (!isAddress(data.jwks_uri) || !isAddress(data.initiate_login_uri))
    throw new RegistrationRefusal('invalid_uri');
  if (data.token_endpoint_auth_method !== 'private_key_jwt') {
    throw new RegistrationRefusal('invalid_token_endpoint_auth_method');
  }
  const { domain, target_link_uri: target } = data[toolConfiguration];
  const host = target === undefined ? domain : URL.canParse(target) ? new URL(target).host : '';
  if (domain.replace(/^https?:\/\//, '') !== host)
    throw new RegistrationRefusal('domain_targetlinkuri_mismatch');
  return data;
}

const isAddress = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
