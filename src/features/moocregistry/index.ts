import { type Connection } from 'mongoose';
import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Lti } from '../../lti/index.ts';
import { type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { type InstitutionPages } from '../connect/index.ts';
import { centrePages } from './centrePages.ts';
import { createMoocCentre } from './centreService.ts';
import { createCentreStore } from './centreStore.ts';
import { createDesk, type Desk } from './deskService.ts';
import { editRoutes } from './editRoutes.ts';
import { fileRoutes } from './fileRoutes.ts';
import { createImportService } from './importService.ts';
import { createImportStore } from './importStore.ts';
import { createLinkJob, type LinkJob } from './linkJob.ts';
import { moocRoutes } from './moocRoutes.ts';
import { createMoocReading, type MoocReading } from './moocService.ts';
import { createMoocStore } from './moocStore.ts';
import { createRegistryIndex } from './registryIndex.ts';
import { statisticsRoutes } from './statisticsRoutes.ts';
import { type MoocUsePort, noUsesKnown } from './usePort.ts';
import { createWarmUp, type WarmUp } from './warmUp.ts';

export { type Mooc, type MoocEntry, type MoocModule, type MoocRun, titleIn } from './domain/mooc.ts';
export { type DueReminder, type FoundMooc, type ListedMooc, type MoocReading } from './moocService.ts';
export { type MoocUse, type MoocUsePort } from './usePort.ts';

export interface MoocRegistryParts {
  readonly connection: Connection;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  readonly now: () => Date;
  readonly outbound: Lti['outbound'];
  readonly log: Log;
  /** What integration maps tell; without it the registry knows nothing of its use. */
  readonly use?: MoocUsePort;
}

/** The registry of an institution's online courses. */
export interface MoocRegistry {
  readonly routes: Route[];
  /** For the console: who belongs to the MOOC centre. */
  readonly institutionPages: InstitutionPages;
  readonly reading: MoocReading;
  readonly noteUse: Desk['noteUse'];
  /** For operators who want links looked at: nothing is called before it is started. */
  readonly linkJob: LinkJob;
  /** Reads the registries ahead of the first search. */
  readonly warmUp: WarmUp;
  /** The people of an institution's MOOC centre. */
  centreMembers(registrationId: RegistrationId): Promise<PersonId[]>;
}

export function createMoocRegistry(given: MoocRegistryParts): MoocRegistry {
  const { connection, now, roster, use = noUsesKnown } = given;
  const store = createMoocStore(connection);
  const index = createRegistryIndex(store);
  const reading = createMoocReading({ store, index, now });
  const desk = createDesk({ store, reading, now });
  const centre = createMoocCentre(createCentreStore(connection), now);
  const imports = createImportService({ imports: createImportStore(connection), store, reading, now });
  const parts = { store, imports, reading, desk, centre, roster, use };
  return {
    routes: [...fileRoutes(parts), ...statisticsRoutes(parts), ...editRoutes(parts), ...moocRoutes(parts)],
    institutionPages: centrePages(parts),
    reading,
    noteUse: (mooc, by) => desk.noteUse(mooc, by),
    linkJob: createLinkJob({ ...given, store }),
    warmUp: createWarmUp({ store, index, log: given.log }),
    centreMembers: async id => (await centre.members(id)).map(({ personId }) => personId),
  };
}
