import { randomBytes } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Sealer } from '../../secrets/sealer.ts';
import { type VerifiedLaunch } from '../../lti/index.ts';
import { type PublicReply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore, defaultTimeZone } from '../course/index.ts';
import { unknownCollections } from './domain/inventory.ts';
import { erasePerson, type ErasureReport } from './erasePerson.ts';
import { createErasureStore } from './erasureStore.ts';
import { type ExportPlatform, exportPerson, type ExportWish } from './exportPerson.ts';
import { createPersonalDataStore } from './personalDataStore.ts';
import { openOutsideCourse, ticketRoute } from './outsideCourse.ts';
import { privacyRoutes } from './privacyRoutes.ts';

export { type ErasureReport } from './erasePerson.ts';
export { type ExportPlatform } from './exportPerson.ts';

/** What is stored about one person: found, written out, erased. */
export interface PersonalData {
  /** @param sub the person's id in the LMS */
  findPerson(registrationId: RegistrationId, sub: string): Promise<PersonId | null>;
  /** The export as a stream of text: one JSON object. */
  export(wish: ExportWish): AsyncIterable<string>;
  /** Null: nothing is stored about such a person, and nothing was. */
  erase(registrationId: RegistrationId, sub: string): Promise<ErasureReport | null>;
  /** Collections of which nobody here knows whether they hold people; before export and erasure there must be none. */
  unknownCollections(): Promise<string[]>;
}

export function createPersonalData(parts: {
  readonly connection: Connection;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly now: () => Date;
}): PersonalData {
  const { connection, sealer, now } = parts;
  const store = createPersonalDataStore(connection);
  const erasing = {
    store,
    erasures: createErasureStore(connection),
    now,
    digest: (value: string) => sealer.sign('erasure', value),
    newPseudonym: () => randomBytes(12).toString('hex'),
  };
  return {
    findPerson: (registrationId, sub) => store.findPerson(registrationId, sub),
    export: wish => exportPerson({ store, now }, wish),
    erase: (registrationId, sub) => erasePerson(erasing, registrationId, sub),
    unknownCollections: async () => unknownCollections(await store.collectionNames()),
  };
}

/** The page with one's own data. */
export interface PrivacyPages {
  readonly routes: readonly Route[];
  /** Answers a data-privacy launch from outside any course; every other launch is none of ours. */
  outsideCourse(launch: VerifiedLaunch): Promise<PublicReply | null>;
}

export function createPrivacyPages(parts: {
  readonly connection: Connection;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly findRegistration: (id: RegistrationId) => Promise<ExportPlatform | null>;
  readonly now: () => Date;
}): PrivacyPages {
  const store = createPersonalDataStore(parts.connection);
  const findPlatform = ({ registrationId }: Course) => parts.findRegistration(registrationId);
  const outside = { ...parts, store, timeZone: defaultTimeZone };
  return {
    routes: [...privacyRoutes({ ...parts, store, findPlatform }), ticketRoute(outside)],
    outsideCourse: launch =>
      launch.message.type === 'LtiDataPrivacyLaunchRequest'
        ? openOutsideCourse(outside, launch)
        : Promise.resolve(null),
  };
}
