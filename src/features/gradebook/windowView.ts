import { type LaunchContext } from '../../web/context.ts';
import { type Catalogue } from '../../i18n/index.ts';
import { formatDay, formatInstant } from '../../kernel/dates.ts';
import { type ControlKey } from './domain/plan.ts';
import { type WindowState } from './domain/windows.ts';
import { type Reopening } from './reopeningStore.ts';
import { type ControlWindow } from './windowService.ts';

/** Until when marks may be changed, or since when not. */
export function stateText(state: WindowState, timeZone: string, t: Catalogue): string {
  const words = t.policy.windows;
  switch (state.kind) {
    case 'open':
      return state.lastDay === null ? words.open : words.openUntil({ day: formatDay(state.lastDay) });
    case 'reopened':
      return words.reopened({ at: formatInstant(state.until, timeZone) });
    case 'closed':
      return state.by === 'day'
        ? words.closedByDay({ day: formatDay(state.lastDay) })
        : words.closedByStatement({ at: formatInstant(state.at, timeZone) });
  }
}

/** What became of a request. */
export function requestText(request: Reopening, timeZone: string, t: Catalogue): string {
  const words = t.policy.windows.states;
  if (request.state === 'waiting') return words.waiting;
  if (request.state === 'refused') return words.refused({ answer: request.answer });
  return words.granted({ at: request.until === null ? '' : formatInstant(request.until, timeZone) });
}

/** Why the marks of each closed control cannot be changed, for its cells. */
export function closedTexts(
  windows: readonly ControlWindow[],
  timeZone: string,
  t: Catalogue,
): Partial<Record<ControlKey, string>> {
  return Object.fromEntries(
    windows.flatMap(({ control, state }) =>
      state.kind === 'closed' ? [[control, stateText(state, timeZone, t)]] : [],
    ),
  );
}

/** The card of edit windows: null where the policy closes nothing. */
export function windowsCard(
  { t, base, actor }: LaunchContext,
  windows: readonly ControlWindow[],
  timeZone: string,
) {
  if (windows.length === 0) return null;
  return {
    action: `${base}/gradebook/reopenings`,
    rows: windows.map(({ control, state, requests }) => ({
      id: control,
      title: t.gradebook.controls[control],
      text: stateText(state, timeZone, t),
      isClosed: state.kind === 'closed',
      canAsk: actor.can('grades.release') && state.kind === 'closed' && requests[0]?.state !== 'waiting',
      requests: requests.map(request => ({
        at: formatInstant(request.askedAt, timeZone),
        reason: request.reason,
        state: requestText(request, timeZone, t),
      })),
    })),
  };
}
