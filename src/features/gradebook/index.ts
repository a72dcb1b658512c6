import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { catalogueOf } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { courseTotal, type PolicyVersion } from '../grading/index.ts';
import { type InstitutionPages } from '../connect/index.ts';
import { type GradeSource } from '../gradesync/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { type Route } from '../../web/route.ts';
import { type ControlKey, controlsOf } from './domain/plan.ts';
import { computeRow, type RowResult } from './domain/row.ts';
import { type ClassBook, createGradebookService, type GradebookDoors } from './gradebookService.ts';
import { createGradebookStore } from './gradebookStore.ts';
import { inOrder } from './gradebookWords.ts';
import { createGpaService } from './gpaService.ts';
import { gridRoutes } from './gridRoutes.ts';
import { createMarkService, type MarkService } from './markService.ts';
import { type MarkWishes, withMarkQueue } from './markQueue.ts';
import { withMarks } from './markSource.ts';
import { ownRoutes } from './ownRoutes.ts';
import { createSettingsStore } from './settingsStore.ts';
import { createReopeningStore } from './reopeningStore.ts';
import { statusRoutes } from './statusRoutes.ts';
import { createStatusStore } from './statusStore.ts';
import { studentRoutes } from './studentRoutes.ts';
import { windowPages } from './windowPages.ts';
import { windowRoutes } from './windowRoutes.ts';
import { stateText } from './windowView.ts';
import { createWindowService, type WindowDoors, type WindowService } from './windowService.ts';

export { findControl, type RowResult } from './domain/row.ts';
export { type Mark, type MarkProblem, readMark } from './domain/mark.ts';
export {
  type Column,
  type ControlKey,
  controlKeys,
  maximumOf,
  type MidtermKey,
  midtermKeys,
} from './domain/plan.ts';
export { type CellConflict } from './domain/writing.ts';
export { type ClassBook } from './gradebookService.ts';
export { columnName, columnTitle, inOrder, markText, nameOf, problemText } from './gradebookWords.ts';
export { type MarkSource } from './gradebookStore.ts';
export { type RowOutcome, type UnsafeRow } from './markService.ts';

/** What the gradebook needs from the rest of the house. */
export interface GradebookParts extends GradebookDoors, Omit<WindowDoors, 'courses'> {
  readonly connection: Connection;
  readonly roster: RosterStore;
  readonly now: () => Date;
  /** Tells the queue to the LMS whose marks have changed in which columns; it leaves out what is not sent. */
  readonly enqueue: (courseId: CourseId, wanted: readonly MarkWishes[]) => Promise<void>;
  readonly log: Log;
}

/** What the gradebook says about one student; an exam that is not released is not there. */
export interface ClassResult {
  readonly member: Member;
  readonly row: RowResult;
  /** When the grading panel released the exam; null: it has not, or the exam is a mark of the gradebook. */
  readonly examReleasedAt: Date | null;
}

export interface ClassResults {
  readonly policyVersion: number;
  /** Those that the policy has. */
  readonly controls: readonly ControlKey[];
  /** In the order of names as Kazakh has it, those who have left last. */
  readonly rows: readonly ClassResult[];
}

export interface Gradebook {
  readonly routes: readonly Route[];
  /** Requests to open closed marks, in the console. */
  readonly pages: InstitutionPages;
  /** Everybody's results as they stand; null: the course has no accepted syllabus. */
  classResults(courseId: CourseId): Promise<ClassResults | null>;
  /** The class with its marks; null: the course has no accepted syllabus. */
  loadClass(courseId: CourseId): Promise<ClassBook | null>;
  /** Everybody's results under a version of the policy, unreleased exams too: what graders would see. */
  resultsUnder(courseId: CourseId, version: PolicyVersion): Promise<readonly ClassResult[]>;
  /** For rooms that bring marks from elsewhere. */
  readonly saveMarks: MarkService['saveMarks'];
  /** Columns whose marks nobody may change now: the days to enter them are over. */
  closedColumns(courseId: CourseId, rules: ClassBook['rules']): Promise<ReadonlySet<string>>;
  /** Since when the exam's marks may not be changed, in words; null: they may. */
  examClosure(courseId: CourseId): Promise<((lang: Lang) => string) | null>;
  /** Adds the marks of single activities to what the queue to the LMS can ask for. */
  addTo(source: GradeSource): GradeSource;
}

/** Marks of current work, and the totals that follow from them. */
export function createGradebook(parts: GradebookParts): Gradebook {
  const { connection, now, roster } = parts;
  const store = createGradebookStore(connection, () => randomBytes(9).toString('base64url'));
  const statuses = createStatusStore(connection);
  const service = createGradebookService({ ...parts, store, statuses });
  const windows = createWindowService({ ...parts, store: createReopeningStore(connection) });
  const closedControls: WindowService['closedControls'] = (...asked) => windows.closedControls(...asked);
  const { marks, settings } = withMarkQueue(createMarkService({ roster, store, now, closedControls }), {
    ...{ store, enqueue: parts.enqueue, log: parts.log },
    settings: createSettingsStore(connection),
  });
  const gpa = createGpaService({ ...parts, service, settings });
  const shared = { gpa, roster, store, settings, service, marks, windows, statuses, now };
  return {
    // Paths with fixed words come before those that take a student's id in the same place.
    routes: [
      ...gridRoutes(shared),
      ...windowRoutes(shared),
      ...statusRoutes(shared),
      ...studentRoutes(shared),
      ...ownRoutes(shared),
    ],
    loadClass: courseId => service.loadClass(courseId),
    saveMarks: (...given) => marks.saveMarks(...given),
    async closedColumns(courseId, rules) {
      const closed = await closedControls(courseId, rules);
      const columns = rules.plan.columns.filter(({ control }) => control !== null && closed.has(control));
      return new Set(columns.map(({ key }) => key));
    },
    async examClosure(courseId) {
      const { policy } = await parts.grading.policyOfCourse(courseId);
      // Asked at every save in the panel: most institutions close nothing.
      if (policy.windows.editDays === null && !policy.windows.closedByStatement) return null;
      const rules = await service.findRules(courseId);
      if (rules === null) return null;
      const found = await windows.windows(courseId, rules);
      const state = found.find(({ control }) => control === 'exam')?.state;
      if (state?.kind !== 'closed') return null;
      return lang => stateText(state, rules.timeZone, catalogueOf(lang));
    },
    pages: windowPages({ ...parts, windows }),
    addTo: source => withMarks(source, { ...parts, store, settings, service }),
    async resultsUnder(courseId, version) {
      const book = await service.loadClass(courseId, version);
      if (book === null) return [];
      const rules = { ...book.rules, courseTotal };
      return inOrder(book.rows, { t: catalogueOf('kk'), lang: 'kk' }).map(
        ({ member, marks, exam, status }) => ({
          member,
          row: computeRow(rules, marks, exam, status),
          examReleasedAt: exam?.releasedAt ?? null,
        }),
      );
    },
    async classResults(courseId) {
      const book = await service.loadClass(courseId);
      if (book === null) return null;
      const { rules } = book;
      const rows = inOrder(book.rows, { t: catalogueOf('kk'), lang: 'kk' });
      return {
        policyVersion: rules.version,
        controls: controlsOf(rules.plan),
        rows: rows.map(({ member, marks, exam, status }) => {
          const released = exam?.released === true ? exam : null;
          const row = computeRow({ ...rules, courseTotal }, marks, released, status);
          return { member, row, examReleasedAt: released?.releasedAt ?? null };
        }),
      };
    },
  };
}
