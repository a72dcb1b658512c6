/**
 * A field for a pasted table keeps its cells: the clipboard holds them as HTML, the field shows only the text. When the
 * text is changed by hand, the text alone counts.
 */
export function startPasteFields(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-paste]'))
    startPasteField(field);
}

function startPasteField(field: HTMLTextAreaElement): void {
  const status = document.getElementById(`${field.id}-status`);
  let html = '';
  const keep = (copied: string) => {
    html = copied;
    if (status !== null) status.hidden = copied === '';
  };
  field.addEventListener('paste', event => {
    const copied = event.clipboardData?.getData('text/html') ?? '';
    const isWhole = field.value.trim() === '' || isAllSelected(field);
    // Pasted into text that stays, the cells would be only a part of what is sent.
    queueMicrotask(() => {
      keep(isWhole && /<table[\s>]/iu.test(copied) ? copied : '');
    });
  });
  field.addEventListener('input', event => {
    if (!(event instanceof InputEvent) || event.inputType !== 'insertFromPaste') keep('');
  });
  field.form?.addEventListener('formdata', event => {
    if (html !== '') event.formData.set('html', new File([html], 'pasted.html', { type: 'text/html' }));
  });
}

function isAllSelected({ selectionStart, selectionEnd, value }: HTMLTextAreaElement): boolean {
  return selectionStart === 0 && selectionEnd === value.length;
}
