import { sessionOf, tokenOfPage } from '../tab/tabToken.ts';

/** In a tab without cookies every form to our own pages carries the token, however it is sent. */
export function startTabForms(): void {
  const token = tokenOfPage();
  if (token === null) return;
  document.addEventListener('formdata', event => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    const { origin, pathname } = new URL(form.action);
    if (origin === location.origin && sessionOf(pathname) !== null) event.formData.append('_tab', token);
  });
}
