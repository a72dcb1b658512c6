import type { Registry } from 'prom-client';
import { AppError } from '../../kernel/errors.ts';
import { sameText } from '../../secrets/sealer.ts';
import { definePublicRoute, type PublicRoute } from '../route.ts';

const loopbackAddress = /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;
const forwardingHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/** `GET /metrics`, Prometheus text: from loopback without a forwarding header, or with METRICS_TOKEN. */
export function metricsRoutes(registry: Registry, token: string | null): PublicRoute[] {
  return [
    definePublicRoute({
      method: 'get',
      path: '/metrics',
      why: 'monitoring has no session; it comes from this machine itself or proves METRICS_TOKEN',
      handler: async request => {
        const bearer = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ''))?.[1];
        const proven = token !== null && bearer !== undefined && sameText(bearer, token);
        const forwarded = forwardingHeaders.some(name => request.headers[name] !== undefined);
        if (!proven && (forwarded || !loopbackAddress.test(request.address)))
          throw new AppError('forbidden', { reason: 'metrics' });
        return {
          reply: { kind: 'text', type: registry.contentType, body: await registry.metrics() },
        };
      },
    }),
  ];
}
