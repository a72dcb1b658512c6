import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { type Registration } from '../../lti/index.ts';
import { type QueueReport } from '../gradesync/index.ts';
import { type Chip, shownInstant } from './platformsView.ts';

/** One platform's queue of grades. */
interface QueueRow {
  readonly name: string;
  readonly href: string;
  readonly chip: Chip;
  /** Why it rests and until when. */
  readonly note: string | null;
  readonly waiting: string;
  readonly oldest: string;
  readonly attention: string | null;
  readonly errors: string;
  readonly action: { readonly path: string; readonly text: string; readonly icon: string } | null;
}

export function queueRow(
  registration: Registration,
  report: QueueReport,
  viewer: { t: Catalogue; lang: Lang; base: string; mayChange: boolean },
): QueueRow {
  const { t, base } = viewer;
  const words = t.console.queues;
  const isStopped = report.pause?.reason === 'stopped';
  const verb = isStopped ? 'resume' : 'stop';
  const path = `${base}/queues/${registration.id}/${verb}`;
  const errors = [
    words.lastHours({ share: shareOf(report.lastHours, viewer.lang), calls: report.lastHours.calls }),
    words.lastDay({ share: shareOf(report.lastDay, viewer.lang), calls: report.lastDay.calls }),
  ];
  return {
    name: registration.name,
    href: `${base}/platforms/${registration.id}`,
    chip: chipOf(report, t),
    note: noteOf(report, t),
    waiting: String(report.waiting),
    oldest: report.oldestAt === null ? '' : shownInstant(report.oldestAt),
    attention: attentionOf(report, t),
    errors: errors.join(' · '),
    action: viewer.mayChange ? { path, text: words[verb], icon: isStopped ? 'send' : 'ban' } : null,
  };
}

function chipOf({ pause, waiting, restingColumns }: QueueReport, t: Catalogue): Chip {
  const words = t.console.queues.states;
  if (pause?.reason === 'stopped') return { text: words.stopped, tone: 'neutral', icon: 'ban' };
  if (pause !== null || restingColumns > 0) return { text: words.resting, tone: 'warning', icon: 'clock' };
  return waiting > 0
    ? { text: words.sending, tone: 'info', icon: 'send' }
    : { text: words.empty, tone: 'success', icon: 'check' };
}

function noteOf({ pause }: QueueReport, t: Catalogue): string | null {
  if (pause === null) return null;
  if (pause.reason === 'stopped') return t.console.queues.since({ at: shownInstant(pause.since) });
  return [t.gradesync.reasons[pause.reason], t.gradesync.nextAt({ at: shownInstant(pause.until) })].join(' ');
}

function attentionOf({ refused, conflicts, restingColumns }: QueueReport, t: Catalogue): string | null {
  const words = t.console.queues;
  const parts = [
    ...(refused > 0 ? [words.refused({ count: refused })] : []),
    ...(conflicts > 0 ? [words.conflicts({ count: conflicts })] : []),
    ...(restingColumns > 0 ? [words.restingColumns({ count: restingColumns })] : []),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

function shareOf({ calls, failures }: QueueReport['lastDay'], lang: Lang): string {
  const percent = calls === 0 ? 0 : (failures * 100) / calls;
  return percent.toFixed(1).replace('.', decimalMark(lang));
}
