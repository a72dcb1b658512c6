import { z } from 'zod';
import { catalogueOf } from '../../i18n/index.ts';
import { dayOfInstant, formatDay } from '../../kernel/dates.ts';
import {
  definePublicRoute,
  page,
  type PublicReply,
  type PublicRequest,
  type Route,
} from '../../web/route.ts';
import { defaultTimeZone } from '../course/index.ts';
import { readCode } from '../statement/index.ts';
import { factsOf } from './certificatePaper.ts';
import { type IssuedStore } from './issuedStore.ts';

const query = z.object({ code: z.string().max(60).optional().catch(undefined) });

/** Where somebody to whom a certificate was shown sees whether it is genuine and still holds. */
export function verifyRoute(parts: { readonly store: IssuedStore }): Route {
  return definePublicRoute({
    why: 'whoever is shown a certificate has no launch; only the code on it opens what it says',
    method: 'get',
    path: '/certificate',
    handler: request => verify(parts.store, request),
  });
}

async function verify(store: IssuedStore, request: PublicRequest): Promise<PublicReply> {
  const t = catalogueOf(request.lang);
  const words = t.mooccertificates.verify;
  const typed = query.parse(request.query).code ?? '';
  const code = readCode(typed);
  const certificate = code === null ? null : await store.findByCode(code);
  // The page names a person: no search engine shall keep it, and no link from it shall tell the code.
  const headers = { 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' };
  const view = { typed, unknown: typed !== '' && certificate === null, found: null };
  if (certificate === null) {
    return { headers, reply: page('mooccertificates/verify', words.title, view, view.unknown ? 404 : 200) };
  }
  const timeZone = defaultTimeZone;
  const { revoked } = certificate;
  const found = {
    tone: revoked === null ? 'success' : 'danger',
    text:
      revoked === null
        ? words.genuine
        : words.revoked({ on: formatDay(dayOfInstant(revoked.at, timeZone)), reason: revoked.reason }),
    facts: factsOf(certificate, { t, lang: request.lang, timeZone }),
  };
  return { headers, reply: page('mooccertificates/verify', words.title, { ...view, found }) };
}
