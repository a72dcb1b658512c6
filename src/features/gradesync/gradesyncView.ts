import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { dayOfInstant, decimalMark, formatInstant } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type Entry, type WantedScore } from './domain/entry.ts';
import { isReason, needsAdministrator, type Reason } from './domain/reasons.ts';
import { type Explained, type Standing, type Summary } from './domain/summary.ts';
import { type ColumnStatus, type GradeStatus } from './statusService.ts';

/** Who looks, and when. */
export interface Viewer {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly timeZone: string;
  readonly now: Date;
  readonly canManage: boolean;
}

/** A state in a word, with the icon that says the same. */
export interface Chip {
  readonly text: string;
  readonly tone: 'success' | 'info' | 'neutral' | 'warning' | 'danger';
  readonly icon: string;
}

const looks: Record<Standing, Omit<Chip, 'text'>> = {
  sent: { tone: 'success', icon: 'check' },
  queued: { tone: 'info', icon: 'send' },
  retrying: { tone: 'neutral', icon: 'refresh' },
  held: { tone: 'warning', icon: 'clock' },
  refused: { tone: 'danger', icon: 'error' },
  conflict: { tone: 'warning', icon: 'warning' },
  kept: { tone: 'neutral', icon: 'flag' },
  extra: { tone: 'neutral', icon: 'info' },
};

/** The chip of one grade, for this page and for lists of other rooms. */
export const chipOf = (standing: Standing, t: Catalogue): Chip => ({
  ...looks[standing],
  text: t.gradesync.standings[standing],
});

/** The page's one line: "118 of 120 in the LMS gradebook, 2 need you". */
export function summaryLine(summary: Summary, { t }: Pick<Viewer, 't'>): string {
  const words = t.gradesync;
  const { inLms, total, needTeacher, needAdministrator, underWay } = summary;
  return [
    words.summary({ inLms, total }),
    ...(needTeacher > 0 ? [words.needTeacher({ count: needTeacher })] : []),
    ...(needAdministrator > 0 ? [words.needAdministrator({ count: needAdministrator })] : []),
    ...(underWay > 0 ? [words.underWay({ count: underWay })] : []),
  ].join(' · ');
}

export interface ActionView {
  readonly path: 'retry' | 'keep' | 'send';
  readonly text: string;
  readonly kind: 'secondary' | 'quiet';
}

export interface RowView {
  readonly personId: PersonId;
  readonly name: string;
  readonly chip: Chip;
  readonly value: string;
  readonly at: string;
  /** Why, and what happens next. */
  readonly explanation: string;
  /** What the LMS and Tirek hold, where they differ. */
  readonly values: string | null;
  readonly actions: readonly ActionView[];
  readonly history: readonly { readonly at: string; readonly text: string }[];
}

export interface RowFacts {
  readonly name: string;
  readonly grade: GradeStatus;
  readonly history: Entry['history'];
  /** For conflicts alone: what Tirek would send. */
  readonly wanted: WantedScore | null;
}

export function rowView({ name, grade, history, wanted }: RowFacts, viewer: Viewer): RowView {
  const { line, explained } = grade;
  return {
    personId: line.personId,
    name,
    chip: chipOf(explained.standing, viewer.t),
    value: line.sent === null ? '' : valueText(line.sent.score, viewer),
    at: line.sent === null ? '' : timeText(line.sent.at, viewer),
    explanation: reasonText(explained, viewer).join(' '),
    values: bothValues(grade, wanted, viewer),
    actions: viewer.canManage ? actionsOf(explained, viewer.t) : [],
    history: history.map(({ at, ending, score, status }) => ({
      at: timeText(at, viewer),
      text: historyText(ending, score, status, viewer),
    })),
  };
}

export function valueText(score: string | null, { t, lang }: Pick<Viewer, 't' | 'lang'>): string {
  return score === null ? t.gradesync.valueCleared : score.replace('.', decimalMark(lang));
}

/** HH:mm today, with the day otherwise. */
export function timeText(instant: Date, { timeZone, now }: Pick<Viewer, 'timeZone' | 'now'>): string {
  const text = formatInstant(instant, timeZone);
  return dayOfInstant(instant, timeZone) === dayOfInstant(now, timeZone) ? text.slice(-5) : text;
}

/** What happened, what would help, and what happens next. */
export function reasonText(
  explained: Pick<Explained, 'reason' | 'nextAt' | 'who' | 'standing'>,
  viewer: Viewer,
): string[] {
  const { reason, nextAt, who, standing } = explained;
  const words = viewer.t.gradesync;
  if (reason === null) return [];
  return [
    words.reasons[reason],
    ...(hasAdvice(reason, words.advice) ? [words.advice[reason]] : []),
    ...(standing === 'retrying' && who === 'teacher' ? [words.patience] : []),
    ...nextText(nextAt, standing, viewer),
    ...(who === 'administrator' ? [words.afterAdministrator] : []),
  ];
}

/** Not every reason has something that a person can do. */
const hasAdvice = <T extends object>(reason: Reason, advice: T): reason is Reason & keyof T =>
  Object.hasOwn(advice, reason);

function nextText(nextAt: Date | null, standing: Standing, viewer: Viewer): string[] {
  const words = viewer.t.gradesync;
  if (nextAt !== null) return [words.nextAt({ at: timeText(nextAt, viewer) })];
  return standing === 'retrying' ? [words.nextSoon] : [];
}

function bothValues(
  { line, explained }: GradeStatus,
  wanted: WantedScore | null,
  viewer: Viewer,
): string | null {
  const words = viewer.t.gradesync;
  const lms = line.lms === null ? words.unknownValue : valueText(line.lms.score, viewer);
  if (explained.standing === 'kept' || explained.standing === 'extra') return words.inLms({ value: lms });
  if (explained.standing !== 'conflict') return null;
  const ours = wanted === null ? words.unknownValue : valueText(wanted.score, viewer);
  return `${words.inTirek({ value: ours })} · ${words.inLms({ value: lms })}`;
}

function actionsOf(explained: Explained, t: Catalogue): ActionView[] {
  const words = t.gradesync;
  const send: ActionView = { path: 'send', text: words.send, kind: 'secondary' };
  switch (explained.standing) {
    case 'conflict':
      return [{ path: 'keep', text: words.keep, kind: 'secondary' }, send];
    case 'kept':
      return [send];
    case 'refused':
    case 'retrying':
      return [{ path: 'retry', text: words.retry, kind: 'secondary' }];
    case 'sent':
    case 'queued':
    case 'held':
    case 'extra':
      return [];
  }
}

function historyText(
  ending: Entry['history'][number]['ending'],
  score: string | null,
  status: number | null,
  viewer: Viewer,
): string {
  const words = viewer.t.gradesync;
  const what = isReason(ending) ? words.reasons[ending] : words.endings[ending];
  const parts = [...(score === null ? [] : [valueText(score, viewer)]), what];
  return parts.join(' – ') + (status === null || status < 400 ? '' : ` (HTTP ${status})`);
}

export interface BannerView {
  readonly tone: 'info' | 'warning' | 'danger';
  readonly text: string;
  readonly actions: readonly {
    readonly path: 'retry-all' | 'remake' | 'columns/stop';
    readonly text: string;
  }[];
}

/** What holds up the whole column, said once above the list. */
export function bannerOf(status: ColumnStatus, viewer: Viewer): BannerView | null {
  const words = viewer.t.gradesync;
  if (status.column.state === 'missing') {
    const text = `${words.reasons['column-missing']} ${words.advice['column-missing']}`;
    const actions = [
      { path: 'remake', text: words.remake },
      { path: 'columns/stop', text: words.columnChoice.stop },
    ] as const;
    return { tone: 'danger', text, actions: viewer.canManage ? actions : [] };
  }
  const held = status.grades.find(grade => grade.explained.standing === 'held')?.explained;
  if (held === undefined || held.reason === null) return null;
  const forAdministrator = needsAdministrator(held.reason);
  return {
    tone: forAdministrator ? 'danger' : 'warning',
    text: reasonText(held, viewer).join(' '),
    // Retry-After is the LMS's own word: there is no button against it.
    actions:
      viewer.canManage && held.reason !== 'rate-limited' ? [{ path: 'retry-all', text: words.retryAll }] : [],
  };
}
