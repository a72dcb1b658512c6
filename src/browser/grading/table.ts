import { type DraftContent } from '../../features/grading/domain/grade.ts';
import {
  decideConflict,
  type TableDraft,
  type TableModel,
  withPercent,
} from '../../features/grading/domain/table.ts';
import { createKept, findStorage } from '../kept/kept.ts';
import { createUnsavedGuard } from '../shell/unsavedGuard.ts';
import { fill, find } from './dom.ts';
import { keptDrafts } from './keptDrafts.ts';
import { randomName, SaveQueue, type SaveState } from './saveQueue.ts';
import { createPanelServer } from './server.ts';
import { showSaveState } from './statusLine.ts';
import { TableRow } from './tableRow.ts';

/** Puts the table together; the page works without it, with a button that saves. */
export function startTable(): void {
  const form = find<HTMLFormElement>('#table');
  new Table(form, JSON.parse(form.dataset['table'] ?? '') as TableModel).listen();
}

/** The graver one is said when rows differ. */
const gravest: readonly SaveState[] = [
  'conflict',
  'ended',
  'rubric-changed',
  'closed',
  'refused',
  'offline',
  'saving',
  'unsaved',
];
const stuck: ReadonlySet<SaveState> = new Set([
  'offline',
  'conflict',
  'ended',
  'rubric-changed',
  'closed',
  'refused',
]);

class Table {
  readonly #model: TableModel;
  readonly #rows = new Map<string, TableRow>();
  readonly #order: readonly TableRow[];
  readonly #queue: SaveQueue;
  readonly #guard = createUnsavedGuard();
  /** What the server has, as far as this page knows; also what a change was typed over. */
  readonly #known = new Map<string, TableDraft>();
  #savedAt: string | null = null;

  constructor(form: HTMLFormElement, model: TableModel) {
    this.#model = model;
    const server = createPanelServer(model);
    for (const [id, draft] of Object.entries(model.drafts)) this.#known.set(id, draft);
    this.#queue = new SaveQueue({
      rubricVersion: model.rubricVersion,
      client: randomName(),
      kept: createKept(keptDrafts, model.storage, findStorage(), () => Date.now()),
      post: (id, request) => server.save(id, { ...request, via: 'table' }),
      now: () => Date.now(),
      onSaved: (id, grade, at) => {
        this.#known.set(id, grade);
        this.#savedAt = at;
        if (this.#queue.pending(id) === null)
          this.#rows.get(id)?.show(grade.criteria[model.criterion] ?? null);
        this.#showState();
      },
      onChange: id => this.#changed(id),
    });
    this.#order = [...form.querySelectorAll<HTMLTableRowElement>('tr[data-student]')].map(element => {
      const id = element.dataset['student'] ?? '';
      const row = new TableRow(element, model, {
        typed: () => this.#typed(id),
        go: step => this.#go(id, step),
        keepMine: () => this.#queue.keepMine(id),
        takeTheirs: () => this.#takeTheirs(id),
      });
      this.#rows.set(id, row);
      return row;
    });
    find('#save').hidden = true;
  }

  listen(): void {
    // Work from before a reload, or from the panel; with another number of criteria it was made for another rubric.
    for (const [id, row] of this.#rows) {
      const waiting = this.#queue.pending(id);
      if (waiting?.criteria.length === this.#model.criteria)
        row.show(waiting.criteria[this.#model.criterion] ?? null);
      else this.#takeEarly(id, row);
    }
    const flush = (): void => this.#queue.flushAll();
    addEventListener('online', flush);
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') flush();
    });
    this.#showState();
  }

  /** What was typed before this script had come. */
  #takeEarly(id: string, row: TableRow): void {
    const { percent, fault } = row.value;
    if (fault === null && percent !== (this.#base(id).criteria[this.#model.criterion] ?? null))
      this.#typed(id);
  }

  #base(id: string): TableDraft {
    const empty = Array.from({ length: this.#model.criteria }, () => null);
    return this.#known.get(id) ?? { rev: 0, criteria: empty, bands: empty, comment: '' };
  }

  #typed(id: string): void {
    const { fault, ...value } = this.#rows.get(id)?.value ?? { fault: null, percent: null, band: null };
    if (fault === null) {
      const base = this.#base(id);
      const content: DraftContent = this.#queue.pending(id) ?? base;
      this.#queue.put(id, contentOf(withPercent(content, this.#model.criterion, value)), base.rev);
    }
    this.#showState();
  }

  #changed(id: string): void {
    const conflict = this.#queue.conflictOf(id);
    const mine = this.#queue.pending(id);
    const row = this.#rows.get(id);
    if (conflict !== null && mine !== null && row !== undefined) {
      const { criterion, words } = this.#model;
      const { theirs } = conflict;
      if (decideConflict(criterion, { seen: this.#base(id), mine, theirs }) === 'merge') {
        this.#queue.takeTheirs(id);
        this.#known.set(id, theirs);
        const value = { percent: mine.criteria[criterion] ?? null, band: mine.bands[criterion] ?? null };
        this.#queue.put(id, contentOf(withPercent(theirs, criterion, value)), theirs.rev);
        return;
      }
      row.ask(fill(words.conflict, { percent: theirs.criteria[criterion] ?? '–' }));
    } else row?.ask(null);
    this.#showState();
  }

  #takeTheirs(id: string): void {
    const theirs = this.#queue.takeTheirs(id);
    if (theirs === null) return;
    this.#known.set(id, theirs);
    this.#rows.get(id)?.show(theirs.criteria[this.#model.criterion] ?? null);
    this.#rows.get(id)?.focus();
  }

  #go(id: string, step: 1 | -1): void {
    const row = this.#rows.get(id);
    const index = row === undefined ? -1 : this.#order.indexOf(row);
    this.#order[index + step]?.focus();
  }

  #showState(): void {
    const states = new Set(this.#queue.unsettled().map(id => this.#queue.stateOf(id)));
    const hasFault = this.#order.some(({ value }) => value.fault !== null);
    const queued = gravest.find(state => states.has(state)) ?? 'saved';
    const state = queued === 'saved' && hasFault ? 'faulty' : queued;
    showSaveState(find('#save-status'), this.#model.words, state, this.#savedAt);
    if (hasFault || [...states].some(one => stuck.has(one))) this.#guard.markDirty();
    else this.#guard.markSaved();
  }
}

/** Without what only the page knows of a draft. */
const contentOf = ({ criteria, bands, comment }: DraftContent): DraftContent => ({
  criteria,
  bands,
  comment,
});
