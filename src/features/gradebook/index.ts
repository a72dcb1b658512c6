import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type RosterStore } from '../roster/index.ts';
import { type Route } from '../../web/route.ts';
import { createGradebookService, type GradebookDoors } from './gradebookService.ts';
import { createGradebookStore } from './gradebookStore.ts';
import { gridRoutes } from './gridRoutes.ts';
import { createMarkService } from './markService.ts';
import { ownRoutes } from './ownRoutes.ts';
import { createSettingsStore } from './settingsStore.ts';
import { studentRoutes } from './studentRoutes.ts';

/** What the gradebook needs from the rest of the house. */
export interface GradebookParts extends GradebookDoors {
  readonly connection: Connection;
  readonly roster: RosterStore;
  readonly now: () => Date;
}

export interface Gradebook {
  readonly routes: readonly Route[];
}

/** Marks of current work, and the totals that follow from them. */
export function createGradebook(parts: GradebookParts): Gradebook {
  const { connection, now, roster } = parts;
  const store = createGradebookStore(connection, () => randomBytes(9).toString('base64url'));
  const settings = createSettingsStore(connection);
  const service = createGradebookService({ ...parts, store });
  const marks = createMarkService({ roster, store, now });
  const shared = { roster, store, settings, service, marks, now };
  return {
    // Paths with fixed words come before those that take a student's id in the same place.
    routes: [...gridRoutes(shared), ...studentRoutes(shared), ...ownRoutes(shared)],
  };
}
