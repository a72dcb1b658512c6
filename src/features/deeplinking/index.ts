import { type Connection } from 'mongoose';
import { type CourseId, type LaunchId } from '../../kernel/ids.ts';
import { type DeepLinkingSettings } from '../../lti/index.ts';
import { sameText } from '../../secrets/sealer.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { createDeepLinkingService } from './deepLinkingService.ts';
import { deepLinkingRoutes } from './deepLinkingRoutes.ts';
import { linkIdOf, linkText } from './domain/place.ts';
import { type DeepLinkingParts } from './parts.ts';
import { createRequestStore } from './requestStore.ts';

export { pathOf } from './domain/opening.ts';
export { activityTitle } from './domain/title.ts';
export { linkIdOf, type Place, parsePlace } from './domain/place.ts';

export interface DeepLinking {
  readonly routes: readonly Route[];
  /** Keeps what the LMS's dialog waits for, until the teacher has chosen. @returns where the launch goes on */
  begin(
    launchId: LaunchId,
    launch: { readonly issuer: string; readonly clientId: string; readonly deploymentId: string },
    settings: DeepLinkingSettings,
  ): Promise<string>;
  /** The course in which a launched link was made, when the link proves it; null otherwise. */
  originOf(custom: Readonly<Record<string, string>>): CourseId | null;
}

/** Placing links to Tirek's pages and activities from the LMS's own dialog (Deep Linking 2.0). */
export function createDeepLinking(
  parts: DeepLinkingParts & {
    readonly connection: Connection;
    readonly courses: Pick<CourseStore, 'find'>;
    readonly now: () => Date;
  },
): DeepLinking {
  const requests = createRequestStore(parts.connection);
  return {
    routes: deepLinkingRoutes({ ...parts, requests, service: createDeepLinkingService(parts) }),
    async begin(launchId, { issuer, clientId, deploymentId }, settings) {
      await requests.remember(launchId, { issuer, clientId, deploymentId, settings }, parts.now());
      return '/deeplinking';
    },
    originOf(custom) {
      const link = linkIdOf(custom);
      return link !== null && sameText(link.proof, parts.proofOf(linkText(link))) ? link.courseId : null;
    },
  };
}
