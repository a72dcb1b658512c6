import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Services } from './serviceCalls.ts';
import { askToken, assertion, type Bench, claimsOf, membersScope, startBench, type } from './support.ts';

let bench: Bench;
let services: Services;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.lms.startAfresh();
  services = await Services.open(bench);
});

describe('memberships', () => {
  interface Container {
    readonly members: {
      user_id: string;
      roles: string[];
      status: string;
      name?: string;
      email?: string;
      message?: unknown;
    }[];
  }
  const members = async (query = ''): Promise<Container['members']> => {
    const response = await services.call(services.membershipsUrl + query, { accept: type.members });
    expect(response.status).toBe(200);
    return ((await response.json()) as Container).members;
  };

  it('list the active people by family name, with their roles', async () => {
    const all = await members();
    expect(all).toHaveLength(27);
    expect(all.slice(0, 2).map(one => one.name)).toEqual(['Зере Әбдіғалиева', 'Гүлнәр Әбілқасымова']);
    expect(all.every(one => one.status === 'Active')).toBe(true);
    const { course, students } = bench.lms.world;
    await bench.lms.setEnrolment(course.id, students[3]?.id ?? '', false);
    expect(await members()).toHaveLength(26);
  });

  it('turn pages by a Link header', async () => {
    const seen = new Set<string>();
    let next: string | undefined = `${services.membershipsUrl}?limit=10`;
    let pages = 0;
    while (next !== undefined) {
      const response = await services.call(next, { accept: type.members });
      for (const one of ((await response.json()) as Container).members) seen.add(one.user_id);
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      pages += 1;
    }
    expect([pages, seen.size]).toEqual([3, 27]);
  });

  it('keep the role in the next page’s address, except where the LMS is as odd as Moodle', async () => {
    const next = async (): Promise<string | null> =>
      (
        await services.call(`${services.membershipsUrl}?role=Learner&limit=10`, { accept: type.members })
      ).headers.get('link');
    expect(await next()).toContain('role=Learner');
    await bench.lms.setWays({ moodleOddities: true });
    expect(await next()).not.toContain('role');
  });

  it('name roles shortly, and the assistant a Learner, where the LMS is as Moodle', async () => {
    await bench.lms.setWays({ shortRoles: true, moodleRoles: true });
    const all = await members();
    const roleOf = (person: { id: string }) => all.find(one => one.user_id === person.id)?.roles;
    expect(roleOf(bench.lms.world.teacher)).toEqual(['Instructor']);
    expect(roleOf(bench.lms.world.assistant)).toEqual(['Learner']);
  });

  it('filter by role in either spelling', async () => {
    expect(await members('?role=Learner')).toHaveLength(25);
    const uri = encodeURIComponent('http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor');
    expect(await members(`?role=${uri}`)).toHaveLength(2);
  });

  it('leave out what the person or the LMS does not share', async () => {
    const all = await members();
    expect(all.filter(one => one.name === undefined)).toHaveLength(2);
    expect(all.filter(one => one.email === undefined)).toHaveLength(3);
    await bench.lms.setWays({ shareNames: false, shareEmails: false });
    for (const one of await members())
      expect(Object.keys(one).sort()).toEqual(['lis_person_sourcedid', 'roles', 'status', 'user_id']);
  });

  it('add the link’s message for a known resource link, and know no other', async () => {
    const all = await members(`?rlid=${bench.lms.world.link.id}`);
    expect(all.every(one => Array.isArray(one.message))).toBe(true);
    expect(
      (await services.call(`${services.membershipsUrl}?rlid=999999`, { accept: type.members })).status,
    ).toBe(404);
  });

  it('match the media type literally as Moodle', async () => {
    expect(
      (await services.call(services.membershipsUrl, { accept: `${type.members}, application/json` })).status,
    ).toBe(400);
    expect((await services.call(services.membershipsUrl, { accept: '*/*' })).status).toBe(200);
  });

  it('are not offered when switched off', async () => {
    await bench.lms.setWays({ offerMemberships: false });
    expect((await askToken(bench, membersScope, await assertion(bench))).status).toBe(400);
    expect(await bench.lms.signLaunch().then(claimsOf)).not.toHaveProperty(
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
    );
  });
});
