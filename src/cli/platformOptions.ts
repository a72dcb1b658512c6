import { parseArgs } from 'node:util';

export const platformUsage = `Usage: tirek platform add --name N --issuer URL --client-id ID --auth-url URL --token-url URL --jwks-url URL
                          [--deployment-id ID ...] [--token-audience A] [--json]
       tirek platform list [--json]
       tirek platform show|approve|disable|enable|remove|rotate-key|check
                          --issuer URL --client-id ID [--deployment-id ID] [--yes] [--at-once] [--json]
       tirek platform invite [--name N] [--approve] [--json]
       tirek platform console [--json]

Connects platforms (LMSs). A running Tirek obeys within a second.

  add          connect a platform, or change the values of a known one and add deployments;
               without --deployment-id every deployment waits for approval
  list, show   what is connected
  approve      let a platform and its waiting deployments, or one deployment, in
  disable      let nobody in any more; enable undoes it
  remove       forget a platform with its keys, or one deployment; asks first, unless --yes
  rotate-key   publish a new key, which signs in ten minutes; the old one is published for a week more;
               with --at-once, for a key that has leaked, the new one signs now and no other is published:
               a platform that keeps the earlier key set refuses Tirek until it reads it again
  check        try what launches, grades and members need, and say which value is wrong
  invite       print a link by which the administrator of a platform connects it; it works once, for a week;
               with --approve the platform works at once, otherwise it waits for approval
  console      print a link that opens the administrator's console in a browser once, within ten minutes

  --json       print one JSON object (list: an array)
`;

const actions = [
  'add',
  'list',
  'show',
  'approve',
  'disable',
  'enable',
  'remove',
  'rotate-key',
  'check',
  'invite',
  'console',
] as const;
export type PlatformAction = (typeof actions)[number];

export interface PlatformOptions {
  readonly action: PlatformAction;
  readonly json: boolean;
  readonly yes: boolean;
  readonly approve: boolean;
  readonly atOnce: boolean;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly tokenAudience: string | null;
  readonly deploymentIds: readonly string[];
}

const required: Readonly<Record<PlatformAction, readonly string[]>> = {
  add: ['name', 'issuer', 'client-id', 'auth-url', 'token-url', 'jwks-url'],
  list: [],
  show: ['issuer', 'client-id'],
  approve: ['issuer', 'client-id'],
  disable: ['issuer', 'client-id'],
  enable: ['issuer', 'client-id'],
  remove: ['issuer', 'client-id'],
  'rotate-key': ['issuer', 'client-id'],
  check: ['issuer', 'client-id'],
  invite: [],
  console: [],
};
const optional: Readonly<Record<PlatformAction, readonly string[]>> = {
  add: ['deployment-id', 'token-audience'],
  list: [],
  show: ['deployment-id'],
  approve: ['deployment-id'],
  disable: ['deployment-id'],
  enable: ['deployment-id'],
  remove: ['deployment-id', 'yes'],
  'rotate-key': ['deployment-id', 'at-once'],
  check: ['deployment-id'],
  invite: ['name', 'approve'],
  console: [],
};

/** The options; what is wrong with them as a text; null when help is asked for. */
export function platformOptions(args: readonly string[]): PlatformOptions | string | null {
  try {
    return readOptions(args);
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}

function readOptions(args: readonly string[]): PlatformOptions | string | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      issuer: { type: 'string' },
      'client-id': { type: 'string' },
      'auth-url': { type: 'string' },
      'token-url': { type: 'string' },
      'jwks-url': { type: 'string' },
      'token-audience': { type: 'string' },
      'deployment-id': { type: 'string', multiple: true },
      yes: { type: 'boolean' },
      approve: { type: 'boolean' },
      'at-once': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const action = actions.find(known => known === positionals[0]);
  if (action === undefined)
    return positionals[0] === undefined ? 'say what to do' : `there is no "platform ${positionals[0]}"`;
  if (positionals.length > 1) return `"${positionals[1]}" is one word too many`;
  const allowed = [...required[action], ...optional[action], 'json'];
  const foreign = Object.keys(values).find(name => !allowed.includes(name));
  if (foreign !== undefined) return `"platform ${action}" has no option --${foreign}`;
  const missing = required[action].find(name => ((values as Record<string, unknown>)[name] ?? '') === '');
  if (missing !== undefined) return `--${missing} is missing`;
  return {
    action,
    json: values.json ?? false,
    yes: values.yes ?? false,
    approve: values.approve ?? false,
    atOnce: values['at-once'] ?? false,
    name: values.name ?? '',
    issuer: values.issuer ?? '',
    clientId: values['client-id'] ?? '',
    authUrl: values['auth-url'] ?? '',
    tokenUrl: values['token-url'] ?? '',
    jwksUrl: values['jwks-url'] ?? '',
    tokenAudience: values['token-audience'] ?? null,
    deploymentIds: values['deployment-id'] ?? [],
  };
}
