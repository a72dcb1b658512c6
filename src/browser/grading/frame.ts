import { type PanelGrade, type PanelModel } from '../../features/grading/domain/panel.ts';
import { fill, find, setText } from './dom.ts';
import { type SaveState } from './saveQueue.ts';
import { showIcon, showSaveState } from './statusLine.ts';
import { type Students } from './students.ts';

/** Everything on the page around the marks: whose they are, whether they are saved, where one can go. */
export interface PanelFrame {
  showStudent(students: Students, id: string, push: boolean): void;
  showGrade(grade: PanelGrade): void;
  /** @param savedAt the time of the last save of this student in this page; null: none yet */
  showStatus(state: SaveState | 'faulty', savedAt: string | null): void;
  showElsewhere(ids: readonly string[], open: (id: string) => void): void;
  /** A sentence above the marks; null removes it. */
  notify(text: string | null, tone?: 'info' | 'warning'): void;
  /** Somebody else has the same student open. */
  showOther(text: string | null): void;
  allowRelease(allowed: boolean): void;
  onPage(go: { next: () => Promise<void>; open: (id: string) => void }): void;
  /** The browser's own back and forward. */
  onReturn(open: (id: string) => void): void;
  /** @param isSaved resolves to whether everything typed is with the server; only then the form is sent */
  onRelease(isSaved: () => Promise<boolean>): void;
}

const stateLooks: Record<PanelGrade['state'], { tone: string; icon: string }> = {
  'not-started': { tone: 'neutral', icon: 'circle' },
  'in-progress': { tone: 'info', icon: 'pencil' },
  ready: { tone: 'accent', icon: 'check' },
  released: { tone: 'success', icon: 'check-circle' },
  changed: { tone: 'warning', icon: 'pencil' },
};

export function createFrame(model: PanelModel): PanelFrame {
  const { words } = model;
  const heading = find('#student');
  const status = find('#save-status');
  const notice = find('#notice');
  const release = document.querySelector<HTMLButtonElement>('#release');
  find('#save').hidden = true;

  return {
    showStudent(students, id, push) {
      const name = students.nameOf(id);
      const place = students.indexOf(id) + 1;
      const position = fill(words.position, { place, of: students.count });
      setText(heading, name);
      setText(find('#position'), position);
      setText(find('#announcement'), `${name}, ${position}`);
      document.title = name + words.titleSuffix;
      if (push) history.pushState({ id }, '', `${model.address}/${id}`);
      // A change of language comes back to this student.
      const path = `${model.address}/${id}`;
      for (const here of document.querySelectorAll<HTMLInputElement>('input[name="here"]')) here.value = path;
      find<HTMLFormElement>('#panel').action = `${model.address}/${id}`;
      find<HTMLAnchorElement>('#take-theirs').href = `${model.address}/${id}`;
      find<HTMLAnchorElement>('#changed a').href = `${model.address}/${id}/history`;
      for (const form of document.querySelectorAll<HTMLFormElement>('[data-breach-form]'))
        form.action = `${model.address}/${id}/breach`;
      const person = document.querySelector<HTMLInputElement>('#release-one input[name="person[]"]');
      if (person !== null) person.value = id;
      showLink(model, students, 'prev', students.neighbour(id, -1));
      showLink(model, students, 'next', students.neighbour(id, 1));
    },
    showGrade(grade) {
      const { tone, icon } = stateLooks[grade.state];
      showChip(find('#state .chip'), words.states[grade.state], tone, icon);
      setText(find('#released'), grade.released ?? '');
      setText(find('#changed span'), grade.changed ?? '');
      find('#changed').hidden = grade.changed === null;
      const breach = find('#breach');
      breach.hidden = grade.breach === null;
      setText(find('p', breach), grade.breach ?? '');
      for (const form of document.querySelectorAll<HTMLFormElement>('[data-breach-form]'))
        form.hidden = (form.dataset['breachForm'] === 'lift') !== (grade.breach !== null);
    },
    showStatus(state, savedAt) {
      showSaveState(status, words, state, savedAt);
      find('#show-conflict').hidden = state !== 'conflict';
    },
    showElsewhere(ids, open) {
      const place = find('#elsewhere');
      place.hidden = ids.length === 0;
      const links = ids.map(id => {
        const link = document.createElement('a');
        link.href = `${model.address}/${id}`;
        link.textContent = model.students.find(student => student.id === id)?.name ?? '';
        link.addEventListener('click', event => {
          event.preventDefault();
          open(id);
        });
        return link;
      });
      find('span', place).replaceChildren(
        ...links.flatMap((link, index) => (index === 0 ? [link] : [', ', link])),
      );
    },
    notify(text, tone = 'info') {
      const hasText = text !== null && text !== '';
      notice.hidden = !hasText;
      notice.dataset['tone'] = tone;
      setText(find('p', notice), hasText ? text : '');
    },
    showOther(text) {
      const place = find('#other-grader');
      place.hidden = text === null;
      setText(find('p', place), text ?? '');
    },
    allowRelease(allowed) {
      if (release !== null) release.disabled = !allowed;
    },
    onPage({ next, open }) {
      find('#next').addEventListener('click', event => {
        event.preventDefault();
        void next();
      });
      for (const link of document.querySelectorAll<HTMLAnchorElement>('#pager a')) {
        link.addEventListener('click', event => {
          const id = link.pathname.split('/').at(-1) ?? '';
          // With a key held it is the browser's: a new tab, a download.
          if (event.ctrlKey || event.metaKey || event.shiftKey || id === '') return;
          event.preventDefault();
          open(id);
        });
      }
    },
    onReturn(open) {
      history.replaceState({ id: model.current }, '');
      addEventListener('popstate', event => {
        const id = (event.state as { id?: unknown } | null)?.id;
        if (typeof id === 'string') open(id);
      });
    },
    onRelease(isSaved) {
      const form = document.querySelector<HTMLFormElement>('#release-one form');
      form?.addEventListener('submit', event => {
        event.preventDefault();
        void isSaved().then(saved => {
          if (saved) form.submit();
          else form.closest('dialog')?.close();
        });
      });
    },
  };
}

function showLink(model: PanelModel, students: Students, rel: 'prev' | 'next', id: string | null): void {
  const link = find<HTMLAnchorElement>(`#pager a[rel="${rel}"]`);
  // The focus must not fall out of the page with a link that goes.
  if (id === null && document.activeElement === link) find('#student').focus();
  link.hidden = id === null;
  if (id === null) return;
  const word = rel === 'prev' ? model.words.previous : model.words.next;
  link.href = `${model.address}/${id}`;
  link.title = `${word}: ${students.nameOf(id)}`;
  link.setAttribute('aria-label', link.title);
}

function showChip(chip: HTMLElement, text: string, tone: string, icon: string): void {
  chip.dataset['tone'] = tone;
  showIcon(chip, icon);
  const words = chip.lastChild;
  if (words !== null) words.textContent = text;
}
