import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type DocumentPage } from './approvable.ts';
import { type Approval } from './approvalStore.ts';
import { type ApprovalEvent, type ApprovalState, currentStep } from './domain/process.ts';

export interface ApprovalViewer {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly timeZone: string;
  readonly personId: PersonId;
  readonly nameOf: (id: PersonId) => string;
}

const tones: Record<ApprovalState, 'info' | 'success' | 'warning' | 'neutral'> = {
  submitted: 'info',
  approved: 'success',
  returned: 'warning',
  withdrawn: 'neutral',
};

export function stateChip({ state }: Pick<Approval, 'state'>, t: Catalogue) {
  return { text: t.approval.states[state], tone: tones[state] };
}

/** What a page says after something was done. */
export const announcements = [
  'submitted',
  'agreed',
  'approved',
  'returned',
  'commented',
  'withdrawn',
  'opened',
] as const;
type Announcement = (typeof announcements)[number];

/** The way of the document step by step, what was said of it, and what this viewer may do now. */
export function approvalView(
  approval: Approval,
  { places }: Pick<DocumentPage, 'places'>,
  viewer: ApprovalViewer,
) {
  const { t, lang, timeZone, personId, nameOf } = viewer;
  const step = currentStep(approval);
  const agreed = approval.events.filter(({ action }) => action === 'agreed');
  const names = new Map(places.map(({ key, text }) => [key, text]));
  const returned = approval.events.find(({ action }) => action === 'returned') ?? null;
  const mayDecide =
    step !== null && approval.grants.some(one => one.person === personId && one.step === step);
  return {
    state: stateChip(approval, t),
    steps: approval.steps.map(({ role }, index) => {
      const done = agreed[index];
      return {
        role: role[lang],
        ...stepState(done ?? (returned?.step === index ? returned : null), index === step, viewer),
      };
    }),
    returned:
      returned === null
        ? null
        : {
            text: t.approval.events.returned({
              name: nameOf(returned.by),
              at: formatInstant(returned.at, timeZone),
            }),
            note: returned.text,
          },
    events: approval.events.map(({ action, at, by, text }) => ({
      text: t.approval.events[action]({ name: nameOf(by), at: formatInstant(at, timeZone) }),
      note: text,
    })),
    comments: approval.comments.map(({ at, by, place, text }) => ({
      place: place === null ? t.approval.wholeDocument : (names.get(place) ?? t.approval.wholeDocument),
      meta: `${nameOf(by)}, ${formatInstant(at, timeZone)}`,
      text,
    })),
    places: [
      { value: '', text: t.approval.wholeDocument },
      ...[...names].map(([value, text]) => ({
        value,
        text: text.length > 90 ? `${text.slice(0, 89)}…` : text,
      })),
    ],
    mayDecide,
    isOpen: step !== null,
    nextRole: step === null ? null : (approval.steps[step]?.role[lang] ?? null),
  };
}

/** What a person has decided at a step, else whether it is its turn. */
function stepState(decision: ApprovalEvent | null, isNow: boolean, { t, timeZone, nameOf }: ApprovalViewer) {
  const words = t.approval;
  if (decision !== null) {
    const state = words.agreedBy({ name: nameOf(decision.by), at: formatInstant(decision.at, timeZone) });
    return decision.action === 'returned'
      ? { state, chip: { text: words.states.returned, tone: 'warning', icon: 'pencil' } }
      : { state, chip: { text: words.stepDone, tone: 'success', icon: 'check' } };
  }
  return isNow
    ? { state: words.waiting, chip: { text: words.stepNow, tone: 'info', icon: 'clock' } }
    : { state: words.notYet, chip: { text: words.stepLater, tone: 'neutral' } };
}

/** Whether what an address announces is still so: people come back to a page by its old address. */
export function isNews(notice: Announcement, { state, events }: Pick<Approval, 'state' | 'events'>): boolean {
  if (notice === 'opened' || notice === 'commented') return true;
  return notice === 'approved'
    ? state === 'approved'
    : state !== 'approved' && events.at(-1)?.action === notice;
}
