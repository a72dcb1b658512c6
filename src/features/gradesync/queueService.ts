import { type Clock } from '../../jobs/clock.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type ColumnStore } from './columnStore.ts';
import { isPaused } from './domain/pause.ts';
import { type Pause } from './domain/reasons.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type PauseStore } from './pauseStore.ts';
import { type Tallies } from './tallies.ts';
import { type Tally, type TallyStore } from './tallyStore.ts';

/** One platform's queue of grades, for whoever looks after the tool. */
export interface QueueReport {
  readonly registrationId: RegistrationId;
  /** Grades on their way. */
  readonly waiting: number;
  /** When the longest waiting of them was released; null: none waits. */
  readonly oldestAt: Date | null;
  /** Not accepted by the LMS for one person; the teachers see them. */
  readonly refused: number;
  /** Changed by hand in the LMS; the teachers decide. */
  readonly conflicts: number;
  /** Columns that rest or are gone. */
  readonly restingColumns: number;
  /** The whole platform rests; null: it does not. */
  readonly pause: Pause | null;
  /** Calls to the LMS's services in this hour and the one before, and in a day. */
  readonly lastHours: Tally;
  readonly lastDay: Tally;
}

export interface QueueParts {
  readonly columns: ColumnStore;
  readonly outbox: OutboxStore;
  readonly pauses: PauseStore;
  readonly tallies: TallyStore;
  readonly counting: Tallies;
  readonly clock: Clock;
  readonly wake: () => void;
}

/** Queues as an administrator sees and stops them. */
export interface Queues {
  report(registrationIds: readonly RegistrationId[]): Promise<QueueReport[]>;
  /** Nothing is sent to the platform until it is resumed. What is on its way ends. */
  stop(registrationId: RegistrationId): Promise<void>;
  resume(registrationId: RegistrationId): Promise<void>;
}

export function createQueues(parts: QueueParts): Queues {
  const { columns, outbox, pauses, tallies, clock } = parts;

  async function reportOf(registrationId: RegistrationId): Promise<QueueReport> {
    const now = clock.now();
    const own = await columns.ofRegistration(registrationId);
    const [states, pause, lastHours, lastDay] = await Promise.all([
      outbox.countStates(own.filter(column => column.state !== 'off').map(column => column.id)),
      pauses.find(registrationId),
      tallies.last(registrationId, now, 2),
      tallies.last(registrationId, now, 24),
    ]);
    return {
      registrationId,
      waiting: states.waiting,
      oldestAt: states.oldestAt,
      refused: states.refused,
      conflicts: states.conflict,
      restingColumns: own.filter(column => column.state === 'missing' || isPaused(column.pause, now)).length,
      pause: isPaused(pause, now) ? pause : null,
      lastHours,
      lastDay,
    };
  }

  return {
    async report(registrationIds) {
      await parts.counting.flush();
      return Promise.all(registrationIds.map(reportOf));
    },
    stop: id => pauses.stop(id, clock.now()),
    async resume(id) {
      await pauses.resume(id);
      parts.wake();
    },
  };
}
