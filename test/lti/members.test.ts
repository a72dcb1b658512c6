import { describe, expect, it } from 'vitest';
import { nrpsScope } from '../../src/lti/services/nrps.ts';
import { answer, serviceBench } from './support/serviceBench.ts';
import { sendJson } from './support/stubPlatform.ts';

const bench = serviceBench();
const list = (nrpsUrl: string | null = `${bench.platform.url}/memberships`, link?: string) =>
  bench.nrps.listMembers({ registrationId: bench.registration.id, productFamily: 'moodle', nrpsUrl }, link);
const member = (id: string, changes: Record<string, unknown> = {}) => ({
  user_id: id,
  roles: ['Learner'],
  ...changes,
});
const pageOf = (path: string) => Number(new URL(path, bench.platform.url).searchParams.get('p') ?? 1);

/** Names and Role Provisioning Services 2.0. */
describe('members of a course', () => {
  it('are read with the one media type that Moodle takes, and the scope of NRPS alone', async () => {
    bench.platform.on.set('/memberships', answer({ members: [member('4')] }));
    expect(await list()).toMatchObject({
      value: [
        { userId: '4', roles: ['Learner'], status: 'Active', name: null, email: null, sourcedId: null },
      ],
    });
    const accept = bench.platform.received.at(-1)?.headers.accept;
    expect(accept).toBe('application/vnd.ims.lti-nrps.v2.membershipcontainer+json');
    expect(new URLSearchParams(bench.tokenRequests()[0]?.body).get('scope')).toBe(nrpsScope);
  });

  it('are read over the whole chain of pages; the status may be left out', async () => {
    bench.platform.on.set('/memberships', (request, response) => {
      const page = pageOf(request.path);
      const link = `<?p=${page + 1}>; rel=next, <x>; rel="differences"`;
      const members = [member(`${page}`, page === 2 ? { status: 'inactive' } : {}), member('0')];
      sendJson(response, { members }, 200, page < 4 ? { link } : {});
    });
    const all = await list();
    expect(all.kind === 'done' ? all.value.map(one => `${one.userId} ${one.status}`) : all).toEqual([
      '1 Active',
      '0 Active',
      '2 Inactive',
      '3 Active',
      '4 Active',
    ]);
  });

  it('are a failure when a page of the chain fails, so that nobody is taken for gone', async () => {
    bench.platform.on.set('/memberships', (request, response) => {
      if (pageOf(request.path) === 2) sendJson(response, {}, 500);
      else sendJson(response, { members: [member('1')] }, 200, { link: '<?p=2>; rel="next"' });
    });
    expect((await list()).kind).toBe('retry');
  });

  it('end at an empty page (Blackboard), and fail when pages go round', async () => {
    bench.platform.on.set('/memberships', (request, response) => {
      const page = pageOf(request.path);
      const members = page < 3 ? [member(`${page}`)] : [];
      sendJson(response, { members }, 200, { link: `<?p=${page + 1}>; rel="next"` });
    });
    expect(await list()).toMatchObject({ kind: 'done', value: [{ userId: '1' }, { userId: '2' }] });
    bench.platform.on.set(
      '/memberships',
      answer({ members: [member('1')] }, 200, { link: '<?p=1>; rel="next"' }),
    );
    expect((await list()).kind).toBe('unreadable');
  });

  it('are not followed to another host with our token', async () => {
    const link = '<http://127.0.0.1:9/x>; rel="next"';
    bench.platform.on.set('/memberships', answer({ members: [member('1')] }, 200, { link }));
    expect((await list()).kind).toBe('unreadable');
  });

  it('may be narrowed to a resource link', async () => {
    bench.platform.on.set('/memberships', answer({ members: [] }));
    await list(`${bench.platform.url}/memberships?type=1`, 'link 7');
    expect(bench.platform.received.at(-1)?.path).toBe('/memberships?type=1&rlid=link+7');
  });

  it('are not offered where the launch named no list, and unreadable where it is none', async () => {
    expect((await list(null)).kind).toBe('not-offered');
    bench.platform.on.set('/memberships', answer({ members: [{ roles: [] }] }));
    expect((await list()).kind).toBe('unreadable');
  });
});
