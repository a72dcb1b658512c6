import { z } from 'zod';
import { parseHttpUrl } from './addresses.ts';

/** Names of LTI Core 1.3 claims without their common beginning. */
const core = 'https://purl.imsglobal.org/spec/lti/claim/';
export const claimNames = {
  version: `${core}version`,
  messageType: `${core}message_type`,
  deploymentId: `${core}deployment_id`,
  targetLinkUri: `${core}target_link_uri`,
  roles: `${core}roles`,
  roleScopeMentor: `${core}role_scope_mentor`,
  context: `${core}context`,
  resourceLink: `${core}resource_link`,
  custom: `${core}custom`,
  lis: `${core}lis`,
  launchPresentation: `${core}launch_presentation`,
  toolPlatform: `${core}tool_platform`,
  ags: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  nrps: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
  forUser: `${core}for_user`,
  notificationService: `${core}platformnotificationservice`,
  notice: `${core}notice`,
  originContexts: `${core}origin_contexts`,
} as const;

/** An id is at most 255 characters and not blank (LTI Core 1.3, sections 5.3.3 to 5.3.7). */
export const maxIdLength = 255;

/** An optional text: absent, null and blank are the same. */
const text = z
  .string()
  .nullish()
  .transform(value => (value == null || value.trim() === '' ? null : value));

/** An optional address of a service: Moodle sends `""` for a deleted column; what is no http(s) address is absent. */
const address = z
  .string()
  .nullish()
  .transform(value => (value == null || parseHttpUrl(value) === null ? null : value));

const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);

/** Yes, no, or null: not said. ltijs takes the words for the values, so platforms that write them have been met. */
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .nullish()
  .transform(value => (value == null ? null : String(value) === 'true'));

/** PHP writes a map without entries as `[]` (ILIAS, Chamilo): in an optional claim that is the claim left out. */
const orEmptyList = <T extends z.ZodType>(claim: T) =>
  z.preprocess(value => (Array.isArray(value) && value.length === 0 ? undefined : value), claim);

/** Values of `custom` are texts; a variable that the platform did not replace (`$Context.id.history`) is absent. */
const custom = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())
  .nullish()
  .transform(values => {
    const known = Object.entries(values ?? {}).filter(
      ([, value]) => value !== null && !isUnsubstituted(value),
    );
    return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
  });

const isUnsubstituted = (value: unknown): boolean =>
  typeof value === 'string' && /^\$[A-Za-z][\w.]*$/.test(value.trim());

/** Ids are checked for length and blankness afterwards, where the refusal can name them. */
const shapes = {
  sub: z.string().nullish(),
  name: text,
  given_name: text,
  family_name: text,
  email: text,
  [claimNames.version]: z.string().nullish(),
  [claimNames.messageType]: z.string().nullish(),
  [claimNames.deploymentId]: z.string().nullish(),
  [claimNames.targetLinkUri]: z.string().nullish(),
  [claimNames.roles]: z.array(z.string()).nullish(),
  [claimNames.roleScopeMentor]: texts,
  [claimNames.context]: z.looseObject({ id: z.string(), label: text, title: text }).nullish(),
  [claimNames.resourceLink]: z
    .looseObject({ id: z.string().nullish(), title: text, description: text })
    .nullish(),
  [claimNames.custom]: orEmptyList(custom),
  [claimNames.lis]: orEmptyList(
    z.looseObject({ person_sourcedid: text, course_section_sourcedid: text }).nullish(),
  ),
  [claimNames.launchPresentation]: orEmptyList(
    z.looseObject({ locale: text, document_target: text, return_url: address }).nullish(),
  ),
  [claimNames.toolPlatform]: orEmptyList(
    z.looseObject({ product_family_code: text, name: text, guid: text }).nullish(),
  ),
  [claimNames.ags]: orEmptyList(
    z.looseObject({ scope: texts, lineitems: address, lineitem: address }).nullish(),
  ),
  [claimNames.nrps]: orEmptyList(z.looseObject({ context_memberships_url: address }).nullish()),
  [claimNames.deepLinkingSettings]: z
    .looseObject({
      deep_link_return_url: address,
      accept_types: texts,
      accept_presentation_document_targets: texts,
      accept_multiple: flag,
      accept_lineitem: flag,
      data: z.string().nullish(),
    })
    .nullish(),
  [claimNames.notificationService]: z
    .looseObject({ platform_notification_service_url: address, scope: texts, notice_types_supported: texts })
    .nullish(),
  [claimNames.forUser]: z.looseObject({ user_id: z.string().nullish() }).nullish(),
} as const;

export const launchClaims = z.object(shapes);
export type LaunchClaims = z.output<typeof launchClaims>;

/** A notice (Platform Notification Service 1.0), with what its types bring. */
export const noticeClaims = z.object({
  [claimNames.version]: z.string().nullish(),
  [claimNames.deploymentId]: z.string(),
  [claimNames.notice]: z.looseObject({ type: z.string() }),
  [claimNames.context]: z.looseObject({ id: z.string() }).nullish(),
  [claimNames.originContexts]: texts,
});
export type NoticeClaims = z.output<typeof noticeClaims>;

const numericDate = z.number();

/** The claims of OpenID Connect Core 1.0, section 2, that decide whether a token is meant for us and is fresh. */
export const tokenClaims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  azp: z.string().nullish(),
  nonce: z.string().nullish(),
  exp: numericDate,
  iat: numericDate,
  nbf: numericDate.nullish(),
});
export type TokenClaims = z.output<typeof tokenClaims>;
