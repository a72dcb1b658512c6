import { type Clock } from '../../jobs/clock.ts';
import { type Log } from '../../log.ts';
import { type ColumnStore } from './columnStore.ts';
import { columnEffect } from './domain/pause.ts';
import { findColumn, findOrMakeColumn } from './findColumn.ts';
import { type Lane, type OpenLane } from './lane.ts';
import { type LinkStore } from './linkStore.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type Directory, type Gradebook } from './ports.ts';
import { reshape } from './reshape.ts';
import { type Rests } from './rests.ts';

export interface LaneDoorParts {
  readonly columns: ColumnStore;
  readonly links: Pick<LinkStore, 'find'>;
  readonly outbox: OutboxStore;
  readonly gradebook: Gradebook;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

/** Finds out where the grades of a column go, and notices when that place is gone. */
export interface LaneDoor {
  /** Asked once a run. Null: the column cannot be filled now; the store says why. */
  open(lane: Lane): Promise<OpenLane | null>;
  /** After a 404. False: the column is there, so it is the person whom the LMS does not know. */
  isGone(lane: Lane, open: OpenLane): Promise<boolean>;
}

export function createLaneDoor(
  parts: LaneDoorParts,
  run: { isOver: () => boolean; rests: Rests; closeLane: (lane: Lane) => void },
): LaneDoor {
  const { columns, outbox, directory, clock, log } = parts;

  async function lookUp(lane: Lane): Promise<OpenLane | null> {
    const { column } = lane;
    const course = await directory.findCourse(column.courseId);
    if (course === null || (course.services.lineItemsUrl === null && column.url === null)) {
      await run.rests.restColumn(lane, 'no-gradebook');
      return null;
    }
    const target = { registrationId: course.registrationId, ...course.services };
    if (column.url !== null) {
      await reshape(parts, target, column, column.url);
      return { target, url: column.url };
    }
    const found = await findOrMakeColumn({ ...parts, isOurs: () => !run.isOver() }, target, column);
    switch (found.kind) {
      case 'found':
        return { target, url: found.url };
      case 'failed': {
        const { kind, status, detail } = found.failure;
        log.warn({ column: column.id, kind, status, detail }, 'gradesync-column-failed');
        await run.rests.follow(columnEffect(found.failure), lane, null);
        return null;
      }
      case 'wait':
        run.closeLane(lane);
        await columns.park(column.id, column.touches, found.until);
        return null;
      case 'not-ours':
        return null;
    }
  }

  async function lookAgain(lane: Lane, { target, url }: OpenLane): Promise<boolean> {
    const { id } = lane.column;
    const found = await findColumn(parts, target, lane.column);
    if (lane.isClosed) return true;
    if (found.kind !== 'done') {
      await run.rests.follow(columnEffect(found), lane, null);
      return true;
    }
    if (found.value?.url === url) return false;
    run.closeLane(lane);
    if (found.value === null) {
      await columns.setMissing(id);
    } else {
      // Another line item carries our id now (a restored course): it may be empty.
      await columns.setUrl(id, found.value.url);
      await outbox.resendAll(id, clock.now());
      await columns.touch(id);
    }
    return true;
  }

  return {
    open(lane) {
      lane.opening ??= lookUp(lane);
      return lane.opening;
    },
    async isGone(lane, open) {
      return lane.isClosed || lookAgain(lane, open);
    },
  };
}
