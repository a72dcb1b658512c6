import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { type LaunchOutcome, type NoticeOutcome, type ObservedServiceCall } from './lti/index.ts';
import { type ObservedRequest } from './web/requestLog.ts';

/** What `GET /metrics` tells besides the process's own figures. Never personal data: labels are ids and codes of ours. */
export interface Metrics {
  readonly registry: Registry;
  readonly countLaunch: (outcome: LaunchOutcome) => void;
  readonly countNotice: (outcome: NoticeOutcome) => void;
  /** Calls of ours to the LMSs' services. */
  readonly observeCall: (call: ObservedServiceCall) => void;
  /** Seconds from the request's head to the end of the answer. */
  readonly observeRequest: (request: ObservedRequest) => void;
}

/** From a cached page to the 10 s within which every page answers. */
const latencyBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const logins = new Counter({
    name: 'tirek_logins_total',
    help: 'OIDC logins begun, by platform (the id of its registration)',
    labelNames: ['platform'],
    registers: [registry],
  });
  const launches = new Counter({
    name: 'tirek_launches_total',
    help: 'Launches that opened a session, by platform and course role',
    labelNames: ['platform', 'role'],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'tirek_launch_refusals_total',
    help: 'Refused logins and launches, by platform and the code on the page (see docs/lti-refusals.md)',
    labelNames: ['platform', 'code'],
    registers: [registry],
  });
  const notices = new Counter({
    name: 'tirek_lti_notices_total',
    help: 'Notices of platforms, by platform and type, or the code of their refusal',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'tirek_http_request_duration_seconds',
    help: 'Time to answer, by route pattern, method and class of status',
    labelNames: ['route', 'method', 'status'],
    buckets: latencyBuckets,
    registers: [registry],
  });
  const calls = new Counter({
    name: 'tirek_service_calls_total',
    help: 'Calls to services of LMSs, by platform, service (last word of the scope) and outcome',
    labelNames: ['platform', 'service', 'outcome'],
    registers: [registry],
  });
  const callDurations = new Histogram({
    name: 'tirek_service_call_duration_seconds',
    help: 'Time until an LMS answered a call to its services, retry after 401 included, by platform and service',
    labelNames: ['platform', 'service'],
    buckets: latencyBuckets,
    registers: [registry],
  });
  return {
    registry,
    observeCall({ registrationId, service, outcome, seconds }) {
      calls.inc({ platform: registrationId, service, outcome });
      callDurations.observe({ platform: registrationId, service }, seconds);
    },
    countNotice: ({ registrationId, outcome }) =>
      notices.inc({ platform: registrationId ?? 'unknown', outcome }),
    countLaunch(outcome) {
      const platform = outcome.registrationId ?? 'unknown';
      if (outcome.kind === 'login') logins.inc({ platform });
      else if (outcome.kind === 'launch') launches.inc({ platform, role: outcome.role });
      else refusals.inc({ platform, code: outcome.code });
    },
    observeRequest({ route, method, status, seconds }) {
      durations.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds);
    },
  };
}
