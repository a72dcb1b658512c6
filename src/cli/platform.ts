import { type Connect } from '../features/connect/index.ts';
import { catalogueOf } from '../i18n/index.ts';
import {
  type CheckStep,
  type Lti,
  type Registration,
  RegistrationError,
  sentenceOf,
  type SigningTurn,
  summaryOf,
} from '../lti/index.ts';
import { type Confirm, terminalOf } from './confirm.ts';
import { type CommandIo } from './io.ts';
import { type PlatformOptions, platformOptions, platformUsage } from './platformOptions.ts';

/** What the command works on; opened only when the options are right. */
export interface OpenedPlatforms {
  readonly lti: Pick<Lti, 'registrations' | 'dynamicRegistration'>;
  readonly connect: Pick<Connect, 'check' | 'consoleLink'>;
  /** Where platforms find Tirek. */
  readonly publicUrl: string;
  close(): Promise<void>;
}

/**
 * `tirek platform`: connects, shows and removes platforms. Resolves to the exit code: 0 done; 1 refused or failed, with
 * one line on stderr; 2 wrong usage.
 *
 * @param confirm asks on the terminal; absent: the process's own terminal, when there is one
 */
export async function platformCommand(
  args: readonly string[],
  io: CommandIo,
  open: () => Promise<OpenedPlatforms>,
  confirm: Confirm | null = terminalOf(io),
): Promise<number> {
  const options = platformOptions(args);
  if (options === null) {
    io.stdout.write(platformUsage);
    return 0;
  }
  const usage = typeof options === 'string' ? options : needsYes(options, confirm);
  if (typeof options === 'string' || usage !== null) {
    io.stderr.write(`tirek platform: ${usage} (see tirek platform --help)\n`);
    return 2;
  }
  const opened = await open();
  try {
    return await run(options, io, opened, confirm);
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error;
    io.stderr.write(`tirek platform: ${error.message}\n`);
    return error.isWrongValue ? 2 : 1;
  } finally {
    await opened.close();
  }
}

const needsYes = ({ action, yes }: PlatformOptions, confirm: unknown): string | null =>
  action === 'remove' && !yes && confirm === null ? 'without a terminal, remove needs --yes' : null;

async function run(
  options: PlatformOptions,
  io: CommandIo,
  opened: OpenedPlatforms,
  confirm: Confirm | null,
): Promise<number> {
  const { registrations } = opened.lti;
  const print = (value: unknown, text: string): number => {
    io.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : text);
    return 0;
  };
  switch (options.action) {
    case 'list': {
      const all = await registrations.list();
      return print(all.map(summaryOf), all.length === 0 ? 'no platforms\n' : all.map(lineOf).join(''));
    }
    case 'add': {
      const added = await registrations.add(options, options.deploymentIds);
      return print(summaryOf(added), `${describe(added)}\n${valuesForPlatform(opened.publicUrl)}`);
    }
    case 'remove':
      return remove(options, io, opened, confirm);
    case 'invite': {
      const wish = { name: options.name === '' ? null : options.name, approves: options.approve };
      const { url, invitation } = await opened.lti.dynamicRegistration.invite(wish);
      return print({ url, expiresAt: invitation.expiresAt }, linkText(url, invitation.expiresAt));
    }
    case 'console': {
      const { url, expiresAt } = await opened.connect.consoleLink();
      return print({ url, expiresAt }, linkText(url, expiresAt));
    }
    case 'check': {
      const known = await getKnown(options, opened);
      const steps = (await opened.connect.check(known)).map(checkedLine);
      const failed = steps.filter(step => step.outcome === 'failed');
      print({ ...summaryOf(known), checks: steps }, steps.map(stepText).join(''));
      if (failed.length > 0)
        io.stderr.write(`tirek platform: ${failed.length} of ${steps.length} checks failed\n`);
      return failed.length > 0 ? 1 : 0;
    }
    default: {
      const changed = await change(options, opened);
      const keys = table(keyRows(await registrations.signingTurns(changed)));
      return print(summaryOf(changed), `${describe(changed)}${keys}`);
    }
  }
}

/** Everything that acts on one known platform and shows it afterwards. */
async function change(options: PlatformOptions, opened: OpenedPlatforms): Promise<Registration> {
  const { registrations } = opened.lti;
  let registration = await getKnown(options, opened);
  switch (options.action) {
    case 'approve':
    case 'disable':
    case 'enable':
      for (const id of options.deploymentIds.length === 0 ? [undefined] : options.deploymentIds) {
        registration = await registrations[options.action](options, id);
      }
      return registration;
    case 'rotate-key':
      await registrations.rotateKey(options, options.atOnce);
      return registration;
    default:
      return registration;
  }
}

/** @throws RegistrationError when the platform, or a deployment that was named, is not there */
async function getKnown(options: PlatformOptions, { lti }: OpenedPlatforms): Promise<Registration> {
  const found = await lti.registrations.find(options.issuer, options.clientId);
  if (found === null)
    throw new RegistrationError(`no platform ${options.issuer} with client id ${options.clientId}`);
  const unknown = options.deploymentIds.find(id => !found.deployments.some(known => known.id === id));
  if (unknown !== undefined) throw new RegistrationError(`the platform has no deployment ${unknown}`);
  return found;
}

async function remove(
  options: PlatformOptions,
  io: CommandIo,
  opened: OpenedPlatforms,
  confirm: Confirm | null,
): Promise<number> {
  const found = await getKnown(options, opened);
  const what =
    options.deploymentIds.length === 0
      ? `the platform ${found.name} (${found.issuer}, ${found.clientId}) with its keys`
      : `deployment ${options.deploymentIds.join(', ')} of ${found.name}`;
  if (!options.yes && (await confirm?.(`Remove ${what}?`)) !== true) {
    io.stderr.write('tirek platform: nothing was removed\n');
    return 1;
  }
  for (const id of options.deploymentIds.length === 0 ? [undefined] : options.deploymentIds) {
    await opened.lti.registrations.remove(options, id);
  }
  io.stdout.write(options.json ? `${JSON.stringify(summaryOf(found), null, 2)}\n` : `removed ${what}\n`);
  return 0;
}

const lineOf = ({ status, name, issuer, clientId, deployments }: Registration): string => {
  const count = (wanted: string) => deployments.filter(one => one.status === wanted).length;
  return `${status.padEnd(8)}  ${name}  ${issuer}  ${clientId}  ${count('active')} active, ${count('pending')} pending deployments\n`;
};

/** A step as operators read it: the commands speak English. */
const checkedLine = (step: CheckStep) => {
  const { name, outcome, code } = step;
  return { name, outcome, code, detail: sentenceOf(step, catalogueOf('en')) };
};

const outcomeWords = { ok: 'ok     ', failed: 'FAILED ', unknown: 'unknown' } as const;

const stepText = ({ name, outcome, detail }: ReturnType<typeof checkedLine>): string =>
  `${outcomeWords[outcome]}  ${name}: ${detail}\n`;

const linkText = (url: string, expiresAt: Date): string =>
  `${url}\nWorks once, until ${expiresAt.toISOString()}.\n`;

function describe(registration: Registration): string {
  const { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status } = registration;
  const deployments = registration.deployments.map(one => `${one.id} (${one.status})`).join(', ');
  const rows = {
    name,
    status,
    issuer,
    'client id': clientId,
    'auth url': authUrl,
    'token url': tokenUrl,
    'jwks url': jwksUrl,
    ...(tokenAudience === null ? {} : { 'token audience': tokenAudience }),
    deployments: deployments === '' ? 'none yet' : deployments,
  };
  return table(rows);
}

/** Which key signs, and since when another one will. */
const keyRows = (turns: readonly SigningTurn[]): Record<string, string> =>
  Object.fromEntries(
    turns.map(({ kid, from }, n) => [
      from === null ? 'key' : n === 1 ? 'next key' : `next key ${n}`,
      from === null ? `${kid} (signs now)` : `${kid} (signs from ${from.toISOString()})`,
    ]),
  );

/** What the platform's administrator types in there. */
const valuesForPlatform = (publicUrl: string): string =>
  `To be entered in the platform:\n${table({
    'tool url': `${publicUrl}/lti/launch`,
    'login url': `${publicUrl}/lti/login`,
    'redirect uri': `${publicUrl}/lti/launch`,
    'keyset url': `${publicUrl}/lti/keys`,
  })}`;

const table = (rows: Readonly<Record<string, string>>): string =>
  Object.entries(rows)
    .map(([term, value]) => `${term.padEnd(14)}  ${value}\n`)
    .join('');
