export type ToastTone = 'info' | 'success' | 'warning' | 'danger';

const shownMs = 8000;
const icons: Record<ToastTone, string> = {
  info: 'info',
  success: 'check-circle',
  warning: 'warning',
  danger: 'error',
};

/** Shows a passing message. Screen readers hear it; warnings and dangers stay until they are closed (WCAG 2.2.1). */
export function showToast(text: string, tone: ToastTone = 'success'): void {
  const region = document.getElementById('toasts');
  const template = document.querySelector<HTMLTemplateElement>('#toast-template');
  const toast = template?.content.firstElementChild?.cloneNode(true);
  if (region === null || !(toast instanceof HTMLElement)) return;
  toast.dataset['tone'] = tone;
  const use = toast.querySelector('use');
  use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icons[tone]}`));
  const words = toast.querySelector('.toast-text');
  if (words !== null) words.textContent = text;
  region.append(toast);
  if (tone === 'info' || tone === 'success') closeWhenRead(toast);
}

/** The time stands still while somebody reads it with the pointer or the keyboard on it. */
function closeWhenRead(toast: HTMLElement): void {
  let timer = setTimeout(() => toast.remove(), shownMs);
  const hold = (): void => clearTimeout(timer);
  const go = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), shownMs);
  };
  toast.addEventListener('pointerenter', hold);
  toast.addEventListener('focusin', hold);
  toast.addEventListener('pointerleave', go);
  toast.addEventListener('focusout', go);
}

export function startToasts(): void {
  document.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('[data-toast-close]') : null;
    button?.closest('.toast')?.remove();
  });
}
