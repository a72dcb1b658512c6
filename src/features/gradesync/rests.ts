import { type Clock } from '../../jobs/clock.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type ColumnStore } from './columnStore.ts';
import { type Effect } from './domain/outcome.ts';
import { nextPause, troubledGrades } from './domain/pause.ts';
import { type Pause, type PauseReason } from './domain/reasons.ts';
import { type Lane } from './lane.ts';
import { type PauseStore } from './pauseStore.ts';

/** Lets a column or the whole registration rest as outcomes ask for it, and ends the rest when the LMS takes grades. */
export interface Rests {
  /** @param entryId the grade whose try had this effect; null: it was the column itself */
  follow(effect: Effect, lane: Lane, entryId: string | null): Promise<void>;
  restColumn(lane: Lane, reason: PauseReason): Promise<void>;
}

export async function openRests(parts: {
  registrationId: RegistrationId;
  columns: ColumnStore;
  pauses: PauseStore;
  clock: Clock;
  random: () => number;
  closeLane: (lane: Lane) => void;
  stopRun: () => void;
}): Promise<Rests> {
  const { registrationId, columns, pauses, clock, random } = parts;
  /** The rest before this run: one run adds one step to its back-off, however many answers ask for it. */
  let before = await pauses.find(registrationId);
  let pause: Pause | null = null;

  async function restColumn(lane: Lane, reason: PauseReason): Promise<void> {
    if (lane.isClosed) return;
    parts.closeLane(lane);
    await columns.rest(lane.column.id, nextPause(reason, lane.column.pause, null, clock.now(), random));
  }

  async function restAll(reason: PauseReason, ms: number | null): Promise<void> {
    parts.stopRun();
    const wanted = nextPause(reason, before, ms, clock.now(), random);
    if (pause !== null && pause.until >= wanted.until) return;
    pause = wanted;
    await pauses.set(registrationId, wanted);
  }

  async function endRests(lane: Lane): Promise<void> {
    lane.troubled.clear();
    if (lane.column.pause !== null && !lane.isClosed) {
      lane.column = { ...lane.column, pause: null };
      await columns.endRest(lane.column.id);
    }
    if (before !== null && pause === null) {
      before = null;
      await pauses.end(registrationId);
    }
  }

  return {
    restColumn,
    async follow(effect, lane, entryId) {
      switch (effect.kind) {
        case 'none':
          return;
        case 'healthy':
          return endRests(lane);
        case 'troubled':
          if (entryId !== null) lane.troubled.add(entryId);
          if (lane.troubled.size >= troubledGrades) await restColumn(lane, effect.reason);
          return;
        case 'rest-column':
          return restColumn(lane, effect.reason);
        case 'rest-registration':
          return restAll(effect.reason, effect.ms);
      }
    },
  };
}
