import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../src/metrics.ts';
import { asId } from '../src/kernel/ids.ts';
import { type InProcess, startInProcess } from './support/inProcess.ts';

let app: InProcess;
beforeAll(async () => {
  app = await startInProcess();
});
afterAll(() => app.stop());

describe('the metrics', () => {
  it('count logins, launches by role and refusals by reason, each by platform', async () => {
    const metrics = createMetrics();
    const registrationId = asId<'registration'>('0123456789abcdef01234567');
    metrics.countLaunch({ kind: 'login', registrationId });
    metrics.countLaunch({ kind: 'launch', registrationId, deploymentId: '1', role: 'learner' });
    metrics.countLaunch({ kind: 'launch', registrationId, deploymentId: '1', role: 'learner' });
    metrics.countLaunch({
      kind: 'refused',
      registrationId: null,
      code: 'signature',
      detail: { value: 'signature', found: 'another', expected: 'a right one' },
      event: 'abc',
    });
    const text = await metrics.registry.metrics();
    expect(text).toContain(`tirek_logins_total{platform="${registrationId}"} 1`);
    expect(text).toContain(`tirek_launches_total{platform="${registrationId}",role="learner"} 2`);
    expect(text).toContain('tirek_launch_refusals_total{platform="unknown",code="signature"} 1');
  });

  it('count a refused login by the code on its page', async () => {
    await request(app.url).get('/lti/login').query({ iss: 'https://nobody.example', login_hint: '1' });
    const { text } = await request(app.url).get('/metrics');
    expect(text).toMatch(/tirek_launch_refusals_total\{platform="unknown",code="[a-z-]+"\} 1/);
  });

  it('count a request by a method that its path does not have', async () => {
    expect((await request(app.url).put('/lti/launch')).status).toBe(405);
    const { text } = await request(app.url).get('/metrics');
    expect(text).toMatch(
      /request_duration_seconds_count\{route="\/lti\/launch",method="PUT",status="4xx"\} 1/,
    );
  });

  it('count notices, also those that are refused', async () => {
    const metrics = createMetrics();
    const registrationId = asId<'registration'>('0123456789abcdef01234567');
    metrics.countNotice({ registrationId, outcome: 'LtiHelloWorldNotice' });
    const text = await metrics.registry.metrics();
    expect(text).toContain(`{platform="${registrationId}",outcome="LtiHelloWorldNotice"} 1`);

    await request(app.url)
      .post('/lti/notices')
      .send({ notices: [{ jwt: 'no token' }] });
    const asked = await request(app.url).get('/metrics');
    expect(asked.text).toMatch(/tirek_lti_notices_total\{platform="unknown",outcome="[a-z-]+"\} 1/);
  });

  it('measure latency by the route’s pattern and never by an address that names a launch', async () => {
    const teacher = await app.visit({ role: 'instructor' });
    await request(app.url).get(`${teacher.base}/calendar`).set('Cookie', teacher.cookie);
    const { text } = await request(app.url).get('/metrics');
    expect(text).toMatch(
      /tirek_http_request_duration_seconds_count\{route="[^"]*\/calendar",method="GET",status="2xx"\} 1/,
    );
    expect(text).not.toContain(teacher.base);
  });
});
