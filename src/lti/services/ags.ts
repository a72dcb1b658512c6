import { type OutboundAnswer } from '../http.ts';
import { platformWays } from '../platforms/index.ts';
import { lineItemBody, readLineItem, readLineItems, readResults, scoreBody } from './agsMessages.ts';
import { type ServiceClient, type ServiceTarget } from './client.ts';
import { type LineItem, type LmsResult, type NewLineItem, type Score } from './agsValues.ts';
import { type PageCall, readPages } from './pages.ts';
import { done, failure, type ServiceResult } from './result.ts';

export { type LineItem, type LmsResult, type NewLineItem, type Score } from './agsValues.ts';

const scopeBase = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
/** The scopes of Assignment and Grade Services 2.0. */
export const agsScopes = {
  lineItem: `${scopeBase}lineitem`,
  lineItemReadonly: `${scopeBase}lineitem.readonly`,
  resultReadonly: `${scopeBase}result.readonly`,
  score: `${scopeBase}score`,
} as const;

/** Where the line items of one course live and what the launch allows: the AGS claim. */
export interface AgsTarget extends ServiceTarget {
  /** `lineitems`; null when the launch had none. */
  readonly lineItemsUrl: string | null;
  /** `scope` of the claim: what the platform offers here. */
  readonly agsScopes: readonly string[];
}

/** What finds a line item again. */
export interface LineItemKey {
  readonly resourceId: string;
  readonly tag: string | null;
  /** Ids that the line item had in courses that this one was copied from: LMSs copy columns with them. */
  readonly formerResourceIds?: readonly string[];
  /** Taken when nothing has the `resourceId`: the column that the platform made for this resource link. */
  readonly resourceLinkId: string | null;
}

/** Assignment and Grade Services 2.0: plain values in and out. */
export interface AgsService {
  /** The line item with this `resourceId` and tag, else that of the resource link; looks through all pages. */
  findLineItem(target: AgsTarget, key: LineItemKey): Promise<ServiceResult<LineItem | null>>;
  listLineItems(target: AgsTarget): Promise<ServiceResult<LineItem[]>>;
  getLineItem(target: AgsTarget, url: string): Promise<ServiceResult<LineItem>>;
  /** Creates a column each time it is called: look first, under a lock. Long texts are cut to what LMSs keep. */
  createLineItem(target: AgsTarget, item: NewLineItem): Promise<ServiceResult<LineItem>>;
  /** Replaces the whole item. */
  updateLineItem(target: AgsTarget, item: LineItem): Promise<ServiceResult<LineItem>>;
  /** Deletes a column with all its grades. Moodle deletes an activity's own column as well: look first whose it is. */
  deleteLineItem(target: AgsTarget, url: string): Promise<ServiceResult<null>>;
  postScore(target: AgsTarget, lineItemUrl: string, score: Score): Promise<ServiceResult<null>>;
  /** All results of a column, or of one person in it. */
  listResults(target: AgsTarget, lineItemUrl: string, userId?: string): Promise<ServiceResult<LmsResult[]>>;
}

// Moodle matches media types to the letter.
const lineItemType = 'application/vnd.ims.lis.v2.lineitem+json';
const lineItemsType = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const scoreType = 'application/vnd.ims.lis.v1.score+json';
const resultsType = 'application/vnd.ims.lis.v2.resultcontainer+json';

export function createAgsService(client: ServiceClient): AgsService {
  return {
    findLineItem: (target, key) => findLineItem(client, target, key),
    listLineItems: target => listLineItems(client, target, {}),
    getLineItem: async (target, url) => {
      const answer = await client.call({ ...reading(target), method: 'GET', url, accept: lineItemType });
      return answer.kind === 'done' ? readOne(answer.value, null) : answer;
    },
    createLineItem: async (target, item) => {
      if (target.lineItemsUrl === null) return notOffered('line items');
      const answer = await client.call({
        ...writing(target),
        method: 'POST',
        url: target.lineItemsUrl,
        ...lineItemBodyOf(item),
      });
      return answer.kind === 'done' ? readOne(answer.value, null) : answer;
    },
    updateLineItem: async (target, item) => {
      const answer = await client.call({
        ...writing(target),
        method: 'PUT',
        url: item.url,
        ...lineItemBodyOf(item, item.url),
      });
      return answer.kind === 'done' ? readOne(answer.value, item) : answer;
    },
    deleteLineItem: async (target, url) => {
      const answer = await client.call({ ...writing(target), method: 'DELETE', url });
      return answer.kind === 'done' ? done(answer.status, null) : answer;
    },
    postScore: async (target, lineItemUrl, score) => {
      const answer = await client.call({
        ...common(target),
        anyScope: [agsScopes.score],
        method: 'POST',
        url: subAddress(lineItemUrl, 'scores'),
        contentType: scoreType,
        body: JSON.stringify(scoreBody(score, platformWays(target.productFamily).scoreExtension)),
      });
      return answer.kind === 'done' ? done(answer.status, null) : answer;
    },
    listResults: (target, lineItemUrl, userId) => listResults(client, target, lineItemUrl, userId),
  };
}

/**
 * The address of a line item's scores or results: the name goes to the end of the path, before the query, which
 * Moodle's line items always have (`…/lineitem?type_id=1`).
 */
export function subAddress(lineItemUrl: string, name: 'scores' | 'results'): string {
  const [address = ''] = lineItemUrl.split('#', 1);
  const query = address.indexOf('?');
  const path = query === -1 ? address : address.slice(0, query);
  return `${path.replace(/\/$/, '')}/${name}${query === -1 ? '' : address.slice(query)}`;
}

/** One token for everything that the launch offers of AGS, so that a queue of grades asks for one alone. */
function common(target: AgsTarget): Pick<PageCall, 'target' | 'scopes'> {
  const offered = target.agsScopes.filter(scope => knownScopes.includes(scope));
  return { target, scopes: offered.length === 0 ? knownScopes : offered };
}

const knownScopes: readonly string[] = Object.values<string>(agsScopes);

const reading = (target: AgsTarget) => ({
  ...common(target),
  anyScope: [agsScopes.lineItem, agsScopes.lineItemReadonly],
});
const writing = (target: AgsTarget) => ({ ...common(target), anyScope: [agsScopes.lineItem] });

const lineItemBodyOf = (item: NewLineItem, id?: string) => ({
  contentType: lineItemType,
  accept: lineItemType,
  body: JSON.stringify(lineItemBody(item, id)),
});

const notOffered = (what: string) => failure('not-offered', `the launch offers no ${what}`);

/** @param sent what was sent, for platforms that answer a change with an empty body */
function readOne(answer: OutboundAnswer, sent: LineItem | null): ServiceResult<LineItem> {
  const item = answer.text.trim() === '' ? sent : readLineItem(answer.text);
  return item === null
    ? failure('unreadable', 'the answer is not a line item', answer.status)
    : done(answer.status, item);
}

async function findLineItem(
  client: ServiceClient,
  target: AgsTarget,
  key: LineItemKey,
): Promise<ServiceResult<LineItem | null>> {
  const filtered = await listLineItems(client, target, {
    resource_id: key.resourceId,
    ...(key.tag === null ? {} : { tag: key.tag }),
  });
  // A platform may refuse a filter that it does not know, or find nothing under it; then the whole list decides.
  if (filtered.kind === 'done') {
    const found = withResourceId(filtered.value, key);
    if (found !== null) return done(filtered.status, found);
  } else if (filtered.kind !== 'rejected' && filtered.kind !== 'not-found') return filtered;
  const all = await listLineItems(client, target, {});
  if (all.kind !== 'done') return all;
  return done(all.status, withAnyResourceId(all.value, key) ?? ofResourceLink(all.value, key));
}

/** Filters are checked again: not every platform obeys them. */
const withResourceId = (items: readonly LineItem[], key: LineItemKey): LineItem | null =>
  items.find(item => item.resourceId === key.resourceId && (item.tag ?? '') === (key.tag ?? '')) ?? null;

const withAnyResourceId = (items: readonly LineItem[], key: LineItemKey): LineItem | null =>
  [key.resourceId, ...(key.formerResourceIds ?? [])]
    .map(resourceId => withResourceId(items, { ...key, resourceId }))
    .find(item => item !== null) ?? null;

const ofResourceLink = (items: readonly LineItem[], key: LineItemKey): LineItem | null =>
  key.resourceLinkId === null
    ? null
    : (items.find(item => item.resourceLinkId === key.resourceLinkId && item.resourceId === null) ?? null);

async function listLineItems(
  client: ServiceClient,
  target: AgsTarget,
  filter: Readonly<Record<string, string>>,
): Promise<ServiceResult<LineItem[]>> {
  if (target.lineItemsUrl === null) return notOffered('line items');
  const url = withQuery(target.lineItemsUrl, { ...filter, ...pageSizeOf(target) });
  return readPages(client, { ...reading(target), url, accept: lineItemsType }, readLineItems);
}

async function listResults(
  client: ServiceClient,
  target: AgsTarget,
  lineItemUrl: string,
  userId: string | undefined,
): Promise<ServiceResult<LmsResult[]>> {
  const filter = userId === undefined ? pageSizeOf(target) : { user_id: userId };
  const url = withQuery(subAddress(lineItemUrl, 'results'), filter);
  const call = { ...common(target), anyScope: [agsScopes.resultReadonly], url, accept: resultsType };
  const listed = await readPages(client, call, readResults);
  if (listed.kind !== 'done' || userId === undefined) return listed;
  return done(
    listed.status,
    listed.value.filter(result => result.userId === userId),
  );
}

function pageSizeOf(target: AgsTarget): Record<string, string> {
  const { pageSize } = platformWays(target.productFamily);
  return pageSize === undefined ? {} : { limit: String(pageSize) };
}

function withQuery(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return url.href;
}
