import { z } from 'zod';

export const troubleKinds = [
  'slow',
  'too-many',
  'server-error',
  'drop',
  'drop-after',
  'html',
  'truncated',
  'unauthorized',
] as const;
export const troubleServices = ['all', 'token', 'keys', 'grades', 'members', 'registration'] as const;
export type ServiceName = Exclude<(typeof troubleServices)[number], 'all'>;

/**
 * Something that goes wrong with calls to a service.
 * `drop` closes the connection before the work, `drop-after` does the work and loses the answer;
 * `unauthorized` revokes the token that was sent, so that only a new one helps.
 */
export const trouble = z.object({
  id: z.string(),
  kind: z.enum(troubleKinds),
  service: z.enum(troubleServices),
  /** Percent of the calls. */
  percent: z.number().min(0).max(100),
  /** How many more times it happens; null: until it is switched off. */
  times: z.number().int().min(0).nullable(),
  /** `slow`: how long to wait; `too-many`: what Retry-After says. */
  seconds: z.number().min(0).max(600),
  /** `too-many`: how Retry-After is written; `none` leaves it out. */
  retryAfter: z.enum(['seconds', 'date', 'none']),
  /** `server-error`: which one. */
  status: z.union([z.literal(500), z.literal(502), z.literal(503)]),
  /** Only calls with this method; null: all. */
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).nullable(),
});
export type Trouble = z.infer<typeof trouble>;
export type TroubleKind = Trouble['kind'];

/** A trouble with everything but its kind left at the default: always, all services, until switched off. */
export type TroubleWish = Pick<Trouble, 'kind'> & Partial<Omit<Trouble, 'id' | 'kind'>>;

export function newTrouble(id: string, wish: TroubleWish): Trouble {
  return {
    id,
    service: 'all',
    percent: 100,
    times: null,
    seconds: wish.kind === 'slow' ? 3 : 2,
    retryAfter: 'seconds',
    status: 500,
    method: null,
    ...wish,
  };
}

export interface Call {
  readonly service: ServiceName;
  readonly method: string;
}

/**
 * What goes wrong with this call: at most one slowness and one failure, the first of each that hits.
 * `random` gives numbers in [0, 1). Counts a hit down.
 */
export function strike(troubles: readonly Trouble[], call: Call, random: () => number): readonly Trouble[] {
  const hits: Trouble[] = [];
  for (const one of troubles) {
    if (one.times === 0 || (one.service !== 'all' && one.service !== call.service)) continue;
    if (one.method !== null && one.method !== call.method) continue;
    if (hits.some(hit => (hit.kind === 'slow') === (one.kind === 'slow'))) continue;
    if (random() * 100 >= one.percent) continue;
    if (one.times !== null) one.times -= 1;
    hits.push(one);
  }
  return hits;
}
