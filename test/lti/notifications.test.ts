import { describe, expect, it } from 'vitest';
import { noticeScope } from '../../src/lti/services/notifications.ts';
import { answer, plain, serviceBench } from './support/serviceBench.ts';

const bench = serviceBench();
const register = (types: readonly string[]) =>
  bench.notifications.register({
    registrationId: bench.registration.id,
    productFamily: null,
    url: `${bench.platform.url}/handlers`,
    types,
  });
const puts = () => bench.platform.received.filter(one => one.path === '/handlers');

/** Platform Notification Service 1.0: a tool registers a handler for each type with PUT. */
describe('our address for notices', () => {
  it('is put for every type that both sides know, and for no other', async () => {
    bench.platform.on.set('/handlers', answer({}));
    const types = ['LtiContextCopyNotice', 'LtiAssetProcessorSubmissionNotice'];
    expect(await register(types)).toMatchObject({ kind: 'done', value: ['LtiContextCopyNotice'] });
    expect(puts().map(({ method, body }) => [method, JSON.parse(body) as unknown])).toEqual([
      [
        'PUT',
        {
          notice_type: 'LtiContextCopyNotice',
          handler: 'https://tirek.example.kz/lti/notices',
          max_batch_size: 100,
        },
      ],
    ]);
    expect(new URLSearchParams(bench.tokenRequests()[0]?.body).get('scope')).toBe(noticeScope);
  });

  it('asks for no token where there is nothing to be told of', async () => {
    expect(await register([])).toMatchObject({ kind: 'done', value: [] });
    expect(bench.tokenRequests()).toEqual([]);
  });

  it('is not registered where the platform refuses, and the answer says why', async () => {
    bench.platform.on.set('/handlers', plain(403));
    expect((await register(['LtiHelloWorldNotice', 'LtiContextCopyNotice'])).kind).toBe('forbidden');
    expect(puts()).toHaveLength(1);
  });
});
