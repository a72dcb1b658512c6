export type Theme = 'light' | 'dark';

const key = 'tirek-theme';

/** The person's own choice on this device; null: as the device says. */
export function storedTheme(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    // Storage may be closed to a page inside another site's frame.
    return null;
  }
}

export function storeTheme(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // The choice then holds for this page only.
  }
}

/** Shows a theme; null leaves what the server printed. */
export function applyTheme(theme: Theme | null): void {
  if (theme !== null) document.documentElement.dataset['theme'] = theme;
}
