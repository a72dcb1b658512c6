import { type DraftContent, isSameDraft } from '../../features/grading/domain/grade.ts';
import {
  type PackedPanelModel,
  type PanelGrade,
  type PanelModel,
  unpackStudents,
} from '../../features/grading/domain/panel.ts';
import { createUnsavedGuard } from '../shell/unsavedGuard.ts';
import { startCommentBank } from './commentBank.ts';
import { createConflictView, type ConflictView } from './conflictView.ts';
import { fill, find } from './dom.ts';
import { startFolding } from './folding.ts';
import { createForm, type PanelForm } from './form.ts';
import { createFrame, type PanelFrame } from './frame.ts';
import { createKept, findStorage } from '../kept/kept.ts';
import { keptDrafts } from './keptDrafts.ts';
import { startKeys } from './panelKeys.ts';
import { type Presence, startPresence } from './presence.ts';
import { randomName, SaveQueue, type SaveState } from './saveQueue.ts';
import { createPanelServer, type PanelServer } from './server.ts';
import { Students } from './students.ts';
import { createWorkView } from './workView.ts';

/** Puts the parts of the panel together; the page works without it, with a button that saves. */
export function startPanel(): void {
  const packed = JSON.parse(find('#panel').dataset['panel'] ?? '') as PackedPanelModel;
  const model: PanelModel = { ...packed, students: unpackStudents(packed.students) };
  const panel = new Panel(model, createPanelServer(model));
  panel.listen();
  panel.begin();
}

/** What does not come to the server by itself while the page is being left. */
const stuck: ReadonlySet<SaveState> = new Set(['offline', 'conflict', 'ended', 'rubric-changed', 'closed']);

class Panel {
  readonly #model: PanelModel;
  readonly #students: Students;
  readonly #queue: SaveQueue;
  readonly #form: PanelForm;
  readonly #frame: PanelFrame;
  readonly #conflicts: ConflictView;
  readonly #showWork: ReturnType<typeof createWorkView>;
  readonly #guard = createUnsavedGuard();
  readonly #presence: Presence;
  #current: string;
  /** What the server had when the form was filled, or has saved since. */
  #shown: PanelGrade;
  #savedAt: string | null = null;
  #isReleasing = false;

  constructor(model: PanelModel, server: PanelServer) {
    this.#model = model;
    this.#current = model.current;
    this.#shown = model.grade;
    this.#students = new Students(model, ids => server.drafts(ids));
    this.#frame = createFrame(model);
    this.#showWork = createWorkView(model);
    this.#form = createForm(model, () => this.#typed());
    this.#conflicts = createConflictView(model, {
      keepMine: () => this.#queue.keepMine(this.#current),
      takeTheirs: () => this.#takeTheirs(),
    });
    this.#queue = new SaveQueue({
      rubricVersion: model.rubricVersion,
      client: randomName(),
      kept: createKept(keptDrafts, model.storage, findStorage(), () => Date.now()),
      post: (personId, request) => server.save(personId, request),
      now: () => Date.now(),
      onSaved: (personId, grade, at) => this.#saved(personId, grade, at),
      onChange: () => this.#showState(),
    });
    this.#presence = startPresence({
      current: () => this.#current,
      say: id => server.presence(id),
      onChange: () => this.#showPresence(),
    });
  }

  listen(): void {
    const form = this.#form;
    const go = {
      next: () => this.#step(this.#students.neighbour(this.#current, 1), this.#model.words.lastStudent),
      previous: () => this.#step(this.#students.neighbour(this.#current, -1), null),
      nextToDo: () => this.#step(this.#nextToDo(), this.#model.words.allGraded),
    };
    const notify = (text: string | null): void => this.#frame.notify(text);
    const openBank = startCommentBank(form.comment);
    startKeys({
      form,
      go,
      openBank,
      fold: startFolding(),
      notify,
      notComplete: this.#model.words.notComplete,
    });
    this.#frame.onPage({ next: go.next, open: id => void this.#open(id, 'push') });
    this.#frame.onReturn(id => void this.#open(id, 'stay'));
    this.#frame.onRelease(() => this.#settleForRelease());
    addEventListener('online', () => this.#queue.flushAll());
    addEventListener('pagehide', () => this.#queue.flushAll());
    addEventListener('pageshow', event => {
      if (event.persisted) void this.#refresh(this.#model.words.refreshed);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#refresh(this.#model.words.refreshed);
      else this.#queue.flushAll();
    });
  }

  begin(): void {
    const waiting = this.#queue.pending(this.#current);
    // Work from before a reload; with another number of criteria it was made for another rubric.
    if (waiting?.criteria.length === this.#model.criteria) this.#form.show(waiting, this.#shown.cap);
    this.#takeTyped();
    const isBegun = waiting === null && this.#takeEarly();
    this.#showState();
    void this.#students.prepare(this.#current);
    // A touch keyboard would cover half of a page that nobody has read yet.
    if (!isBegun && matchMedia('(pointer: fine)').matches) this.#form.focusFirst();
  }

  /** The page answers a form that could not be saved: what was typed in it is work, and goes the usual way. */
  #takeTyped(): void {
    const { trouble } = this.#model;
    const content = this.#form.read();
    if (trouble === null || content === null) return;
    // Following nothing, the server shows the other version again, and the grader decides.
    this.#queue.put(this.#current, content, trouble === 'conflict' ? 0 : this.#shown.rev);
  }

  /** What was typed before this script had come: on a slow line the form is there first. */
  #takeEarly(): boolean {
    const content = this.#form.read();
    if (this.#model.trouble !== null || content === null || isSameDraft(content, this.#shown)) return false;
    this.#queue.put(this.#current, content, this.#shown.rev);
    return true;
  }

  #nextToDo(): string | null {
    return this.#students.nextToDo(this.#current, id => this.#presence.byOf(id) !== null);
  }

  #showPresence(): void {
    const by = this.#presence.byOf(this.#current);
    this.#frame.showOther(by === null ? null : fill(this.#model.words.openElsewhere, { name: by }));
  }

  #typed(): void {
    const content = this.#form.read();
    if (content !== null) this.#queue.put(this.#current, content, this.#shown.rev);
    this.#showState();
  }

  #saved(personId: string, grade: PanelGrade, at: string): void {
    this.#students.put(personId, grade);
    if (personId !== this.#current) return;
    this.#shown = grade;
    this.#savedAt = at;
    this.#frame.showGrade(grade);
    this.#showState();
  }

  #takeTheirs(): void {
    const theirs = this.#queue.takeTheirs(this.#current);
    if (theirs === null) return;
    this.#students.put(this.#current, theirs);
    this.#fill(theirs, theirs);
    this.#form.focusFirst();
  }

  #fill(grade: PanelGrade, content: DraftContent): void {
    this.#shown = grade;
    this.#form.show(content, grade.cap);
    this.#frame.showGrade(grade);
    this.#showState();
  }

  #showState(): void {
    const queue = this.#queue;
    const queued = queue.stateOf(this.#current);
    // What cannot be read is not saved, whatever became of the rest.
    const state = queued === 'saved' && this.#form.hasFault() ? 'faulty' : queued;
    this.#frame.showStatus(state, this.#savedAt);
    this.#frame.allowRelease(
      this.#form.isComplete() && (state !== 'saved' || this.#shown.state !== 'released'),
    );
    this.#conflicts.show(queue.conflictOf(this.#current), queue.pending(this.#current));
    this.#frame.showElsewhere(
      queue.unsettled().filter(id => id !== this.#current && queue.stateOf(id) === 'conflict'),
      id => void this.#open(id, 'push'),
    );
    const isStuck = queue.unsettled().some(id => stuck.has(queue.stateOf(id)));
    if (!isStuck && !this.#form.hasFault() && !this.#isReleasing) this.#guard.markSaved();
    else this.#guard.markDirty();
  }

  /** Opens another student in this page; a mark that cannot be read, or a missing answer, keeps the one on screen. */
  async #open(id: string, how: 'push' | 'stay'): Promise<void> {
    if (this.#form.showFaults()) return;
    void this.#queue.flush(this.#current);
    const isAtHand = this.#students.find(id) !== null;
    if (!isAtHand) await this.#students.load([id]);
    const grade = this.#students.find(id);
    if (grade === null) {
      this.#frame.notify(this.#model.words.cannotOpen, 'warning');
      return;
    }
    this.#current = id;
    this.#savedAt = null;
    this.#frame.notify(null);
    this.#frame.showStudent(this.#students, id, how === 'push');
    this.#showWork(id, this.#students.workOf(id));
    this.#fill(grade, this.#queue.pending(id) ?? grade);
    this.#form.focusFirst();
    void this.#students.prepare(id);
    this.#showPresence();
    this.#presence.moved();
    if (isAtHand) void this.#refresh(null);
  }

  /** Takes over what somebody else has saved meanwhile, as long as nothing was typed here. */
  async #refresh(notice: string | null): Promise<void> {
    const id = this.#current;
    const isTouched = (): boolean => this.#queue.pending(id) !== null || this.#form.hasFault();
    if (isTouched() || !(await this.#students.load([id]))) return;
    const grade = this.#students.find(id);
    if (grade === null || id !== this.#current || isTouched() || isSameShown(grade, this.#shown)) return;
    this.#fill(grade, grade);
    this.#frame.notify(notice);
  }

  async #step(target: string | null, otherwise: string | null): Promise<void> {
    if (target !== null) {
      await this.#open(target, 'push');
    } else if (!this.#form.showFaults()) {
      this.#frame.notify(otherwise);
      await this.#queue.flush(this.#current);
    }
  }

  /** Until the release itself is on its way, leaving the page asks first: it would not be made. */
  async #settleForRelease(): Promise<boolean> {
    this.#isReleasing = true;
    this.#guard.markDirty();
    const settled = await this.#settle();
    this.#isReleasing = false;
    this.#showState();
    return settled;
  }

  /** Whether everything typed for this student is with the server. */
  async #settle(): Promise<boolean> {
    await this.#queue.flush(this.#current);
    return this.#queue.stateOf(this.#current) === 'saved' && !this.#form.hasFault();
  }
}

/** A breach of conduct changes what is shown without a new draft. */
const isSameShown = (one: PanelGrade, other: PanelGrade): boolean =>
  one.rev === other.rev && one.breach === other.breach;
