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

/** One field of the LMS's own form: its label is the LMS's, which shows it in English where it is not translated. */
export interface FieldToFill {
  readonly field: string;
  readonly value: string;
}

/** Where in the LMS the form is, by its own menus. */
export const places: Record<System, string> = {
  moodle: 'Site administration → Plugins → External tool → Manage tools → Configure a tool manually',
  canvas: 'Admin → Developer Keys → + Developer Key → + LTI Key → Method: Paste JSON',
  blackboard:
    'developer.blackboard.com → My Apps; Admin → LTI Tool Providers → Register LTI 1.3/Advantage Tool',
  brightspace: 'Admin Tools → Manage Extensibility → LTI Advantage → Register Tool',
  sakai: 'Administration Workspace → External Tools → Install LTI 1.1 or 1.3 Tool',
};

/** Every value that an administrator types in the LMS, in the order of its form. Pure. */
export function fieldsFor(system: System, tool: ToolValues): FieldToFill[] {
  const { name, launchUrl, loginUrl, keysUrl } = tool;
  const { host } = new URL(tool.publicUrl);
  const field = (field: string, value: string): FieldToFill => ({ field, value });
  switch (system) {
    case 'moodle':
      return [
        field('Tool name', name),
        field('Tool URL', launchUrl),
        field('LTI version', 'LTI 1.3'),
        field('Public key type', 'Keyset URL'),
        field('Public keyset', keysUrl),
        field('Initiate login URL', loginUrl),
        field('Redirection URI(s)', launchUrl),
        field('Custom parameters', customLines(tool)),
        field('Supports Deep Linking (Content-Item Message)', 'Yes'),
        field('Content Selection URL', launchUrl),
        field(
          'IMS LTI Assignment and Grade Services',
          'Use this service for grade sync and column management',
        ),
        field('IMS LTI Names and Role Provisioning', 'Use this service to retrieve members’ information'),
        field("Share launcher's name with tool", 'Always'),
      ];
    case 'canvas':
      return [field('Key Name', name), field('Redirect URIs', launchUrl)];
    case 'blackboard':
      return [
        field('Application Name', name),
        field('Domain(s)', host),
        field('Login Initiation URL', loginUrl),
        field('Tool Redirect URL(s)', launchUrl),
        field('Tool JWKS URL', keysUrl),
        field('Signing Algorithm', 'RS256'),
        field('Target Link URI', launchUrl),
        field('Custom Parameters', customLines(tool)),
      ];
    case 'brightspace':
      return [
        field('Name', name),
        field('Domain', tool.publicUrl),
        field('Redirect URLs', launchUrl),
        field('OpenID Connect Login URL', loginUrl),
        field('Target Link URI', launchUrl),
        field('Keyset URL', keysUrl),
        field(
          'Extensions',
          'Assignment and Grade Services, Deep Linking, Names and Role Provisioning Services',
        ),
      ];
    case 'sakai':
      return [
        field('Tool Title', name),
        field('Launch URL', launchUrl),
        field('LTI 1.3 Tool Keyset URL', keysUrl),
        field('LTI 1.3 Tool OpenID Connect/Initialization Endpoint', loginUrl),
        field('LTI 1.3 Tool Redirect Endpoint(s)', launchUrl),
        field('Custom parameters', customLines(tool)),
      ];
  }
}

const customLines = ({ variables }: ToolValues): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

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
