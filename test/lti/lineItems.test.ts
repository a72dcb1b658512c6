import { describe, expect, it } from 'vitest';
import { agsTarget, answer, everyScope, itemAnswer, plain, serviceBench } from './support/serviceBench.ts';
import { sendJson } from './support/stubPlatform.ts';

const bench = serviceBench();
const target = (changes: Parameters<typeof agsTarget>[1] = {}) => agsTarget(bench, changes);
const item = (id: string, changes: Record<string, unknown> = {}) => itemAnswer(bench, id, changes);
const lists = () => bench.platform.received.filter(one => one.path.startsWith('/2/lineitems?'));
const queryOf = (path: string) => new URL(path, bench.platform.url).searchParams;
const key = { resourceId: 'final', tag: 'grade', resourceLinkId: '7' };

/** Assignment and Grade Services 2.0, section 3.2. */
describe('line items', () => {
  it('are listed with the exact media type, and without a limit in Moodle', async () => {
    bench.platform.on.set('/2/lineitems', answer([item('1')]));
    await bench.ags.listLineItems(target());
    expect(lists()[0]).toMatchObject({ path: '/2/lineitems?type_id=1' });
    expect(lists()[0]?.headers.accept).toBe('application/vnd.ims.lis.v2.lineitemcontainer+json');
    await bench.ags.listLineItems(target({ productFamily: 'Canvas' }));
    expect(lists()[1]?.path).toBe('/2/lineitems?type_id=1&limit=100');
  });

  it('are followed through all pages, also by Moodle’s Link header with typographic quotes and &amp;', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) => {
      const from = Number(queryOf(request.path).get('from') ?? 0);
      const next = `<${bench.platform.url}/2/lineitems?type_id=1&amp;limit=1&amp;from=${from + 1}>; rel=“next”`;
      if (from < 3) response.setHeader('Link', Buffer.from(next).toString('latin1'));
      sendJson(response, [item(String(from))]);
    });
    const all = await bench.ags.listLineItems(target());
    expect(all).toMatchObject({ value: [0, 1, 2, 3].map(n => ({ label: `Column ${n}` })) });
  });

  it('are found by resourceId and tag, although the platform obeys no filter and has them on the last page', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) => {
      const page = Number(queryOf(request.path).get('page') ?? 1);
      const next = { link: `<${bench.platform.url}/2/lineitems?page=${page + 1}>; rel="next"` };
      const entries = [item(`${page}`, { resourceId: 'final', tag: page < 3 ? 'other' : 'grade' })];
      sendJson(response, entries, 200, page < 3 ? next : {});
    });
    const found = await bench.ags.findLineItem(target(), key);
    expect(found).toMatchObject({
      kind: 'done',
      value: { label: 'Column 3', resourceId: 'final', tag: 'grade' },
    });
  });

  it('are found without a filter where the platform refuses it', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) => {
      if (request.path.includes('resource_id')) sendJson(response, {}, 400);
      else sendJson(response, [item('1', { resourceId: 'final', tag: 'grade' })]);
    });
    expect(await bench.ags.findLineItem(target(), key)).toMatchObject({ value: { label: 'Column 1' } });
  });

  it('are found by the resource link when nothing has the resourceId', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) => {
      const filtered = request.path.includes('resource_id');
      const all = [item('1', { resourceLinkId: '8' }), item('2', { resourceLinkId: '7' })];
      sendJson(response, filtered ? [] : all);
    });
    expect(await bench.ags.findLineItem(target(), key)).toMatchObject({ value: { label: 'Column 2' } });
    const withoutLink = { ...key, resourceLinkId: null };
    expect(await bench.ags.findLineItem(target(), withoutLink)).toMatchObject({ kind: 'done', value: null });
  });

  it('are found under an id that they had before the course was copied, after those that have the present one', async () => {
    const copied = item('1', { resourceId: 'old', tag: 'grade' });
    const present = item('2', { resourceId: 'final', tag: 'grade' });
    const moved = { ...key, formerResourceIds: ['older', 'old'] };
    bench.platform.on.set('/2/lineitems', answer([item('3', { resourceId: 'old', tag: 'other' }), copied]));
    expect(await bench.ags.findLineItem(target(), moved)).toMatchObject({ value: { label: 'Column 1' } });
    bench.platform.on.set('/2/lineitems', answer([copied, present]));
    expect(await bench.ags.findLineItem(target(), moved)).toMatchObject({ value: { label: 'Column 2' } });
    expect(await bench.ags.findLineItem(target(), key)).toMatchObject({ value: { label: 'Column 2' } });
  });

  it('that belong to something else of ours are not taken for the link’s own', async () => {
    bench.platform.on.set(
      '/2/lineitems',
      answer([item('1', { resourceLinkId: '7', resourceId: 'midterm' })]),
    );
    expect(await bench.ags.findLineItem(target(), key)).toMatchObject({ kind: 'done', value: null });
  });

  it('are not said to be missing when a page fails', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) => {
      const next = { link: `<${bench.platform.url}/2/lineitems?page=2>; rel="next"` };
      if (request.path.includes('page=2')) sendJson(response, {}, 500);
      else sendJson(response, [item('1')], 200, next);
    });
    expect((await bench.ags.findLineItem(target(), key)).kind).toBe('retry');
  });

  it('are made with all fields, and a label as long as LMSs keep', async () => {
    bench.platform.on.set('/2/lineitems', (request, response) =>
      sendJson(response, { ...(JSON.parse(request.body) as object), id: item('30').id }, 201),
    );
    const wanted = { scoreMaximum: 100, resourceId: 'final', tag: 'grade', resourceLinkId: null };
    const made = await bench.ags.createLineItem(target(), { ...wanted, label: 'Қ'.repeat(300) });
    const posted = lists()[0];
    expect(posted?.headers['content-type']).toBe('application/vnd.ims.lis.v2.lineitem+json');
    expect(JSON.parse(posted?.body ?? '')).toEqual({
      label: 'Қ'.repeat(255),
      scoreMaximum: 100,
      resourceId: 'final',
      tag: 'grade',
    });
    expect(made).toMatchObject({ kind: 'done', status: 201, value: { url: item('30').id } });
  });

  it('are changed as a whole, and an empty answer means what was sent', async () => {
    bench.platform.on.set('/2/lineitems/20/lineitem', plain(200));
    const whole = {
      url: item('20').id,
      label: 'New',
      scoreMaximum: 50,
      resourceId: 'r',
      tag: 't',
      resourceLinkId: '7',
    };
    expect(await bench.ags.updateLineItem(target(), whole)).toMatchObject({ kind: 'done', value: whole });
    expect(JSON.parse(bench.platform.received.at(-1)?.body ?? '')).toMatchObject({
      label: 'New',
      resourceId: 'r',
      tag: 't',
      resourceLinkId: '7',
    });
  });

  it('are not offered where the launch named no list', async () => {
    const nowhere = target({ lineItemsUrl: null });
    expect((await bench.ags.findLineItem(nowhere, key)).kind).toBe('not-offered');
    expect((await bench.ags.createLineItem(nowhere, { ...key, label: 'x', scoreMaximum: 1 })).kind).toBe(
      'not-offered',
    );
  });

  it('that cannot be read are a failure', async () => {
    for (const body of [[{ label: 'no id' }], { items: [] }, 'text']) {
      bench.platform.on.set('/2/lineitems', answer(body));
      expect((await bench.ags.listLineItems(target())).kind).toBe('unreadable');
    }
  });

  it('one token serves all calls of a course', async () => {
    bench.platform.on.set('/2/lineitems', answer([]));
    bench.platform.on.set('/2/lineitems/20/lineitem/results', answer([]));
    await bench.ags.findLineItem(target(), key);
    await bench.ags.listResults(target(), item('20').id);
    expect(bench.tokenRequests()).toHaveLength(1);
    const scope = new URLSearchParams(bench.tokenRequests()[0]?.body).get('scope');
    expect(scope?.split(' ')).toEqual([...everyScope].sort());
  });
});

describe('results', () => {
  const path = '/2/lineitems/20/lineitem/results';

  it('are read with the query of the line item kept; a missing or wiped score is no grade', async () => {
    bench.platform.on.set(
      path,
      answer([
        { id: 'a', userId: '4', resultScore: 80, resultMaximum: 100, comment: 'ok' },
        { id: 'b', userId: '5' },
        { id: 'c', userId: 6, resultScore: '47.5', resultMaximum: 100 },
      ]),
    );
    expect(await bench.ags.listResults(target(), item('20').id)).toMatchObject({
      value: [
        { userId: '4', resultScore: 80, comment: 'ok' },
        { userId: '5', resultScore: null },
        { userId: '6', resultScore: 47.5 },
      ],
    });
    expect(bench.platform.received.at(-1)?.path).toBe(`${path}?type_id=1`);
  });

  it('of one person are those of this person, also where the filter is not obeyed', async () => {
    const both = [
      { userId: '5', resultScore: 1 },
      { userId: '4', resultScore: 2 },
    ];
    bench.platform.on.set(path, answer(both));
    const own = await bench.ags.listResults(target(), item('20').id, '4');
    expect(own).toMatchObject({ value: [{ userId: '4', resultScore: 2 }] });
    expect(own.kind === 'done' ? own.value : []).toHaveLength(1);
    expect(bench.platform.received.at(-1)?.path).toBe(`${path}?type_id=1&user_id=4`);
  });
});
