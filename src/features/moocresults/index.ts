import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type Gradebook } from '../gradebook/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { certificateRoutes } from './certificates/certificateRoutes.ts';
import { createCertificateService } from './certificates/certificateService.ts';
import { createCertificateStore } from './certificates/certificateStore.ts';
import { completedIn, type CompletedMooc } from './completed.ts';
import { createFileReader } from './fileReader.ts';
import { createResultFileStore } from './fileStore.ts';
import { type MapDoor } from './ports.ts';
import { fileRoutes } from './fileRoutes.ts';
import { resultRoutes } from './resultRoutes.ts';
import { createResultService } from './resultService.ts';
import { createMoocResultStore } from './resultStore.ts';

export { createMoocStandings } from './progress.ts';
export { percentText } from './resultView.ts';

export interface MoocResultsParts extends MapDoor {
  readonly connection: Connection;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<Gradebook, 'loadClass' | 'saveMarks' | 'closedColumns'>;
  readonly log: Log;
  readonly now: () => Date;
}

export interface MoocResults {
  readonly routes: readonly Route[];
  /** Who has completed which online course; percents with a decimal point. */
  completedIn(courseId: CourseId): Promise<readonly CompletedMooc[]>;
  /** Resolves when no file is being read any more. */
  idle(): Promise<void>;
}

/** Results of online courses: from a platform's export to what a student sees, and to marks under model 3. */
export function createMoocResults(parts: MoocResultsParts): MoocResults {
  const files = createResultFileStore(parts.connection);
  const results = createMoocResultStore(parts.connection);
  const newId = (): string => randomBytes(12).toString('hex');
  const service = createResultService({ ...parts, files, results });
  const reader = createFileReader({ ...parts, files, results, service, newId });
  const shared = { ...parts, files, results, service, reader };
  const store = createCertificateStore(parts.connection);
  const certificates = { ...parts, store, service: createCertificateService({ ...parts, store, newId }) };
  return {
    routes: [...resultRoutes(shared), ...fileRoutes(shared), ...certificateRoutes(certificates)],
    completedIn: courseId => completedIn(results, courseId),
    idle: () => reader.idle(),
  };
}
