import { type CourseId } from '../../kernel/ids.ts';
import { type PublishedMap } from './domain/published.ts';

export { type MapModel, type PublishedMap } from './domain/published.ts';

/** What other rooms ask of a course's integration map. */
export interface PublishedMaps {
  /** The newest approved map of a course; null without one. */
  findPublishedMap(courseId: CourseId): Promise<PublishedMap | null>;
}
