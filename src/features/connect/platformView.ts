import { type Catalogue } from '../../i18n/index.ts';
import { type Registration, sentenceOf, type SigningTurn } from '../../lti/index.ts';
import { type LastCheck } from './checkStore.ts';
import { type LaunchEntry, type LaunchRecord } from './launchLogStore.ts';
import { type Chip, detailsOf, outcomeChip, shownInstant, statusChip } from './platformsView.ts';

/** Everything about one platform, as views/connect/platform.ejs prints it. */
export interface PlatformView {
  readonly action: string;
  readonly name: string;
  readonly status: Chip;
  readonly isPending: boolean;
  readonly isDisabled: boolean;
  readonly values: readonly { readonly term: string; readonly value: string }[];
  readonly deployments: readonly {
    readonly id: string;
    readonly status: Chip;
    /** The button's whole name; null when there is nothing to approve. */
    readonly approve: string | null;
  }[];
  readonly frames: readonly {
    readonly origin: string;
    readonly status: Chip;
    /** The buttons' whole names; null when it is allowed already. */
    readonly allow: string | null;
    readonly remove: string;
  }[];
  /** The LMS's own origins, which need no permission. */
  readonly ownFrames: readonly string[];
  readonly check: {
    readonly at: string | null;
    readonly steps: readonly { readonly name: string; readonly outcome: Chip; readonly text: string }[];
  };
  readonly counts: string;
  readonly entries: readonly {
    readonly at: string;
    readonly what: Chip;
    readonly text: string;
    readonly details: string;
  }[];
  readonly keys: readonly { readonly kid: string; readonly state: Chip }[];
}

export interface PlatformFacts {
  readonly registration: Registration;
  readonly record: LaunchRecord;
  readonly check: LastCheck | null;
  /** Ids of the published keys. */
  readonly kids: readonly string[];
  /** Which of them signs now, and which ones will. */
  readonly turns: readonly SigningTurn[];
}

export function platformView(
  { registration, record, check, kids, turns }: PlatformFacts,
  base: string,
  t: Catalogue,
): PlatformView {
  const words = t.console.platform;
  const { name, status } = registration;
  return {
    action: `${base}/platforms/${registration.id}`,
    name,
    status: statusChip(status, t),
    isPending: status === 'pending',
    isDisabled: status === 'disabled',
    values: valuesOf(registration, t),
    deployments: registration.deployments.map(one => ({
      id: one.id,
      status: deploymentChip(one.status, t),
      approve: one.status === 'pending' ? words.approveDeployment({ id: one.id }) : null,
    })),
    frames: registration.frames.map(({ origin, status }) => ({
      origin,
      status: deploymentChip(status, t),
      allow: status === 'pending' ? words.frames.allowLabel({ origin }) : null,
      remove: words.frames.removeLabel({ origin }),
    })),
    ownFrames: [...new Set([registration.issuer, registration.authUrl].map(url => new URL(url).origin))],
    check: checkView(check, t),
    counts: words.counts(record),
    entries: record.entries.toReversed().map(entry => entryView(entry, t)),
    keys: keysView(kids, turns, t),
  };
}

/** The key that signs first, then those that will, then those that are only published. */
function keysView(
  kids: readonly string[],
  turns: readonly SigningTurn[],
  t: Catalogue,
): PlatformView['keys'] {
  const words = t.console.platform;
  const published = kids.filter(kid => !turns.some(turn => turn.kid === kid));
  return [
    ...turns.map(({ kid, from }): PlatformView['keys'][number] => ({
      kid,
      state:
        from === null
          ? { text: words.keySigns, tone: 'success', icon: 'check' }
          : { text: words.keySignsFrom({ at: shownInstant(from) }), tone: 'neutral', icon: 'clock' },
    })),
    ...published.map((kid): PlatformView['keys'][number] => ({
      kid,
      state: { text: words.keyPublished, tone: 'neutral', icon: 'clock' },
    })),
  ];
}

function valuesOf(registration: Registration, t: Catalogue): PlatformView['values'] {
  const words = t.console.platform;
  const { issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience } = registration;
  return [
    { term: words.issuer, value: issuer },
    { term: words.clientId, value: clientId },
    { term: words.authUrl, value: authUrl },
    { term: words.tokenUrl, value: tokenUrl },
    { term: words.jwksUrl, value: jwksUrl },
    ...(tokenAudience === null ? [] : [{ term: words.tokenAudience, value: tokenAudience }]),
  ];
}

function deploymentChip(status: Registration['deployments'][number]['status'], t: Catalogue): Chip {
  const text = t.console.deploymentStatuses[status];
  return status === 'active'
    ? { text, tone: 'success', icon: 'check' }
    : { text, tone: 'warning', icon: 'clock' };
}

function checkView(check: LastCheck | null, t: Catalogue): PlatformView['check'] {
  if (check === null) return { at: null, steps: [] };
  return {
    at: t.console.platform.checkedAt({ at: shownInstant(check.at) }),
    steps: check.steps.map(step => ({
      name: t.connect.check.steps[step.name],
      outcome: outcomeChip(step.outcome, t),
      text: sentenceOf(step, t),
    })),
  };
}

function entryView(entry: LaunchEntry, t: Catalogue): PlatformView['entries'][number] {
  const words = t.console.platform;
  const at = shownInstant(entry.at);
  if (entry.kind === 'launch') {
    const roles = t.roster.roles;
    const role =
      entry.role !== null && Object.hasOwn(roles, entry.role) ? roles[entry.role as keyof typeof roles] : '';
    const deployment = entry.deploymentId === null ? '' : `${words.deploymentId}: ${entry.deploymentId}`;
    return {
      at,
      what: { text: words.launched, tone: 'success', icon: 'check' },
      text: role,
      details: deployment,
    };
  }
  const { administrator } = t.lti;
  const code = entry.code ?? '';
  const reason = Object.hasOwn(administrator, code) ? administrator[code as keyof typeof administrator] : '';
  const codes = [code, entry.event].filter(one => one !== null && one !== '').join(' · ');
  const details = [detailsOf(entry, t), codes].filter(one => one !== '').join(' · ');
  return { at, what: { text: words.refused, tone: 'danger', icon: 'error' }, text: reason, details };
}
