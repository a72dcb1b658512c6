import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  agsScope,
  allScopes,
  askToken,
  assertion,
  claimsOf,
  type Bench,
  getToken,
  membersScope,
  startBench,
  type,
} from './support.ts';

let bench: Bench;
let token: string;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.lms.startAfresh();
  token = await getToken(bench);
});

interface LineItem {
  readonly id: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceId: string;
  readonly tag: string;
  readonly resourceLinkId?: string;
}

const lineItemsUrl = (): string =>
  `${bench.lms.url}/services/${bench.lms.world.course.id}/lineitems?type_id=1`;
const membershipsUrl = (): string =>
  `${bench.lms.url}/services/CourseSection/${bench.lms.world.course.id}/bindings/1/memberships`;

function below(lineItem: string, part: 'scores' | 'results'): string {
  const url = new URL(lineItem);
  url.pathname += `/${part}`;
  return url.href;
}

function call(
  url: string,
  init: { method?: string; accept?: string; type?: string; body?: unknown; token?: string } = {},
): Promise<Response> {
  const headers = new Headers({ Authorization: `Bearer ${init.token ?? token}` });
  if (init.accept !== undefined) headers.set('Accept', init.accept);
  if (init.type !== undefined) headers.set('Content-Type', init.type);
  const body = init.body === undefined ? {} : { body: JSON.stringify(init.body) };
  return fetch(url, { method: init.method ?? 'GET', headers, ...body });
}

async function listLineItems(query = ''): Promise<LineItem[]> {
  const response = await call(lineItemsUrl() + query, { accept: type.lineItems });
  expect(response.status).toBe(200);
  return (await response.json()) as LineItem[];
}

async function createLineItem(fields: Record<string, unknown> = {}): Promise<LineItem> {
  const response = await call(lineItemsUrl(), {
    method: 'POST',
    type: type.lineItem,
    body: { label: 'Қорытынды бақылау', scoreMaximum: 100, resourceId: 'course-1', tag: 'final', ...fields },
  });
  expect(response.status).toBe(201);
  return (await response.json()) as LineItem;
}

let seconds = 0;
/** A time later than every one before it, a whole second each. */
const later = (): string => new Date(Date.now() + (seconds += 1) * 1000).toISOString();

function score(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    userId: bench.lms.world.students[0]?.id,
    scoreGiven: 72,
    scoreMaximum: 100,
    comment: 'Жақсы',
    timestamp: later(),
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    ...fields,
  };
}

const post = (lineItem: string, fields: Record<string, unknown> = {}): Promise<Response> =>
  call(below(lineItem, 'scores'), { method: 'POST', type: type.score, body: score(fields) });

describe('the token endpoint', () => {
  const refusal = async (response: Response): Promise<unknown> => {
    expect(response.status).toBe(400);
    return ((await response.json()) as { error: string }).error;
  };

  it('gives the scopes that may be had, and says how long they last', async () => {
    const response = await askToken(bench, `${agsScope('score')} unknown`, await assertion(bench));
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: agsScope('score'),
    });
  });

  it('refuses when no scope may be had', async () => {
    expect(await refusal(await askToken(bench, 'unknown', await assertion(bench)))).toBe('invalid_scope');
  });

  it.each([
    ['another client', { iss: 'other', sub: 'other' }],
    ['an audience that is not its own', { aud: 'https://elsewhere.example' }],
    ['an assertion that is over', { exp: Math.floor(Date.now() / 1000) - 10 }],
    ['an assertion from the future', { iat: Math.floor(Date.now() / 1000) + 60 }],
    ['an assertion that lives for hours', { exp: Math.floor(Date.now() / 1000) + 7200 }],
    ['an assertion without jti', { jti: '' }],
  ])('refuses %s', async (_title, claims) => {
    expect(await refusal(await askToken(bench, allScopes.join(' '), await assertion(bench, claims)))).toBe(
      'invalid_client',
    );
  });

  it('takes an assertion once', async () => {
    const twice = await assertion(bench, { jti: randomUUID() });
    expect((await askToken(bench, membersScope, twice)).status).toBe(200);
    expect(await refusal(await askToken(bench, membersScope, twice))).toBe('invalid_client');
  });

  it('reads the key set of the tool again when a new key signs', async () => {
    await bench.tool.addKey();
    // The key set may be read again one second after the last time.
    const deadline = Date.now() + 5000;
    let status = 400;
    while (status !== 200 && Date.now() < deadline) {
      status = (await askToken(bench, membersScope, await assertion(bench, {}, 1))).status;
    }
    expect(status).toBe(200);
  });
});

describe('line items', () => {
  it('lists the columns of activities and of the tool, not the teacher’s own', async () => {
    const { course, graded } = bench.lms.world;
    bench.lms.state.columns.push({
      id: '999',
      courseId: course.id,
      label: 'Own',
      maximum: 10,
      origin: 'teacher',
      activityId: null,
      resourceId: '',
      tag: '',
      startDateTime: null,
      endDateTime: null,
    });
    const made = await createLineItem();
    const listed = await listLineItems();
    expect(listed.map(one => one.label)).toEqual([graded.title, made.label]);
    expect(listed[0]).toMatchObject({ resourceLinkId: graded.id, scoreMaximum: 100 });
  });

  it('finds by resource id, tag and resource link', async () => {
    await createLineItem({ resourceId: 'ә-1', tag: 'қорытынды' });
    await createLineItem({ resourceId: 'ә-1', tag: 'аралық' });
    expect(await listLineItems(`&resource_id=${encodeURIComponent('ә-1')}`)).toHaveLength(2);
    expect(
      await listLineItems(`&resource_id=${encodeURIComponent('ә-1')}&tag=${encodeURIComponent('аралық')}`),
    ).toHaveLength(1);
    expect(await listLineItems(`&resource_link_id=${bench.lms.world.graded.id}`)).toHaveLength(1);
  });

  it('turns pages by a Link header that keeps the query', async () => {
    for (const tag of ['a', 'b', 'c']) await createLineItem({ tag });
    const seen: string[] = [];
    let next: string | undefined = `${lineItemsUrl()}&limit=2&resource_id=course-1`;
    while (next !== undefined) {
      const response = await call(next, { accept: type.lineItems });
      seen.push(...((await response.json()) as LineItem[]).map(one => one.tag));
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('is read, replaced and deleted at its own address', async () => {
    const made = await createLineItem();
    expect(await (await call(made.id, { accept: type.lineItem })).json()).toEqual(made);
    await post(made.id, { scoreGiven: 80 });
    const replaced = await call(made.id, {
      method: 'PUT',
      type: type.lineItem,
      body: { label: 'Емтихан', scoreMaximum: 50 },
    });
    expect(await replaced.json()).toMatchObject({
      label: 'Емтихан',
      scoreMaximum: 50,
      resourceId: '',
      tag: '',
    });
    expect(bench.lms.grades()[0]).toMatchObject({ score: 40, maximum: 50 });
    expect((await call(made.id, { method: 'DELETE' })).status).toBe(204);
    expect((await call(made.id)).status).toBe(404);
    expect(bench.lms.grades()).toEqual([]);
  });

  it.each([
    ['without a label', { label: '' }, 400],
    ['with a label of 256 characters', { label: 'ә'.repeat(256) }, 400],
    ['with a maximum of zero', { scoreMaximum: 0 }, 400],
    ['with a maximum that is text', { scoreMaximum: '100' }, 400],
    ['bound to a link of nowhere', { resourceLinkId: '999999' }, 403],
  ])('refuses one %s', async (_title, fields, status) => {
    const body = { label: 'A', scoreMaximum: 100, ...fields };
    expect((await call(lineItemsUrl(), { method: 'POST', type: type.lineItem, body })).status).toBe(status);
  });

  it('matches media types literally as Moodle, or leniently when set so', async () => {
    expect((await call(lineItemsUrl(), { accept: '*/*' })).status).toBe(400);
    const body = { label: 'A', scoreMaximum: 100 };
    expect((await call(lineItemsUrl(), { method: 'POST', type: 'application/json', body })).status).toBe(400);
    await bench.lms.setWays({ strictMediaTypes: false });
    expect((await call(lineItemsUrl(), { accept: `${type.lineItems}, application/json` })).status).toBe(200);
    expect((await call(lineItemsUrl(), { accept: 'text/html' })).status).toBe(400);
    expect((await call(lineItemsUrl(), { method: 'POST', type: 'application/json', body })).status).toBe(201);
  });

  it('opens to good tokens of the right scope only', async () => {
    expect((await call(lineItemsUrl(), { token: 'f'.repeat(32) })).status).toBe(401);
    expect(
      (await call(lineItemsUrl().replace('type_id=1', 'type_id=2'), { accept: type.lineItems })).status,
    ).toBe(401);
    const members = await getToken(bench, [membersScope]);
    expect((await call(lineItemsUrl(), { token: members, accept: type.lineItems })).status).toBe(403);
    const readOnly = await getToken(bench, [agsScope('lineitem.readonly')]);
    expect((await call(lineItemsUrl(), { token: readOnly, accept: type.lineItems })).status).toBe(200);
    expect(
      (await call(lineItemsUrl(), { token: readOnly, method: 'POST', type: type.lineItem, body: {} })).status,
    ).toBe(403);
    expect((await call(lineItemsUrl(), { method: 'PATCH' })).status).toBe(405);
    expect(
      (await call(lineItemsUrl().replace(/services\/\d+/, 'services/999999'), { accept: type.lineItems }))
        .status,
    ).toBe(404);
  });
});

describe('scores', () => {
  it('is stored on the column’s scale with its comment, and answered with nothing', async () => {
    const { id } = await createLineItem({ scoreMaximum: 60 });
    const response = await post(id, { scoreGiven: 3.33333, scoreMaximum: 7, comment: 'Ә <b>\n2' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(bench.lms.grades()).toMatchObject([{ score: 28.5714, comment: 'Ә <b>\n2', maximum: 60 }]);
  });

  it('stays within the column', async () => {
    const { id } = await createLineItem();
    await post(id, { scoreGiven: 120 });
    expect(bench.lms.grades()[0]?.score).toBe(100);
    await post(id, { scoreGiven: -1 });
    expect(bench.lms.grades()[0]?.score).toBe(0);
  });

  it('is wiped, comment and all, by anything but a full grade', async () => {
    const { id } = await createLineItem();
    for (const wipe of [{ gradingProgress: 'Pending' }, { scoreGiven: null, scoreMaximum: null }]) {
      await post(id);
      expect(bench.lms.grades()[0]).toMatchObject({ score: 72, comment: 'Жақсы' });
      expect((await post(id, wipe)).status).toBe(200);
      expect(bench.lms.grades()[0]).toMatchObject({ score: null, comment: '' });
    }
  });

  it('loses its comment when the next one has none', async () => {
    const { id } = await createLineItem();
    await post(id);
    await post(id, { comment: undefined });
    expect(bench.lms.grades()[0]).toMatchObject({ score: 72, comment: '' });
  });

  it('is refused with 409 unless its timestamp is newer, in whole seconds', async () => {
    const { id } = await createLineItem();
    const first = await post(id, { timestamp: '2026-11-21T10:00:00.100Z' });
    const sameSecond = await post(id, { timestamp: '2026-11-21T10:00:00.900Z', scoreGiven: 1 });
    const sameInstant = await post(id, { timestamp: '2026-11-21T15:00:00.100+05:00', scoreGiven: 2 });
    const next = await post(id, { timestamp: '2026-11-21T10:00:01Z', scoreGiven: 3 });
    expect([first, sameSecond, sameInstant, next].map(one => one.status)).toEqual([200, 409, 409, 200]);
    expect(bench.lms.grades()[0]?.score).toBe(3);
  });

  it('is compared to the millisecond when the LMS does', async () => {
    await bench.lms.setWays({ wholeSeconds: false });
    const { id } = await createLineItem();
    await post(id, { timestamp: '2026-11-21T10:00:00.100Z' });
    expect((await post(id, { timestamp: '2026-11-21T10:00:00.101Z' })).status).toBe(200);
    expect((await post(id, { timestamp: '2026-11-21T10:00:00.101Z' })).status).toBe(409);
  });

  it('is compared with the LMS’s own clock in an activity’s column', async () => {
    const [activityColumn] = await listLineItems();
    const id = activityColumn?.id ?? '';
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const halfHourAgo = new Date(Date.now() - 1_800_000).toISOString();
    expect((await post(id, { timestamp: hourAgo })).status).toBe(200);
    expect((await post(id, { timestamp: halfHourAgo })).status).toBe(409);
    expect((await post(id, { timestamp: later(), gradingProgress: 'Pending' })).status).toBe(200);
    expect((await post(id, { timestamp: halfHourAgo })).status).toBe(200);
  });

  it.each([
    ['of a teacher', () => ({ userId: bench.lms.world.teacher.id })],
    ['of an assistant', () => ({ userId: bench.lms.world.assistant.id })],
    ['of nobody', () => ({ userId: '999999' })],
    ['without userId', () => ({ userId: undefined })],
    ['without a maximum', () => ({ scoreMaximum: undefined })],
    ['that is text', () => ({ scoreGiven: '72' })],
    ['without a timestamp', () => ({ timestamp: undefined })],
    ['with a timestamp without a zone', () => ({ timestamp: '2026-11-21T10:00:00' })],
    ['with an unknown progress', () => ({ gradingProgress: 'Done' })],
  ])('is refused with 400 when it is one %s', async (_title, fields) => {
    const { id } = await createLineItem();
    expect((await post(id, fields())).status).toBe(400);
    expect(bench.lms.grades()).toEqual([]);
  });

  it('is refused with 400 for a person who has left the course', async () => {
    const { course, students } = bench.lms.world;
    const { id } = await createLineItem();
    await bench.lms.setEnrolment(course.id, students[0]?.id ?? '', false);
    expect((await post(id)).status).toBe(400);
  });

  it('is refused with 422 while the course is not published', async () => {
    const { id } = await createLineItem();
    await bench.lms.setPublished(bench.lms.world.course.id, false);
    expect((await post(id)).status).toBe(422);
  });

  it('is found where the path goes on before the query, not behind it', async () => {
    const { id } = await createLineItem();
    const glued = await call(`${id}/scores`, { method: 'POST', type: type.score, body: score() });
    expect(glued.ok).toBe(false);
  });

  it('cannot be read at its own address', async () => {
    const { id } = await createLineItem();
    expect((await call(below(id, 'scores'))).status).toBe(405);
  });
});

describe('results', () => {
  it('show the grade on the column’s scale, of one person when asked', async () => {
    const { id } = await createLineItem({ scoreMaximum: 50 });
    const [first, second] = bench.lms.world.students;
    await post(id);
    await post(id, { userId: second?.id, comment: '' });
    const all = (await (await call(below(id, 'results'), { accept: type.results })).json()) as unknown[];
    expect(all).toHaveLength(2);
    const one: unknown = await (await call(`${below(id, 'results')}&user_id=${first?.id ?? ''}`)).json();
    expect(one).toMatchObject([
      { userId: first?.id, resultScore: 36, resultMaximum: 50, comment: 'Жақсы', scoreOf: id },
    ]);
  });

  it('leave the score out when the grade was wiped', async () => {
    const { id } = await createLineItem();
    await post(id, { gradingProgress: 'Pending' });
    const [only] = (await (await call(below(id, 'results'))).json()) as Record<string, unknown>[];
    expect(only).not.toHaveProperty('resultScore');
  });
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
    const response = await call(membershipsUrl() + query, { accept: type.members });
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
    let next: string | undefined = `${membershipsUrl()}?limit=10`;
    let pages = 0;
    while (next !== undefined) {
      const response = await call(next, { accept: type.members });
      for (const one of ((await response.json()) as Container).members) seen.add(one.user_id);
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      pages += 1;
    }
    expect([pages, seen.size]).toEqual([3, 27]);
  });

  it('keep the role in the next page’s address, except where the LMS is as odd as Moodle', async () => {
    const next = async (): Promise<string | null> =>
      (await call(`${membershipsUrl()}?role=Learner&limit=10`, { accept: type.members })).headers.get('link');
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
    expect((await call(`${membershipsUrl()}?rlid=999999`, { accept: type.members })).status).toBe(404);
  });

  it('match the media type literally as Moodle', async () => {
    expect((await call(membershipsUrl(), { accept: `${type.members}, application/json` })).status).toBe(400);
    expect((await call(membershipsUrl(), { accept: '*/*' })).status).toBe(200);
  });

  it('are not offered when switched off', async () => {
    await bench.lms.setWays({ offerMemberships: false });
    expect((await askToken(bench, membersScope, await assertion(bench))).status).toBe(400);
    expect(await bench.lms.signLaunch().then(claimsOf)).not.toHaveProperty(
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
    );
  });
});
