import { type PersonId } from '../../kernel/ids.ts';
import { type CheckReport, type CourseCheck } from './domain/check.ts';
import { type ClassDifference } from './domain/classDifference.ts';
import { reasonText, timeText, type Viewer } from './gradesyncView.ts';

export interface CheckFacts {
  readonly check: CourseCheck | null;
  /** When the LMS's list of members was read; null: never. */
  readonly listReadAt: Date | null;
  readonly difference: ClassDifference;
  readonly nameOf: (id: PersonId) => string;
}

/** What the last comparison with the LMS found, and who is on one list alone. */
export interface CheckView {
  readonly isRunning: boolean;
  readonly text: string;
  readonly findings: readonly string[];
  readonly next: string | null;
  readonly people: readonly {
    readonly id: string;
    readonly title: string;
    readonly names: readonly string[];
  }[];
  readonly peopleText: string | null;
  readonly listAt: string | null;
}

export const isRunning = (check: CourseCheck | null, now: Date): boolean =>
  check !== null && check.dueAt <= now;

export function checkView({ check, listReadAt, difference, nameOf }: CheckFacts, viewer: Viewer): CheckView {
  const words = viewer.t.gradesync.check;
  const running = isRunning(check, viewer.now);
  const { gone, ungraded } = difference;
  const named = (id: string, title: string, people: readonly PersonId[]) =>
    people.length === 0 ? [] : [{ id, title, names: people.map(nameOf) }];
  const people =
    listReadAt === null
      ? []
      : [
          ...named('gone', words.gone({ count: gone.length }), gone),
          ...named('ungraded', words.ungraded({ count: ungraded.length }), ungraded),
        ];
  return {
    isRunning: running,
    text: running ? words.running : lastText(check?.last ?? null, viewer),
    findings: check?.last == null ? [] : findingsOf(check.last, viewer),
    next: running || check === null ? null : words.next({ at: timeText(check.dueAt, viewer) }),
    people,
    peopleText: listReadAt === null ? words.noList : people.length === 0 ? words.sameClass : null,
    listAt: listReadAt === null ? null : words.listAt({ at: timeText(listReadAt, viewer) }),
  };
}

function lastText(last: CheckReport | null, viewer: Viewer): string {
  const words = viewer.t.gradesync.check;
  if (last === null) return words.never;
  const at = timeText(last.at, viewer);
  if (last.failure !== null) {
    const why = reasonText({ reason: last.failure, nextAt: null, who: 'nobody', standing: 'held' }, viewer);
    return [words.failed({ at }), ...why].join(' ');
  }
  const isGood = last.resent + last.changed + last.extra + last.strangers === 0;
  return (isGood ? words.good : words.found)({ at, count: last.compared });
}

function findingsOf(last: CheckReport, viewer: Viewer): string[] {
  const words = viewer.t.gradesync.check;
  return (['resent', 'changed', 'extra', 'strangers'] as const).flatMap(kind =>
    last[kind] === 0 ? [] : [words[kind]({ count: last[kind] })],
  );
}
