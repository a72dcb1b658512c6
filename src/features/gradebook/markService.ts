import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type RosterStore } from '../roster/index.ts';
import { readMark } from './domain/mark.ts';
import { type ControlKey, maximumOf, type Plan } from './domain/plan.ts';
import {
  type CellConflict,
  type CellProblem,
  type CellWrite,
  type Channel,
  decideCells,
} from './domain/writing.ts';
import { type GradebookRow, type GradebookStore, type MarkSource, type RowWrite } from './gradebookStore.ts';
import { type GradebookRules, getStudent } from './gradebookService.ts';

/** Who writes marks. Routes have checked what this person may do. */
export interface Marker {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

/** Cells of one student as a client sends them. */
export interface UnsafeRow {
  readonly id: string;
  readonly cells: readonly CellWrite[];
  /** Where they were taken from; kept in the history. */
  readonly source?: MarkSource;
}

/** What became of one student's cells. */
export interface RowOutcome {
  readonly personId: PersonId;
  /** The row as it stands now; null: it has never been written. */
  readonly row: GradebookRow | null;
  readonly conflicts: readonly CellConflict[];
  readonly refused: readonly { readonly column: string; readonly problem: CellProblem }[];
}

/** What a mark is read and refused by. */
type MarkRules = Pick<GradebookRules, 'plan' | 'policy'>;

export interface MarkService {
  /**
   * Writes marks, each over the mark that its grader has seen. Good cells are written whatever becomes of the others.
   * Throws not-found when somebody is no student of the course: nothing is written then.
   */
  saveMarks(
    marker: Marker,
    rules: MarkRules,
    save: { readonly via: Channel; readonly rows: readonly UnsafeRow[] },
  ): Promise<RowOutcome[]>;
}

/** How often a save looks again at rows that somebody else wrote in this moment. */
const mostTries = 40;
/** Up to here people are looked up one by one; the whole class is read for more. */
const fewPeople = 8;

export function createMarkService(parts: {
  readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
  readonly store: GradebookStore;
  readonly now: () => Date;
  /** Controls whose marks may not be changed now. */
  readonly closedControls: (courseId: CourseId, rules: MarkRules) => Promise<ReadonlySet<ControlKey>>;
}): MarkService {
  const { roster, store, now, closedControls } = parts;

  async function studentsOf(courseId: CourseId, rows: readonly UnsafeRow[]): Promise<PersonId[]> {
    const members = rows.length > fewPeople ? await roster.members(courseId) : [];
    const known = new Map(
      members.filter(({ role }) => role === 'learner').map(({ person }) => [person.id as string, person.id]),
    );
    return Promise.all(
      rows.map(async ({ id }) => known.get(id) ?? (await getStudent(roster, courseId, id)).person.id),
    );
  }

  return {
    async saveMarks(marker, rules, { via, rows }) {
      // Rows are read before it is known whose they are: what is no student's is thrown away with the rest.
      const [people, closed, first] = await Promise.all([
        studentsOf(marker.courseId, rows),
        closedControls(marker.courseId, rules),
        store.list(
          marker.courseId,
          rows.map(({ id }) => id),
        ),
      ]);
      const outcomes = new Map<PersonId, RowOutcome>();
      let left = rows.map((row, index) => ({
        personId: people[index] as PersonId,
        source: row.source === undefined ? {} : { source: row.source },
        ...checked(rules.plan, row, closed),
      }));
      for (let tries = 0; tries < mostTries && left.length > 0; tries += 1) {
        const kept =
          tries === 0
            ? first
            : await store.list(
                marker.courseId,
                left.map(({ personId }) => personId),
              );
        const keptOf = new Map(kept.map(row => [row.personId, row]));
        const writes: RowWrite[] = [];
        const last = { by: marker.personId, at: now(), via };
        for (const { personId, cells, refused, source } of left) {
          const before = keptOf.get(personId) ?? null;
          const { marks, changes, conflicts } = decideCells(before?.marks ?? {}, cells);
          const { courseId } = marker;
          const rev = (before?.rev ?? 0) + 1;
          const next: GradebookRow = {
            courseId,
            personId,
            rev,
            marks,
            last: { ...last, changes, ...source },
          };
          const isChanged = changes.length > 0;
          if (isChanged) writes.push({ before, next });
          outcomes.set(personId, { personId, row: isChanged ? next : before, conflicts, refused });
        }
        const written = await store.write(writes);
        const lost = new Set(writes.map(({ next }) => next.personId).filter(id => !written.has(id)));
        left = left.filter(({ personId }) => lost.has(personId));
      }
      // Nothing was lost: whoever sent it tries again, as when the store is away.
      if (left.length > 0) throw new AppError('store-away', { reason: 'rows keep changing' });
      return people.flatMap(personId => outcomes.get(personId) ?? []);
    },
  };
}

/** Cells that can be kept, as the marks that they are; the others with their reasons. */
function checked(
  plan: Plan,
  { cells }: UnsafeRow,
  closed: ReadonlySet<ControlKey>,
): { cells: CellWrite[]; refused: RowOutcome['refused'] } {
  const good: CellWrite[] = [];
  const refused: { column: string; problem: CellProblem }[] = [];
  for (const cell of cells) {
    const column = plan.columns.find(({ key }) => key === cell.column);
    const reading = column === undefined ? null : readMark(keptAsTyped(cell.to), maximumOf(column));
    if (reading === null) refused.push({ column: cell.column, problem: 'unknown-column' });
    else if (column?.control != null && closed.has(column.control))
      refused.push({ column: cell.column, problem: 'closed' });
    else if (reading.ok) good.push({ ...cell, to: reading.mark });
    else refused.push({ column: cell.column, problem: reading.problem });
  }
  return { cells: good, refused };
}

/** The kept spellings "A" and "E" are no words of a language, so they are read as what they mean. */
const keptAsTyped = (mark: string): string => (mark === 'A' ? 'absent' : mark === 'E' ? 'excused' : mark);
