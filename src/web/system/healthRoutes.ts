import { version } from '../../paths.ts';
import { definePublicRoute, json, type PublicRoute } from '../route.ts';

export type SystemStatus = 'ok' | 'starting' | 'draining' | 'store-away';

export interface SystemState {
  readonly store: 'embedded' | 'mongodb';
  status(): SystemStatus;
}

/** For probes: `/healthz` says that the process answers, `/readyz` whether it can serve. */
export function healthRoutes(state: SystemState): PublicRoute[] {
  const facts = () => ({ status: state.status(), version, store: state.store });
  const why = 'probes of load balancers and containers have no session; nothing personal is said';
  return [
    definePublicRoute({ method: 'get', path: '/healthz', why, handler: () => ({ reply: json(facts()) }) }),
    definePublicRoute({
      method: 'get',
      path: '/readyz',
      why,
      handler: () => {
        const answer = facts();
        return { reply: json(answer, answer.status === 'ok' ? 200 : 503) };
      },
    }),
  ];
}
