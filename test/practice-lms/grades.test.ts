import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { below, type LineItem, Services } from './serviceCalls.ts';
import { agsScope, type Bench, getToken, membersScope, startBench, type } from './support.ts';

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
    const made = await services.createLineItem();
    const listed = await services.listLineItems();
    expect(listed.map(one => one.label)).toEqual([graded.title, made.label]);
    expect(listed[0]).toMatchObject({ resourceLinkId: graded.id, scoreMaximum: 100 });
  });

  it('finds by resource id, tag and resource link', async () => {
    await services.createLineItem({ resourceId: 'ә-1', tag: 'қорытынды' });
    await services.createLineItem({ resourceId: 'ә-1', tag: 'аралық' });
    expect(await services.listLineItems(`&resource_id=${encodeURIComponent('ә-1')}`)).toHaveLength(2);
    expect(
      await services.listLineItems(
        `&resource_id=${encodeURIComponent('ә-1')}&tag=${encodeURIComponent('аралық')}`,
      ),
    ).toHaveLength(1);
    expect(await services.listLineItems(`&resource_link_id=${bench.lms.world.graded.id}`)).toHaveLength(1);
  });

  it('turns pages by a Link header that keeps the query', async () => {
    for (const tag of ['a', 'b', 'c']) await services.createLineItem({ tag });
    const seen: string[] = [];
    let next: string | undefined = `${services.lineItemsUrl}&limit=2&resource_id=course-1`;
    while (next !== undefined) {
      const response = await services.call(next, { accept: type.lineItems });
      seen.push(...((await response.json()) as LineItem[]).map(one => one.tag));
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('is read, replaced and deleted at its own address', async () => {
    const made = await services.createLineItem();
    expect(await (await services.call(made.id, { accept: type.lineItem })).json()).toEqual(made);
    await services.postScore(made.id, { scoreGiven: 80 });
    const replaced = await services.call(made.id, {
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
    expect((await services.call(made.id, { method: 'DELETE' })).status).toBe(204);
    expect((await services.call(made.id)).status).toBe(404);
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
    expect(
      (await services.call(services.lineItemsUrl, { method: 'POST', type: type.lineItem, body })).status,
    ).toBe(status);
  });

  it('matches media types literally as Moodle, or leniently when set so', async () => {
    expect((await services.call(services.lineItemsUrl, { accept: '*/*' })).status).toBe(400);
    const body = { label: 'A', scoreMaximum: 100 };
    expect(
      (await services.call(services.lineItemsUrl, { method: 'POST', type: 'application/json', body })).status,
    ).toBe(400);
    await bench.lms.setWays({ strictMediaTypes: false });
    expect(
      (await services.call(services.lineItemsUrl, { accept: `${type.lineItems}, application/json` })).status,
    ).toBe(200);
    expect((await services.call(services.lineItemsUrl, { accept: 'text/html' })).status).toBe(400);
    expect(
      (await services.call(services.lineItemsUrl, { method: 'POST', type: 'application/json', body })).status,
    ).toBe(201);
  });

  it('opens to good tokens of the right scope only', async () => {
    expect((await services.call(services.lineItemsUrl, { token: 'f'.repeat(32) })).status).toBe(401);
    expect(
      (
        await services.call(services.lineItemsUrl.replace('type_id=1', 'type_id=2'), {
          accept: type.lineItems,
        })
      ).status,
    ).toBe(401);
    const members = await getToken(bench, [membersScope]);
    expect(
      (await services.call(services.lineItemsUrl, { token: members, accept: type.lineItems })).status,
    ).toBe(403);
    const readOnly = await getToken(bench, [agsScope('lineitem.readonly')]);
    expect(
      (await services.call(services.lineItemsUrl, { token: readOnly, accept: type.lineItems })).status,
    ).toBe(200);
    expect(
      (
        await services.call(services.lineItemsUrl, {
          token: readOnly,
          method: 'POST',
          type: type.lineItem,
          body: {},
        })
      ).status,
    ).toBe(403);
    expect((await services.call(services.lineItemsUrl, { method: 'PATCH' })).status).toBe(405);
    expect(
      (
        await services.call(services.lineItemsUrl.replace(/services\/\d+/, 'services/999999'), {
          accept: type.lineItems,
        })
      ).status,
    ).toBe(404);
  });
});

describe('scores', () => {
  it('is stored on the column’s scale with its comment, and answered with nothing', async () => {
    const { id } = await services.createLineItem({ scoreMaximum: 60 });
    const response = await services.postScore(id, {
      scoreGiven: 3.33333,
      scoreMaximum: 7,
      comment: 'Ә <b>\n2',
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(bench.lms.grades()).toMatchObject([{ score: 28.5714, comment: 'Ә <b>\n2', maximum: 60 }]);
  });

  it('stays within the column', async () => {
    const { id } = await services.createLineItem();
    await services.postScore(id, { scoreGiven: 120 });
    expect(bench.lms.grades()[0]?.score).toBe(100);
    await services.postScore(id, { scoreGiven: -1 });
    expect(bench.lms.grades()[0]?.score).toBe(0);
  });

  it('is wiped, comment and all, by anything but a full grade', async () => {
    const { id } = await services.createLineItem();
    for (const wipe of [{ gradingProgress: 'Pending' }, { scoreGiven: null, scoreMaximum: null }]) {
      await services.postScore(id);
      expect(bench.lms.grades()[0]).toMatchObject({ score: 72, comment: 'Жақсы' });
      expect((await services.postScore(id, wipe)).status).toBe(200);
      expect(bench.lms.grades()[0]).toMatchObject({ score: null, comment: '' });
    }
  });

  it('loses its comment when the next one has none', async () => {
    const { id } = await services.createLineItem();
    await services.postScore(id);
    await services.postScore(id, { comment: undefined });
    expect(bench.lms.grades()[0]).toMatchObject({ score: 72, comment: '' });
  });

  it('is refused with 409 unless its timestamp is newer, in whole seconds', async () => {
    const { id } = await services.createLineItem();
    const first = await services.postScore(id, { timestamp: '2026-11-21T10:00:00.100Z' });
    const sameSecond = await services.postScore(id, { timestamp: '2026-11-21T10:00:00.900Z', scoreGiven: 1 });
    const sameInstant = await services.postScore(id, {
      timestamp: '2026-11-21T15:00:00.100+05:00',
      scoreGiven: 2,
    });
    const next = await services.postScore(id, { timestamp: '2026-11-21T10:00:01Z', scoreGiven: 3 });
    expect([first, sameSecond, sameInstant, next].map(one => one.status)).toEqual([200, 409, 409, 200]);
    expect(bench.lms.grades()[0]?.score).toBe(3);
  });

  it('is compared to the millisecond when the LMS does', async () => {
    await bench.lms.setWays({ wholeSeconds: false });
    const { id } = await services.createLineItem();
    await services.postScore(id, { timestamp: '2026-11-21T10:00:00.100Z' });
    expect((await services.postScore(id, { timestamp: '2026-11-21T10:00:00.101Z' })).status).toBe(200);
    expect((await services.postScore(id, { timestamp: '2026-11-21T10:00:00.101Z' })).status).toBe(409);
  });

  it('is compared with the LMS’s own clock in an activity’s column', async () => {
    const [activityColumn] = await services.listLineItems();
    const id = activityColumn?.id ?? '';
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const halfHourAgo = new Date(Date.now() - 1_800_000).toISOString();
    expect((await services.postScore(id, { timestamp: hourAgo })).status).toBe(200);
    expect((await services.postScore(id, { timestamp: halfHourAgo })).status).toBe(409);
    expect(
      (await services.postScore(id, { timestamp: services.later(), gradingProgress: 'Pending' })).status,
    ).toBe(200);
    expect((await services.postScore(id, { timestamp: halfHourAgo })).status).toBe(200);
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
    const { id } = await services.createLineItem();
    expect((await services.postScore(id, fields())).status).toBe(400);
    expect(bench.lms.grades()).toEqual([]);
  });

  it('is refused with 400 for a person who has left the course', async () => {
    const { course, students } = bench.lms.world;
    const { id } = await services.createLineItem();
    await bench.lms.setEnrolment(course.id, students[0]?.id ?? '', false);
    expect((await services.postScore(id)).status).toBe(400);
  });

  it('is refused with 422 while the course is not published', async () => {
    const { id } = await services.createLineItem();
    await bench.lms.setPublished(bench.lms.world.course.id, false);
    expect((await services.postScore(id)).status).toBe(422);
  });

  it('is found where the path goes on before the query, not behind it', async () => {
    const { id } = await services.createLineItem();
    const glued = await services.call(`${id}/scores`, {
      method: 'POST',
      type: type.score,
      body: services.score(),
    });
    expect(glued.ok).toBe(false);
  });

  it('cannot be read at its own address', async () => {
    const { id } = await services.createLineItem();
    expect((await services.call(below(id, 'scores'))).status).toBe(405);
  });
});

describe('results', () => {
  it('show the grade on the column’s scale, of one person when asked', async () => {
    const { id } = await services.createLineItem({ scoreMaximum: 50 });
    const [first, second] = bench.lms.world.students;
    await services.postScore(id);
    await services.postScore(id, { userId: second?.id, comment: '' });
    const all = (await (
      await services.call(below(id, 'results'), { accept: type.results })
    ).json()) as unknown[];
    expect(all).toHaveLength(2);
    const one: unknown = await (
      await services.call(`${below(id, 'results')}&user_id=${first?.id ?? ''}`)
    ).json();
    expect(one).toMatchObject([
      { userId: first?.id, resultScore: 36, resultMaximum: 50, comment: 'Жақсы', scoreOf: id },
    ]);
  });

  it('leave the score out when the grade was wiped', async () => {
    const { id } = await services.createLineItem();
    await services.postScore(id, { gradingProgress: 'Pending' });
    const [only] = (await (await services.call(below(id, 'results'))).json()) as Record<string, unknown>[];
    expect(only).not.toHaveProperty('resultScore');
  });
});
