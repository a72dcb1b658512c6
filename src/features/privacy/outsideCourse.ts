import { z } from 'zod';
import { catalogueOf } from '../../i18n/index.ts';
import { langOfLocale } from '../../i18n/lang.ts';
import { AppError } from '../../kernel/errors.ts';
import { asId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Sealer, sameText } from '../../secrets/sealer.ts';
import { bareFrame } from '../../web/render.ts';
import { definePublicRoute, page, type PublicReply, type PublicRoute } from '../../web/route.ts';
import { type ExportPlatform, exportPerson } from './exportPerson.ts';
import { type PersonalDataStore } from './personalDataStore.ts';
import { overviewOf } from './privacyService.ts';
import { privacyView } from './privacyView.ts';

export interface OutsideCourseParts {
  readonly store: PersonalDataStore;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly findRegistration: (id: RegistrationId) => Promise<ExportPlatform | null>;
  readonly timeZone: string;
  readonly now: () => Date;
}

/** What a data-privacy launch says of the person. */
export interface PrivacyLaunch {
  readonly registrationId: RegistrationId;
  readonly person: { readonly sub: string };
  readonly locale: string | null;
}

/**
 * Answers a data-privacy launch that came from outside any course. Sessions belong to courses, so there is none: the page
 * is the answer itself, and its one button carries a ticket for this person's own data, signed and good for half an hour.
 */
export async function openOutsideCourse(
  parts: OutsideCourseParts,
  { registrationId, person, locale }: PrivacyLaunch,
): Promise<PublicReply> {
  const personId = await parts.store.findPerson(registrationId, person.sub);
  const overview = personId === null ? null : await overviewOf(parts.store, personId);
  const chosen = overview?.identity['language'];
  const lang = langOfLocale(typeof chosen === 'string' ? chosen : (locale ?? undefined)) ?? 'kk';
  const t = catalogueOf(lang);
  const shell = { lang, frame: bareFrame('') };
  if (personId === null || overview === null) {
    const message = { icon: 'info', tone: 'info', ...t.privacy.nothing };
    return { reply: page('layout/message', t.privacy.nothing.title, { message }), shell };
  }
  const ticket = ticketOf(parts, { personId, registrationId, until: parts.now().getTime() + ticketMs });
  const view = privacyView({ t }, overview, parts.timeZone);
  const form = { action: '/privacy/export', ticket };
  return { reply: page('privacy/privacy', t.privacy.title, { ...view, export: form }), shell };
}

const ticketMs = 30 * 60_000;

interface Ticket {
  readonly personId: PersonId;
  readonly registrationId: RegistrationId;
  readonly until: number;
}

function ticketOf({ sealer }: Pick<OutsideCourseParts, 'sealer'>, ticket: Ticket): string {
  const text = `${ticket.personId}.${ticket.registrationId}.${ticket.until}`;
  return `${text}.${sealer.sign('privacy-ticket', text)}`;
}

const ticketPattern = /^(([0-9a-f]{24})\.([0-9a-f]{24})\.(\d{1,16}))\.([\w-]+)$/;

/** Null for what we did not sign, and for what has ended. */
function openTicket({ sealer, now }: OutsideCourseParts, unsafeText: string): Ticket | null {
  const [, text = '', person = '', registration = '', until = '', proof = ''] =
    ticketPattern.exec(unsafeText) ?? [];
  if (text === '' || !sameText(proof, sealer.sign('privacy-ticket', text))) return null;
  if (Number(until) <= now().getTime()) return null;
  return {
    personId: asId<'person'>(person),
    registrationId: asId<'registration'>(registration),
    until: Number(until),
  };
}

/** The export of a page without a session. */
export function ticketRoute(parts: OutsideCourseParts): PublicRoute {
  return definePublicRoute({
    why: 'the ticket of a data-privacy launch stands for the session',
    method: 'post',
    path: '/privacy/export',
    bodyLimit: 10_000,
    handler: async ({ body, t }) => {
      const given = z.object({ ticket: z.string().max(200) }).safeParse(body);
      const ticket = given.success ? openTicket(parts, given.data.ticket) : null;
      if (ticket === null) throw new AppError('session-ended', { reason: 'ticket' });
      const { personId, registrationId } = ticket;
      const platform = await parts.findRegistration(registrationId);
      return {
        reply: {
          kind: 'stream',
          name: `${t.privacy.export.fileName}.json`,
          type: 'application/json; charset=utf-8',
          body: exportPerson(parts, { personId, audience: 'person', platform }),
        },
      };
    },
  });
}
