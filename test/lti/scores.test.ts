import { describe, expect, it } from 'vitest';
import { agsScopes, type AgsTarget, type Score } from '../../src/lti/index.ts';
import { agsTarget, answer, itemAnswer, plain, serviceBench } from './support/serviceBench.ts';
import { sendJson, type StubHandler } from './support/stubPlatform.ts';

const bench = serviceBench();
const path = '/2/lineitems/20/lineitem/scores';
const score: Score = {
  userId: '4',
  scoreGiven: 72,
  scoreMaximum: 100,
  comment: 'Жақсы',
  timestamp: new Date('2026-11-21T10:00:00.123Z'),
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
};
const post = (changes: Partial<Score> = {}, to: Partial<AgsTarget> = {}) =>
  bench.ags.postScore(agsTarget(bench, to), itemAnswer(bench, '20').id, { ...score, ...changes });
const sent = () => bench.platform.received.find(one => one.path.includes('/scores'));
const sentBody = () => JSON.parse(sent()?.body ?? '') as Record<string, unknown>;
const on = (handler: StubHandler) => bench.platform.on.set(path, handler);

/** Assignment and Grade Services 2.0, section 3.4. */
describe('scores', () => {
  it('go to /scores before the query of the line item, with the exact media type', async () => {
    on(plain(200));
    expect(await post()).toEqual({ kind: 'done', status: 200, value: null });
    expect(sent()).toMatchObject({ method: 'POST', path: `${path}?type_id=1` });
    expect(sent()?.headers['content-type']).toBe('application/vnd.ims.lis.v1.score+json');
    expect(sentBody()).toEqual({ ...score, timestamp: '2026-11-21T10:00:00.123Z' });
  });

  it('of zero are scores; none at all clears', async () => {
    on(plain(204));
    await post({ scoreGiven: 0 });
    expect(sentBody()).toMatchObject({ scoreGiven: 0, scoreMaximum: 100 });
    bench.platform.received.length = 0;
    await post({ scoreGiven: null, comment: null });
    expect(Object.keys(sentBody())).toEqual(['userId', 'timestamp', 'activityProgress', 'gradingProgress']);
  });

  it('make no submission in Canvas', async () => {
    on(answer({}, 201));
    await post({}, { productFamily: 'canvas' });
    expect(sentBody()).toMatchObject({
      'https://canvas.instructure.com/lti/submission': { new_submission: false },
    });
  });

  it.each<[string, StubHandler, Partial<AgsTarget>, string]>([
    ['403', answer({}, 403), {}, 'forbidden'],
    ['404', answer({}, 404), {}, 'not-found'],
    ['409 (an older timestamp)', answer([], 409), {}, 'conflict'],
    ['400 (not enrolled)', answer([], 400), {}, 'rejected'],
    ['422', answer({ errors: { message: 'User not found' } }, 422), {}, 'rejected'],
    ['429', answer({}, 429), {}, 'rate-limited'],
    ['500 with an empty list in Moodle (locked)', answer([], 500), {}, 'locked'],
    ['500 with an empty list elsewhere', answer([], 500), { productFamily: 'sakai' }, 'retry'],
    ['500', answer({}, 500), {}, 'retry'],
    ['502 with HTML', plain(502, '<html>'), {}, 'retry'],
    ['no answer', () => {}, {}, 'retry'],
    ['a dropped connection', (_request, response) => void response.destroy(), {}, 'retry'],
    [
      'a 403 of Canvas that is a rate limit',
      plain(403, '403 Forbidden (Rate Limit Exceeded)'),
      { productFamily: 'canvas' },
      'rate-limited',
    ],
    ['a redirect', plain(302, '', { location: 'https://x.example' }), {}, 'unreadable'],
  ])('answered by %s', async (_name, handler, to, kind) => {
    on(handler);
    expect((await post({}, to)).kind).toBe(kind);
  });

  it('tell how long to wait, in seconds or by a date', async () => {
    on(answer({}, 429, { 'retry-after': '120' }));
    expect(await post()).toMatchObject({ kind: 'rate-limited', retryAfterMs: 120_000 });
    on(answer({}, 503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }));
    const later = await post();
    expect(later.kind === 'retry' ? later.retryAfterMs : null).toBeGreaterThan(50_000);
    on(answer({}, 429, { 'retry-after': 'soon' }));
    expect(await post()).toMatchObject({ retryAfterMs: null });
  });

  it('get a new token once after 401, and no more', async () => {
    let refusals = 1;
    on((_request, response) => {
      if (refusals-- > 0) sendJson(response, {}, 401);
      else response.end();
    });
    expect((await post()).kind).toBe('done');
    expect(bench.tokenRequests()).toHaveLength(2);
    refusals = 10;
    expect((await post()).kind).toBe('unauthorized');
    expect(bench.tokenRequests()).toHaveLength(3);
  });

  it('are not sent when the platform grants no score scope', async () => {
    bench.platform.on.set(
      '/token',
      answer({ access_token: 'x', expires_in: 60, scope: agsScopes.resultReadonly }),
    );
    expect(await post()).toMatchObject({ kind: 'forbidden', status: null });
    expect(sent()).toBeUndefined();
  });

  it('are not sent for a platform that is disabled or removed', async () => {
    bench.status = 'disabled';
    expect((await post()).kind).toBe('not-allowed');
    expect(bench.platform.received).toHaveLength(0);
  });

  it('never repeat the LMS’s own echo of the request', async () => {
    on((_request, response) => {
      response.writeHead(400, 'Incorrect score received{"userId":"4","comment":"secret"}').end('[]');
    });
    expect(JSON.stringify(await post())).not.toContain('secret');
  });

  it('say in the detail what the LMS said in JSON', async () => {
    on(answer({ errors: { message: 'User not found in course' } }, 422));
    expect(await post()).toMatchObject({ detail: 'status 422: User not found in course' });
  });
});
