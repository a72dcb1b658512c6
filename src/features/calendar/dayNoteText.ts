import { type Catalogue } from '../../i18n/index.ts';
import { formatShortDay } from '../../kernel/dates.ts';
import { type DayNote } from './domain/term.ts';

/** "No classes: 21.03–25.03, Nauryz", "Moved: 23.10 → 24.10". */
export function dayNoteText(note: DayNote, t: Catalogue): string {
  if (note.kind === 'moved')
    return t.term.movedNote({ from: formatShortDay(note.from), to: formatShortDay(note.to) });
  const [from, until] = [formatShortDay(note.from), formatShortDay(note.until)];
  return t.term.freeNote({ days: from === until ? from : `${from}–${until}`, name: note.name });
}
