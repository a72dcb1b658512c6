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

  it('may have numbers for ids, and nobody is lost for a name that is none', async () => {
    const members = [
      member('4'),
      { user_id: 17, roles: [], lis_person_sourcedid: 2026001, name: { odd: 1 } },
    ];
    bench.platform.on.set('/memberships', answer({ members }));
    expect(await list()).toMatchObject({
      value: [{ userId: '4' }, { userId: '17', sourcedId: '2026001', name: null }],
    });
  });

  it.each([[null], [true], [1.5], [''], [2 ** 53]])('are no list with %j for an id', async user_id => {
    bench.platform.on.set('/memberships', answer({ members: [member('4'), { user_id, roles: [] }] }));
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

/** NRPS 2.0, section 2.5.1: the `differences` link. */
describe('what has changed among the members', () => {
  const target = () => ({
    registrationId: bench.registration.id,
    productFamily: null,
    nrpsUrl: `${bench.platform.url}/memberships`,
  });
  const changesUrl = () => `${bench.platform.url}/memberships?since=7`;
  const whole = { members: [member('1'), member('2')] };

  it('can be asked for later, at the address that the last page of the whole list named', async () => {
    bench.platform.on.set('/memberships', (request, response) => {
      const link = pageOf(request.path) === 1 ? '<?p=2>; rel="next"' : '<?since=7>; rel="differences"';
      sendJson(response, { members: [member(`${pageOf(request.path)}`)] }, 200, { link });
    });
    expect(await bench.nrps.readRoster(target(), null)).toMatchObject({
      kind: 'done',
      value: { isWhole: true, changesUrl: changesUrl(), members: [{ userId: '1' }, { userId: '2' }] },
    });
  });

  it('is read instead of the whole list, with those who left', async () => {
    const gone = { members: [member('2', { status: 'Deleted' })] };
    bench.platform.on.set('/memberships', answer(gone, 200, { link: '<?since=8>; rel="differences"' }));
    expect(await bench.nrps.readRoster(target(), changesUrl())).toMatchObject({
      value: {
        isWhole: false,
        changesUrl: `${bench.platform.url}/memberships?since=8`,
        members: [{ userId: '2', status: 'Deleted' }],
      },
    });
    expect(bench.platform.received.at(-1)?.path).toBe('/memberships?since=7');
  });

  it.each([[404], [400], [410]])(
    'is the whole list where the platform has forgotten it: %i',
    async status => {
      bench.platform.on.set('/memberships', (request, response) =>
        request.path.includes('since') ? sendJson(response, {}, status) : sendJson(response, whole),
      );
      expect(await bench.nrps.readRoster(target(), changesUrl())).toMatchObject({
        value: { isWhole: true, changesUrl: null, members: [{ userId: '1' }, { userId: '2' }] },
      });
    },
  );

  it('is a failure when the platform is away: the whole list would not come either', async () => {
    bench.platform.on.set('/memberships', answer({}, 503));
    expect((await bench.nrps.readRoster(target(), changesUrl())).kind).toBe('retry');
    expect(bench.platform.received.filter(one => one.path.startsWith('/memberships'))).toHaveLength(1);
  });

  it('is never the whole list when that has nobody on it, though changes of nobody are fine', async () => {
    bench.platform.on.set('/memberships', answer({ members: [] }));
    expect((await bench.nrps.readRoster(target(), null)).kind).toBe('unreadable');
    expect(await bench.nrps.readRoster(target(), changesUrl())).toMatchObject({
      kind: 'done',
      value: { isWhole: false, members: [] },
    });
  });

  it('is never asked for at another host with our token', async () => {
    bench.platform.on.set('/memberships', answer(whole));
    expect(await bench.nrps.readRoster(target(), 'http://127.0.0.1:9/memberships')).toMatchObject({
      value: { isWhole: true },
    });
  });
});
