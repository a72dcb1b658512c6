/**
 * A button with data-close-subject and data-close-origin tells the LMS's window, and no other, that a registration is
 * over (LTI Dynamic Registration 1.0, section 3.7): the LMS takes our frame away or closes our window.
 */
export function startCloseButtons(): void {
  const platform = (window.opener as Window | null) ?? window.parent;
  if (platform === window) return;
  for (const button of document.querySelectorAll<HTMLElement>('[data-close-subject]')) {
    const { closeSubject: subject, closeOrigin: origin } = button.dataset;
    if (subject === undefined || origin === undefined) continue;
    button.hidden = false;
    button.addEventListener('click', () => platform.postMessage({ subject }, origin));
  }
}
