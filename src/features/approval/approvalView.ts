import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type DocumentPage } from './approvable.ts';
import { type Approval } from './approvalStore.ts';
import { type ApprovalState, currentStep } from './domain/process.ts';

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
  const mayDecide =
    step !== null && approval.grants.some(one => one.person === personId && one.step === step);
  return {
    state: stateChip(approval, t),
    steps: approval.steps.map(({ role }, index) => {
      const done = agreed[index];
      return {
        role: role[lang],
        state:
          done !== undefined
            ? t.approval.agreedBy({ name: nameOf(done.by), at: formatInstant(done.at, timeZone) })
            : index === step
              ? t.approval.waiting
              : t.approval.notYet,
        chip:
          done !== undefined
            ? { text: t.approval.stepDone, tone: 'success', icon: 'check' }
            : index === step
              ? { text: t.approval.stepNow, tone: 'info', icon: 'clock' }
              : { text: t.approval.stepLater, tone: 'neutral' },
      };
    }),
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
