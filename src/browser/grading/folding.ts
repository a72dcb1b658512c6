import { findStorage } from '../kept/kept.ts';
import { find } from './dom.ts';

const settingName = 'tirek:fold-descriptors';

/** Hides the descriptors of all levels, for whoever knows them by heart; answers what turns it on and off. */
export function startFolding(): () => void {
  const box = find<HTMLInputElement>('#fold-descriptors');
  const rubric = find('.grading');
  const storage = findStorage();
  const show = (): void => {
    rubric.toggleAttribute('data-folded', box.checked);
    try {
      storage?.setItem(settingName, box.checked ? 'on' : 'off');
    } catch {
      // The choice holds for this page.
    }
  };
  try {
    box.checked = storage?.getItem(settingName) === 'on';
  } catch {
    box.checked = false;
  }
  show();
  box.addEventListener('change', show);
  return () => {
    box.checked = !box.checked;
    show();
  };
}
