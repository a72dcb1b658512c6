import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type CourseStore } from '../course/index.ts';
import { type Gradebook } from '../gradebook/index.ts';
import { type Grading } from '../grading/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Route } from '../../web/route.ts';
import { createImportService } from './importService.ts';
import { createImportStore } from './importStore.ts';
import { importRoutes } from './importRoutes.ts';
import { worksRoutes } from './worksRoutes.ts';

export { askedView, pagesOf } from './askedView.ts';
export { byPerson } from './domain/byPerson.ts';
export { type PersonField, personFieldOf, personFields } from './domain/headings.ts';
export { type Clues, createMatcher, type Match, type RosterEntry } from './domain/people.ts';
export { pointsOf, readPercent } from './domain/points.ts';
export { type AskedRow, type Decision } from './domain/preview.ts';
export { type FileTable, tableOf, type TableRow } from './domain/table.ts';
export { rosterOf } from './roster.ts';

export interface MarksImportParts {
  readonly connection: Connection;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<Gradebook, 'loadClass' | 'saveMarks' | 'closedColumns'>;
  /** Tickets and links of a class. */
  readonly works: Grading['works'];
  readonly now: () => Date;
}

/** Marks from files: a table, the people in it, what it would change, and then the change. */
export function createMarksImport(parts: MarksImportParts): { readonly routes: readonly Route[] } {
  const store = createImportStore(parts.connection);
  const newId = (): string => randomBytes(12).toString('hex');
  const service = createImportService({ ...parts, store, newId });
  return { routes: [...importRoutes({ ...parts, store, service }), ...worksRoutes(parts)] };
}
