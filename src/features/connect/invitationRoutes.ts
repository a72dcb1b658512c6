import { z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { type Invitation } from '../../lti/index.ts';
import { page, type PublicRoute, redirect, type Reply } from '../../web/route.ts';
import { type ConsoleContext, consoleRoute } from './consoleRoute.ts';
import { type ConnectParts } from './parts.ts';
import { noticeOf } from './platformRoutes.ts';
import { type Chip, shownInstant } from './platformsView.ts';

/** Links by which an LMS's administrator connects the LMS. */
export function invitationRoutes(parts: ConnectParts): PublicRoute[] {
  const { dynamicRegistration } = parts.lti;
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/invitations',
      who: 'operator',
      tab: 'invitations',
      handler: (context, { query }) => show(parts, context, query, null),
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/invitations',
      who: 'operator',
      tab: 'invitations',
      body: z.object({ name: z.string().trim().max(255), approves: z.enum(['yes', 'no']) }),
      handler: async (context, { body }) => {
        const name = body.name === '' ? null : body.name;
        const made = await dynamicRegistration.invite({ name, approves: body.approves === 'yes' });
        context.audit('invite', { invitation: made.invitation.id, approves: made.invitation.approves });
        // Shown in this answer alone: only a digest of the link is kept.
        return show(parts, context, {}, made);
      },
    }),
    consoleRoute(parts, {
      method: 'post',
      path: '/invitations/:invitation/withdraw',
      who: 'operator',
      tab: 'invitations',
      handler: async (context, { params }) => {
        const unsafeId = params['invitation'] ?? '';
        const withdrawn = await dynamicRegistration.invitations.withdraw(unsafeId);
        if (withdrawn) context.audit('withdraw-invitation', { invitation: unsafeId });
        return redirect(`${context.base}/invitations${withdrawn ? '?done=withdrawn' : ''}`);
      },
    }),
  ];
}

async function show(
  parts: ConnectParts,
  context: ConsoleContext,
  query: unknown,
  made: { readonly url: string; readonly invitation: Invitation } | null,
): Promise<Reply> {
  const { t, base } = context;
  const words = t.console.invitations;
  const all = await parts.lti.dynamicRegistration.invitations.list();
  return page('connect/invitations', words.title, {
    notice: noticeOf(context, query),
    action: `${base}/invitations`,
    made:
      made === null
        ? null
        : { url: made.url, until: words.until({ at: shownInstant(made.invitation.expiresAt) }) },
    nameField: {
      id: 'name',
      name: 'name',
      label: words.name,
      hint: words.nameHint,
      optional: true,
      maxLength: 255,
    },
    approvesField: {
      id: 'approves',
      name: 'approves',
      type: 'select',
      label: words.approves,
      options: [
        { value: 'no', text: words.approvesNo, selected: true },
        { value: 'yes', text: words.approvesYes },
      ],
    },
    rows: all.map(one => rowOf(one, parts.now(), base, t)),
  });
}

function rowOf(invitation: Invitation, now: Date, base: string, t: Catalogue) {
  const words = t.console.invitations;
  const state = invitation.usedAt !== null ? 'used' : invitation.expiresAt <= now ? 'expired' : 'open';
  const looks: Record<typeof state, Omit<Chip, 'text'>> = {
    open: { tone: 'info', icon: 'clock' },
    used: { tone: 'success', icon: 'check' },
    expired: { tone: 'neutral', icon: 'ban' },
  };
  const createdAt = shownInstant(invitation.createdAt);
  return {
    name: invitation.name ?? words.unnamed,
    state: { text: words.states[state], ...looks[state] },
    createdAt,
    expiresAt: shownInstant(invitation.expiresAt),
    withdraw:
      state === 'open'
        ? {
            action: `${base}/invitations/${invitation.id}/withdraw`,
            label: words.withdrawLabel({ at: createdAt }),
          }
        : null,
  };
}
