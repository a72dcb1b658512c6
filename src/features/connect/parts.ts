import { type Lti } from '../../lti/index.ts';
import { type Log } from '../../log.ts';
import { type CourseStore } from '../course/index.ts';
import { type ReadDepartment } from '../department/index.ts';
import { type CheckStore } from './checkStore.ts';
import { type ConsoleRouteParts } from './consoleRoute.ts';
import { type InstitutionPages } from './institution.ts';
import { type LaunchLog } from './launchLog.ts';

/** What the pages of the console work on. */
export interface ConnectParts extends ConsoleRouteParts {
  readonly lti: Pick<Lti, 'registrations' | 'dynamicRegistration' | 'check'>;
  readonly courses: Pick<CourseStore, 'findNewest' | 'countOf'>;
  /** The report on all syllabi of a platform; there is no page of it without. */
  readonly department?: ReadDepartment | undefined;
  /** What other rooms show of an institution. */
  readonly institutionPages: readonly InstitutionPages[];
  readonly launchLog: LaunchLog;
  readonly checks: CheckStore;
  readonly publicUrl: string;
  readonly log: Log;
}
