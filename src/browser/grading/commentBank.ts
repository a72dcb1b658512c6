import { find } from './dom.ts';

/** Puts kept comments into the comment's field, by a click or with keys alone; answers what opens the list. */
export function startCommentBank(comment: HTMLTextAreaElement): () => void {
  const bank = find<HTMLDetailsElement>('#comment-bank');
  const choices = [...bank.querySelectorAll<HTMLButtonElement>('[data-comment]')];
  const insert = (text: string): void => {
    const { selectionStart: from, selectionEnd: to, value } = comment;
    const before = value.slice(0, from);
    const gap = before === '' || /\s$/.test(before) ? '' : ' ';
    comment.focus();
    comment.setRangeText(gap + text, from, to, 'end');
    comment.dispatchEvent(new Event('input', { bubbles: true }));
  };
  choices.forEach((choice, index) => {
    choice.addEventListener('click', () => insert(choice.dataset['comment'] ?? ''));
    choice.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
      if (step === 0) return;
      event.preventDefault();
      choices[index + step]?.focus();
    });
  });
  return () => {
    bank.open = true;
    (choices[0] ?? bank.querySelector<HTMLElement>('summary'))?.focus();
  };
}
