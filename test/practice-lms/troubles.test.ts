import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newTrouble, strike } from '../../src/practice-lms/troubles.ts';
import {
  askToken,
  assertion,
  type Bench,
  claimsOf,
  getToken,
  membersScope,
  startBench,
  type,
} from './support.ts';

let bench: Bench;
let token: string;
beforeAll(async () => {
  bench = await startBench();
  token = await getToken(bench);
});
afterEach(() => bench.lms.clearTroubles());
afterAll(() => bench.close());

const lineItems = (): string => `${bench.lms.url}/services/${bench.lms.world.course.id}/lineitems?type_id=1`;

function list(): Promise<Response> {
  return fetch(lineItems(), { headers: { Authorization: `Bearer ${token}`, Accept: type.lineItems } });
}

function create(label: string): Promise<Response> {
  return fetch(lineItems(), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': type.lineItem },
    body: JSON.stringify({ label, scoreMaximum: 100 }),
  });
}

const labels = (): string[] => bench.lms.world.columns.map(one => one.label);
const lastRequest = () => bench.lms.requests().at(-1);

describe('a trouble', () => {
  it('answers 429 with Retry-After in seconds, as a date, or without', async () => {
    await bench.lms.setTrouble({ kind: 'too-many', seconds: 7, times: 1 });
    const inSeconds = await list();
    expect([inSeconds.status, inSeconds.headers.get('retry-after')]).toEqual([429, '7']);
    await bench.lms.setTrouble({ kind: 'too-many', seconds: 60, retryAfter: 'date', times: 1 });
    const until = Date.parse((await list()).headers.get('retry-after') ?? '');
    expect(until - Date.now()).toBeGreaterThan(50_000);
    await bench.lms.setTrouble({ kind: 'too-many', retryAfter: 'none', times: 1 });
    expect((await list()).headers.has('retry-after')).toBe(false);
    expect((await list()).status).toBe(200);
  });

  it('is a server error of the chosen kind, for the chosen method only', async () => {
    await bench.lms.setTrouble({ kind: 'server-error', status: 503, method: 'POST' });
    expect((await create('Never')).status).toBe(503);
    expect((await list()).status).toBe(200);
    expect(labels()).not.toContain('Never');
  });

  it('drops the connection before the work', async () => {
    await bench.lms.setTrouble({ kind: 'drop' });
    await expect(create('Dropped')).rejects.toThrow();
    expect(labels()).not.toContain('Dropped');
    expect(lastRequest()).toMatchObject({ status: 0, troubles: ['drop'] });
  });

  it('loses the answer after the work was done', async () => {
    await bench.lms.setTrouble({ kind: 'drop-after' });
    await expect(create('Done')).rejects.toThrow();
    expect(labels()).toContain('Done');
  });

  it('answers a page of HTML instead of JSON', async () => {
    await bench.lms.setTrouble({ kind: 'html' });
    const response = await list();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    await expect(response.json()).rejects.toThrow();
  });

  it('cuts the body in half', async () => {
    const whole = await (await list()).text();
    await bench.lms.setTrouble({ kind: 'truncated' });
    const half = await (await list()).text();
    expect(whole.startsWith(half)).toBe(true);
    expect(half.length).toBeLessThan(whole.length);
    expect(() => JSON.parse(half) as unknown).toThrow();
  });

  it('revokes the token in the middle, so that only a new one helps', async () => {
    await bench.lms.setTrouble({ kind: 'unauthorized', times: 1, service: 'grades' });
    expect((await list()).status).toBe(401);
    expect((await list()).status).toBe(401);
    token = await getToken(bench);
    expect((await list()).status).toBe(200);
  });

  it('makes the answer wait', async () => {
    await bench.lms.setTrouble({ kind: 'slow', seconds: 0.2 });
    expect((await list()).status).toBe(200);
    expect(lastRequest()?.durationMs).toBeGreaterThanOrEqual(190);
  });

  it('strikes only the service that it was set for', async () => {
    await bench.lms.setTrouble({ kind: 'server-error', service: 'members' });
    expect((await list()).status).toBe(200);
    await bench.lms.setTrouble({ kind: 'server-error', service: 'keys' });
    expect((await fetch(bench.lms.registration.jwksUrl)).status).toBe(500);
  });

  it('strikes at its rate, by the numbers it is given', () => {
    const trouble = newTrouble('1', { kind: 'drop', percent: 30 });
    const numbers = [0, 0.29, 0.3, 0.99];
    const hits = numbers.map(
      number => strike([trouble], { service: 'grades', method: 'GET' }, () => number).length,
    );
    expect(hits).toEqual([1, 1, 0, 0]);
  });

  it('is one slowness and one failure at most', () => {
    const all = ['slow', 'drop', 'slow', 'html'] as const;
    const struck = strike(
      all.map((kind, index) => newTrouble(String(index), { kind })),
      { service: 'token', method: 'POST' },
      () => 0,
    );
    expect(struck.map(one => one.kind)).toEqual(['slow', 'drop']);
  });
});

describe('a clock that is wrong', () => {
  it('dates id_tokens wrongly', async () => {
    await bench.lms.setClockSkew(120);
    const idToken = await bench.lms.signLaunch();
    const { iat } = claimsOf(idToken) as { iat: number };
    expect(iat - Date.now() / 1000).toBeGreaterThan(110);
    await bench.lms.setClockSkew(-120);
    const { iat: behind } = claimsOf(await bench.lms.signLaunch()) as { iat: number };
    expect(Date.now() / 1000 - behind).toBeGreaterThan(110);
  });

  it('refuses an assertion that is young for everybody else', async () => {
    await bench.lms.setClockSkew(-120);
    expect((await askToken(bench, membersScope, await assertion(bench))).status).toBe(400);
  });
});

describe('the request log', () => {
  it('remembers what was called, with status and content', async () => {
    await create('Байқау');
    expect(lastRequest()).toMatchObject({ method: 'POST', status: 201, detail: 'Байқау', troubles: [] });
  });
});
