import { formatInstant } from '../../../kernel/dates.ts';
import { type Catalogue } from '../../../i18n/index.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type Appeal, type AppealState } from '../domain/appeal.ts';
import { type AppealStanding } from './appealService.ts';

const looks: Record<AppealState, { tone: string; icon: string }> = {
  open: { tone: 'warning', icon: 'flag' },
  review: { tone: 'info', icon: 'search' },
  kept: { tone: 'neutral', icon: 'check' },
  changed: { tone: 'success', icon: 'check-circle' },
  withdrawn: { tone: 'neutral', icon: 'close' },
};

export const appealChip = (state: AppealState, t: Catalogue) => ({
  text: t.grading.appeals.states[state],
  ...looks[state],
});

/** The steps of an appeal. @param nameOf null: whoever acts is not named, as to the student */
export function appealSteps(
  appeal: Appeal,
  t: Catalogue,
  timeZone: string,
  nameOf: ((id: PersonId) => string) | null,
) {
  return appeal.steps.map(({ state, by, at, text, total }) => ({
    state: appealChip(state, t),
    at: formatInstant(at, timeZone),
    by: nameOf === null ? '' : nameOf(by),
    text,
    total: t.grading.appeals.totalThen({ total }),
  }));
}

/** What the student sees of appeals beside the own result; null where the course takes none and never did. */
export function ownAppealsView({ appeals, chance }: AppealStanding, t: Catalogue, timeZone: string) {
  if (chance.kind === 'not-offered' && appeals.length === 0) return null;
  const words = t.grading.appeals;
  const until = chance.until === null ? '' : formatInstant(chance.until, timeZone);
  const notes = {
    possible: words.until({ until }),
    'too-late': words.tooLate({ until }),
    already: null,
    'not-offered': null,
    'nothing-released': null,
  };
  return {
    canAppeal: chance.kind === 'possible',
    note: notes[chance.kind],
    canWithdraw: appeals.some(({ state }) => state === 'open' || state === 'review'),
    appeals: appeals.map(appeal => ({
      state: appealChip(appeal.state, t),
      steps: appealSteps(appeal, t, timeZone, null),
    })),
  };
}
