import { type DraftContent } from '../../features/grading/domain/grade.ts';
import { type PanelGrade, type SaveAnswer, type SaveRequest } from '../../features/grading/domain/panel.ts';
import { type KeptDraft, type KeptDrafts } from './keptDrafts.ts';

/** What became of a request: the server's answer, or why there is none. */
export type PostResult =
  | SaveAnswer
  /** No connection, a timeout, a server that is away: worth another try. */
  | { readonly kind: 'unreachable' }
  /** The session has ended: only a new launch helps. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'refused' };

export type SaveState =
  'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'ended' | 'refused' | 'rubric-changed' | 'closed';

type Conflict = Extract<SaveAnswer, { kind: 'conflict' }>;

export interface SaveQueueParts {
  readonly rubricVersion: number;
  /** A random name of this page. */
  readonly client: string;
  readonly kept: KeptDrafts;
  post(personId: string, request: SaveRequest): Promise<PostResult>;
  /** Something changed about a student's work. */
  onChange(personId: string): void;
  /** The server has a student's draft. */
  onSaved(personId: string, grade: PanelGrade, at: string): void;
  now(): number;
}

interface Job {
  draft: KeptDraft;
  state: SaveState;
  conflict: Conflict | null;
  inFlight: Promise<void> | null;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Long enough not to save every digit, short enough to be forgotten. */
const restMs = 700;
const firstRetryMs = 2000;
const longestRetryMs = 30_000;

/**
 * Brings what is typed to the server: one request a student at a time, always the newest draft, again and again until
 * there is an answer. What is under way is also kept in the browser until the server has it.
 */
export class SaveQueue {
  readonly #parts: SaveQueueParts;
  readonly #jobs = new Map<string, Job>();
  #seq = 0;

  constructor(parts: SaveQueueParts) {
    this.#parts = parts;
    for (const [personId, draft] of parts.kept.all()) {
      this.#jobs.set(personId, newJob(draft));
      this.#schedule(personId, 0);
    }
  }

  /** @param baseRev `rev` of the draft that was on screen before this work began */
  put(personId: string, content: DraftContent, baseRev: number): void {
    const job = this.#jobs.get(personId);
    this.#seq += 1;
    const draft: KeptDraft = {
      content,
      baseRev: job?.draft.baseRev ?? baseRev,
      rubricVersion: this.#parts.rubricVersion,
      client: this.#parts.client,
      seq: this.#seq,
      at: this.#parts.now(),
    };
    this.#parts.kept.keep(personId, draft);
    if (job === undefined) this.#jobs.set(personId, newJob(draft));
    else job.draft = draft;
    if (job === undefined || !isHeld(job)) {
      this.#setState(personId, 'unsaved');
      this.#schedule(personId, restMs);
    }
  }

  /** The draft that the server does not have yet; null when it has all. */
  pending(personId: string): DraftContent | null {
    return this.#jobs.get(personId)?.draft.content ?? null;
  }

  stateOf(personId: string): SaveState {
    return this.#jobs.get(personId)?.state ?? 'saved';
  }

  conflictOf(personId: string): Conflict | null {
    return this.#jobs.get(personId)?.conflict ?? null;
  }

  /** Students whose work is not with the server. */
  unsettled(): string[] {
    return [...this.#jobs.keys()];
  }

  /** Sends at once what is waiting; resolves when there is an answer or none can be had. */
  async flush(personId: string): Promise<void> {
    const job = this.#jobs.get(personId);
    if (job === undefined || isHeld(job)) return;
    await job.inFlight;
    if (this.#jobs.get(personId) === job) await this.#send(personId);
  }

  /** The connection may be back, or the page is going away. */
  flushAll(): void {
    for (const personId of this.#jobs.keys()) void this.flush(personId);
  }

  /** The grader decided for this page's version: it follows the other one, which stays in the history. */
  keepMine(personId: string): void {
    const job = this.#jobs.get(personId);
    if (job?.conflict == null) return;
    job.draft = { ...job.draft, baseRev: job.conflict.theirs.rev, at: this.#parts.now() };
    job.conflict = null;
    this.#parts.kept.keep(personId, job.draft);
    this.#setState(personId, 'unsaved');
    this.#schedule(personId, 0);
  }

  /** The grader decided for what is saved; answers it. */
  takeTheirs(personId: string): PanelGrade | null {
    const theirs = this.conflictOf(personId)?.theirs ?? null;
    if (theirs !== null) this.#settle(personId);
    return theirs;
  }

  #schedule(personId: string, delay: number): void {
    const job = this.#jobs.get(personId);
    if (job === undefined) return;
    clearTimeout(job.timer);
    job.timer = setTimeout(() => void this.#send(personId), delay);
  }

  #send(personId: string): Promise<void> {
    const job = this.#jobs.get(personId);
    if (job === undefined || isHeld(job)) return Promise.resolve();
    clearTimeout(job.timer);
    job.inFlight ??= this.#sendNow(personId, job).finally(() => (job.inFlight = null));
    return job.inFlight;
  }

  async #sendNow(personId: string, job: Job): Promise<void> {
    const { content, baseRev, rubricVersion, client, seq } = job.draft;
    this.#setState(personId, 'saving');
    const result = await this.#parts.post(personId, {
      ...content,
      rev: baseRev,
      rubricVersion,
      client,
      seq,
    });
    this.#take(personId, job, result, job.draft.seq === seq && job.draft.client === client);
  }

  #take(personId: string, job: Job, result: PostResult, isNewest: boolean): void {
    switch (result.kind) {
      case 'saved':
        job.failures = 0;
        job.draft = { ...job.draft, baseRev: result.grade.rev };
        if (isNewest) this.#settle(personId);
        else this.#again(personId, job);
        this.#parts.onSaved(personId, result.grade, result.at);
        return;
      case 'conflict':
        job.conflict = result;
        this.#setState(personId, 'conflict');
        return;
      case 'unreachable':
        job.failures += 1;
        this.#setState(personId, 'offline');
        this.#schedule(personId, Math.min(longestRetryMs, firstRetryMs * 2 ** (job.failures - 1)));
        return;
      case 'ended':
      case 'rubric-changed':
      case 'closed':
        this.#setState(personId, result.kind);
        return;
      case 'invalid':
      case 'refused':
        this.#setState(personId, 'refused');
    }
  }

  /** Something was typed while the request was under way. */
  #again(personId: string, job: Job): void {
    this.#parts.kept.keep(personId, job.draft);
    this.#setState(personId, 'unsaved');
    this.#schedule(personId, restMs);
  }

  #settle(personId: string): void {
    clearTimeout(this.#jobs.get(personId)?.timer);
    this.#jobs.delete(personId);
    this.#parts.kept.forget(personId);
    this.#parts.onChange(personId);
  }

  #setState(personId: string, state: SaveState): void {
    const job = this.#jobs.get(personId);
    if (job === undefined) return;
    job.state = state;
    this.#parts.onChange(personId);
  }
}

function newJob(draft: KeptDraft): Job {
  return { draft, state: 'unsaved', conflict: null, inFlight: null, failures: 0, timer: undefined };
}

/** Sending it again would not help: a person or a new launch must. */
function isHeld({ state }: Job): boolean {
  return state === 'conflict' || state === 'ended' || state === 'rubric-changed' || state === 'closed';
}

/** A name that no other page has. `crypto.randomUUID` is missing on http addresses other than localhost. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
