import { z } from 'zod';

/** The ways in which one LMS differs from another, each observed on a real one (Moodle 4.1 unless said otherwise). */
export const ways = z.object({
  /** Names go into launches and memberships. */
  shareNames: z.boolean(),
  /** E-mail addresses go into launches and memberships. */
  shareEmails: z.boolean(),
  /** Memberships (NRPS) are offered at all. */
  offerMemberships: z.boolean(),
  /** Grade services (AGS) are offered at all. */
  offerGrades: z.boolean(),
  /** The tool may manage columns: without it the `lineitem` scope is not granted. */
  offerColumns: z.boolean(),
  /** Memberships name roles shortly ("Learner") instead of by URI. */
  shortRoles: z.boolean(),
  /** Assistants launch as Instructor and are listed as Learner; administrators launch as Instructor too. */
  moodleRoles: z.boolean(),
  /** Media types are matched literally: a list of types or application/json is refused. */
  strictMediaTypes: z.boolean(),
  /** Timestamps of scores are compared in whole seconds: two within one second conflict. */
  wholeSeconds: z.boolean(),
  /** Typographic quotes in `Link`, token answers typed text/html, a next page of members without its role. */
  moodleOddities: z.boolean(),
  /** Its page keeps values for tools that get no cookies (LTI postMessage Storage 0.1). Not on Moodle; as on Canvas. */
  offerStorage: z.boolean().default(true),
  /** A frame of its own beside the tool's does so, as on Canvas; otherwise the page around the tool. */
  storageFrame: z.boolean().default(false),
  /** `$Context.id.history` is replaced: a copied course names those that it was copied from. */
  offerHistory: z.boolean().default(true),
  /** Notices are offered (Platform Notification Service 1.0): not on Moodle, as on Canvas and Brightspace. */
  offerNotices: z.boolean().default(false),
  /** The most that one page of a service holds; 0: everything at once. */
  pageSize: z.number().int().min(0).max(1000),
  /** How long an access token lives. */
  tokenSeconds: z.number().int().min(1).max(86_400),
});
export type Ways = z.infer<typeof ways>;

export const defaultWays: Ways = {
  shareNames: true,
  shareEmails: true,
  offerMemberships: true,
  offerGrades: true,
  offerColumns: true,
  shortRoles: false,
  moodleRoles: false,
  strictMediaTypes: true,
  wholeSeconds: true,
  moodleOddities: false,
  offerStorage: true,
  storageFrame: false,
  offerHistory: true,
  offerNotices: false,
  pageSize: 0,
  tokenSeconds: 3600,
};

/** The ways that are simply on or off, in the order of the settings page. */
export const switchWays = [
  'shareNames',
  'shareEmails',
  'offerMemberships',
  'offerGrades',
  'offerColumns',
  'shortRoles',
  'moodleRoles',
  'strictMediaTypes',
  'wholeSeconds',
  'moodleOddities',
  'offerStorage',
  'storageFrame',
  'offerHistory',
  'offerNotices',
] as const satisfies readonly (keyof Ways)[];
