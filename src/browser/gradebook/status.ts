import { type GridWords } from '../../features/gradebook/domain/grid.ts';
import { fill, find, setText } from '../grading/dom.ts';
import { type QueueState } from './markQueue.ts';

const looks: Record<QueueState, { tone: string; icon: string }> = {
  saved: { tone: 'success', icon: 'check' },
  unsaved: { tone: 'neutral', icon: 'pencil' },
  saving: { tone: 'neutral', icon: 'refresh' },
  offline: { tone: 'warning', icon: 'offline' },
  ended: { tone: 'danger', icon: 'lock' },
  refused: { tone: 'danger', icon: 'error' },
};

/** Says whether everything is with the server. @param savedAt the time of the last save; null: none yet */
export function showSaveStatus(words: GridWords, state: QueueState, savedAt: string | null): void {
  const status = document.querySelector<HTMLElement>('#save-status');
  if (status === null) return;
  const { tone, icon } = looks[state];
  const text =
    state === 'saved' ? (savedAt === null ? words.kept : fill(words.saved, { time: savedAt })) : words[state];
  status.dataset['tone'] = tone;
  const use = status.querySelector('use');
  use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icon}`));
  setText(find('span', status), text);
}
