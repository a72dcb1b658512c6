import { type Connection } from 'mongoose';
import { type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Route } from '../../web/route.ts';
import { type Approvable } from '../approval/index.ts';
import { type CourseStore } from '../course/index.ts';
import { type StudentSteps } from './domain/progress.ts';
import { type PublishedMap } from './domain/published.ts';
import { draftRoutes } from './draftRoutes.ts';
import { liveRoutes } from './liveRoutes.ts';
import { mapDocument } from './mapDocument.ts';
import { type MapParts } from './mapPages.ts';
import { createMapService, type MapServiceParts } from './mapService.ts';
import { createMapStore } from './mapStore.ts';
import { type MapUse, usesOf } from './mapUses.ts';
import { overviewRoutes } from './overviewRoutes.ts';
import { stepRoutes } from './stepRoutes.ts';
import { createStepStore } from './stepStore.ts';

export { type MapModel, type PublishedMap } from './domain/published.ts';
export { type MoocCatalogue } from './mapService.ts';
export { type RegistryMooc } from './domain/registryMooc.ts';

/** What other rooms ask of a course's integration map. */
export interface PublishedMaps {
  /** The newest approved map of a course; null without one. */
  findPublishedMap(courseId: CourseId): Promise<PublishedMap | null>;
}

export interface MoocMaps extends PublishedMaps {
  /** The map as a document of the approval. */
  readonly document: Approvable;
  /** What students say of their registrations: the addresses that results are known by. */
  stepsOf(courseId: CourseId): Promise<ReadonlyMap<PersonId, StudentSteps>>;
  /** Which online courses of the registry are used by the published maps of an institution. */
  usesOf(registrationId: RegistrationId): Promise<readonly MapUse[]>;
  /** @param approval made after this room, because it is handed the document */
  routes(approval: MapParts['approval']): Route[];
}

export function createMoocMaps(
  parts: Omit<MapServiceParts, 'store'> &
    Pick<MapParts, 'roster' | 'daysOf' | 'resultsOf'> & {
      readonly connection: Connection;
      readonly courses: Pick<CourseStore, 'find' | 'ofRegistration'>;
    },
): MoocMaps {
  const store = createMapStore(parts.connection);
  const steps = createStepStore(parts.connection);
  const service = createMapService({ ...parts, store });
  return {
    document: mapDocument(store, service),
    findPublishedMap: courseId => service.findPublishedMap(courseId),
    stepsOf: courseId => steps.ofCourse(courseId),
    usesOf: registrationId => usesOf({ ...parts, store }, registrationId),
    routes(approval) {
      const all: MapParts = { ...parts, store, steps, service, approval };
      return [...overviewRoutes(all), ...draftRoutes(all), ...liveRoutes(all), ...stepRoutes(all)];
    },
  };
}
