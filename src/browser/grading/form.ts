import { longestComment } from '../../features/grading/domain/draft.ts';
import { type DraftContent } from '../../features/grading/domain/grade.ts';
import { type PanelModel } from '../../features/grading/domain/panel.ts';
import { CriterionField } from './criterion.ts';
import { find } from './dom.ts';
import { createLiveResult } from './liveResult.ts';

/** The marks and the comment of the student on screen. */
export interface PanelForm {
  /** What is typed; a mark that cannot be read counts as not given. Null while the comment is too long. */
  read(): DraftContent | null;
  show(content: DraftContent, cap: number | null): void;
  isComplete(): boolean;
  hasFault(): boolean;
  /** Shows every fault and goes to the first; true when there is one. */
  showFaults(): boolean;
  /** The criterion with the focus, else the one that had it last. */
  current(): number;
  criterion(index: number): CriterionField | null;
  /** Picks a level by its key; the same key again takes its highest percent. */
  pick(index: number, place: number): void;
  readonly comment: HTMLTextAreaElement;
  focusFirst(): void;
  /** The first criterion without a percent; null when all have one. */
  firstMissing(): number | null;
}

export function createForm(model: PanelModel, onChange: () => void): PanelForm {
  const showResult = createLiveResult(model);
  const comment = find<HTMLTextAreaElement>('#comment');
  let cap = model.grade.cap;
  const changed = (): void => {
    showResult(
      values().map(({ percent }) => percent),
      cap,
    );
    onChange();
  };
  const criteria = Array.from(
    { length: model.criteria },
    (_, index) => new CriterionField(find(`#criterion-${index}`), model.bands, model.words, changed),
  );
  const values = () => criteria.map(({ value }) => value);
  const tooLong = find('#comment-too-long');
  const isTooLong = (): boolean => comment.value.trim().length > longestComment;
  comment.addEventListener('input', () => {
    tooLong.hidden = !isTooLong();
    comment.setAttribute('aria-invalid', String(isTooLong()));
    changed();
  });
  let last = 0;
  document.addEventListener('focusin', () => {
    const index = criteria.findIndex(one => one.has(document.activeElement));
    if (index === -1) return;
    last = index;
    criteria[index]?.reveal();
  });
  showResult(
    values().map(({ percent }) => percent),
    cap,
  );

  return {
    comment,
    read() {
      if (isTooLong()) return null;
      return {
        criteria: values().map(({ percent }) => percent),
        bands: values().map(({ band }) => band),
        comment: comment.value.trim(),
      };
    },
    show(content, most) {
      cap = most;
      criteria.forEach((one, index) =>
        one.show(content.criteria[index] ?? null, content.bands[index] ?? null),
      );
      comment.value = content.comment;
      tooLong.hidden = true;
      showResult(
        values().map(({ percent }) => percent),
        cap,
      );
    },
    isComplete: () => cap !== null || values().every(({ percent }) => percent !== null),
    hasFault: () => isTooLong() || values().some(({ fault }) => fault !== null),
    showFaults() {
      const faulty = criteria.filter(one => one.showFault());
      if (faulty[0] !== undefined) faulty[0].focus();
      else if (isTooLong()) comment.focus();
      return faulty.length > 0 || isTooLong();
    },
    pick(index, place) {
      const criterion = criteria[index];
      criterion?.pick(place, true);
      criterion?.focus();
      changed();
    },
    current: () => last,
    criterion: index => criteria[index] ?? null,
    focusFirst() {
      last = 0;
      criteria[0]?.focus();
    },
    firstMissing() {
      const index = values().findIndex(({ percent }) => percent === null);
      return index === -1 ? null : index;
    },
  };
}
