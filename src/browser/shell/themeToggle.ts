import { applyTheme, storeTheme, type Theme } from './themeChoice.ts';

const darkDevice = matchMedia('(prefers-color-scheme: dark)');

function shownTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return darkDevice.matches ? 'dark' : 'light';
}

/** Makes the button switch between light and dark. Choosing what the device says anyway forgets the choice. */
export function startThemeToggle(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]');
  if (button === null) return;
  const show = (): void => button.setAttribute('aria-pressed', String(shownTheme() === 'dark'));
  button.addEventListener('click', () => {
    const next: Theme = shownTheme() === 'dark' ? 'light' : 'dark';
    storeTheme(next === (darkDevice.matches ? 'dark' : 'light') ? null : next);
    applyTheme(next);
    show();
  });
  darkDevice.addEventListener('change', show);
  button.hidden = false;
  show();
}
