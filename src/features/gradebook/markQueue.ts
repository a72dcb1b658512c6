import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type GradebookRow, type GradebookStore } from './gradebookStore.ts';
import { type MarkService } from './markService.ts';
import { hasScore } from './markSource.ts';
import { type SettingsStore } from './settingsStore.ts';

/** People whose mark in one column has changed. */
export interface MarkWishes {
  readonly key: string;
  readonly personIds: readonly PersonId[];
}

export interface MarkQueueParts {
  readonly store: GradebookStore;
  readonly settings: SettingsStore;
  readonly log: Log;
  /** The queue's own; it leaves out columns that the teacher does not send. */
  readonly enqueue: (courseId: CourseId, wanted: readonly MarkWishes[]) => Promise<void>;
}

/** Saving, as before, and then telling the queue to the LMS of it. */
export interface MarkQueue {
  /** Whoever is told "saved" can rely on it: marks that could not be queued are found again. */
  readonly marks: MarkService;
  /** When marks are opened to students, everything that was put down until then goes out. */
  readonly settings: SettingsStore;
}

export function withMarkQueue(marks: MarkService, parts: MarkQueueParts): MarkQueue {
  const { store, settings, enqueue, log } = parts;

  async function queue(courseId: CourseId, personIds: readonly PersonId[]): Promise<void> {
    // Asked after the marks were written: whoever opens them in this moment finds them, or they are found open here.
    if (!(await settings.find(courseId)).marksVisible) return;
    const rows = (await store.list(courseId, personIds)).filter(row => (row.unqueued ?? []).length > 0);
    const wishes = wishesOf(rows, row => row.unqueued ?? []);
    if (wishes.length === 0) return;
    await enqueue(courseId, wishes);
    await store.markQueued(rows);
  }

  return {
    marks: {
      async saveMarks(marker, rules, save) {
        const outcomes = await marks.saveMarks(marker, rules, save);
        const { courseId } = marker;
        const people = outcomes.map(({ personId }) => personId);
        await queue(courseId, people).catch((error: unknown) => {
          // The marks are durable and say that they are not queued.
          log.warn({ course: courseId, error }, 'marks-not-queued');
        });
        return outcomes;
      },
    },
    settings: {
      find: courseId => settings.find(courseId),
      async save(courseId, next) {
        await settings.save(courseId, next);
        if (!next.marksVisible) return;
        const rows = await store.list(courseId);
        const given = ({ marks: kept }: GradebookRow) =>
          Object.keys(kept).filter(key => hasScore(kept[key] ?? ''));
        await enqueue(courseId, wishesOf(rows, given));
      },
    },
  };
}

function wishesOf(
  rows: readonly GradebookRow[],
  keysOf: (row: GradebookRow) => readonly string[],
): MarkWishes[] {
  const people = new Map<string, PersonId[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const known = people.get(key);
      if (known === undefined) people.set(key, [row.personId]);
      else known.push(row.personId);
    }
  }
  return [...people].map(([key, personIds]) => ({ key, personIds }));
}
