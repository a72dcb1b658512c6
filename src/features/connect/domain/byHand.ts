/** LMSs whose administrators are told every value in their own words. */
export const systems = ['moodle', 'canvas', 'blackboard', 'brightspace', 'sakai'] as const;
export type System = (typeof systems)[number];

export const systemNames: Record<System, string> = {
  moodle: 'Moodle',
  canvas: 'Canvas',
  blackboard: 'Blackboard',
  brightspace: 'Brightspace',
  sakai: 'Sakai',
};

/** Where an LMS finds Tirek, and what Tirek asks for. */
export interface ToolValues {
  readonly name: string;
  readonly description: string;
  readonly publicUrl: string;
  readonly loginUrl: string;
  readonly launchUrl: string;
  readonly keysUrl: string;
  readonly iconUrl: string;
  readonly scopes: readonly string[];
  /** For being told of copied courses; few LMSs know it, and others refuse what they do not know. */
  readonly noticeScope: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The JSON of a Canvas developer key (Canvas, "Configuring LTI Advantage Tools"). Pure. */
export function canvasConfiguration(tool: ToolValues): Record<string, unknown> {
  const { name, description, launchUrl, iconUrl } = tool;
  const placement = (name: string, message: string) => ({
    placement: name,
    message_type: message,
    target_link_uri: launchUrl,
    text: tool.name,
    icon_url: iconUrl,
  });
  return {
    title: name,
    description,
    oidc_initiation_url: tool.loginUrl,
    target_link_uri: launchUrl,
    public_jwk_url: tool.keysUrl,
    // Canvas, "Platform Notification Service": without this scope it tells nobody of copied courses.
    scopes: [...tool.scopes, tool.noticeScope],
    custom_fields: tool.variables,
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain: new URL(tool.publicUrl).host,
        tool_id: 'tirek',
        privacy_level: 'public',
        settings: {
          placements: [
            placement('course_navigation', 'LtiResourceLinkRequest'),
            placement('link_selection', 'LtiDeepLinkingRequest'),
            placement('assignment_selection', 'LtiDeepLinkingRequest'),
          ],
        },
      },
    ],
  };
}

/** What the LMS gives back; null where its site does not tell and the administrator must type it. */
export interface PlatformAddresses {
  readonly issuer: string | null;
  readonly authUrl: string | null;
  readonly tokenUrl: string | null;
  readonly jwksUrl: string | null;
  readonly tokenAudience: string | null;
}

/**
 * The addresses of an LMS, as far as its kind and its site tell them. Pure.
 * @param site origin or address of the site; null when none was given
 */
export function addressesOf(system: System, site: string | null, clientId: string): PlatformAddresses {
  const base = site?.replace(/\/+$/, '') ?? null;
  const at = (path: string): string | null => (base === null ? null : `${base}${path}`);
  switch (system) {
    case 'moodle':
      return {
        issuer: base,
        authUrl: at('/mod/lti/auth.php'),
        tokenUrl: at('/mod/lti/token.php'),
        jwksUrl: at('/mod/lti/certs.php'),
        tokenAudience: null,
      };
    case 'canvas': {
      // Hosted schools share one authorisation domain; a school's own server has its own.
      const own = base !== null && !/\.instructure\.com$/.test(new URL(base).hostname);
      const root = own ? base : 'https://sso.canvaslms.com';
      return {
        issuer: 'https://canvas.instructure.com',
        authUrl: `${root}/api/lti/authorize_redirect`,
        tokenUrl: `${root}/login/oauth2/token`,
        jwksUrl: `${root}/api/lti/security/jwks`,
        tokenAudience: null,
      };
    }
    case 'blackboard': {
      const portal = 'https://developer.blackboard.com/api/v1';
      return {
        issuer: 'https://blackboard.com',
        authUrl: `${portal}/gateway/oidcauth`,
        tokenUrl: `${portal}/gateway/oauth2/jwttoken`,
        jwksUrl: `${portal}/management/applications/${encodeURIComponent(clientId)}/jwks.json`,
        tokenAudience: null,
      };
    }
    case 'brightspace':
      return {
        issuer: base,
        authUrl: at('/d2l/lti/authenticate'),
        tokenUrl: 'https://auth.brightspace.com/core/connect/token',
        jwksUrl: at('/d2l/.well-known/jwks'),
        tokenAudience: 'https://api.brightspace.com/auth/token',
      };
    case 'sakai':
      // The token's address holds the tool's number, which Sakai shows after saving.
      return {
        issuer: base,
        authUrl: at('/imsoidc/lti13/oidc_auth'),
        tokenUrl: null,
        jwksUrl: at('/imsblis/lti13/keyset'),
        tokenAudience: null,
      };
  }
}
