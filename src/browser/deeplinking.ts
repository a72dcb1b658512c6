// Posts the answer to the LMS's dialog; without script its button does.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosubmit]')) form.submit();
