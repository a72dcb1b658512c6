import { type HeldLease } from '../../jobs/leases.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type WantedScore } from './domain/entry.ts';
import { decide, type Ending, type EntryChange } from './domain/outcome.ts';
import { nextStamp } from './domain/stamp.ts';
import { type Job, type Lane, type OpenLane } from './lane.ts';
import { createLaneDoor, type LaneDoor, type LaneDoorParts } from './laneDoor.ts';
import { createLaneQueue, type LaneQueue } from './laneQueue.ts';
import { type Settlement } from './outboxStore.ts';
import { type PauseStore } from './pauseStore.ts';
import { type GradeSource } from './ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { openRests, type Rests } from './rests.ts';
import { type Tried, tryGrade } from './tryGrade.ts';

export interface RunParts extends LaneDoorParts {
  readonly pauses: PauseStore;
  readonly source: GradeSource;
  readonly random: () => number;
  /** Scores on their way at once to one registration. */
  readonly parallel: number;
}

export interface RegistrationRun {
  /** Resolves with how many grades were tried. Rejects when the store failed; what was not written is tried again. */
  readonly ended: Promise<number>;
  /** Ends after the tries that are under way. */
  stop(): void;
  /** A sign of life while slow answers are waited for. */
  keepAlive(): Promise<void>;
}

/** So far ahead of the clock timestamps are promised to the store, in seconds: no write for each score. */
const promiseAhead = 20;
/** With so many outcomes not written yet, sending waits for the store. */
const mostUnwritten = 256;
/** Another wish for a grade that was just sent: Moodle takes one score a second for one person. */
const againMs = 1_100;
/** How often a run looks whether the administrator has stopped it. */
const stopLookMs = 1_000;
/** What was read ahead is read again when the LMS is slow; a change in between is sent once more in any case. */
const freshMs = 1_000;

/** Sends what is due for one registration until nothing is, or until it must rest; then gives the lease back. */
export function startRun(registrationId: RegistrationId, lease: HeldLease, parts: RunParts): RegistrationRun {
  const run = new Run(registrationId, lease, parts);
  return { ended: run.run(), stop: () => run.stop(), keepAlive: () => run.keepAlive() };
}

class Run {
  private readonly registrationId: RegistrationId;
  private readonly parts: RunParts;
  private readonly lease: HeldLease;
  private readonly queue: LaneQueue;
  private readonly recorder: Recorder;
  private readonly laneOf = new Map<string, Lane>();
  private stopped = false;
  private failure: Error | null = null;
  private tries = 0;
  private stopLookedAt: number;

  constructor(registrationId: RegistrationId, lease: HeldLease, parts: RunParts) {
    this.registrationId = registrationId;
    this.lease = lease;
    this.parts = parts;
    this.stopLookedAt = parts.clock.elapsed();
    this.queue = createLaneQueue({ ...parts, registrationId });
    this.recorder = createRecorder(
      parts.outbox,
      settlements => this.written(settlements),
      error => this.fail(error),
    );
  }

  async run(): Promise<number> {
    const closeLane = (lane: Lane) => this.queue.close(lane);
    try {
      const { registrationId, parts } = this;
      const rests = await openRests({ ...parts, registrationId, closeLane, stopRun: () => this.stop() });
      const door = createLaneDoor(parts, { isOver: () => this.isOver(), rests, closeLane });
      await Promise.all(Array.from({ length: parts.parallel }, () => this.work(door, rests)));
      await this.recorder.flush();
    } catch (error) {
      this.fail(error);
    }
    await this.lease.release(this.failure === null);
    if (this.failure !== null) throw this.failure;
    return this.tries;
  }

  stop(): void {
    this.stopped = true;
  }

  async keepAlive(): Promise<void> {
    try {
      const seconds = Math.floor(this.parts.clock.now().getTime() / 1000);
      if (!(await this.lease.keep(seconds + promiseAhead))) this.stop();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The administrator's word reaches a run that is under way. */
  private async obeyStop(): Promise<void> {
    const { clock, pauses } = this.parts;
    if (clock.elapsed() - this.stopLookedAt < stopLookMs) return;
    this.stopLookedAt = clock.elapsed();
    if ((await pauses.find(this.registrationId))?.reason === 'stopped') this.stop();
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
    this.stop();
  }

  private isOver(): boolean {
    return this.stopped || !this.lease.isTrusted();
  }

  /** One of the senders that work side by side. */
  private async work(door: LaneDoor, rests: Rests): Promise<void> {
    try {
      while (!this.stopped) {
        if (this.recorder.waiting > mostUnwritten) await this.recorder.flush();
        const job = await this.queue.next();
        if (job === null) return;
        await this.keepAlive();
        await this.obeyStop();
        if (this.isOver()) return;
        await this.handle(job, door, rests);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  private async handle(job: Job, door: LaneDoor, rests: Rests): Promise<void> {
    const { lane, entry } = job;
    const open = await door.open(lane);
    if (open === null || this.isOver() || lane.isClosed) return;
    const tried = await this.attempt(job, open);
    if (tried === null) return;
    this.tries += 1;
    const { wanted } = tried;
    const ending = await this.withEvidence(tried.ending, job);
    if (ending.kind === 'posted') lane.hasAccepted = true;
    if (ending.kind === 'failed' && ending.failure.kind === 'not-found' && (await door.isGone(lane, open))) {
      // Nothing is decided for this grade, but its timestamp is used.
      if (ending.stamp !== null) this.record(job, { lastStamp: ending.stamp });
      return;
    }
    const facts = { entry, wanted, now: this.parts.clock.now(), random: this.parts.random };
    const { change, effect } = decide(ending, facts);
    this.record(job, change);
    await rests.follow(effect, lane, entry.id);
  }

  /** An LMS that fails for one person alone, while the column takes others, has that grade locked. */
  private async withEvidence(ending: Ending, { lane, entry }: Job): Promise<Ending> {
    if (ending.kind !== 'failed' || ending.failure.isEmptyList !== true) return ending;
    const takesOthers =
      lane.hasAccepted || (await this.parts.outbox.hasSentSince(entry.columnId, entry.wishedAt, entry.id));
    return takesOthers ? { ...ending, failure: { ...ending.failure, kind: 'locked' } } : ending;
  }

  private record({ lane, entry }: Job, change: EntryChange): void {
    this.laneOf.set(entry.id, lane);
    const againAt = new Date(this.parts.clock.now().getTime() + againMs);
    this.recorder.add({ entry, change, againAt });
  }

  private async wantedNow({ lane, entry, ahead }: Job): Promise<WantedScore | null> {
    const { clock, source } = this.parts;
    if (ahead !== null && clock.elapsed() - ahead.at < freshMs) return ahead.wanted;
    return source.wanted(entry.courseId, lane.column.key, entry.personId);
  }

  private async attempt(job: Job, { target, url }: OpenLane): Promise<Tried | null> {
    const { entry } = job;
    let stamp: number | null = null;
    const stampFor = async (): Promise<number | null> => {
      const next = nextStamp(this.parts.clock.now(), entry.lastStamp, this.lease.floor);
      if (!(await this.lease.promise(next, promiseAhead)) || this.isOver()) return null;
      stamp = next;
      return next;
    };
    try {
      const wantedFor = () => this.wantedNow(job);
      return await tryGrade(this.parts, { target, url, wantedFor, stampFor }, entry);
    } catch (error) {
      this.parts.log.error({ error, entry: entry.id }, 'gradesync-try-failed');
      return { ending: { kind: 'own-fault', stamp }, wanted: null };
    }
  }

  private async written(settlements: readonly Settlement[]): Promise<void> {
    const byLane = new Map<Lane, string[]>();
    for (const { entry } of settlements) {
      const lane = this.laneOf.get(entry.id);
      this.laneOf.delete(entry.id);
      if (lane !== undefined) byLane.set(lane, [...(byLane.get(lane) ?? []), entry.id]);
    }
    for (const [lane, ids] of byLane) await this.queue.settled(lane, ids);
  }
}
