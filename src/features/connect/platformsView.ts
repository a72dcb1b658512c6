import { formatInstant } from '../../kernel/dates.ts';
import { type Catalogue } from '../../i18n/index.ts';
import { type CheckStep, type Registration } from '../../lti/index.ts';
import { type LastCheck } from './checkStore.ts';
import { type LaunchRecord } from './launchLogStore.ts';

/** The time zone of Kazakhstan's universities: one zone, UTC+5, since March 2024. */
const zone = 'Asia/Almaty';
export const shownInstant = (at: Date): string => formatInstant(at, zone);

const longestTabTitle = 50;

/** A platform's name as a browser's tab shows it: tabs cut long titles themselves, at their worst place. */
export const tabTitle = (name: string): string =>
  name.length > longestTabTitle ? `${name.slice(0, longestTabTitle).trimEnd()}…` : name;

export interface Chip {
  readonly text: string;
  readonly tone: 'success' | 'warning' | 'danger' | 'neutral' | 'info';
  readonly icon: string;
}

/** One platform in the list. */
export interface PlatformRow {
  readonly href: string;
  readonly name: string;
  readonly issuer: string;
  readonly status: Chip;
  /** Null: nothing waits. */
  readonly waiting: string | null;
  readonly health: Chip;
  readonly lastLaunch: string;
}

export interface Stranger {
  readonly at: string;
  readonly code: string;
  readonly details: string;
}

export function platformRows(
  registrations: readonly Registration[],
  records: ReadonlyMap<string, LaunchRecord>,
  checks: ReadonlyMap<string, LastCheck>,
  base: string,
  t: Catalogue,
): PlatformRow[] {
  const words = t.console.platforms;
  const rank = ({ status, deployments }: Registration): number =>
    status === 'pending' ? 0 : deployments.some(one => one.status === 'pending') ? 1 : 2;
  return [...registrations]
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map(registration => {
      const lastLaunchAt = records.get(registration.id)?.lastLaunchAt ?? null;
      const count = registration.deployments.filter(one => one.status === 'pending').length;
      return {
        href: `${base}/platforms/${registration.id}`,
        name: registration.name,
        issuer: registration.issuer,
        status: statusChip(registration.status, t),
        waiting: count === 0 ? null : words.waitingCount({ count }),
        health: healthChip(checks.get(registration.id) ?? null, t),
        lastLaunch: lastLaunchAt === null ? words.never : shownInstant(lastLaunchAt),
      };
    });
}

export function statusChip(status: Registration['status'], t: Catalogue): Chip {
  const looks = {
    pending: { tone: 'warning', icon: 'clock' },
    active: { tone: 'success', icon: 'check' },
    disabled: { tone: 'neutral', icon: 'ban' },
  } as const;
  return { text: t.console.statuses[status], ...looks[status] };
}

const outcomeLooks = {
  ok: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'error' },
  unknown: { tone: 'neutral', icon: 'circle' },
} as const;

export function healthChip(check: LastCheck | null, t: Catalogue): Chip {
  const outcome =
    check === null ? 'unknown' : check.steps.some(step => step.outcome === 'failed') ? 'failed' : 'ok';
  return { text: t.console.health[outcome], ...outcomeLooks[outcome] };
}

export const outcomeChip = (outcome: CheckStep['outcome'], t: Catalogue): Chip => ({
  text: t.connect.check.outcomes[outcome],
  ...outcomeLooks[outcome],
});

/** Logins that no registration was found for, the newest first. */
export function strangers(record: LaunchRecord, t: Catalogue): Stranger[] {
  return record.entries.toReversed().map(entry => ({
    at: shownInstant(entry.at),
    code: entry.code ?? '',
    details: entry.value === null ? '' : detailsOf(entry, t),
  }));
}

export function detailsOf(
  entry: { readonly value: string | null; readonly found: string | null; readonly expected: string | null },
  t: Catalogue,
): string {
  const { value, found, expected } = entry;
  if (value === null) return '';
  if (expected === null) return found === null ? value : `${value}: ${found}`;
  return t.console.platform.found({ value, found: found ?? '–', expected });
}
