import { startStorage } from './practice-lms/storage.ts';

/** Posts the forms by which the practice LMS and a tool hand over messages; without scripts their button does it. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosubmit]')) form.submit();

/** A tool that is done and has nothing to say sends its frame here: the whole window goes back to the course. */
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-leave-frame]')) link.click();

/** A tool that has finished its registration asks to be closed (LTI Dynamic Registration 1.0, section 3.7). */
for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[data-closes-to]')) {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const { closesTo, toolOrigin } = frame.dataset;
    if (event.source !== frame.contentWindow || event.origin !== toolOrigin) return;
    const { subject } = (event.data ?? {}) as { subject?: unknown };
    if (subject === 'org.imsglobal.lti.close') location.assign(closesTo ?? '/');
  });
}

/** Values that a tool without cookies wants kept. */
for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-storage]'))
  startStorage(dataset['storage'] ?? '', dataset['storageFrame']);
