import { catalogueOf } from '../../../i18n/index.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type Sealer } from '../../../secrets/sealer.ts';
import { bareFrame } from '../../../web/render.ts';
import {
  definePublicRoute,
  page,
  type PublicReply,
  type PublicRequest,
  type Route,
} from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type ChoiceStore } from '../choiceStore.ts';
import { withoutMail } from '../domain/choice.ts';
import { readToken } from './unsubscribe.ts';

export interface UnsubscribeParts {
  readonly choices: ChoiceStore;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  readonly sealer: Pick<Sealer, 'sign'>;
}

const path = '/notices/unsubscribe/:token';
const why =
  'the signature in the address is the permission: mail programs send no cookies and open no launch';

/** Ends a person's mail. Opening the address only asks, because programs open the links of a mail to look at them. */
export function unsubscribeRoutes(parts: UnsubscribeParts): Route[] {
  const show = async (request: PublicRequest, done: boolean): Promise<PublicReply> => {
    const personId = getPerson(parts, request);
    const [person] = await parts.roster.findPeople([personId]);
    const lang = person?.lang ?? request.lang;
    const t = catalogueOf(lang);
    if (done) await parts.choices.save(personId, withoutMail(await parts.choices.find(personId)));
    const words = t.notices.unsubscribe;
    const title = done ? words.doneTitle : words.title;
    return {
      reply: page('notices/unsubscribe', title, { done }),
      headers: { 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' },
      shell: { lang, frame: bareFrame(title) },
    };
  };
  return [
    definePublicRoute({ why, method: 'get', path, handler: request => show(request, false) }),
    // RFC 8058, 3.2: one POST with "List-Unsubscribe=One-Click" in its body, without cookies, and no questions asked.
    definePublicRoute({
      why,
      method: 'post',
      path,
      bodyLimit: 10_000,
      handler: request => show(request, true),
    }),
  ];
}

function getPerson({ sealer }: UnsubscribeParts, { params }: PublicRequest): PersonId {
  const personId = readToken(params['token'] ?? '', sealer);
  if (personId === null) throw new AppError('not-found', { what: 'address that ends the mail' });
  return personId;
}
