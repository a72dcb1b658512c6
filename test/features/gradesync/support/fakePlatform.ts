import {
  type AgsTarget,
  type LineItem,
  type LineItemKey,
  type NewLineItem,
  type Score,
} from '../../../../src/lti/services/ags.ts';
import { done, failure, type ServiceFailure } from '../../../../src/lti/services/result.ts';
import { type Gradebook } from '../../../../src/features/gradesync/ports.ts';

export interface Post {
  readonly userId: string;
  readonly score: number | null;
  readonly comment: string | null;
  /** Whole seconds. */
  readonly stamp: number;
  readonly url: string;
  readonly begunAt: number;
  endedAt: number | null;
  outcome: string;
}

export interface Grade {
  score: number | null;
  comment: string | null;
  stamp: number;
}

export interface PlatformCall {
  readonly what: 'find' | 'item' | 'create' | 'update' | 'delete' | 'post' | 'results';
  readonly registrationId: string;
  readonly userId: string | null;
  readonly url: string | null;
}

/** What goes wrong with a call. `after` does the work and then loses the answer. */
export type Trouble = { readonly failure: ServiceFailure; readonly after: boolean } | 'hang' | null;

/** An LMS in memory with Moodle's rules: whole-second timestamps, 400 for strangers, 500 for what is locked. */
export class FakePlatform {
  readonly items = new Map<string, LineItem & { courseUrl: string }>();
  /** By line item and user. */
  readonly grades = new Map<string, Map<string, Grade>>();
  readonly posts: Post[] = [];
  readonly calls: PlatformCall[] = [];
  readonly strangers = new Set<string>();
  readonly locked = new Set<string>();
  /** Told what goes wrong with the next call. */
  trouble: (call: PlatformCall) => Trouble = () => null;
  /** How long an answer takes: turns of the event loop unless a test says otherwise. */
  delay: () => Promise<void> = () => new Promise(resolve => setImmediate(resolve));
  private made = 0;
  private moments = 0;

  gradeOf(userId: string, resourceTag = 'tirek:final'): Grade | undefined {
    const item = [...this.items.values()].find(one => one.tag === resourceTag);
    return item === undefined ? undefined : this.grades.get(item.url)?.get(userId);
  }

  /** What a teacher types into the gradebook. */
  typeGrade(url: string, userId: string, score: number | null, stamp: number): void {
    this.gradesOf(url).set(userId, { score, comment: null, stamp });
  }

  get gradebook(): Gradebook {
    return {
      findLineItem: (target, key) =>
        this.answer({ what: 'find', target }, () => done(200, this.find(target, key))),
      createLineItem: (target, item) =>
        this.answer({ what: 'create', target }, () => done(201, this.create(target, item))),
      getLineItem: (target, url) =>
        this.answer({ what: 'item', target, url }, () => {
          const item = this.items.get(url);
          return item === undefined ? failure('not-found', 'no such line item', 404) : done(200, item);
        }),
      updateLineItem: (target, item) =>
        this.answer({ what: 'update', target, url: item.url }, () => {
          const courseUrl = this.items.get(item.url)?.courseUrl ?? '';
          this.items.set(item.url, { ...item, courseUrl });
          return done(200, item);
        }),
      deleteLineItem: (target, url) =>
        this.answer({ what: 'delete', target, url }, () => {
          this.grades.delete(url);
          return this.items.delete(url) ? done(204, null) : failure('not-found', 'no such line item', 404);
        }),
      postScore: (target, url, score) => this.post(target, url, score),
      listResults: (target, url, userId) =>
        this.answer({ what: 'results', target, userId: userId ?? null, url }, () => {
          if (!this.items.has(url)) return failure('not-found', 'no such line item', 404);
          const all = [...this.gradesOf(url)].filter(([id]) => userId === undefined || id === userId);
          const results = all.map(([id, { score, comment }]) => ({
            userId: id,
            resultScore: score,
            resultMaximum: score === null ? null : 100,
            comment,
          }));
          return done(200, results);
        }),
    };
  }

  private async post(target: AgsTarget, url: string, score: Score) {
    const post: Post = {
      userId: score.userId,
      score: score.scoreGiven,
      comment: score.comment,
      stamp: Math.floor(score.timestamp.getTime() / 1000),
      url,
      begunAt: this.moments++,
      endedAt: null,
      outcome: 'under way',
    };
    this.posts.push(post);
    const answer = await this.answer({ what: 'post', target, userId: score.userId, url }, () => {
      const stored = this.store(url, post);
      post.outcome = stored.kind;
      return stored;
    });
    post.endedAt = this.moments++;
    return answer;
  }

  private store(url: string, post: Post) {
    if (!this.items.has(url)) return failure('not-found', 'no such line item', 404);
    if (this.strangers.has(post.userId)) return failure('rejected', 'status 400', 400);
    if (this.locked.has(post.userId)) return failure('locked', 'locked', 500);
    const before = this.gradesOf(url).get(post.userId);
    if (before !== undefined && before.stamp >= post.stamp) return failure('conflict', 'status 409', 409);
    this.gradesOf(url).set(post.userId, { score: post.score, comment: post.comment, stamp: post.stamp });
    return done(200, null);
  }

  private gradesOf(url: string): Map<string, Grade> {
    const found = this.grades.get(url) ?? new Map<string, Grade>();
    this.grades.set(url, found);
    return found;
  }

  private find(target: AgsTarget, key: LineItemKey): LineItem | null {
    const own = [...this.items.values()].filter(item => item.courseUrl === target.lineItemsUrl);
    return (
      own.find(item => item.resourceId === key.resourceId && item.tag === key.tag) ??
      own.find(item => item.resourceId === null && item.resourceLinkId === (key.resourceLinkId ?? '')) ??
      null
    );
  }

  private create(target: AgsTarget, item: NewLineItem): LineItem {
    const url = `https://lms.example/items/${++this.made}`;
    this.items.set(url, { ...item, url, courseUrl: target.lineItemsUrl ?? '' });
    return { ...item, url };
  }

  private async answer<T>(
    { what, target, userId = null, url = null }: Asked,
    work: () => T,
  ): Promise<T | ServiceFailure> {
    const call = { what, registrationId: target.registrationId, userId, url };
    this.calls.push(call);
    const trouble = this.trouble(call);
    await this.delay();
    if (trouble === 'hang') return new Promise<never>(() => undefined);
    if (trouble === null) return work();
    if (trouble.after) work();
    return trouble.failure;
  }
}

interface Asked {
  readonly what: PlatformCall['what'];
  readonly target: AgsTarget;
  readonly userId?: string | null;
  readonly url?: string | null;
}

/** Scores for the same grade that were under way at the same time: there must never be any. */
export function overlappingPosts(posts: readonly Post[]): number {
  let overlaps = 0;
  const last = new Map<string, Post>();
  for (const post of posts) {
    const key = `${post.url} ${post.userId}`;
    const before = last.get(key);
    if (before !== undefined && (before.endedAt === null || before.endedAt > post.begunAt)) overlaps += 1;
    last.set(key, post);
  }
  return overlaps;
}

/** Timestamps that did not rise from one score of a grade to the next: there must never be any. */
export function fallingStamps(posts: readonly Post[]): number {
  const last = new Map<string, number>();
  let falling = 0;
  for (const { url, userId, stamp } of posts) {
    const key = `${url} ${userId}`;
    if (stamp <= (last.get(key) ?? 0)) falling += 1;
    last.set(key, stamp);
  }
  return falling;
}
