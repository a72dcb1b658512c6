import { type CourseId } from '../../kernel/ids.ts';
import { type AgsService } from '../../lti/index.ts';
import { type CourseCalendar } from '../calendar/index.ts';
import { type Course } from '../course/index.ts';
import { type DialogRequest } from './requestStore.ts';

/** What this room needs of others. */
export interface DeepLinkingParts {
  /** Our address, without a trailing slash. */
  readonly publicUrl: string;
  /** Null: no syllabus has been accepted. */
  readonly findCalendar: (course: Course) => Promise<CourseCalendar | null>;
  readonly gradebook: Pick<AgsService, 'listLineItems'>;
  /** What finds the line item of an activity again; the same as the grades' queue uses. */
  readonly lineItemKey: (courseId: CourseId, key: string) => { resourceId: string; tag: string };
  /** A keyed digest of a text, of characters that every LMS keeps in a parameter. */
  readonly proofOf: (text: string) => string;
  /** Makes the signed `LtiDeepLinkingResponse`. */
  readonly sign: (
    request: Omit<DialogRequest, 'settings'> & {
      settings: Pick<DialogRequest['settings'], 'acceptTypes' | 'acceptMultiple' | 'data'>;
    },
    items: readonly object[],
  ) => Promise<string>;
}
