import { z } from 'zod';
import { languages } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { idPattern } from '../../kernel/ids.ts';
import { definePublicRoute, json, type PublicReply, type Route } from '../../web/route.ts';
import { type BadgeKeys } from './badgeKeys.ts';
import { badgeWords } from './badgeService.ts';
import { achievementOf, profileOf, revocationList } from './domain/badge.ts';
import { type Certificate } from './domain/certificate.ts';
import { type IssuedStore } from './issuedStore.ts';

interface BadgeRouteParts {
  readonly store: IssuedStore;
  readonly keys: BadgeKeys;
  readonly publicUrl: string;
}

const achievement = z.object({ credential: z.uuid(), lang: z.enum(languages) });

/** What a signed credential names, for programs that verify it. None of it names a person. */
export function badgeRoutes({ store, keys, publicUrl }: BadgeRouteParts): Route[] {
  return [
    definePublicRoute({
      why: 'who verifies a badge has no launch; a public key is public',
      method: 'get',
      path: '/badges/keys/:kid',
      handler: async ({ params }) => open(found(await keys.findPublic(params['kid'] ?? ''), 'badge key')),
    }),
    definePublicRoute({
      why: 'who verifies a badge has no launch; the profile tells the institution’s name alone',
      method: 'get',
      path: '/badges/issuers/:issuer',
      handler: async ({ params }) => open(profileOf(publicUrl, await newestOf(store, params['issuer']))),
    }),
    definePublicRoute({
      why: 'who verifies a badge has no launch; the list has random ids and neither names nor reasons',
      method: 'get',
      path: '/badges/issuers/:issuer/revoked',
      handler: async ({ params }) => {
        const { registrationId } = await newestOf(store, params['issuer']);
        const revoked = await store.revokedCredentials(registrationId);
        return open(revocationList(publicUrl, registrationId, revoked));
      },
    }),
    definePublicRoute({
      why: 'who verifies a badge has no launch; an achievement tells of an online course and of nobody',
      method: 'get',
      path: '/badges/achievements/:credential/:lang',
      handler: async ({ params }) => {
        const { credential, lang } = found(achievement.safeParse(params).data ?? null, 'achievement');
        const certificate = found(await store.findByCredential(credential), 'achievement');
        return open(achievementOf(publicUrl, certificate, badgeWords(lang)));
      },
    }),
  ];
}

/** Pages of other sites that verify badges may read it. */
const open = (value: object): PublicReply => ({
  reply: json(value),
  headers: { 'Access-Control-Allow-Origin': '*' },
});

function found<T>(value: T | null, what: string): T {
  if (value === null) throw new AppError('not-found', { what });
  return value;
}

/** An institution that has issued nothing is unknown here. */
const newestOf = async (store: IssuedStore, unsafeId = ''): Promise<Certificate> =>
  found(idPattern.test(unsafeId) ? await store.findNewest(unsafeId) : null, 'badge issuer');
