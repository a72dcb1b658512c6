import { systemClock } from '../jobs/clock.ts';
import { inTime, late } from '../jobs/inTime.ts';
import { formatInstant } from '../kernel/dates.ts';
import { type Catalogue } from '../i18n/index.ts';
import { checkToken } from './checking/accessToken.ts';
import { checkDiscovery } from './checking/discovery.ts';
import { checkKeySet } from './checking/keySet.ts';
import { judgeLaunches, type LaunchHistory } from './checking/launches.ts';
import { checkGrades, checkMembers, type KnownCourse, type ServiceCheckParts } from './checking/services.ts';
import { type CheckName, type CheckStep, outcomesOf } from './checking/step.ts';
import { type Outbound } from './http.ts';
import { toolAddresses, toolScopes } from './registering/toolDescription.ts';
import { type Registration } from './registration.ts';
import { type TokenService } from './services/token.ts';

/** What Tirek remembers of a platform; null where nothing is remembered. */
export interface KnownOfPlatform {
  readonly course: KnownCourse | null;
  readonly history: LaunchHistory | null;
}

export interface SelfCheckParts extends ServiceCheckParts {
  readonly outbound: Outbound;
  /** Without kept tokens: those would hide what has changed in the platform since. */
  readonly tokens: TokenService;
  readonly publicUrl: string;
  readonly now: () => Date;
  /** After this long the steps that still wait are said to have had no answer. 9,000 unless told. */
  readonly timeoutMs?: number;
}

/** A page that waits for the check answers within ten seconds. */
const defaultTimeoutMs = 9_000;

/** Tries everything that launches, grades and members will need, and says which value does not work. */
export async function selfCheck(
  parts: SelfCheckParts,
  registration: Registration,
  known: KnownOfPlatform,
): Promise<CheckStep[]> {
  const { outbound, tokens, publicUrl } = parts;
  const { launchUrl, keysUrl } = toolAddresses(publicUrl);
  const token = checkToken(tokens, registration, toolScopes, keysUrl);
  const services = token.then(({ scopes }) => ({ registration, scopes, course: known.course }));
  const work: readonly [CheckName, string, Promise<CheckStep>][] = [
    ['discovery', registration.issuer, checkDiscovery(outbound, registration)],
    ['key-set', registration.jwksUrl, checkKeySet(outbound, registration)],
    ['access-token', registration.tokenUrl, token.then(({ step }) => step)],
    ['names-and-roles', known.course?.nrpsUrl ?? '', services.then(checked => checkMembers(parts, checked))],
    ['grades', known.course?.lineItemsUrl ?? '', services.then(checked => checkGrades(parts, checked))],
  ];
  const until = systemClock.elapsed() + (parts.timeoutMs ?? defaultTimeoutMs);
  const steps = await Promise.all(
    work.map(async ([name, address, step]) => {
      const done = await inTime(systemClock, until, step);
      return done === late ? outcomesOf(name, registration.name).failed('timeout', { address }) : done;
    }),
  );
  if (known.history === null) return steps;
  return [...steps, judgeLaunches(registration, known.history, launchUrl, parts.now())];
}

/** The time zone of Kazakhstan's universities. */
const zone = 'Asia/Almaty';

/** A step in plain words. */
export function sentenceOf({ code, facts }: CheckStep, t: Catalogue): string {
  const sentence = t.connect.check.sentences[code];
  if (typeof sentence === 'string') return sentence;
  const { administrator } = t.lti;
  const refusal = facts.found as keyof typeof administrator;
  return sentence({
    platform: '',
    field: '',
    found: '',
    expected: '',
    address: '',
    clientId: '',
    said: code === 'last-refused' ? administrator[refusal] : '',
    scopes: '',
    status: '',
    count: 0,
    ...facts,
    at: facts.at === undefined ? '' : formatInstant(new Date(facts.at), zone),
  });
}
