import { type PanelWords } from '../../features/grading/domain/panel.ts';
import { fill, find, setText } from './dom.ts';
import { type SaveState } from './saveQueue.ts';

const looks: Record<SaveState | 'faulty', { tone: string; icon: string }> = {
  saved: { tone: 'success', icon: 'check' },
  unsaved: { tone: 'neutral', icon: 'pencil' },
  saving: { tone: 'neutral', icon: 'refresh' },
  faulty: { tone: 'warning', icon: 'warning' },
  offline: { tone: 'warning', icon: 'offline' },
  conflict: { tone: 'danger', icon: 'warning' },
  ended: { tone: 'danger', icon: 'lock' },
  refused: { tone: 'danger', icon: 'error' },
  'rubric-changed': { tone: 'danger', icon: 'error' },
  closed: { tone: 'danger', icon: 'lock' },
};

/**
 * Says beside the buttons whether what was typed is safe.
 * @param savedAt the time of the last save in this page; null: none yet
 */
export function showSaveState(
  line: HTMLElement,
  words: Pick<PanelWords, 'status' | 'rubricChanged' | 'closed'>,
  state: SaveState | 'faulty',
  savedAt: string | null,
): void {
  const { tone, icon } = looks[state];
  const text =
    state === 'saved'
      ? savedAt === null
        ? words.status.kept
        : fill(words.status.saved, { time: savedAt })
      : state === 'rubric-changed'
        ? words.rubricChanged
        : state === 'closed'
          ? words.closed
          : words.status[state];
  line.dataset['tone'] = tone;
  showIcon(line, icon);
  setText(find('span', line), text);
}

export function showIcon(within: Element, icon: string): void {
  const use = within.querySelector('use');
  use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icon}`));
}
