import { headingOf } from './headings.ts';
import { fold } from './letters.ts';
import { isBlank, type Line, type LineCell } from './lines.ts';
import { classKindOf, kindIn } from './rowLabel.ts';
import { type RowKind } from '../types.ts';

export type ColumnRole =
  | 'week'
  | 'topic'
  | 'hours'
  | 'points'
  | 'kind'
  | 'module'
  | 'tasks'
  | 'assessment'
  | 'mode'
  | 'platform'
  | 'outcomes'
  | 'number'
  | 'ignored';

export interface Column {
  readonly role: ColumnRole;
  /** A column of hours that counts one kind of class only, or of topics where each kind has its own. */
  readonly kind: RowKind | null;
  readonly from: number;
  readonly span: number;
}

const roles: readonly (readonly [ColumnRole, RegExp])[] = [
  [
    'ignored',
    /мерзім|дедлайн|срок|deadline|due|әдебиет|литератур|literature|reference|(?:^|\s)күні|дата|\bdate/u,
  ],
  ['points', /макс|max|балл|балы|балдар|ұпай|points?(?!\p{L})|\bpts\b|score|\bmarks?\b/u],
  [
    'kind',
    /(?:саба[қғ]|жұмыс)\p{L}* (?:түрі|типі)|сабақтың түрі|вид\p{L}* (?:учебн\p{L}* )?(?:занят|работ)|тип\p{L}* занят|(?:type|kind) of (?:class|lesson|activity|work|session)|class type|activity type|^түрі$|^вид$|^type$/u,
  ],
  [
    'mode',
    /өткізу (?:нысан|форма|түрі|әдіс|формат)|форма проведения|формат (?:проведения|занят|обучения)|mode of|format|form of (?:class|conduct|lesson|the class|delivery)|delivery|(?:class|lesson) (?:mode|form)/u,
  ],
  ['assessment', /бағала|оцен|assess|evaluat|контрол|бақылау (?:түрі|нысаны)|grading|control/u],
  ['tasks', /тапсырма|задани|tasks?(?!\p{L})|assignment|homework/u],
  ['platform', /платформа|platform|сілтеме|ссылк|\blinks?\b|url/u],
  ['hours', /сағат|(?<!\p{L})час(?!т)|hours?|\bhrs?\b|кол-во ?ч|көлемі/u],
  ['week', /апта|недел|week|\bwk\b|(?<!\p{L})нед\.?(?!\p{L})/u],
  ['module', /модул|module|бөлім|раздел|unit/u],
  [
    'topic',
    /тақыры[пб]|тема|темы|topic|theme|мазмұн|содержан|content|title|наименован|название|атауы|subject/u,
  ],
  ['outcomes', /(?<!\p{L})(?:он|ро|жи|ид|lo|id)(?!\p{L})|нәтиже|результат|outcome|индикатор|indicator/u],
  ['number', /^(?:№|#|р\/с|п\/п|no\.?)[\s.]*(?:п\/п|р\/с)?$/u],
];

function roleOf(text: string): ColumnRole | null {
  if (text === '' || text.length > 90) return null;
  const folded = fold(text);
  // What a head begins with is its subject: "Тақырыптар мен тапсырмалар" are topics, "Апта (күні)" weeks.
  if (
    /^(?:саба[қғ]\p{L}* )?тақыры[пб]|^(?:название |наименование )?тем[аы](?!\p{L})|^(?:topic|theme)/u.test(
      folded,
    )
  )
    return 'topic';
  if (
    /^(?:№ )?(?:апта|недел[яи](?!\p{L})|weeks?(?!\p{L}))/u.test(folded) &&
    !/тақыры|тем[аы]|topic/u.test(folded)
  )
    return 'week';
  if (/модул\p{L}*.{0,12}тақыры[пб]|модул\p{L}*.{0,12}тем[аы]|module.{0,12}topic/u.test(folded))
    return 'topic';
  if (/тақыры[пб]|тем[аы]|topic/u.test(folded) && /апта|недел|week/u.test(folded)) return 'topic';
  return roles.find(([, words]) => words.test(folded))?.[0] ?? null;
}

export interface CalendarHeader {
  readonly columns: readonly Column[];
  /** How many lines the header takes. */
  readonly lines: number;
  /** The kind of class that the table's title names ("Тематический план лекций"). */
  readonly kind: RowKind | null;
  /** Whether the column "№" counts weeks where no column names them. */
  readonly numbersAreWeeks: boolean;
}

/**
 * The header of the calendar at a line: cells that name the week, the topic, the hours and points, in any order. In
 * text a header may be cut into several lines, in a grid it may have a second line below merged cells.
 */
export function calendarHeaderAt(lines: readonly Line[], index: number): CalendarHeader | null {
  const line = lines[index];
  if (line?.table == null) return null;
  const own = headerOf(line.cells);
  const found =
    own === null
      ? line.isGrid
        ? (doubleHeader(line, lines[index + 1]) ?? headerOfKinds(lines, index))
        : cutHeader(lines, index)
      : line.isGrid
        ? withSecondLine(own, lines[index + 1], line)
        : { columns: own, lines: 1 };
  if (found === null) return null;
  return { ...found, kind: kindOfTitle(lines, index), numbersAreWeeks: true };
}

/** The last text above a table, if it is short enough for a title. */
function kindOfTitle(lines: readonly Line[], index: number): RowKind | null {
  const above = lines.slice(Math.max(0, index - 3), index).findLast(line => !isBlank(line));
  const [title] = above?.cells.filter(cell => cell.text !== '') ?? [];
  return title === undefined || title.text.length > 100 || above?.cells.length !== 1
    ? null
    : kindIn(title.text);
}

/** A number, "Week 3", "3 неделя", "Тема 3. …": what rows have and no head says. */
const isOfRow =
  /^\d+([.,]\d+)?$|^(?:апта|неделя|week|тақырып|тема|topic)\s*№?\s*\d|^\d{1,2}\s*-?\s*(?:ші |шы |я |й )?(?:апта|неделя|week|тақырып|тема|topic)/iu;

const weekWord = /(?<!\p{L})(?:апта|недел|week)/u;

function headerOf(cells: readonly LineCell[]): Column[] | null {
  const topics = cells.filter(cell => roleOf(cell.text) === 'topic').length;
  const hasWeek = cells.some(cell => roleOf(cell.text) === 'week');
  const columns = cells.map((cell): Column => {
    const own = roleOf(cell.text) ?? 'ignored';
    // "Срок сдачи (неделя)" is the week where no other column is.
    const named = own === 'ignored' && !hasWeek && weekWord.test(fold(cell.text)) ? 'week' : own;
    // Beside topics of lectures and practical classes the tasks of SRS are its topics.
    const role = named === 'tasks' && topics > 1 && kindIn(cell.text) !== null ? 'topic' : named;
    if (role === 'topic' && topics > 1)
      return { role, kind: kindIn(cell.text), from: cell.column, span: cell.span };
    const kind = role === 'hours' || role === 'ignored' ? classKindOf(cell.text) : null;
    return { role: kind === null ? role : 'hours', kind, from: cell.column, span: cell.span };
  });
  const has = (role: ColumnRole) => columns.some(column => column.role === role);
  const isText = cells.every(cell => cell.text.length <= 160 && !isOfRow.test(cell.text));
  const isHeader =
    has('topic') &&
    (has('week') || has('number') || has('kind')) &&
    (has('hours') || has('points') || has('week'));
  return isText && isHeader ? columns : null;
}

/** Two lines that are a header only together: "Week | Class work | SIS" above "(blank) | Topic | Lectures | Hours". */
function doubleHeader({ cells, table }: Line, next: Line | undefined): FoundHeader | null {
  const isUpper = cells.some(({ span }) => span > 1) && cells.filter(cell => roleOf(cell.text)).length > 0;
  if (!isUpper || next?.table !== table || headerOf(next.cells) !== null) return null;
  const upperOf = ({ column }: LineCell) =>
    cells.find(upper => column >= upper.column && column < upper.column + upper.span);
  const columns = headerOf(
    next.cells.map(cell => (cell.text === '' ? { ...cell, text: upperOf(cell)?.text ?? '' } : cell)),
  );
  if (columns === null) return null;
  const withKinds = columns.map((column, index) => {
    const [cell] = next.cells.slice(index, index + 1);
    const kind =
      column.role === 'hours' && cell !== undefined ? classKindOf(upperOf(cell)?.text ?? '') : null;
    return { ...column, kind: column.kind ?? kind };
  });
  return { columns: withKinds, lines: 2 };
}

/** "Неделя | Лекция | Практика | СРО" above topics: no head says "topic", so what stands below has to be words. */
function headerOfKinds(lines: readonly Line[], index: number): FoundHeader | null {
  const line = lines[index];
  const kinds = line?.cells.filter(cell => cell.text.length < 60 && classKindOf(cell.text) !== null) ?? [];
  const isHeader =
    line !== undefined &&
    kinds.length > 1 &&
    line.cells.some(cell => roleOf(cell.text) === 'week') &&
    line.cells.every(cell => cell.text.length <= 60 && !/^\d/u.test(cell.text));
  if (!isHeader) return null;
  const below = lines.slice(index + 1, index + 4).filter(({ table }) => table === line.table);
  const isWords = ({ column }: LineCell) =>
    below.some(({ cells }) => cells.some(cell => cell.column === column && /\p{L}{3}/u.test(cell.text)));
  if (kinds.filter(isWords).length < 2) return null;
  const columns = line.cells.map((cell): Column => {
    const kind = classKindOf(cell.text);
    const role = kind === null ? (roleOf(cell.text) ?? 'ignored') : 'topic';
    return { role, kind, from: cell.column, span: cell.span };
  });
  return { columns, lines: 1 };
}

/** Up to three short rows of a text table that are a header together. */
type FoundHeader = Omit<CalendarHeader, 'kind' | 'numbersAreWeeks'>;

function cutHeader(lines: readonly Line[], index: number): FoundHeader | null {
  const first = lines[index]?.cells[0];
  if (first === undefined || roleOf(first.text) === null || headingOf(first.text)?.key === 'calendar')
    return null;
  let cells: LineCell[] = [];
  for (let count = 0; count < 3; count += 1) {
    const line = lines[index + count];
    if (line?.table == null || line.cells.some(cell => cell.text.length > 90)) return null;
    if (count > 0 && headerOf(line.cells) !== null) return null;
    cells = [...cells, ...line.cells].map((cell, column) => ({ ...cell, column }));
    const columns = count > 0 ? headerOf(cells) : null;
    const next = lines[index + count + 1];
    const isNextWord = next?.table != null && next.cells.every(cell => roleOf(cell.text) !== null);
    if (columns !== null && !isNextWord) return { columns, lines: count + 1 };
  }
  return null;
}

/** "Hours" above "lectures | seminars": the second line names the parts of a merged cell. */
function withSecondLine(own: readonly Column[], next: Line | undefined, first: Line): FoundHeader {
  const isSecond =
    next !== undefined &&
    next.table === first.table &&
    next.cells.some(cell => cell.above !== null && first.cells.includes(cell.above)) &&
    next.cells.every(
      cell => cell.above !== null || (cell.text !== '' && !/^\d/u.test(cell.text) && cell.text.length < 60),
    );
  if (!isSecond) return { columns: own, lines: 1 };
  const columns = next.cells.flatMap((cell): Column[] => {
    const upper = own.find(column => cell.column >= column.from && cell.column < column.from + column.span);
    if (upper === undefined) return [];
    if (cell.above !== null) return [upper];
    const kind = classKindOf(cell.text);
    const role = kind === null ? (roleOf(cell.text) ?? upper.role) : upper.role;
    return [{ role, kind, from: cell.column, span: cell.span }];
  });
  return { columns, lines: 2 };
}
