import { createHash } from 'node:crypto';
import { DocumentError, type DocumentErrorCode, readRows } from '../../documents/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { newDraft } from './deskService.ts';
import {
  type Choices,
  type ImportedApproval,
  type ImportLine,
  type ImportRow,
  planImport,
} from './domain/importPlan.ts';
import { criteria, type ExpertReview, type MoocEvent, type MoocStanding } from './domain/mooc.ts';
import { readHeadings, type ReadHeadings, readRow } from './fileColumns.ts';
import { type ImportOwner, type ImportStore, type PendingImport } from './importStore.ts';
import { type MoocReading } from './moocService.ts';
import { type MoocStore, type NewMooc } from './moocStore.ts';

export type ImportRefusal = 'no-headings' | 'no-rows' | 'too-many' | DocumentErrorCode;

export interface ShownImport {
  readonly pending: PendingImport;
  readonly lines: readonly ImportLine[];
  /** Tells whether the registry has changed what the file would do. */
  readonly seen: string;
}

/** Files of courses: read, shown, and written only as they were shown. */
export interface ImportService {
  open(
    owner: ImportOwner,
    file: { readonly name: string; readonly bytes: Uint8Array },
  ): Promise<{ kind: 'opened'; id: string } | { kind: 'refused'; code: ImportRefusal }>;
  /** Null when it is too old, written already, or another person's. */
  show(owner: ImportOwner, unsafeId: string, choices: Choices): Promise<ShownImport | null>;
  make(
    owner: ImportOwner,
    unsafeId: string,
    choices: Choices,
    seen: string,
  ): Promise<'made' | 'changed' | 'gone'>;
}

interface ImportParts {
  readonly imports: ImportStore;
  readonly store: Pick<MoocStore, 'all' | 'add' | 'changeMany'>;
  readonly reading: Pick<MoocReading, 'today'>;
  readonly now: () => Date;
}

const mostRows = 10_000;
/** So many courses are written at once: a command of the store stays small. */
const together = 500;

export function createImportService(parts: ImportParts): ImportService {
  const { imports, store, reading, now } = parts;
  const show: ImportService['show'] = async (owner, unsafeId, choices) => {
    const pending = await imports.find(owner, unsafeId);
    if (pending === null) return null;
    const existing = await store.all(owner.registrationId);
    const plan = (chosen: Choices) => planImport(pending.rows, existing, chosen, reading.today());
    return { pending, lines: plan(choices), seen: digestOf(plan(new Map())) };
  };
  return {
    show,
    async open(owner, { name, bytes }) {
      const read = await readCourses(bytes, name);
      if (typeof read === 'string') return { kind: 'refused', code: read };
      const pending = { file: name, rows: read.rows, ignored: read.headings.ignored };
      return { kind: 'opened', id: await imports.add(owner, pending, now()) };
    },
    async make(owner, unsafeId, choices, seen) {
      const shown = await show(owner, unsafeId, choices);
      if (shown === null) return 'gone';
      if (shown.seen !== seen) return 'changed';
      if (!(await imports.take(owner, shown.pending.id))) return 'gone';
      await write(parts, owner, shown);
      return 'made';
    },
  };
}

async function readCourses(
  bytes: Uint8Array,
  name: string,
): Promise<{ rows: ImportRow[]; headings: ReadHeadings } | ImportRefusal> {
  const found: { headings?: ReadHeadings | null } = {};
  const rows: ImportRow[] = [];
  try {
    await readRows(bytes, name, (cells, row) => {
      if (found.headings === undefined) found.headings = readHeadings(cells);
      else if (found.headings !== null && rows.length <= mostRows)
        rows.push(readRow(cells, row, found.headings));
    });
  } catch (error) {
    if (error instanceof DocumentError) return error.code;
    throw error;
  }
  if (found.headings == null) return 'no-headings';
  if (rows.length > mostRows) return 'too-many';
  return rows.length === 0 ? 'no-rows' : { rows, headings: found.headings };
}

/** What is shown without any choice: the same as long as the courses that it speaks of are the same. */
function digestOf(lines: readonly ImportLine[]): string {
  const told = lines.map(({ row, kind, action, changes, doubts, candidates }) => [
    row,
    kind,
    action.kind === 'change' ? action.target.id : action.kind,
    changes,
    doubts,
    candidates.map(({ id }) => id),
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
}

async function write(
  { store, now }: ImportParts,
  { registrationId, personId }: ImportOwner,
  { pending, lines }: ShownImport,
): Promise<void> {
  const event = (changes: MoocEvent['changes']): MoocEvent => ({
    at: now(),
    by: personId,
    action: 'imported',
    note: pending.file,
    changes,
  });
  const added: NewMooc[] = [];
  const changed: Parameters<MoocStore['changeMany']>[1][number][] = [];
  for (const { action, changes } of lines) {
    if (action.kind === 'add') {
      const { content, approval } = action;
      added.push({ content, ...importedStanding(approval, event([])), event: event([]) });
    }
    if (action.kind === 'change')
      changed.push({ mooc: action.target, change: { content: action.content, event: event(changes) } });
  }
  for (let from = 0; from < added.length; from += together)
    await store.add(registrationId, added.slice(from, from + together));
  let written = 0;
  for (let from = 0; from < changed.length; from += together)
    written += await store.changeMany(registrationId, changed.slice(from, from + together));
  // Somebody wrote one of them between the reading and this moment; the file can be taken in again.
  if (written !== changed.length) throw new AppError('conflict', { written, of: changed.length });
}

/** An approval of before counts as its protocol says; who reviewed is not known. */
function importedStanding(
  approval: ImportedApproval | null,
  { at, by }: MoocEvent,
): { standing: MoocStanding; reviews: ExpertReview[] } {
  if (approval === null) return { standing: newDraft, reviews: [] };
  const { on, protocol, isInUse } = approval;
  const notJudged = Object.fromEntries(criteria.map(one => [one, 'not-judged']));
  const review: ExpertReview = {
    at,
    by,
    reviewers: [],
    criteria: notJudged as ExpertReview['criteria'],
    conclusion: 'recommended',
    text: '',
    approbation: '',
    protocolNumber: protocol,
    protocolOn: on,
  };
  const stage = isInUse ? 'in-use' : 'approved';
  return {
    standing: { ...newDraft, stage, approvedOn: on, usedOn: isInUse ? on : null },
    reviews: [review],
  };
}
