import { type Clock } from '../../jobs/clock.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Column } from './domain/column.ts';
import { isPaused } from './domain/pause.ts';
import { type Entry } from './domain/entry.ts';
import { type Job, type Lane, type ReadAhead } from './lane.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type GradeSource } from './ports.ts';

/** How many grades all columns together take before the first has its turn again: less than two seconds' work. */
const roundSize = 320;
/** How many of them one column takes in its turn, at least and at most. */
const turnSize = { least: 16, most: 64 } as const;
/** With fewer than this ready, the next ones are read ahead. */
const lowWater = 16;
/** How often new columns are looked for while there is work. */
const lookEveryMs = 500;
const lanesAtOnce = 200;

/** The grades of one registration that are due, column by column in turns, read ahead a little. */
export interface LaneQueue {
  /** Null: nothing more is due now. */
  next(): Promise<Job | null>;
  /** The outcomes of these entries are in the store. */
  settled(lane: Lane, ids: readonly string[]): Promise<void>;
  /** Nothing more from this column in this run; whoever closes it has said in the store why and until when. */
  close(lane: Lane): void;
}

export function createLaneQueue(parts: {
  registrationId: RegistrationId;
  columns: ColumnStore;
  outbox: OutboxStore;
  source: GradeSource;
  clock: Clock;
}): LaneQueue {
  const { columns, outbox, clock } = parts;
  const lanes = new Map<string, Lane>();
  const turns: Lane[] = [];
  const ready: Job[] = [];
  let lookedAt = -Infinity;
  let refilling: Promise<boolean> | null = null;

  function meet(column: Column): void {
    const known = lanes.get(column.id);
    if (known === undefined) {
      const lane = newLane(column);
      lanes.set(column.id, lane);
      turns.push(lane);
    } else if (!known.isClosed && column.touches > known.column.touches) {
      known.column = column;
      if (known.isExhausted) turns.push(known);
      known.isExhausted = false;
    }
  }

  async function lookForColumns(): Promise<void> {
    if (turns.length > 0 && clock.elapsed() - lookedAt < lookEveryMs) return;
    lookedAt = clock.elapsed();
    const now = clock.now();
    const due = await columns.dueOf(parts.registrationId, now, lanesAtOnce);
    for (const column of due) if (!isPaused(column.pause, now)) meet(column);
    // A column that is worked at is due until it is parked. One that is not was taken away: the teacher let it go.
    const ids = new Set(due.map(column => column.id));
    if (due.length < lanesAtOnce) for (const [id, lane] of lanes) if (!ids.has(id)) lane.isClosed = true;
  }

  async function fill(): Promise<boolean> {
    await lookForColumns();
    const lane = turns.shift();
    if (lane === undefined) return false;
    if (lane.isClosed) return true;
    const share = Math.floor(roundSize / (turns.length + 1));
    const size = Math.min(Math.max(share, turnSize.least), turnSize.most);
    const entries = await outbox.due(lane.column.id, clock.now(), size, [...lane.inHand]);
    const ahead = await readAhead(lane, entries);
    for (const entry of entries) {
      lane.inHand.add(entry.id);
      ready.push({ lane, entry, ahead: ahead(entry) });
    }
    if (entries.length === size) turns.push(lane);
    else lane.isExhausted = true;
    await parkWhenDone(lane);
    return true;
  }

  /** One question for the whole turn costs the store a tenth of one for each grade. */
  async function readAhead(
    lane: Lane,
    entries: readonly Entry[],
  ): Promise<(entry: Entry) => ReadAhead | null> {
    if (parts.source.wantedMany === undefined || entries.length < 2) return () => null;
    const { courseId, key } = lane.column;
    const at = clock.elapsed();
    const people = entries.map(entry => entry.personId);
    const wanted = await parts.source.wantedMany(courseId, key, people);
    return entry => ({ wanted: wanted.get(entry.personId) ?? null, at });
  }

  function refill(): Promise<boolean> {
    refilling ??= fill().finally(() => {
      refilling = null;
    });
    return refilling;
  }

  async function parkWhenDone(lane: Lane): Promise<void> {
    if (!lane.isExhausted || lane.isClosed || lane.inHand.size > 0) return;
    if (lanes.get(lane.column.id) !== lane) return;
    lanes.delete(lane.column.id);
    await columns.park(lane.column.id, lane.column.touches, await outbox.nextDueAt(lane.column.id));
  }

  return {
    async next() {
      for (;;) {
        const job = ready.shift();
        if (job === undefined) {
          if (!(await refill())) return null;
          continue;
        }
        // Whoever waits for it hears of its failure; reading ahead is only for speed.
        if (ready.length < lowWater && turns.length > 0) refill().catch(() => undefined);
        if (!job.lane.isClosed) return job;
      }
    },
    async settled(lane, ids) {
      for (const id of ids) lane.inHand.delete(id);
      await parkWhenDone(lane);
    },
    close(lane) {
      lane.isClosed = true;
    },
  };
}

const newLane = (column: Column): Lane => ({
  column,
  opening: null,
  inHand: new Set(),
  isExhausted: false,
  isClosed: false,
  troubled: new Set(),
  hasAccepted: false,
});
