import { type DraftContent } from '../../features/grading/domain/grade.ts';
import { type PanelModel, type SaveAnswer } from '../../features/grading/domain/panel.ts';
import { fill, find, setText } from './dom.ts';

type Conflict = Extract<SaveAnswer, { kind: 'conflict' }>;

/** Shows both versions of a grade that two people have changed; nothing is lost by either choice. */
export interface ConflictView {
  show(conflict: Conflict | null, mine: DraftContent | null): void;
}

export function createConflictView(
  { words }: PanelModel,
  choose: { keepMine(): void; takeTheirs(): void },
): ConflictView {
  const section = find('#conflict');
  const rows = [...section.querySelectorAll<HTMLTableRowElement>('tbody tr')];
  const title = find('#conflict-title');
  find('#show-conflict').addEventListener('click', () => title.focus());
  find('#keep-mine').addEventListener('click', event => {
    event.preventDefault();
    choose.keepMine();
  });
  find('#take-theirs').addEventListener('click', event => {
    event.preventDefault();
    choose.takeTheirs();
  });

  return {
    show(conflict, mine) {
      // A form without script may have come back with its own conflict: that one stays until something is decided.
      if (conflict === null || mine === null) {
        section.hidden = true;
        return;
      }
      const { theirs, by, at } = conflict;
      setText(
        find('#conflict-text'),
        by === null ? fill(words.conflictSelf, { at }) : fill(words.conflictWith, { name: by, at }),
      );
      const texts = (content: DraftContent): string[] => [
        ...content.criteria.map(percent => (percent === null ? '' : String(percent))),
        content.comment,
      ];
      const own = texts(mine);
      const saved = texts(theirs);
      rows.forEach((row, index) => {
        const [, mineCell, savedCell] = row.cells;
        if (mineCell !== undefined) setText(mineCell, own[index] ?? '');
        if (savedCell !== undefined) setText(savedCell, saved[index] ?? '');
        row.toggleAttribute('data-differs', own[index] !== saved[index]);
      });
      section.hidden = false;
    },
  };
}
