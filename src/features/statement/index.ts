import { type Connection } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { type CourseStore } from '../course/index.ts';
import { type ControlKey } from '../gradebook/index.ts';
import { type Grading } from '../grading/index.ts';
import { type GradeSource } from '../gradesync/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Route } from '../../web/route.ts';
import { withStatements } from './gradeSource.ts';
import { statementRoutes } from './statementRoutes.ts';
import { createStatementService, type StatementParts } from './statementService.ts';
import { attestedAt } from './domain/statement.ts';
import { createStatementStore } from './statementStore.ts';
import { verifyRoute } from './verifyRoute.ts';

export { codeOf, readCode } from './domain/statement.ts';

export interface StatementsParts extends Omit<StatementParts, 'store'> {
  readonly connection: Connection;
  readonly courses: CourseStore;
  readonly roster: RosterStore;
  /** How many midterm controls a course has. */
  readonly policyOfCourse: Grading['policyOfCourse'];
}

export interface Statements {
  readonly routes: readonly Route[];
  /** Adds RK1, RK2 … and the total, as attested, to what the queue to the LMS can ask for. */
  addTo(source: GradeSource): GradeSource;
  /** When the newest statement was made that attests each control; a statement of a later one attests the earlier too. */
  attestedAt(courseId: CourseId): Promise<Readonly<Partial<Record<ControlKey, Date>>>>;
}

/** Statements: numbered, immutable lists of results, and what proves them. */
export function createStatements(parts: StatementsParts): Statements {
  const { connection, courses, roster, classResults, policies, policyOfCourse } = parts;
  const store = createStatementStore(connection);
  const service = createStatementService({ ...parts, store });
  return {
    routes: [
      ...statementRoutes({ courses, roster, store, service, classResults, policies }),
      verifyRoute({ courses, store, service }),
    ],
    addTo: source => withStatements(source, { store, courses, policies, policyOfCourse }),
    attestedAt: async courseId => attestedAt(await store.list(courseId)),
  };
}
