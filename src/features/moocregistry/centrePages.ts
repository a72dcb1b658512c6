import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { page, redirect, type Reply } from '../../web/route.ts';
import { type InstitutionContext, type InstitutionPages } from '../connect/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type MoocCentre } from './centreService.ts';
import { registryTimeZone } from './moocService.ts';
import { namesOf } from './viewer.ts';

interface CentrePagesParts {
  readonly centre: MoocCentre;
  readonly roster: Pick<RosterStore, 'findPeople'>;
}

const path = '/mooc-centre';

/** Where an administrator appoints the people of the MOOC centre. */
export function centrePages({ centre, roster }: CentrePagesParts): InstitutionPages {
  async function show(context: InstitutionContext, code: string | null, told: string | null): Promise<Reply> {
    const { t, registration, canChange, home } = context;
    const members = await centre.members(registration.id);
    const nameOf = await namesOf(
      roster,
      members.map(({ personId }) => personId),
      t,
    );
    const words = t.mooccentre.centre;
    return page('moocregistry/centre', words.title, {
      back: { href: home, text: registration.name },
      action: `${home}${path}`,
      canChange,
      code,
      told,
      members: members.map(({ personId, since }) => ({
        id: personId,
        name: nameOf(personId),
        since: words.since({ at: formatInstant(since, registryTimeZone) }),
        dismiss: words.dismissOf({ name: nameOf(personId) }),
      })),
    });
  }

  return {
    links: [{ path, text: t => t.mooccentre.centre.link }],
    routes: define => [
      define({
        method: 'get',
        path,
        handler: (context, { query }) => {
          const told = z.object({ done: z.literal('dismissed') }).safeParse(query).success;
          return show(context, null, told ? context.t.mooccentre.centre.dismissed : null);
        },
      }),
      define({
        method: 'post',
        path: `${path}/code`,
        handler: async context => {
          const code = await centre.makeCode(context.registration.id);
          context.audit('mooc-centre-code', { registration: context.registration.id });
          return show(context, code, null);
        },
      }),
      define({
        method: 'post',
        path: `${path}/dismiss`,
        body: z.object({ person: z.string().max(40) }),
        handler: async (context, { body }) => {
          await centre.dismiss(context.registration.id, body.person);
          context.audit('mooc-centre-dismiss', { registration: context.registration.id });
          return redirect(`${context.home}${path}?done=dismissed`);
        },
      }),
    ],
  };
}
