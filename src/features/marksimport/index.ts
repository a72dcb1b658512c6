import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type CourseStore } from '../course/index.ts';
import { type Gradebook } from '../gradebook/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Route } from '../../web/route.ts';
import { createImportService } from './importService.ts';
import { createImportStore } from './importStore.ts';
import { importRoutes } from './importRoutes.ts';

export interface MarksImportParts {
  readonly connection: Connection;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<Gradebook, 'loadClass' | 'saveMarks'>;
  readonly now: () => Date;
}

/** Marks from files: a table, the people in it, what it would change, and then the change. */
export function createMarksImport(parts: MarksImportParts): { readonly routes: readonly Route[] } {
  const store = createImportStore(parts.connection);
  const newId = (): string => randomBytes(12).toString('hex');
  const service = createImportService({ ...parts, store, newId });
  return { routes: importRoutes({ ...parts, store, service }) };
}
