import { type Lang } from '../../i18n/index.ts';
import { late } from '../../jobs/inTime.ts';
import { type ServiceFailure } from '../../lti/index.ts';
import { type ChosenColumn, type CourseColumns } from './columnsService.ts';
import { choiceModes } from './domain/choice.ts';
import { columnEffect } from './domain/pause.ts';
import { type Chip, type Viewer } from './gradesyncView.ts';

interface ColumnRow {
  readonly key: string;
  readonly title: string;
  readonly maximum: string;
  readonly chip: Chip;
  readonly isChosen: boolean;
  /** The id of a column of ours that nothing is sent to any more and that still stands in the LMS. */
  readonly deletable: string | null;
  /** Why a column that stands in the LMS cannot be deleted here. */
  readonly note: string | null;
}

export function columnsView(
  { choice, columns }: CourseColumns,
  viewer: Pick<Viewer, 't' | 'canManage'>,
  courseLang: Lang,
) {
  const words = viewer.t.gradesync.columnChoice;
  return {
    courseLang,
    canManage: viewer.canManage,
    modes: choiceModes.map(mode => ({ mode, text: words.modes[mode], isChosen: mode === choice.mode })),
    rows: columns.map(one => rowOf(one, viewer)),
  };
}

function rowOf(
  { gradable, isChosen, column }: ChosenColumn,
  viewer: Pick<Viewer, 't' | 'canManage'>,
): ColumnRow {
  const words = viewer.t.gradesync.columnChoice;
  const isLeft = !isChosen && column !== null && column.url !== null;
  return {
    key: gradable.key,
    title: gradable.title,
    maximum: String(gradable.maximum),
    chip: chipOf({ gradable, isChosen, column }, viewer),
    isChosen,
    deletable: isLeft && column.made && viewer.canManage ? column.id : null,
    note:
      isLeft && !column.made
        ? words.notOurs
        : isChosen && gradable.isClosed === true
          ? words.closedNote
          : null,
  };
}

function chipOf({ gradable, isChosen, column }: ChosenColumn, { t }: Pick<Viewer, 't'>): Chip {
  const words = t.gradesync.columnChoice.states;
  if (!isChosen) {
    return column === null || column.url === null
      ? { text: words.off, tone: 'neutral', icon: 'ban' }
      : { text: words.left, tone: 'neutral', icon: 'ban' };
  }
  if (column?.state === 'missing') return { text: words.missing, tone: 'danger', icon: 'error' };
  if (gradable.isClosed === true) return { text: words.closed, tone: 'warning', icon: 'lock' };
  return column === null || column.url === null
    ? { text: words.later, tone: 'info', icon: 'clock' }
    : { text: words.open, tone: 'success', icon: 'check' };
}

/** Why the LMS did not delete a column, or that it has not said so yet. */
export function deleteFailure(failure: ServiceFailure | typeof late, { t }: Pick<Viewer, 't'>): string {
  const words = t.gradesync;
  if (failure === late) return words.columnChoice.deletedLate;
  const effect = columnEffect(failure);
  return 'reason' in effect
    ? `${words.columnChoice.notDeleted} ${words.reasons[effect.reason]}`
    : words.columnChoice.notDeleted;
}
