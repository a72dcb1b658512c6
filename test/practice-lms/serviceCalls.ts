import { expect } from 'vitest';
import { allScopes, type Bench, getToken, type } from './support.ts';

export interface LineItem {
  readonly id: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceId: string;
  readonly tag: string;
  readonly resourceLinkId?: string;
}

/** The address of a line item's scores or results: before its query. */
export function below(lineItem: string, part: 'scores' | 'results'): string {
  const url = new URL(lineItem);
  url.pathname += `/${part}`;
  return url.href;
}

interface Call {
  readonly method?: string;
  readonly accept?: string;
  readonly type?: string;
  readonly body?: unknown;
  readonly token?: string;
}

/** Calls to the services of a bench's first course, with one token for all scopes. */
export class Services {
  readonly #bench: Bench;
  readonly #token: string;
  #seconds = 0;

  private constructor(bench: Bench, token: string) {
    this.#bench = bench;
    this.#token = token;
  }

  static async open(bench: Bench): Promise<Services> {
    return new Services(bench, await getToken(bench, allScopes));
  }

  get lineItemsUrl(): string {
    const { url, world } = this.#bench.lms;
    return `${url}/services/${world.course.id}/lineitems?type_id=1`;
  }

  get membershipsUrl(): string {
    const { url, world } = this.#bench.lms;
    return `${url}/services/CourseSection/${world.course.id}/bindings/1/memberships`;
  }

  call(url: string, init: Call = {}): Promise<Response> {
    const headers = new Headers({ Authorization: `Bearer ${init.token ?? this.#token}` });
    if (init.accept !== undefined) headers.set('Accept', init.accept);
    if (init.type !== undefined) headers.set('Content-Type', init.type);
    const body = init.body === undefined ? {} : { body: JSON.stringify(init.body) };
    return fetch(url, { method: init.method ?? 'GET', headers, ...body });
  }

  async listLineItems(query = ''): Promise<LineItem[]> {
    const response = await this.call(this.lineItemsUrl + query, { accept: type.lineItems });
    expect(response.status).toBe(200);
    return (await response.json()) as LineItem[];
  }

  async createLineItem(fields: Record<string, unknown> = {}): Promise<LineItem> {
    const response = await this.call(this.lineItemsUrl, {
      method: 'POST',
      type: type.lineItem,
      body: {
        label: 'Қорытынды бақылау',
        scoreMaximum: 100,
        resourceId: 'course-1',
        tag: 'final',
        ...fields,
      },
    });
    expect(response.status).toBe(201);
    return (await response.json()) as LineItem;
  }

  /** A time later than every one before it, a whole second each. */
  later(): string {
    this.#seconds += 1;
    return new Date(Date.now() + this.#seconds * 1000).toISOString();
  }

  /** A good score of the first student, with fields put over it. */
  score(fields: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      userId: this.#bench.lms.world.students[0]?.id,
      scoreGiven: 72,
      scoreMaximum: 100,
      comment: 'Жақсы',
      timestamp: this.later(),
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      ...fields,
    };
  }

  postScore(lineItem: string, fields: Record<string, unknown> = {}): Promise<Response> {
    return this.call(below(lineItem, 'scores'), {
      method: 'POST',
      type: type.score,
      body: this.score(fields),
    });
  }
}
