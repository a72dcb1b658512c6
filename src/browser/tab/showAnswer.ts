/** Shows what the server answered in the place of this page, at the answer's own address. */
export async function showAnswer(answer: Response): Promise<void> {
  const html = await answer.text();
  if (answer.redirected) history.replaceState(null, '', answer.url);
  document.open();
  document.write(html);
  document.close();
}

/** Lets the browser save what the server answered. */
export async function saveAnswer(answer: Response): Promise<void> {
  const disposition = answer.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)/i.exec(disposition)?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = encoded === undefined ? (plain ?? '') : decodeURIComponent(encoded);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const isPage = (answer: Response): boolean =>
  (answer.headers.get('content-type') ?? '').startsWith('text/html');
