import { type IsoDate, readDay } from '../../../kernel/dates.ts';
import { changesBetween } from './history.ts';
import { type FieldChange, type Mooc, type MoocContent, type MoocState, titleIn } from './mooc.ts';
import { type ContentFaults, readContent, type TypedContent, writeContent } from './readContent.ts';
import { searchWords } from './spelling.ts';

/** A row of a file as it was read: cells that are not blank, choices already as the words of the code. */
export interface ImportRow {
  /** As a spreadsheet counts rows. */
  readonly row: number;
  /** The number in the registry; empty: none was given. */
  readonly number: string;
  readonly typed: TypedContent;
  /** `unknown`: something stands there that is no state. */
  readonly state: MoocState | 'unknown' | null;
  /** The day of the approval as it was written; empty: none. */
  readonly approvedOn: string;
  readonly protocol: string;
}

export const doubts = [
  'unknown-number',
  'other-course',
  'same-title',
  'several-links',
  'looks-like-formula',
  'half-approval',
  'bad-approval',
  'unknown-state',
] as const;
export type Doubt = (typeof doubts)[number];

/** The approval that a new course brings along from an earlier registry. */
export interface ImportedApproval {
  readonly on: IsoDate;
  readonly protocol: string;
  readonly isInUse: boolean;
}

export type ImportAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'add'; readonly content: MoocContent; readonly approval: ImportedApproval | null }
  | { readonly kind: 'change'; readonly target: Mooc; readonly content: MoocContent };

export type Wrong =
  | { readonly kind: 'repeated'; readonly row: number }
  | { readonly kind: 'retired' }
  | { readonly kind: 'fields'; readonly faults: ContentFaults };

export interface ImportLine {
  readonly row: number;
  readonly title: string;
  readonly kind: 'new' | 'change' | 'same' | 'doubt' | 'wrong';
  /** What is done: for a doubtful row what somebody chose, else nothing. */
  readonly action: ImportAction;
  readonly changes: readonly FieldChange[];
  readonly doubts: readonly Doubt[];
  /** Courses that a doubtful row may mean. */
  readonly candidates: readonly Mooc[];
  readonly stateStays: boolean;
  readonly wrong: Wrong | null;
}

/** What somebody chose for a doubtful row: nothing, a new course, or the number of the course that it changes. */
export type Choices = ReadonlyMap<number, 'add' | number>;

/** The same address, however it was written: without scheme, "www." and a slash at the end. */
export const addressKey = (url: string): string =>
  url
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/u, '')
    .replace(/#.*$/u, '')
    .replace(/\/+$/u, '');

const titleKeys = ({ kk, ru, en }: MoocContent['titles']): string[] =>
  [kk, ru, en].map(title => searchWords(title).join(' ')).filter(key => key !== '');

interface Known {
  readonly byNumber: ReadonlyMap<string, Mooc>;
  readonly byAddress: ReadonlyMap<string, readonly Mooc[]>;
  readonly byTitle: ReadonlyMap<string, readonly Mooc[]>;
}

function knownOf(existing: readonly Mooc[]): Known {
  const byAddress = new Map<string, Mooc[]>();
  const byTitle = new Map<string, Mooc[]>();
  const put = (map: Map<string, Mooc[]>, key: string, mooc: Mooc): void => {
    map.set(key, [...(map.get(key) ?? []), mooc]);
  };
  for (const mooc of existing) {
    if (mooc.url !== '') put(byAddress, addressKey(mooc.url), mooc);
    for (const key of new Set(titleKeys(mooc.titles))) put(byTitle, key, mooc);
  }
  return { byNumber: new Map(existing.map(mooc => [String(mooc.number), mooc])), byAddress, byTitle };
}

/**
 * What a file would do with a registry. A row that could mean several things does nothing until somebody chooses; a
 * blank cell deletes nothing; a file never changes the state of a course that is there.
 * @param today approvals of later days are doubtful
 */
export function planImport(
  rows: readonly ImportRow[],
  existing: readonly Mooc[],
  choices: Choices,
  today: IsoDate,
): ImportLine[] {
  const known = knownOf(existing);
  const seen = new Map<string, number>();
  return rows.map(row => {
    const line = planRow(row, known, choices.get(row.row), today);
    const key = keyOf(line);
    const before = key === null ? undefined : seen.get(key);
    if (before !== undefined) return { ...line, ...refuse({ kind: 'repeated', row: before }) };
    if (key !== null) seen.set(key, row.row);
    return line;
  });
}

const refuse = (wrong: Wrong) => ({
  kind: 'wrong' as const,
  action: { kind: 'none' as const },
  changes: [],
  wrong,
});

/** Two rows that do something to one course, or bring the same new one. */
function keyOf({ action }: ImportLine): string | null {
  if (action.kind === 'change') return `number ${action.target.number}`;
  if (action.kind === 'none') return null;
  const { url, titles } = action.content;
  return url === '' ? `title ${titleKeys(titles).join('|')}` : `address ${addressKey(url)}`;
}

function planRow(
  row: ImportRow,
  known: Known,
  choice: 'add' | number | undefined,
  today: IsoDate,
): ImportLine {
  const meant = meantBy(row, known);
  const { target } = meant;
  const blank = {
    row: row.row,
    title:
      row.typed.titleKk ??
      row.typed.titleRu ??
      row.typed.titleEn ??
      (target === null ? '' : titleIn(target.titles, 'kk')),
    action: { kind: 'none' },
    changes: [],
    doubts: [],
    candidates: meant.candidates,
    stateStays: false,
    wrong: null,
  } as const;
  const plain = target === null ? planNew(row, today) : planChange(row, target);
  if (plain.kind === 'wrong') return { ...blank, ...plain };
  const isFormula = plain.kind !== 'same' && looksLikeFormula(row.typed, target);
  const doubts: Doubt[] = [
    ...(plain.kind === 'same' ? [] : meant.doubts),
    ...plain.doubts,
    ...(isFormula ? (['looks-like-formula'] as const) : []),
  ];
  if (doubts.length === 0) return { ...blank, ...plain };
  return { ...blank, kind: 'doubt', doubts, ...chosen(row, plain, meant, known, choice, today) };
}

type Plain = Pick<ImportLine, 'kind' | 'action' | 'changes' | 'doubts' | 'stateStays' | 'wrong'>;

/** What a doubtful row does after somebody has chosen. */
function chosen(
  row: ImportRow,
  plain: Plain,
  { target, candidates }: Meant,
  known: Known,
  choice: 'add' | number | undefined,
  today: IsoDate,
): Partial<ImportLine> {
  if (choice === undefined) return {};
  if (choice === 'add') {
    const added = target === null ? plain : planNew(row, today);
    return added.kind === 'wrong' ? { ...added, doubts: [] } : { action: added.action };
  }
  const wanted = known.byNumber.get(String(choice));
  const isOffered = wanted !== undefined && (wanted === target || candidates.includes(wanted));
  if (!isOffered) return {};
  const changed = planChange(row, wanted);
  if (changed.kind === 'wrong') return { ...changed, doubts: [] };
  return { action: changed.action, changes: changed.changes };
}

interface Meant {
  readonly target: Mooc | null;
  readonly doubts: readonly Doubt[];
  readonly candidates: readonly Mooc[];
}

/** Which course of the registry a row speaks of: by its number, else by its link, else perhaps by its title. */
function meantBy({ number, typed }: ImportRow, known: Known): Meant {
  const titles = { kk: typed.titleKk ?? '', ru: typed.titleRu ?? '', en: typed.titleEn ?? '' };
  const byTitle = [...new Set(titleKeys(titles).flatMap(key => known.byTitle.get(key) ?? []))];
  const byAddress = typed.url === undefined ? [] : (known.byAddress.get(addressKey(typed.url)) ?? []);
  if (number !== '') {
    const target = known.byNumber.get(number) ?? null;
    if (target === null)
      return { target, doubts: ['unknown-number'], candidates: [...byAddress, ...byTitle] };
    const isSame =
      byAddress.includes(target) ||
      byTitle.includes(target) ||
      (typed.url === undefined && titleKeys(titles).length === 0);
    return isSame
      ? { target, doubts: [], candidates: [target] }
      : { target, doubts: ['other-course'], candidates: [target] };
  }
  const [first, ...others] = byAddress;
  if (first !== undefined && others.length === 0) return { target: first, doubts: [], candidates: [first] };
  if (first !== undefined) return { target: null, doubts: ['several-links'], candidates: byAddress };
  return byTitle.length === 0
    ? { target: null, doubts: [], candidates: [] }
    : { target: null, doubts: ['same-title'], candidates: byTitle };
}

function planNew(row: ImportRow, today: IsoDate): Plain {
  const reading = readContent(row.typed);
  const { doubts, approval } = approvalOf(row, today);
  const base = { changes: [], stateStays: false, wrong: null } as const;
  if (reading.kind === 'wrong')
    return { ...base, doubts: [], ...refuse({ kind: 'fields', faults: reading.faults }) };
  return { ...base, kind: 'new', doubts, action: { kind: 'add', content: reading.content, approval } };
}

function planChange(row: ImportRow, target: Mooc): Plain {
  const base = { changes: [], doubts: [], stateStays: row.state !== null, wrong: null } as const;
  const reading = readContent({ ...writeContent(target, '.'), ...row.typed });
  if (reading.kind === 'wrong') return { ...base, ...refuse({ kind: 'fields', faults: reading.faults }) };
  const changes = changesBetween(target, reading.content);
  if (changes.length === 0) return { ...base, kind: 'same', action: { kind: 'none' } };
  if (target.stage === 'retired') return { ...base, ...refuse({ kind: 'retired' }) };
  return { ...base, kind: 'change', changes, action: { kind: 'change', target, content: reading.content } };
}

const approvedStates: readonly unknown[] = ['approved', 'in-use', 'renewal-due'];

/** An approval that was given before there was this registry: its day and its protocol, both or none. */
function approvalOf(
  { state, approvedOn, protocol }: ImportRow,
  today: IsoDate,
): { doubts: Doubt[]; approval: ImportedApproval | null } {
  const refused = (doubt: Doubt) => ({ doubts: [doubt], approval: null });
  if (state === 'unknown') return refused('unknown-state');
  const on = readDay(approvedOn);
  if (approvedOn !== '' && (on === null || on > today)) return refused('bad-approval');
  const isComplete = on !== null && protocol !== '';
  if (!isComplete && (on !== null || protocol !== '' || approvedStates.includes(state)))
    return refused('half-approval');
  if (!isComplete || (state !== null && !approvedStates.includes(state)))
    return { doubts: [], approval: null };
  const isInUse = state === 'in-use' || state === 'renewal-due';
  return { doubts: [], approval: { on, protocol, isInUse } };
}

const textFields = [
  'titleKk',
  'titleRu',
  'titleEn',
  'platformName',
  'authors',
  'department',
  'owner',
  'tutor',
] as const;

/** Whether a cell that the registry does not have yet would be run by a spreadsheet (OWASP, "CSV Injection"). */
function looksLikeFormula(typed: TypedContent, target: Mooc | null): boolean {
  const known = target === null ? null : writeContent(target, '.');
  return textFields.some(field => {
    const text = typed[field];
    return text !== undefined && /^[=+\-@＝＋－＠]/u.test(text) && text !== known?.[field];
  });
}
