import { type RowKind } from '../types.ts';
import { cellOf, weekIn, type AlignedRow } from './calendarRow.ts';
import { type CalendarHeader, type Column, type ColumnRole } from './columns.ts';
import { tidy } from './letters.ts';
import { textOf, type Line, type LineCell } from './lines.ts';
import { numberIn } from './numbers.ts';
import { classKindOf, rowLabelOf, type RowLabel } from './rowLabel.ts';

/** One class of a line: most lines are one, a line with several labels in its topic is several. */
export interface ClassPart {
  readonly label: RowLabel | null;
  readonly text: string;
  readonly hours: LineCell | string | undefined;
  readonly points: LineCell | string | undefined;
  readonly kind: RowKind | null;
}

/** The classes of a line. Most lines are one; columns of kinds, of topics, or lines inside the topic make several. */
export function partsOf(cells: AlignedRow, line: Line, header: CalendarHeader): ClassPart[] {
  const isTopicOfKind = ({ role, kind }: Column) => role === 'topic' && kind !== null;
  const topics = [...cells].filter(([column]) => isTopicOfKind(column));
  const isBySide = header.columns.filter(isTopicOfKind).length > 1;
  if (topics.length > 0 && (isBySide || rowLabelOf(topics[0]?.[1].text ?? '')?.kind == null))
    return partsOfTopics(
      topics.filter(([, cell]) => isWritten(textOf(cell))),
      cells,
    );
  const topic = topicOf(cells, line);
  const hours = [...cells].filter(([column]) => column.role === 'hours');
  const points = cellOf(cells, 'points');
  const kindText = textOf(cellOf(cells, 'kind'));
  const kind = classKindOf(kindText) ?? header.kind;
  const label = labelOf(topic.text, kindText);
  const byKind = hours.filter(
    ([column, cell]) => column.kind !== null && typeof numberIn(textOf(cell)) === 'number',
  );
  const several = severalIn(topic, hours[0]?.[1], points);
  if (several !== null) return several;
  if (label?.kind == null && kind === null && byKind.length > 0) {
    const holder = Math.max(
      0,
      byKind.findIndex(([column]) => column.kind !== 'lecture'),
    );
    return byKind.map(([column, cell], index) => ({
      label: label === null ? null : { ...label, kind: column.kind },
      text: topic.text,
      hours: cell,
      points: index === holder ? points : undefined,
      kind: column.kind,
    }));
  }
  const own =
    hours.find(([column]) => column.kind === (label?.kind ?? kind)) ??
    byKind[0] ??
    hours.find(([column]) => column.kind === null);
  return [{ label, text: topic.text, hours: own?.[1], points, kind }];
}

/** A column of topics for each kind of class: the numbers of a class stand behind its topic, before the next one. */
function partsOfTopics(topics: readonly (readonly [Column, LineCell])[], cells: AlignedRow): ClassPart[] {
  return topics.map(([column, cell], index): ClassPart => {
    const until = topics[index + 1]?.[0].from ?? Infinity;
    const behind = (role: ColumnRole) =>
      [...cells].find(
        ([other]) => other.role === role && other.from > column.from && other.from < until,
      )?.[1];
    const label = rowLabelOf(textOf(cell));
    const text = label?.title ?? textOf(cell);
    // A control or a consultation may stand in the place of a class and says so.
    const kind = label?.kind ?? column.kind ?? 'other';
    return {
      label: { kind, number: label?.number ?? null, title: text },
      text,
      hours: behind('hours'),
      points: behind('points'),
      kind,
    };
  });
}

const isWritten = (text: string) => /[\p{L}\d]/u.test(text);

/** The topic; where it is blank, the text in the week's place, as of a control that stands there. */
function topicOf(cells: AlignedRow, line: Line): LineCell {
  const topic = cellOf(cells, 'topic');
  if (topic !== undefined && textOf(topic) !== '')
    return topic.above === null ? topic : { ...topic, text: textOf(topic) };
  const other = line.cells.find(
    cell => cell.text !== '' && typeof numberIn(cell.text) !== 'number' && weekIn(cell.text) === null,
  );
  return (
    other ?? topic ?? { raw: '', text: '', links: [], column: 0, span: 1, above: null, place: line.place }
  );
}

/** The column of kinds decides ("СРСП 1"); the topic's own label counts where it says the same, or where there is none. */
function labelOf(title: string, kindText: string): RowLabel | null {
  const own = rowLabelOf(title);
  const given = kindText === '' ? null : rowLabelOf(kindText);
  const kind = given?.kind ?? classKindOf(kindText);
  // "Midterm 1" stays one where the column of kinds says that it is an exam.
  if (kind === null || (kind === 'final' && own?.kind === 'midterm')) return own;
  if (own === null || (own.kind !== null && own.kind !== kind))
    return { kind, number: given?.number ?? null, title };
  return { kind, number: given?.number ?? own.number, title: own.title };
}

/** A topic with a label on each of several lines is a class a line; hours and points are split with it. */
function severalIn(
  topic: LineCell,
  hours: LineCell | undefined,
  points: LineCell | undefined,
): ClassPart[] | null {
  const paragraphs = topic.raw.split('\n').map(tidy);
  const parts: { label: RowLabel; texts: string[]; line: number }[] = [];
  for (const [line, paragraph] of paragraphs.entries()) {
    const label = rowLabelOf(paragraph);
    const isStart = label?.kind != null && label.number !== null && /^[\p{Lu}\d]/u.test(paragraph);
    if (isStart && label !== null) parts.push({ label, texts: [label.title], line });
    else if (parts.length === 0 && paragraph !== '') return null;
    else parts.at(-1)?.texts.push(paragraph);
  }
  if (parts.length < 2) return null;
  const starts = parts.map(({ line }) => line);
  const [hourLines, pointLines] = [hours, points].map(cell => linesFor(cell, starts, paragraphs.length));
  return parts.map(({ label, texts }, index) => ({
    label: { ...label, title: tidy(texts.join(' ')) },
    text: tidy(texts.join(' ')),
    hours: hourLines?.[index],
    points: pointLines?.[index],
    kind: null,
  }));
}

/** One number a class, or one line a line of the topic; anything else is left unread in the first, so that a finding tells. */
function linesFor(cell: LineCell | undefined, starts: readonly number[], lines: number): string[] {
  const all = cell?.raw.split('\n').map(tidy) ?? [];
  const written = all.filter(text => text !== '');
  if (written.length === starts.length) return written;
  if (all.length === lines || all.length === starts.length) {
    return starts.map((line, index) => all[all.length === lines ? line : index] ?? '');
  }
  return written.length === 0 ? [] : [`${written.join(' / ')} (${starts.length})`];
}
