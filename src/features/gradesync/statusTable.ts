import { formatInstant } from '../../kernel/dates.ts';
import { reasonText, valueText } from './gradesyncView.ts';
import { type OpenedStatus } from './statusPage.ts';

/** The shown column as a table for a spreadsheet, its head first. */
export function statusTable({ viewer, named }: OpenedStatus): string[][] {
  const { t, timeZone } = viewer;
  const words = t.gradesync.csv;
  const at = (instant: Date | undefined | null) => (instant == null ? '' : formatInstant(instant, timeZone));
  const head = [
    words.student,
    words.state,
    words.value,
    words.maximum,
    words.sentAt,
    words.reason,
    words.nextAt,
  ];
  return [
    head,
    ...named.map(({ name, grade: { line, explained } }) => [
      name,
      t.gradesync.standings[explained.standing],
      line.sent === null ? '' : valueText(line.sent.score, viewer),
      line.sent === null ? '' : String(line.sent.maximum),
      at(line.sent?.at),
      reasonText({ ...explained, nextAt: null }, viewer).join(' '),
      at(explained.nextAt),
    ]),
  ];
}
